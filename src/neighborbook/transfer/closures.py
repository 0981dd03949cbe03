"""Closures of a file come in: the columns have the names of our exports."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from neighborbook.desk.desk import Desk
from neighborbook.desk.faults import Faults
from neighborbook.desk.importing.closure_values import ClosureRow
from neighborbook.desk.importing.values import MOST_KEY, Imported, Outcome
from neighborbook.transfer.cells import whole_number
from neighborbook.transfer.importing import Source, kind_of, records_of
from neighborbook.transfer.limits import refuse_file
from neighborbook.transfer.records import Record


def import_closures(
    desk: Desk,
    path: Path,
    source: Source | None = None,
    *,
    preview: bool = False,
    skip: bool = False,
    told: Callable[[Outcome], object] | None = None,
) -> Imported:
    """Lay the closures of a file.

    Args:
        source: what kind of file it is; ``None``: by the end of its name.
        preview, skip, told: as for ``Desk.bring_closures_in``.

    Raises:
        InvalidRequest: the file is at fault; nothing is written.
        Refused: the actor may not import, or may not close.
    """
    if kind_of(path, source) is Source.ICS:
        refuse_file("file", "INPUT_INVALID", path.name, "a table of closures: no calendar has one")
    return desk.bring_closures_in(
        closure_rows(records_of(desk, path, source)),
        source=path.name[:200],
        preview=preview,
        skip=skip,
        told=told,
    )


def closure_rows(records: Iterable[Record]) -> Iterator[ClosureRow]:
    """Yield the rows of an import; what is wrong with one stands in its ``faults``.

    One without an id is known by its content when it comes again: by what is closed, when, and how
    much of it, and by how many of the same stand before it.
    """
    alike: Counter[str] = Counter()
    for record in records:
        faults = Faults(found=list(record.faults))
        yield ClosureRow(
            line=record.line,
            key=_key(record, alike),
            subject=_text(record, "subject"),
            start=_text(record, "start"),
            end=_text(record, "end"),
            kind=_text(record, "kind") or None,
            amount=_amount(record, faults),
            reason=_text(record, "reason"),
            public_reason=_text(record, "public_reason"),
            reopened=bool(_text(record, "reopened")),
            followed=bool(_text(record, "origin")),
            faults=tuple(faults.found),
        )


def _text(record: Record, name: str) -> str:
    value = record.cells.get(name)
    return "" if value is None else str(value).strip()


def _key(record: Record, alike: Counter[str]) -> str:
    if given := _text(record, "id"):
        return given[: MOST_KEY + 1]
    content = repr([_text(record, name) for name in ("subject", "start", "end", "amount")])
    digest = hashlib.blake2b(content.encode("utf-8", "replace"), digest_size=16).hexdigest()
    alike[digest] += 1
    return f"row:{digest}:{alike[digest]}"


def _amount(record: Record, faults: Faults) -> int | None:
    text = _text(record, "amount")
    if not text:
        return None
    number = whole_number(text)
    if number is None:
        faults.add("amount", "INPUT_INVALID", text[:40], "a whole number")
    return number
