"""What stands in a file, record by record, before anybody asks what it means."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

import attrs

from neighborbook.errors import Fault
from neighborbook.transfer.cells import plain_cell
from neighborbook.transfer.encodings import encoding_of
from neighborbook.transfer.limits import (
    MOST_BYTES,
    MOST_CELL,
    MOST_COLUMNS,
    MOST_LINE,
    check_size,
    refuse_file,
)


@attrs.frozen(kw_only=True)
class Record:
    """One row of a table, or one object of a file of objects.

    Attributes:
        line: where it begins, counting from 1.
        cells: by column; texts, and in JSON also numbers, lists, and objects.
        faults: what is wrong with the row as such.
    """

    line: int
    cells: Mapping[str, object]
    faults: tuple[Fault, ...] = ()


def csv_records(path: Path) -> Iterator[Record]:
    """Yield the rows of a CSV file whose first line names the columns.

    Separated by commas, semicolons, or tabs, whichever comes most in the first line.

    Raises:
        InvalidRequest: it is no such file, or larger than it may be.
    """
    check_size(path, MOST_BYTES)
    with path.open(encoding=encoding_of(path), newline="") as file:
        lines = _lines(file)
        first = next(lines, "")
        if not first.strip():
            refuse_file("file", "INPUT_INVALID", "", "a first line that names the columns")
        separator = max(",;\t", key=first.count)
        rows = csv.reader(_again(first, lines), delimiter=separator, strict=True)
        try:
            names = column_names([cell.strip() for cell in next(rows)])
            for cells in rows:
                if any(cells):
                    yield _record(rows.line_num, names, cells)
        except csv.Error as error:
            refuse_file(f"line {rows.line_num}", "INPUT_INVALID", str(error), "a row of CSV")


def column_names(given: list[str]) -> list[str]:
    """Return the names of columns.

    Raises:
        InvalidRequest: there are too many, or two have one name.
    """
    if len(given) > MOST_COLUMNS:
        refuse_file("columns", "INPUT_TOO_LONG", f"{len(given)} of them", f"at most {MOST_COLUMNS}")
    named = [name for name in given if name]
    for name in named:
        if named.count(name) > 1:
            refuse_file("columns", "INPUT_INVALID", name, "columns with names of their own")
    return given


def _record(line: int, names: list[str], cells: list[str]) -> Record:
    faults: list[Fault] = []
    if len(cells) > len(names) and any(cells[len(names) :]):
        faults.append(_too_long("row", f"at most {len(names)} cells, as the first line has"))
    found: dict[str, object] = {}
    for name, cell in zip(names, cells, strict=False):
        if len(cell) > MOST_CELL:
            faults.append(_too_long(name, f"at most {MOST_CELL} characters"))
        elif name:
            found[name] = plain_cell(cell)
    return Record(line=line, cells=found, faults=tuple(faults))


def _too_long(path: str, expected: str) -> Fault:
    return Fault(path=path, code="INPUT_TOO_LONG", expected=expected)


def _again(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _lines(file: IO[str]) -> Iterator[str]:
    """Yield lines, none of them longer than it may be."""
    number = 0
    while line := file.readline(MOST_LINE + 1):
        number += 1
        if len(line) > MOST_LINE:
            refuse_file(f"line {number}", "INPUT_TOO_LONG", "", f"at most {MOST_LINE} characters")
        yield line


def json_records(path: Path) -> Iterator[Record]:
    """Yield the objects of a file that has one on each line.

    Raises:
        InvalidRequest: it is no such file, or larger than it may be.
    """
    check_size(path, MOST_BYTES)
    with path.open(encoding=encoding_of(path), newline="") as file:
        for number, line in enumerate(_lines(file), 1):
            if not line.strip():
                continue
            try:
                found = json.loads(line)
            except (ValueError, RecursionError):
                refuse_file(f"line {number}", "INPUT_INVALID", "", "one JSON object on each line")
            if not isinstance(found, dict) or len(found) > MOST_COLUMNS:
                refuse_file(f"line {number}", "INPUT_INVALID", "", "one JSON object on each line")
            yield Record(line=number, cells=found)
