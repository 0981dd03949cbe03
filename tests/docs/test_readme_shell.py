"""What documents show on the command line does what it says, whatever day it is."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


pytestmark = pytest.mark.skipif(shutil.which("sh") is None, reason="no shell here to read lines")


def typed(document: str, tmp_path: Path) -> str:
    """Type the one block of command lines that a document shows, and return what is answered."""
    (block,) = re.findall(r"```sh\n(.*?)```", (ROOT / document).read_text("utf-8"), re.DOTALL)
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    done = subprocess.run(
        ["sh", "-eu"],
        input=block,
        cwd=tmp_path,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return str(done.stdout)


def test_the_readme_s_command_lines_book_a_court(tmp_path: Path) -> None:
    assert "16:00" in typed("README.md", tmp_path)
    assert b"BEGIN:VEVENT" in (tmp_path / "badminton-1.ics").read_bytes()


def test_the_command_lines_of_how_to_publish_fill_a_folder(tmp_path: Path) -> None:
    said = typed("docs/how-to/publish.md", tmp_path).splitlines()
    assert re.fullmatch(r"private/[0-9a-f]{40}\.ics", said[-1])
    assert (tmp_path / "public/index.html").exists()
