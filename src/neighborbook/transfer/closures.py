"""Closures come in as they went out: by themselves, since they are judged against nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from neighborbook.desk.desk import Desk
from neighborbook.desk.importing.values import Did, Imported, Outcome
from neighborbook.domain.closure import Closure, ClosureKind
from neighborbook.errors import Fault, InvalidRequest
from neighborbook.transfer.cells import whole_number
from neighborbook.transfer.importing import Source, records_of
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
    """Lay the closures of a file, whose columns have the names of our exports.

    One whose id is here already changes nothing, and what was reopened is left. They cancel
    nothing, and ``reopen`` takes them back one by one. Those of outside calendars are left, too:
    nothing here would take them back.

    Raises:
        InvalidRequest: the file is at fault.
        Refused: the actor may not export, or may not close.
    """
    known = {closure.id for closure in desk.exported_closures()}
    records = list(records_of(desk, path, source))
    foreseen = [_become(desk, record, known, preview=True) for record in records]
    bad = any(outcome.did is Did.BAD for outcome in foreseen)
    written = not preview and (skip or not bad)
    if written:
        foreseen = [_become(desk, record, known, preview=False) for record in records]
    if told is not None:
        for outcome in foreseen:
            told(outcome)
    counts = Counter(outcome.did for outcome in foreseen)
    return Imported(
        booked=counts[Did.BOOKED],
        unchanged=counts[Did.UNCHANGED],
        left=counts[Did.LEFT],
        bad=counts[Did.BAD],
        written=written,
    )


def _become(desk: Desk, record: Record, known: set[str], *, preview: bool) -> Outcome:
    id = _text(record, "id")
    if id in known:
        return Outcome(line=record.line, key=id, did=Did.UNCHANGED, booking=id)
    # What an outside calendar has closed is for that calendar to close, wherever it is followed.
    if _text(record, "reopened") or _text(record, "origin"):
        return Outcome(line=record.line, key=id, did=Did.LEFT)
    if record.faults:
        return Outcome(line=record.line, key=id, did=Did.BAD, faults=record.faults)
    try:
        laid = _lay(desk, record, id, preview=preview)
    except InvalidRequest as wrong:
        return Outcome(line=record.line, key=id, did=Did.BAD, faults=wrong.faults)
    did = Did.UNCHANGED if laid.id in known else Did.BOOKED
    return Outcome(line=record.line, key=id, did=did, booking="" if preview else laid.id)


def _lay(desk: Desk, record: Record, id: str, *, preview: bool) -> Closure:
    if _text(record, "kind") == ClosureKind.OUTAGE:
        # What the center could not be reached for was made good there; here it says nothing.
        raise InvalidRequest(
            [Fault(path="kind", code="INPUT_INVALID", given="outage", expected="no outage")]
        )
    return desk.close(
        _text(record, "subject"),
        start=_text(record, "start"),
        end=_text(record, "end"),
        reason=_text(record, "reason"),
        public_reason=_text(record, "public_reason"),
        amount=_amount(record),
        preview=preview,
        key=f"import:{id}" if id else None,
    )


def _text(record: Record, name: str) -> str:
    value = record.cells.get(name)
    return "" if value is None else str(value).strip()


def _amount(record: Record) -> int | None:
    text = _text(record, "amount")
    if not text:
        return None
    number = whole_number(text)
    if number is None:
        fault = Fault(
            path="amount", code="INPUT_INVALID", given=text[:40], expected="a whole number"
        )
        raise InvalidRequest([fault])
    return number
