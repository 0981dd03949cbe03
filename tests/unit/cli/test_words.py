"""No word of the program stands in what people read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

import neighborbook
from neighborbook import fault_texts
from neighborbook.cli import texts, texts_moving, texts_of_failures, texts_people
from neighborbook.cli.texts import TEXTS
from neighborbook.cli.words import known
from neighborbook.desk.changing import Changed
from neighborbook.domain import wording_texts
from neighborbook.domain.booking import State, VoidReason
from neighborbook.domain.change import Act
from neighborbook.domain.party import Tie
from neighborbook.domain.wording_words import WORDS
from neighborbook.rights import ROLES

SOURCES = Path(neighborbook.__file__).parent
PLACE = re.compile(r"\{[^{}]*\}")
INNER = re.compile(
    r"\b[a-z]+_[a-z_]+\b|\b(?:datetime|NoneType|StrEnum|ValueError|repr)\b|<[A-Z]\w+"
)
NO_FIELDS = frozenset({"length", "override"})
"""A length is noted as an end."""

MEANT: frozenset[str] = frozenset()
"""Words with an underscore that a reader writes herself."""


def sentences() -> Iterator[tuple[str, str]]:
    for name, both in TEXTS.items():
        yield from ((f"{name}.{n}", text) for n, text in enumerate(both))
    for table in (wording_texts.RULES, wording_texts.CODES, wording_texts.REMEDIES, WORDS):
        for key, text in table.items():
            yield from ((f"{key}.{language}", said) for language, said in text.by_language)


@pytest.mark.parametrize(("where", "text"), sorted(sentences()))
def test_no_word_of_the_program_stands_in_a_sentence(where: str, text: str) -> None:
    found = set(INNER.findall(PLACE.sub("", text))) - MEANT
    assert not found, f"{where} says {found}"


def test_no_text_is_hidden_by_another_of_its_name() -> None:
    tables = (texts_moving.MOVING, texts_of_failures.FAILURES, texts_people.PEOPLE_TEXTS)
    names = [name for table in tables for name in table]
    tree = ast.parse(Path(texts.__file__).read_text(encoding="utf-8"))
    [whole] = [node for node in ast.walk(tree) if isinstance(node, ast.Dict)]
    names += [key.value for key in whole.keys if isinstance(key, ast.Constant)]  # type: ignore[misc]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def kinds() -> Iterator[str]:
    """Yield what can be said not to be there."""
    for source in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "NotFound":
                yield from (
                    str(word.value.value)
                    for word in node.keywords
                    if word.arg == "kind" and isinstance(word.value, ast.Constant)
                )


def test_what_is_not_found_is_called_by_a_word() -> None:
    found = set(kinds())
    assert "booking" in found
    assert [kind for kind in sorted(found) if not known(kind)] == []
    # As it stands within a sentence, not at the head of a column.
    assert [kind for kind in sorted(found) if TEXTS[kind][0][0].isupper()] == []


@pytest.mark.parametrize(
    "word",
    [
        *(state.value for state in State),
        *(reason.value for reason in VoidReason),
        *(f"act_{act.value}" for act in Act),
        *(f"tie_{tie.value}" for tie in Tie),
        *(f"role_{role.value}" for role in sorted(ROLES)),
        "role_carer",
        *(f"field_{field.name}" for field in attrs.fields(Changed) if field.name not in NO_FIELDS),
        *(f"field_{name}" for name in ("state", "lapses", "actor")),  # what else is noted
    ],
)
def test_every_state_act_tie_role_and_field_has_words(word: str) -> None:
    assert known(word)


def test_phrases_of_faults_are_in_chinese_without_words_of_the_program() -> None:
    said = {text for text in fault_texts.PHRASES.values() if "<" in text and "State" in text}
    assert said == set()
