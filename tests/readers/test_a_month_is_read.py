"""Every booking of the generated month is read back by every reader as it stands in our book."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
import pytest

import neighborbook as nb
from neighborbook.cli.demo.playing import played_month
from tests.months import CENTER_FILE
from tests.readers.entries import Entry, Reader
from tests.readers.in_python import RecurringIcalEvents
from tests.readers.table import every_reader

pytest.importorskip("neighborbook_meeting_room")

SHARE = 0.1
UNNAMED = frozenset({nb.State.HELD, nb.State.OFFERED})
"""They hold a place for a while, and stand in no calendar by name."""


@attrs.frozen(kw_only=True)
class Told:
    """A month's bookings as entries, and all the calendars in which they have to stand.

    Attributes:
        entries: by the UID of the booking; without properties, which every reader names its way.
        offerings: the UIDs of each offering's bookings.
        calendars: for the program, ``resource/A`` and ``offering/training-room``; for anybody,
            ``busy/A``.
        others: how many entries are no bookings: closures, and what is busy.
    """

    entries: Mapping[str, Entry]
    offerings: Mapping[str, frozenset[str]]
    calendars: Mapping[str, bytes]
    others: int


UNSEEN = frozenset({"clinic", "counsel"})


def told(desk: nb.Desk) -> Told:
    names = {offering.id: offering.name.in_("en") for offering in desk.offerings()}
    since = desk.now.start_of("day").subtract(days=30).timestamp()
    shown = [booking for booking in desk.bookings() if is_shown(booking, since)]
    anybody = desk.acting_as(None)
    rooms = [each.id for each in desk.resources()]
    found = [each.id for each in anybody.resources()]
    calendars = {
        **{f"resource/{id}": desk.calendar(resource=id, history="366d") for id in rooms},
        **{f"offering/{id}": desk.calendar(offering=id, history="366d") for id in names},
        **{f"busy/{id}": anybody.calendar(resource=id, history="366d") for id in found},
    }
    entries = {booking.uid: entry_of(booking, names[booking.offering]) for booking in shown}
    return Told(
        entries=entries,
        offerings={
            id: frozenset(booking.uid for booking in shown if booking.offering == id)
            for id in names
        },
        calendars=calendars,
        others=sum(
            entry.uid not in entries
            for found in RecurringIcalEvents().read(list(calendars.values()))
            for entry in found
        ),
    )


def is_shown(booking: nb.Booking, since: float) -> bool:
    """Cancelled bookings stay for 30 days, and only if they ever were to be seen.

    Patients and clients stand in no calendar of a room: there it is busy, and nothing else.
    """
    if booking.room_type in UNSEEN:
        return False
    if booking.state is nb.State.VOID:
        return booking.sequence > 0 and booking.published_at >= since
    return booking.state not in UNNAMED


def entry_of(booking: nb.Booking, offering: str) -> Entry:
    """What a reader has to find, out of our book alone."""
    status, prefix = "CONFIRMED", ""
    if booking.state is nb.State.VOID:
        status, prefix = "CANCELLED", "Cancelled: "
    elif booking.needs_move:
        prefix = "Needs a new place: "
    elif booking.state is nb.State.PENDING:
        prefix = "Requested: "
    if booking.state is nb.State.PENDING:
        status = "TENTATIVE"
    return Entry(
        start=booking.start_at,
        end=booking.end_at,
        uid=booking.uid,
        summary=prefix + (booking.title or offering or booking.offering),
        status=status,
        sequence=booking.sequence,
        properties=(),
    )


def reads_it(reader: Reader, month: Told) -> None:
    given = list(month.calendars.values())
    read = [bare(entries) for entries in reader.read(given)]
    by_name = dict(zip(month.calendars, read, strict=True))
    ours = {name: [e for e in es if e.uid in month.entries] for name, es in by_name.items()}
    wrong = [(name, e) for name, es in ours.items() for e in es if e != month.entries[e.uid]]
    assert wrong == []
    rooms = [entry.uid for name, es in ours.items() if name.startswith("resource/") for entry in es]
    assert set(rooms) == set(month.entries)
    for offering, uids in month.offerings.items():
        assert sorted(entry.uid for entry in ours[f"offering/{offering}"]) == sorted(uids)
    # And of closures and busy times each reader says the same as the next.
    assert read == [bare(entries) for entries in RecurringIcalEvents().read(given)]


def bare(entries: list[Entry]) -> list[Entry]:
    return [attrs.evolve(entry, properties=()) for entry in entries]


@pytest.fixture(scope="module")
def ended() -> Told:
    with played_month(CENTER_FILE, share=SHARE) as (desk, _, _):
        return told(desk)


@pytest.fixture(scope="module")
def running() -> Told:
    with played_month(CENTER_FILE, share=SHARE, until=middle()) as (desk, _, _):
        return told(desk)


def middle() -> int:
    """An instant in the midst of the month, when some things are over and some to come."""
    with played_month(CENTER_FILE, share=SHARE, until=0) as (_, plan, _):
        return plan.acts[len(plan.acts) * 2 // 3].at + 1


@every_reader
def test_every_booking_of_a_month_that_is_over_is_read(reader: Reader, ended: Told) -> None:
    assert len(ended.entries) > 200
    reads_it(reader, ended)


@every_reader
def test_every_booking_of_a_month_that_runs_is_read(reader: Reader, running: Told) -> None:
    statuses = {entry.status for entry in running.entries.values()}
    assert statuses == {"CONFIRMED", "CANCELLED", "TENTATIVE"}
    assert len(running.entries) > 100
    assert running.others > 0
    reads_it(reader, running)


@pytest.fixture(scope="module")
def whole() -> Told:
    with played_month(CENTER_FILE) as (desk, _, _):
        return told(desk)


@pytest.mark.prove
@every_reader
def test_every_booking_of_the_whole_month_is_read(reader: Reader, whole: Told) -> None:
    assert len(whole.entries) > 1800
    reads_it(reader, whole)
