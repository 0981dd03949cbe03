"""Lives of bookings in which every word is a canary, and the book of where each was planted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress

import attrs
from hypothesis import strategies as st

import neighborbook as nb
from neighborbook.domain.offering import HOUR, MINUTE
from tests.properties.canary_house import House, Told
from tests.properties.canary_rules import Planted
from tests.properties.canary_words import canaries_in

STEPS = (
    "book", "book", "book", "hold", "confirm", "change", "retitle", "replace", "cancel", "approve",
    "decline", "restore", "check_in", "advance", "complete", "no_show", "close", "reopen", "outage",
    "wait", "settle",
)  # fmt: skip
DETAILS = ("public", "busy", "member", "care", "sealed")
Story = list[tuple[str, int]]
SOUND = (nb.Refused, nb.InvalidRequest, nb.NotFound)
"""What a desk may answer to whatever is asked; everything else is a defect."""


def stories(most: int = 8) -> st.SearchStrategy[Story]:
    """Draw what is done, and by a number to whom, when, and by whom."""
    return st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 719)), max_size=most)


@attrs.define
class Life:
    """A house in which things happen.

    Attributes:
        written: every canary that somebody wrote, wherever it has got to.
    """

    house: House
    written: set[int] = attrs.field(factory=set)
    closures: list[nb.Closure] = attrs.field(factory=list)

    @property
    def desk(self) -> nb.Desk:
        return self.house.desk

    def text(self) -> str:
        number, text = self.house.text()
        self.written.add(number)
        return text

    def party(self) -> str:
        number, party = self.house.id()
        self.written.add(number)
        return party

    def bookings(self) -> dict[str, nb.Booking]:
        return {booking.id: booking for booking in self.desk.bookings()}

    def opens(self) -> None:
        """Book and hold in each offering, for the firm: each class has its canaries."""
        for number, offering in enumerate(self.house.catalog.offerings):
            by = (None, self.house.people.li, self.house.people.clerk)[number % 3]
            for hour in range(24):  # the first hour at which its place is free
                with suppress(nb.Refused):
                    self.book(offering, by, self.house.people.acme, f"2026-12-01 {hour:02}:00")
                    break
            with suppress(nb.Refused):
                self._hold(self.desk, offering, self.house.people.acme, "2026-12-02 15:00")
            with suppress(nb.Refused):
                self.book(offering, None, self.house.people.li, "2026-12-02 18:00")

    def lives(self, story: Story) -> None:
        for step, number in story:
            with suppress(*SOUND):
                self._do(step, number)

    def book(
        self, offering: str, by: str | None, organizer: str, start: str, *, announced: bool = False
    ) -> nb.Booking:
        desk = self.desk if by is None else self.desk.acting_as(by)
        passes = by is None or by == self.house.people.clerk
        return desk.book(
            offering,
            start=start,
            length="1h",
            organizer=organizer,
            title=self.text(),
            details=self.details(announced=announced),
            attendees=self.attendees(),
            override=self.text() if passes else None,
            key=self.text(),
        )

    def details(self, *, announced: bool = False) -> Told:
        return Told(**{name: self.text() for name in DETAILS}, announced=announced)

    def attendees(self) -> list[nb.Attendee]:
        said = {"needs": self.text()}
        return [nb.Attendee(party=self.party(), role=self.text()[:40], details=said)]

    def _do(self, step: str, number: int) -> None:
        people, offerings = self.house.people, list(self.house.catalog.offerings)
        offering = offerings[number % len(offerings)]
        start = f"2026-{('11-30', '12-01', '12-02')[number % 3]} {number % 24:02}:00"
        organizers = (people.acme, people.bolt, people.li, "")
        organizer = organizers[number // 6 % 4] or self.party()
        by = (None, people.li, people.clerk, people.chen, people.kin, people.aide)[number // 24 % 6]
        desk = self.desk if by is None else self.desk.acting_as(by)
        ids = sorted(self.bookings())
        id = ids[number % len(ids)] if ids else ""
        acts: Mapping[str, Callable[[], object]] = {
            "book": lambda: self.book(offering, by, organizer, start, announced=number % 2 == 0),
            "hold": lambda: self._hold(desk, offering, organizer, start),
            "confirm": lambda: desk.confirm(id, title=self.text()),
            "change": lambda: self._change(desk, id, start),
            "retitle": lambda: desk.change(id, title=self.text(), key=self.text()),
            "replace": lambda: desk.change(
                id, attendees=self.attendees(), details=self.details(), reason=self.text()
            ),
            "cancel": lambda: desk.cancel(id, reason=self.text()),
            "approve": lambda: self.desk.acting_as(people.chief).approve(id),
            "decline": lambda: self.desk.acting_as(people.chief).decline(id, reason=self.text()),
            "restore": lambda: desk.restore(id, reason=self.text()),
            "check_in": lambda: desk.check_in(id),
            "advance": lambda: desk.advance(id, "called"),
            "complete": lambda: desk.complete(id),
            "no_show": lambda: desk.no_show(id),
            "close": lambda: self.closures.append(self._close(number, offering, start)),
            "reopen": lambda: self.closures and desk.reopen(self.closures[-1].id),
            "outage": lambda: self._outage(number),
            "wait": lambda: self._wait(number),
            "settle": self.desk.settle,
        }
        acts[step]()

    def _hold(self, desk: nb.Desk, offering: str, organizer: str, start: str) -> object:
        most = self.house.catalog.offerings[offering].policy.hold_most
        return desk.hold(
            offering,
            start=start,
            length="1h",
            organizer=organizer,
            details=self.details(),
            attendees=self.attendees(),
            ttl=f"{min(most, 2 * HOUR)}s",
            key=self.text(),
        )

    def _change(self, desk: nb.Desk, id: str, start: str) -> object:
        return desk.change(
            id, start=start, override=self.text() if desk is self.desk else None, reason=self.text()
        )

    def _close(self, number: int, offering: str, start: str) -> nb.Closure:
        among = (offering, "center", *self.house.catalog.resources)
        return self.desk.acting_as(self.house.people.clerk).close(
            among[number % len(among)],
            start=start,
            end="2026-12-03",
            reason=self.text(),
            public_reason=self.text(),
            key=self.text(),
        )

    def _outage(self, number: int) -> object:
        clock = self.house.clock
        start = self.desk.now.subtract(minutes=number)
        clock.at += MINUTE
        return self.desk.outage(start=start, end=self.desk.now, reason=self.text())

    def _wait(self, number: int) -> None:
        self.house.clock.at += number * 4 * MINUTE

    def planted(self) -> dict[int, set[Planted]]:
        """Where each canary stands now; one that stands nowhere may be seen by nobody."""
        found: dict[int, set[Planted]] = {number: set() for number in self.written}
        for booking in self.bookings().values():
            for field, words in (*of_booking(booking), *self._of_history(booking.id)):
                for number in canaries_in(words):
                    found.setdefault(number, set()).add(Planted(field=field, booking=booking.id))
        # One that was reopened stands in calendars as cancelled, with what it was called.
        for closure in {c.id: c for c in (*self.closures, *self.desk.closures())}.values():
            told = (
                ("reason", closure.reason),
                ("public_reason", closure.public_reason),
                ("closed_by", closure.actor),
            )
            for field, words in told:
                for number in canaries_in(words):
                    found.setdefault(number, set()).add(Planted(field=field))
        return found

    def _of_history(self, id: str) -> Iterable[tuple[str, str]]:
        for change in self.desk.history(id):
            yield "who", change.actor
            passed = change.act in (nb.Act.BOOK, nb.Act.HOLD)
            yield "override" if passed else "why", change.reason


def of_booking(booking: nb.Booking) -> Iterator[tuple[str, str]]:
    """Every text of a booking with the field in which it stands."""
    yield "id", booking.id
    yield "uid", booking.uid
    yield "title", booking.title
    yield "organizer", booking.organizer
    yield "actor", booking.actor
    yield "override", booking.override_reason
    for one in booking.attendees:
        yield "attendee", f"{one.party}\n{one.role}"
        yield "served", "\n".join(one.details.values())
    if isinstance(booking.details, Told):
        for name in DETAILS:
            yield f"details.{name}", getattr(booking.details, name)
