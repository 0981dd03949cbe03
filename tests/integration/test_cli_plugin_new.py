"""A plugin that ``neighborbook plugin new`` makes keeps its promises at once."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from neighborbook.cli.commands import neighborbook

NAMES = {"tool-library": "neighborbook-tool-library", "Board games 2": "neighborbook-board-games-2"}


def made(name: str, into: Path) -> Result:
    return CliRunner().invoke(neighborbook, ["--json", "plugin", "new", name, "--into", str(into)])


def in_(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a module of Python in the new distribution's folder, as if nothing of ours was there."""
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=folder,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What mypy knows of neighborbook after the first plugin, so that the second takes no time."""
    return tmp_path_factory.mktemp("mypy")


@pytest.mark.parametrize("name", NAMES)
def test_a_new_plugin_is_green_and_typed_at_once(name: str, tmp_path: Path, cache: Path) -> None:
    done = made(name, tmp_path)
    assert done.exit_code == 0, done.output
    folder = tmp_path / NAMES[name]
    tested = in_(folder, "pytest", "-q", "-p", "no:cacheprovider", "-n", "0")
    assert tested.returncode == 0, tested.stdout
    assert " passed" in tested.stdout
    typed = in_(folder, "mypy", "--strict", "--cache-dir", str(cache), "src", "tests")
    assert typed.returncode == 0, typed.stdout


def test_a_plugin_that_is_installed_is_not_begun_again(tmp_path: Path) -> None:
    done = made("Meeting room", tmp_path)
    assert done.exit_code == 2
    [fault] = json.loads(done.stdout)["faults"]
    assert (fault["path"], fault["given"]) == ("name", "meeting-room")
    assert fault["expected"].endswith("uninstall that one first")
    assert list(tmp_path.iterdir()) == []


def test_it_is_a_whole_distribution(tmp_path: Path) -> None:
    told = json.loads(made("Board games 2", tmp_path).stdout)
    folder = Path(told["folder"])
    lying = {each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file()}
    assert lying == set(told["files"])
    assert {"README.md", "CHANGELOG.md", "center.toml"} <= lying
    assert f"src/{told['module']}/py.typed" in lying
    declared = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert declared["name"] == told["distribution"] == "neighborbook-board-games-2"
    assert declared["entry-points"]["neighborbook"] == {told["name"]: told["module"]}
    texts = [each.read_text(encoding="utf-8") for each in folder.rglob("*") if each.is_file()]
    assert not [text for text in texts if "${" in text]


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "neighborbook-tool-library").mkdir()
    failed = made("tool library", tmp_path)
    assert failed.exit_code == 2
    assert not list((tmp_path / "neighborbook-tool-library").iterdir())


@pytest.mark.parametrize("name", ["", "***", "桌游", "Brettspiele für alle", "x" * 60, "room"])
def test_a_name_that_cannot_be_written_in_plain_letters_is_a_fault(
    name: str, tmp_path: Path
) -> None:
    failed = made(name, tmp_path)
    assert (failed.exit_code, list(tmp_path.iterdir())) == (2, [])
    assert "name: " in failed.stderr
    assert "expected a word or some" in failed.stderr


def test_what_cannot_be_written_to_its_end_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Path.write_text

    def full(path: Path, text: str, encoding: str) -> int:
        if path.name == "center.toml":
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(path, text, encoding=encoding)

    monkeypatch.setattr(Path, "write_text", full)
    failed = made("tool-library", tmp_path)
    assert (failed.exit_code, list(tmp_path.iterdir())) == (2, [])
    assert "No space left" in failed.stdout
    monkeypatch.undo()
    assert made("tool-library", tmp_path).exit_code == 0
