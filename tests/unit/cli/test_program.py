"""The command line as a program of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_the_program_runs_and_answers_in_its_own_process(center_file: Path, tmp_path: Path) -> None:
    def run(*words: str) -> subprocess.CompletedProcess[bytes]:
        program = [sys.executable, "-m", "neighborbook.cli", "--db", str(tmp_path / "book.db")]
        return subprocess.run([*program, *words], capture_output=True, check=False)

    assert run("load", str(center_file)).returncode == 0
    board = run("--lang", "zh", "day")
    assert (board.returncode, board.stderr) == (0, b"")
    assert "大厅" in board.stdout.decode("utf-8")


def test_help_imports_nothing_heavy() -> None:
    asked = (
        "import sys\nsys.argv = ['neighborbook', '--help']\n"
        "from neighborbook.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'sqlalchemy', 'icalendar', 'pendulum', 'pluggy', 'holidays', 'cattrs'}\n"
        "inner = {name for name in sys.modules if name.startswith('neighborbook.')\n"
        "         and not name.startswith(('neighborbook.cli', 'neighborbook.errors',\n"
        "         'neighborbook.fault_texts'))}\n"
        "sys.exit(', '.join(sorted(heavy & set(sys.modules) | inner)) or None)"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert b"calendar" in done.stdout
