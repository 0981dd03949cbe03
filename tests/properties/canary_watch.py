"""Looks through everything that anybody reads for what she may not see."""

from __future__ import annotations

import io
import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

import attrs

import neighborbook as nb
from tests.properties.canary_house import People
from tests.properties.canary_lives import SOUND, Life
from tests.properties.canary_rules import FED, Planted, allowed, fields_of
from tests.properties.canary_surfaces import VERBS, Reader, Surface, of_error, published, said
from tests.properties.canary_words import canaries_in


@attrs.define
class Heard:
    """All that was logged, and printed, while it was listened to."""

    printed: io.StringIO = attrs.field(factory=io.StringIO)
    logged: io.StringIO = attrs.field(factory=io.StringIO)

    def surfaces(self) -> Iterator[Surface]:
        """A log is for nobody in particular: no canary at all may stand in it."""
        yield Surface(name="printed", data=self.printed.getvalue().encode())
        yield Surface(name="logged", data=self.logged.getvalue().encode())


@contextmanager
def listening() -> Iterator[Heard]:
    """Hear what every logger says at its most talkative, drivers too, and what is printed."""
    heard, root = Heard(), logging.getLogger()
    ear, level = logging.StreamHandler(heard.logged), root.level
    ear.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s %(args)s"))
    root.addHandler(ear)
    root.setLevel(logging.DEBUG)
    logging.captureWarnings(True)
    try:
        with redirect_stderr(heard.printed), redirect_stdout(heard.printed):
            yield heard
    finally:
        logging.captureWarnings(False)
        root.removeHandler(ear)
        root.setLevel(level)


@attrs.frozen(kw_only=True)
class Truth:
    """Where every canary stood at one time, and the bookings as they were then."""

    planted: Mapping[int, set[Planted]]
    bookings: Mapping[str, nb.Booking]

    def allowed(
        self, party: str | None, people: People, *, fed: bool = False
    ) -> dict[int, frozenset[str]]:
        """The fields in which somebody may see each canary; ``fed``: in a calendar."""
        return allowed(self.planted, self.bookings, party, people, fed=fed)


@attrs.define
class Watch:
    """Watches one life; what leaks is listed with the surface on which it stood.

    Attributes:
        seen: by actor, which fields of which bookings were found where they may be; those in
            calendars stand in ``fed`` instead.
    """

    life: Life
    leaks: list[str] = attrs.field(factory=list)
    seen: dict[str | None, set[Planted]] = attrs.field(factory=lambda: defaultdict(set))
    fed: dict[str | None, set[Planted]] = attrs.field(factory=lambda: defaultdict(set))
    looked: int = 0

    def actors(self) -> dict[str, str | None]:
        """Everybody whose eyes are tried, by what he is."""
        people, bookings = self.life.house.people, self.life.bookings().values()
        guests = sorted({one.party for b in bookings for one in b.attendees})
        known = {name: str(party) for name, party in attrs.asdict(people).items()}
        return {**known, "public": None, **({"guest": guests[0]} if guests else {})}

    def through(
        self, folder: Path | None, *, who: Collection[str] | None = None, most: int = 4
    ) -> None:
        """Let people read everything and try every verb; the folder is published into.

        Args:
            who: some of the actors alone.
            most: on how many bookings each actor tries the verbs.
        """
        now = self._truth()
        if folder is not None:
            files = defaultdict[str | None, list[Surface]](list)
            for party, surface in published(self.life, folder):
                files[party].append(surface)
            for party, mine in files.items():
                self._judge("reader", party, mine, (now,))
        everybody = [each for each in self.actors().items() if who is None or each[0] in who]
        for trying in (False, True):
            for number, (name, party) in enumerate(everybody):
                turn = number + min(self.life.written)
                read = self._tries(party, turn, most) if trying else self._reads(party, turn)
                found, before = list(read), now
                now = self._truth()
                self._judge(name, party, found, (before, now))

    def _reads(self, party: str | None, turn: int) -> Iterator[Surface]:
        return Reader(self.life, party, turn).surfaces()

    def _truth(self) -> Truth:
        return Truth(planted=self.life.planted(), bookings=self.life.bookings())

    def _tries(self, party: str | None, turn: int, most: int) -> Iterator[Surface]:
        desk = self.life.desk.acting_as(party)
        bookings = sorted(self.life.bookings().values(), key=lambda b: (b.offering, b.id))
        for step in range(min(most, len(bookings))):
            booking = bookings[(turn + step * 3) % len(bookings)]
            others = [b for b in bookings if b.offering == booking.offering and b != booking]
            at = str((others or bookings)[turn % len(others or bookings)].start)
            hidden = "id" not in fields_of(booking, party, self.life.house.people)
            for number, verb in enumerate(VERBS):
                name = f"verb {number} on {booking.offering}"
                answer: object = None
                try:
                    answer = verb(desk, booking.id, at)
                    data = said(answer)
                except SOUND as error:
                    answer, data = error, of_error(error)
                if hidden and not isinstance(answer, nb.NotFound):
                    self.leaks.append(f"{party} learns by {name} that it exists")
                asked = canaries_in(booking.id)
                yield Surface(name=name, data=data, asked=asked)

    def _judge(
        self,
        actor: str,
        party: str | None,
        surfaces: Iterable[Surface],
        truths: tuple[Truth, ...],
    ) -> None:
        """Judge what was read by what was true before it was read, or after."""
        own, places = canaries_in(party or ""), defaultdict[int, set[Planted]](set)
        may, fed = defaultdict[int, set[str]](set), defaultdict[int, set[str]](set)
        people = self.life.house.people
        for truth in truths:
            for number, fields in truth.allowed(party, people).items():
                may[number] |= fields
                places[number] |= truth.planted[number]
            for number, fields in truth.allowed(party, people, fed=True).items():
                fed[number] |= fields & FED
        for surface in _alike(surfaces):
            self.looked += 1
            # What is planted nowhere is the id of a change, or of a closure.
            for number in (canaries_in(surface.data) & may.keys()) - surface.asked - own:
                here = fed[number] if surface.is_feed else may[number]
                if here:
                    kept = {place for place in places[number] if place.field in here}
                    (self.fed if surface.is_feed else self.seen)[party] |= kept
                else:
                    where = "/".join(sorted({place.field for place in places[number]}))
                    self.leaks.append(f"{actor} reads {where or 'nothing'} in {surface.name}")

    def hears(self, heard: Heard) -> None:
        """Look through what was logged and printed."""
        secret = self.life.written | self.life.planted().keys()
        for surface in heard.surfaces():
            if canaries_in(surface.data) & secret:
                self.leaks.append(f"something is {surface.name}")


def _alike(surfaces: Iterable[Surface]) -> Iterator[Surface]:
    """Put together what is read by one measure under one name: fewer, longer searches."""
    found: dict[tuple[str, frozenset[int], bool], list[bytes]] = defaultdict(list)
    for surface in surfaces:
        found[surface.name, surface.asked, surface.is_feed].append(surface.data)
    for (name, asked, is_feed), parts in found.items():
        data = b"\n\n".join(dict.fromkeys(parts))
        yield Surface(name=name, data=data, asked=asked, is_feed=is_feed)
