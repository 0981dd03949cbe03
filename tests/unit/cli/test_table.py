"""Lists as tables: plain where they are read by programs, with rich where somebody looks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from neighborbook.cli.as_text import width
from neighborbook.cli.table import table_text
from tests.unit.cli.conftest import Run


def test_columns_line_up_whatever_the_script() -> None:
    head, first, second = table_text(
        ("ID", "NAME", "FLOOR"), [("hall", "多功能厅", "1"), ("study", "Study", "2")]
    ).splitlines()
    assert width(head[: head.index("FLOOR")]) == width(first.rstrip("1")) == second.index("2")


def test_a_list_without_rows_says_so(run: Run, center_file: Path) -> None:
    center_file.write_text('[center]\nid = "corner"\nzone = "UTC"\n', encoding="utf-8")
    assert run("load", str(center_file)).exit_code == 0
    assert run("offerings").stdout == "Nothing to show.\n"
    assert run("--json", "offerings").stdout == "[]\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminal to look at")
def test_on_a_terminal_rich_draws_the_table(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("rich")
    ours, theirs = os.openpty()
    program = [sys.executable, "-m", "neighborbook.cli", "--db", str(tmp_path / "book.db")]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100", "NEIGHBORBOOK_LANG": "en"}
    try:
        done = subprocess.run(
            [*program, "resources"], stdout=theirs, env=environment, check=False, timeout=60
        )
        shown = os.read(ours, 10_000).decode("utf-8")
    finally:
        os.close(theirs)
        os.close(ours)
    assert done.returncode == 0
    assert "\x1b[1m" in shown  # the head is bold
    assert "大厅" not in shown
    assert "Hall" in shown
