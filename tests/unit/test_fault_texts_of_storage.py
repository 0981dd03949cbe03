"""What storage could not do is said in Chinese throughout."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import neighborbook as nb
from neighborbook.cli.failing import words_of
from neighborbook.errors import StorageError
from neighborbook.fault_texts import in_chinese
from neighborbook.fault_texts_of_storage import STORAGE_PHRASES

SOURCES = Path(nb.__file__).parent
CHINESE = re.compile("[一-鿿]")
FACT = re.compile(r"\{[^{}]*\}")
KINDS = {StorageError.__name__: StorageError} | {
    kind.__name__: kind for kind in StorageError.__subclasses__()
}


def said(node: ast.expr) -> str:
    """Return what an expression says; facts stand between braces."""
    if isinstance(node, ast.JoinedStr):
        return "".join(map(said, node.values))
    if isinstance(node, ast.Constant):
        return str(node.value)
    return "{fact}"


def every_phrase() -> Iterator[str]:
    for source in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in (
                "_DISK", "_DISK_AT_COMMIT"
            ):  # fmt: skip
                yield said(node.value)
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in KINDS:
                remedies = [word.value for word in node.keywords if word.arg == "remedy"]
                yield from map(said, (*node.args[:1], *remedies))
    for kind in KINDS.values():
        yield kind.remedy


PHRASES = sorted(set(every_phrase()) - {"{fact}"})


def test_the_phrases_are_found_in_the_sources() -> None:
    assert len(PHRASES) > 70
    assert "the folder of {fact} does not exist" in PHRASES


@pytest.mark.parametrize("phrase", PHRASES)
def test_every_phrase_is_said_in_chinese_too(phrase: str) -> None:
    filled = in_chinese(FACT.sub("X1", phrase), STORAGE_PHRASES)
    if FACT.sub("", phrase).strip(": "):  # else nothing is said but facts
        assert CHINESE.search(filled), f"add to STORAGE_PHRASES: {phrase!r}"


@pytest.mark.parametrize("english", sorted(STORAGE_PHRASES))
def test_both_languages_name_the_same_facts(english: str) -> None:
    assert sorted(FACT.findall(english)) == sorted(FACT.findall(STORAGE_PHRASES[english]))


def test_a_remedy_of_its_own_is_said_in_place_of_the_usual_one() -> None:
    usual = nb.Corrupt("the book is damaged (malformed)")
    assert (
        words_of(usual, "zh")
        == "数据库已损坏。请将其移开并恢复最近的备份。（数据库已损坏（malformed））"
    )
    own = nb.Corrupt("the backup a.db is torn or damaged", remedy="Take an older one.")
    assert words_of(own, "en") == (
        "That could not be done: the backup a.db is torn or damaged. Take an older one."
    )
    # Whether it was written stays unknown, whatever helps.
    unknown = nb.OutcomeUnknown("the commit failed (disk)", remedy="Look after the disk.")
    assert "may or may not have been written" in words_of(unknown, "en")


def test_what_no_subclass_stands_for_is_said_in_chinese() -> None:
    closed = nb.StorageError("the store is closed", remedy="Open it again.")
    assert words_of(closed, "zh") == "数据库未能完成操作：数据库已关闭。请重新打开。"
