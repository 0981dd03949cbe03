"""What the documentation shows in Python runs, each document from its top to its end."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser

ROOT = Path(__file__).parents[2]
READER = Sybil(parsers=[PythonCodeBlockParser(), SkipParser()])
PLACES = ("*.md", "docs/**/*.md", "examples/**/*.md", "plugins/*/*.md", "plugins/*/docs/**/*.md")


def documents_with_code() -> list[Path]:
    found = sorted(path for place in PLACES for path in ROOT.glob(place))
    return [path for path in found if list(READER.parse(path).examples())]


@pytest.mark.parametrize(
    "path", documents_with_code(), ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_what_a_document_shows_runs(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Its books do no harm there, and examples/ is found as from the root.
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    shown = list(READER.parse(path).examples())
    for block in shown:
        block.evaluate()
    assert shown
