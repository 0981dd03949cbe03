"""What the documentation shows runs, each document from its top to its end."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser, SkipParser

ROOT = Path(__file__).parents[2]
PLACES = ("*.md", "docs/**/*.md", "examples/**/*.md", "plugins/*/*.md", "plugins/*/docs/**/*.md")
NAMED = re.compile(r"# ([\w-]+\.toml)\n")
"""The first line of a block of TOML that the reader is asked to save under that name."""


def save(example: Example) -> None:
    """Save a block of TOML as the reader does, if it says under which name."""
    text = str(example.parsed)
    if named := NAMED.match(text):
        Path(named[1]).write_text(text, encoding="utf-8")


def compare(example: Example) -> None:
    """Compare a block of output with what the block before it printed; … stands for anything."""
    printed = str(example.namespace["__printed__"])
    shown = ".*".join(map(re.escape, str(example.parsed).split("…")))
    assert re.fullmatch(shown, printed, re.DOTALL), (
        f"printed:\n{printed}\nbut shown:\n{example.parsed}"
    )


READER = Sybil(
    parsers=[
        PythonCodeBlockParser(),
        CodeBlockParser("toml", save),
        CodeBlockParser("output", compare),
        SkipParser(),
    ]
)


def documents(language: str) -> list[Path]:
    """Return the documents that show something in a language."""
    found = sorted({path for place in PLACES for path in ROOT.glob(place)})
    return [path for path in found if f"```{language}\n" in path.read_text(encoding="utf-8")]


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", documents("python"), ids=short)
def test_what_a_document_shows_runs(
    path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    # Its books do no harm there, and examples/ is found as from the root.
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    shown = list(READER.parse(path).examples())
    for block in shown:
        block.evaluate()
        block.namespace["__printed__"] = capsys.readouterr().out
    assert shown


@pytest.mark.skipif(shutil.which("sh") is None, reason="no shell here to read the lines")
@pytest.mark.parametrize(
    "path", [path for path in documents("sh") if path != ROOT / "README.md"], ids=short
)  # what the README's lines answer is read in test_readme_shell.py
def test_what_a_document_shows_in_a_shell_runs(path: Path, tmp_path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    for block in re.findall(r"```toml\n(.*?)```", text, re.DOTALL):
        if named := NAMED.match(block):
            (tmp_path / named[1]).write_text(block, encoding="utf-8")
    lines = "".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL))
    done = subprocess.run(
        ["sh", "-eu"],
        input=lines.encode(),
        cwd=tmp_path,
        env={
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        },
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout


@pytest.mark.parametrize("path", documents("sh"), ids=short)
def test_what_a_document_installs_in_an_environment_is_found_by_its_shell(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if "-m venv .venv" in text:
        assert 0 <= text.find("$ . .venv/bin/activate") < text.index("```sh")


@pytest.mark.parametrize("name", ["docs/tutorials/first-center.md", "docs/zh/first-center.md"])
@pytest.mark.parametrize("command", ["init", "publish"])
def test_a_tutorial_shows_how_a_center_is_founded_and_published(name: str, command: str) -> None:
    shown = re.findall(r"```sh\n(.*?)```", (ROOT / name).read_text("utf-8"), re.DOTALL)
    assert re.search(rf"^neighborbook .*\b{command} ", "".join(shown), re.MULTILINE)
