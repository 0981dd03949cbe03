"""How a program uses neighborbook, for type checkers: mypy --strict reads it, nobody runs it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import assert_type

import attrs

import neighborbook as nb


def a_program() -> None:
    with nb.open("book.db", center="anping", deadline=2.5) as desk:
        assert_type(desk, nb.Desk)
        assert_type(desk.center, nb.Center)
        loaded = desk.load(Path("center.toml"), preview=True)
        assert_type(loaded, nb.Loading)
        assert_type(loaded.needs_move, tuple[nb.Booking, ...])
        assert_type(desk.offerings(), tuple[nb.Offering, ...])
        assert_type(desk.resources(), tuple[nb.Resource, ...])
        assert_type(desk.settle(), nb.Settled)
        books(desk.acting_as("li-wei"))
        looks(desk.acting_as(None))
        closes(desk)
    assert_type(nb.centers("book.db"), tuple[str, ...])


def books(li: nb.Desk) -> None:
    assert_type(
        li.slots(room_type="room", start="2026-12-01", end="2026-12-08", length="2h"),
        Iterator[nb.Slot],
    )
    slots = li.slots("room", start="2026-12-01", end="2026-12-08", length="2h", features={"piano"})
    assert_type(slots, Iterator[nb.Slot])
    slot = next(slots)
    booking = li.book(slot, title="Fire safety", key="req-1")
    assert_type(booking, nb.Booking)
    if booking.decision is not None:
        assert_type(booking.decision.remarks("zh"), tuple[str, ...])
    assert_type(booking.state, nb.State)
    assert_type(booking.void_reason, nb.VoidReason | None)
    assert_type(booking.start_at, int)
    try:
        li.book(
            "room",
            start=datetime(2026, 12, 1, 6, tzinfo=UTC),
            length=timedelta(hours=2),
            organizer="acme",
            attendees=["li-wei", nb.Attendee(party="chen"), {"party": "wang"}],
            headcount=55,
            resource="AB",
            details={"layout": "theatre"},
            override="gala, agreed with the center",
        )
    except nb.Refused as no:
        assert_type(no.decision, nb.Decision)
        assert_type(no.refusals, tuple[nb.Refusal, ...])
        assert_type(no.alternatives, tuple[nb.Slot, ...])
        assert_type(no.decision.verdict, nb.Verdict)
        assert_type(no.decision.text("zh"), str)
    except nb.InvalidRequest as wrong:
        assert_type(wrong.faults, tuple[nb.Fault, ...])
    except (nb.Busy, nb.OutcomeUnknown) as again:
        assert_type(again.remedy, str)
    hold = li.hold("room", start="2026-12-01", end="2026-12-02", ttl="10m")
    assert_type(li.extend(hold.id, ttl="10m"), nb.Booking)
    assert_type(li.confirm(hold.id, title="x"), nb.Booking)
    changed = li.change(booking.id, start="2026-12-03 14:00", version=booking.version)
    assert_type(changed, nb.Booking)
    for verb in (
        li.approve,
        li.decline,
        li.cancel,
        li.restore,
        li.check_in,
        li.complete,
        li.no_show,
    ):
        assert_type(verb(booking.id), nb.Booking)
    assert_type(li.check_in(booking.id, at="2026-12-01 10:05"), nb.Booking)
    assert_type(li.complete(booking.id), nb.Booking)
    assert_type(li.advance(booking.id, "called"), nb.Booking)
    assert_type(li.explain(slot), nb.Decision)


def looks(desk: nb.Desk) -> None:
    assert_type(desk.booking("id"), nb.Booking)
    assert_type(desk.bookings(start="2026-12-01", state="confirmed"), Iterator[nb.Booking])
    assert_type(desk.history("id"), tuple[nb.Change, ...])
    changes = desk.changes(since=None, limit=10)
    assert_type(changes, nb.Changes)
    assert_type(changes.token, str)
    board = desk.day("2026-12-01")
    assert_type(board, nb.Board)
    assert_type(board.rows, tuple[nb.BoardRow, ...])
    assert_type(desk.usage("acme"), tuple[nb.Usage, ...])
    assert_type(desk.calendar(resource="A"), bytes)


def closes(desk: nb.Desk) -> None:
    closure = desk.close("A", start="2026-12-01", end="2026-12-02", reason="pipe", preview=True)
    assert_type(closure, nb.Closure)
    assert_type(closure.displaces, tuple[nb.Booking, ...])
    assert_type(desk.affected(closure.id), tuple[nb.Booking, ...])
    assert_type(desk.reopen(closure.id), nb.Closure)
    assert_type(desk.outage(start="2026-12-01", end="2026-12-02"), nb.Closure)
    assert_type(desk.closures(), tuple[nb.Closure, ...])


# A plugin --------------------------------------------------------------------------------------


@nb.details
class Visit:
    minutes: int = nb.asks(
        label="Minutes", label_zh="分钟", privacy=nb.Privacy.CARE, default=15, most=60
    )


@attrs.frozen(kw_only=True)
class Numbers:
    gap: nb.Seconds = 0


class Clinic(nb.RoomType):
    name = "clinic"
    details = Visit
    settings = Numbers
    privacy = nb.Privacy.CARE
    policy = nb.Policy(granularity=15)

    def demand(self, ask: nb.Ask) -> nb.Demand:
        assert_type(ask.request, nb.Request)
        assert_type(ask.facts_of("li-wei"), nb.Facts)
        options = tuple(
            nb.place_option(place, ask.catalog, ask.offering.policy, None)
            for place in nb.suitable_places(ask, None)
        )
        assert_type(options, tuple[nb.Option, ...])
        if not options:
            return nb.Demand(refusals=nb.unsuitable(ask, None))
        return nb.Demand(legs=(nb.Leg(role="place", options=options),))

    def check(
        self, ask: nb.Ask, candidates: tuple[nb.Candidate, ...], seen: nb.Seen
    ) -> Iterable[tuple[nb.Candidate, nb.Refusal]]:
        for candidate in candidates:
            yield (
                candidate,
                nb.Refusal(code=nb.Code.AGE, rule="age", severity=nb.Severity.SOFT, least=18),
            )

    def title(self, booking: nb.Booking, audience: nb.Audience) -> str:
        return "Appointment" if audience is nb.Audience.OWN else booking.title


class Plugin:
    name = "clinic"
    api = 1

    @nb.hookimpl
    def register_room_types(self) -> list[nb.RoomType]:
        return [Clinic()]

    @nb.hookimpl
    def provide_facts(self, center: nb.Center, parties: tuple[str, ...]) -> Mapping[str, nb.Facts]:
        return {party: nb.Facts(party=party, roles=frozenset({"staff"})) for party in parties}


assert_type(Visit(minutes=10).minutes, int)
assert_type(nb.open(plugins=[Plugin()]), nb.Desk)
