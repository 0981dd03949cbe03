"""Each error of the tree ends a command by the code that the README documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from neighborbook import errors
from neighborbook.cli.failing import DAMAGED, exit_code, failure_of
from neighborbook.domain.decision import Decision, Verdict

README = Path(__file__).parents[3] / "README.md"
CODES = {
    "Refused": 1,
    "InvalidRequest": 2,
    "CenterFileError": 2,
    "NotFound": 3,
    "Busy": 4,
    "OutcomeUnknown": 4,
    "ReadOnly": 4,
    "Full": 4,
    "Corrupt": 4,
    "NotOurs": 4,
    "SchemaOutdated": 4,
    "TooNew": 4,
    "FolderError": 4,
    "StorageError": 4,
    "PluginError": 5,
    "InvariantBroken": 5,
}


def every_error() -> Iterator[errors.NeighborbookError]:
    yield errors.Refused(Decision(verdict=Verdict.REFUSED, zone="UTC"))
    fault = errors.Fault(path="start", code="INPUT_MISSING", given="x", expected="a time")
    yield errors.InvalidRequest([fault])
    yield errors.CenterFileError([fault])
    yield errors.NotFound(kind="booking", id="b")
    yield errors.StorageError("the disk is gone")
    for kind in errors.StorageError.__subclasses__():
        yield kind("the disk is gone")
    yield errors.FolderError(path="public/days", why="full")
    yield errors.PluginError(plugin="meals", what="it raised", remedy="Mend it.")
    yield errors.InvariantBroken(guard="one_use")


ERRORS = {type(error).__name__: error for error in every_error()}


def test_there_is_a_code_for_every_error() -> None:
    assert CODES.keys() == ERRORS.keys()


@pytest.mark.parametrize("name", CODES)
def test_an_error_ends_a_command_by_its_code_and_is_said_in_both_languages(name: str) -> None:
    error = ERRORS[name]
    assert exit_code(error) == CODES[name]
    english, chinese = (failure_of(error, language) for language in ("en", "zh"))
    assert english.exit_code == chinese.exit_code == CODES[name]
    if name != "Refused":  # a refusal without reasons says nothing
        assert english.text != chinese.text
        assert re.search(r"[\u4e00-\u9fff]", chinese.text)


def test_the_readme_documents_every_code() -> None:
    rows = re.findall(r"^\| (\d) \| (.+) \|$", README.read_text(encoding="utf-8"), re.MULTILINE)
    assert {int(code) for code, _ in rows} == {0, *CODES.values(), DAMAGED}
