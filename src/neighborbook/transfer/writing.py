"""Rows into a file that spreadsheets and other systems can read; it is there when it is whole."""

from __future__ import annotations

import csv
import enum
import json
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, TypeAlias

from neighborbook.errors import Full, ReadOnly
from neighborbook.transfer.cells import shielded_cell

Cell: TypeAlias = "str | int | list[Cell] | dict[str, Cell] | None"


class Format(enum.StrEnum):
    """How a file is written."""

    CSV = "csv"
    JSONL = "jsonl"


def write_rows(
    path: Path,
    form: Format,
    columns: tuple[str, ...],
    rows: Iterable[Mapping[str, Cell]],
    *,
    bom: bool,
) -> int:
    """Write rows beside the file, and put it in its place when all of it is there.

    Args:
        bom: begin a CSV file with a mark by which Excel knows that it is UTF-8.

    Raises:
        Full, ReadOnly: the file cannot be written.
    """
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    marked = "utf-8-sig" if bom and form is Format.CSV else "utf-8"
    try:
        with beside.open("x", encoding=marked, newline="") as file:
            many = _rows_into(file, form, columns, rows)
        beside.replace(path)
    except PermissionError as error:
        raise ReadOnly(path.name) from error
    except OSError as error:
        raise Full(f"{path.name}: {os.strerror(error.errno or 0)}") from error
    finally:
        beside.unlink(missing_ok=True)
    return many


def _rows_into(
    file: IO[str], form: Format, columns: tuple[str, ...], rows: Iterable[Mapping[str, Cell]]
) -> int:
    many = 0
    table = csv.writer(file)
    if form is Format.CSV:
        table.writerow(columns)
    for row in rows:
        many += 1
        if form is Format.CSV:
            table.writerow(_texts(columns, row))
        else:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return many


def _texts(columns: tuple[str, ...], row: Mapping[str, Cell]) -> Iterator[str]:
    for name in columns:
        value = row[name]
        if isinstance(value, list | dict):
            yield json.dumps(value, ensure_ascii=False) if value else ""
        else:
            yield "" if value is None else shielded_cell(str(value))
