"""Rows of a list as a table: plain columns or, on a terminal where rich is installed, with rich."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from neighborbook.cli.as_text import padded, width


def table_text(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return columns that line up; one that is empty throughout is left out.

    >>> print(table_text(("ID", "NAME", "FLOOR"), [("hall", "大厅", ""), ("study", "Study", "")]))
    ID     NAME
    hall   大厅
    study  Study
    """
    kept = [n for n in range(len(head)) if any(row[n] for row in rows)]
    lines = [[row[n] for n in kept] for row in (head, *rows)]
    widths = [max(map(width, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(padded(cell, w) for cell, w in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def printed_by_rich(head: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Print a table with rich, if that is installed and somebody looks; say whether it was."""
    if not sys.stdout.isatty():
        return False
    try:
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text
    except ImportError:
        return False
    table = Table(box=None, header_style="bold", pad_edge=False)
    kept = [n for n in range(len(head)) if any(row[n] for row in rows)]
    for n in kept:
        table.add_column(head[n], overflow="fold")
    for row in rows:
        table.add_row(*(Text(row[n]) for n in kept))  # as it is: brackets are no markup
    Console().print(table)
    return True
