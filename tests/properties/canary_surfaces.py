"""All that an actor gets to read: every calendar, board, list, refusal, and error, as bytes."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

import attrs

import neighborbook as nb
from neighborbook.cli.as_json import as_json
from neighborbook.cli.as_text import (
    booking_text,
    change_text,
    closure_text,
    loading_text,
    names_of,
    slot_text,
)
from neighborbook.cli.board import board_text
from neighborbook.cli.day_sentences import day_in_sentences
from neighborbook.cli.failing import words_of
from neighborbook.errors import NeighborbookError
from neighborbook.publish.links import Links
from neighborbook.publish.publishing import Publishing, private_file, publish
from neighborbook.testing import center_file
from tests.properties.canary_lives import SOUND, Life
from tests.properties.canary_words import canaries_in

DAYS = ("2026-11-30", "2026-12-01", "2026-12-02")
LANGUAGES = ("en", "zh")


@attrs.frozen(kw_only=True)
class Surface:
    """Something that was read.

    Attributes:
        asked: the canaries in what was asked, which may be said again.
        is_feed: it is a calendar, in which less may stand than elsewhere.
    """

    name: str
    data: bytes
    asked: frozenset[int] = frozenset()
    is_feed: bool = False


def said(value: object) -> bytes:
    """A value in all the ways in which it can come to somebody's eyes."""
    languages = LANGUAGES if isinstance(value, nb.Decision) else LANGUAGES[:1]
    parts = {repr(value), str(value), *(as_json(value, each) for each in languages)}
    return "\n".join(parts).encode()


def of_error(error: NeighborbookError) -> bytes:
    """An error with its facts, in words, and as a program's log would show it."""
    parts = [repr(error), str(error), repr(error.args), *traceback.format_exception(error)]
    parts += [words_of(error, each) for each in LANGUAGES]
    facts = {said(fact) for fact in vars(error).values()}
    return b"\n".join([*(part.encode() for part in dict.fromkeys(parts)), *facts])


@attrs.frozen
class Reader:
    """Reads whatever there is, in the name of one actor."""

    life: Life
    party: str | None
    turn: int = 0

    @property
    def desk(self) -> nb.Desk:
        return self.life.desk.acting_as(self.party)

    def surfaces(self) -> Iterator[Surface]:
        yield from self._calendars()
        yield from self._boards()
        yield from self._lists()
        yield from self._answers()
        yield from self._keeping()

    def read(
        self, name: str, read: Callable[[], object], asked: Iterable[str | None] = ()
    ) -> Surface:
        """What a call answers, or the error with which it does."""
        try:
            data = said(read())
        except SOUND as error:
            data = of_error(error)
        return Surface(name=name, data=data, asked=canaries_in("\n".join(map(str, asked))))

    def _calendars(self) -> Iterator[Surface]:
        catalog, people = self.life.house.catalog, self.life.house.people
        of = [{"resource": id} for id in catalog.resources]
        of += [{"offering": id} for id in catalog.offerings]
        parties = {*people.everybody, *self._attendees()}
        of += [{"party": id} for id in sorted(parties)]
        of += [{"organization": id} for id in (people.acme, people.bolt, people.zhao)]
        ways: list[dict[str, bool | str]] = [{}, {"language": "zh"}, {"busy": True}]
        for number, subject in enumerate(of):
            for how in (*ways[: 1 + number % 2], *ways[2:], {"freebusy": True}):
                is_feed, asked = True, canaries_in("\n".join(subject.values()))
                try:
                    data = self.desk.calendar(**subject, **how)  # type: ignore[arg-type]
                except nb.InvalidRequest as error:  # of what is sealed there is none for the public
                    data, is_feed = of_error(error), False
                name = f"calendar {subject} {how}"
                yield Surface(name=name, data=data, asked=asked, is_feed=is_feed)

    def _attendees(self) -> list[str]:
        found = {one.party for b in self.life.bookings().values() for one in b.attendees}
        return sorted(found)[:3]

    def _boards(self) -> Iterator[Surface]:
        for day in DAYS:
            board = self.desk.day(day)
            texts = [repr(board), as_json(board, "en")]
            for language in LANGUAGES:
                names = names_of(self.desk, language)
                texts.append(board_text(board, names, language))
                texts.append(day_in_sentences(board, names, language))
            yield Surface(name=f"board {day}", data="\n".join(texts).encode())

    def _lists(self) -> Iterator[Surface]:
        desk, people = self.desk, self.life.house.people
        names, known = names_of(desk, "zh"), self.life.bookings()
        every = tuple(desk.bookings())
        yield self.read("bookings", lambda: every)
        lines = "\n".join(booking_text(each, names, "zh") for each in every)
        yield Surface(name="bookings, told", data=lines.encode())
        for party in (*people.everybody, *self._attendees()):
            for by in ("organizer", "party"):
                found = tuple(desk.bookings(**{by: party}))
                yield self.read(f"bookings by {by}", lambda found=found: found, [party])  # type: ignore[misc]
        for id in known:
            yield self.read("booking", lambda id=id: desk.booking(id), [id])  # type: ignore[misc]
            yield self.read("history", lambda id=id: desk.history(id), [id])  # type: ignore[misc]
        changes = desk.changes()
        yield self.read("changes", lambda: changes)
        told = "\n".join(change_text(each, "UTC", "zh", of=True) for each in changes.changes)
        yield Surface(name="changes, told", data=told.encode())
        shut = desk.closures()
        yield self.read("closures", lambda: shut)
        told = "\n".join(closure_text(each, names, "en", {}) for each in shut)
        yield Surface(name="closures, told", data=told.encode())
        for closure in shut:
            yield self.read("affected", lambda id=closure.id: desk.affected(id))  # type: ignore[misc]
        for party in people.everybody:
            yield self.read("usage", lambda party=party: desk.usage(party), [party])  # type: ignore[misc]
        yield self.read("offerings", desk.offerings)
        yield self.read("resources", desk.resources)
        yield self.read("holidays", lambda: desk.holidays(year=2026))

    def _answers(self) -> Iterator[Surface]:
        """Ask for what is taken, in one's own name and in that of others."""
        desk, people = self.desk, self.life.house.people
        for offering in self.life.house.catalog.offerings:
            yield self.read("slots", lambda of=offering: self._slots(of))  # type: ignore[misc]
        bookings = list(self.life.bookings().values())
        for booking in bookings[self.turn % 3 :: 3][:4]:
            for organizer in (self.party or people.zhao, booking.organizer):
                guests = [one.party for one in booking.attendees]
                words = {
                    "start": booking.start,
                    "end": booking.end,
                    "organizer": organizer,
                    "attendees": guests,
                }
                asked = (organizer, *guests)
                for name, call in (("explain", desk.explain), ("book", desk.book)):
                    yield self.read(
                        f"{name} {booking.offering}",
                        lambda call=call, words=words, of=booking.offering: call(of, **words),  # type: ignore[misc]
                        asked,
                    )

    def _slots(self, offering: str) -> tuple[object, ...]:
        slots = self.desk.slots(offering, start="2026-12-01", end="2026-12-03", length="1h")
        found = tuple(islice(slots, 3))
        names = names_of(self.desk, "en")
        return (*found, *(slot_text(slot, names, "en") for slot in found))

    def _keeping(self) -> Iterator[Surface]:
        """What a new center file would displace, told to who may load one."""
        catalog = self.life.house.catalog
        for text in (center_file(catalog), center_file(_emptied(catalog))):
            yield self.read("load", lambda text=text: self.desk.load(text, preview=True))  # type: ignore[misc]
            try:
                loading = self.desk.load(text, preview=True)
            except SOUND:
                continue
            told = loading_text(loading, {}, "en")
            yield Surface(name="load, told", data=told.encode())


def _emptied(catalog: nb.Catalog) -> nb.Catalog:
    """The same center with nothing left of anything, so that every booking needs a move."""
    left = {
        id: one if one.is_composite else attrs.evolve(one, capacity=0, units=())
        for id, one in catalog.resources.items()
    }
    return attrs.evolve(catalog, resources=left)


VERBS: tuple[Callable[[nb.Desk, str, str], object], ...] = (
    lambda desk, id, at: desk.booking(id),
    lambda desk, id, at: desk.history(id),
    lambda desk, id, at: desk.change(id, start=at),
    lambda desk, id, at: desk.change(id, headcount=1000),
    lambda desk, id, at: desk.change(id, headcount=77),
    lambda desk, id, at: desk.change(id, headcount=66),
    lambda desk, id, at: desk.change(id, headcount=55),
    lambda desk, id, at: desk.change(id, length="5h"),
    lambda desk, id, at: desk.change(id, start=at, version=99),
    lambda desk, id, at: desk.change(id, resource="nowhere", details={"busy": 7}),
    lambda desk, id, at: desk.restore(id),
    lambda desk, id, at: desk.confirm(id),
    lambda desk, id, at: desk.extend(id, ttl="1m"),
    lambda desk, id, at: desk.approve(id),
    lambda desk, id, at: desk.check_in(id),
    lambda desk, id, at: desk.complete(id),
    lambda desk, id, at: desk.advance(id, "called"),
    lambda desk, id, at: desk.no_show(id),
    lambda desk, id, at: desk.decline(id),
    lambda desk, id, at: desk.cancel(id),
)
"""What can be tried on a booking, without a word of one's own; ``at`` is when another begins."""


def published(life: Life, folder: Path) -> Iterator[tuple[str | None, Surface]]:
    """Everything that is published, each file with the party that may read it.

    Its name counts as its content: whoever may list a folder reads that too.
    """
    links = Links.beside(folder / ".links", "center")
    publish(life.desk, folder / "out", Publishing(days=3, links=links))
    parties = {party for b in life.bookings().values() for party in b.parties}
    owners = {private_file(links, party): party for party in parties}
    for path in sorted((folder / "out").rglob("*")):
        if path.is_file():
            name = path.relative_to(folder / "out").as_posix()
            owner = owners.get(name)
            asked = canaries_in(owner or "")
            feed = name.endswith(".ics")
            data = path.read_bytes()
            yield owner, Surface(name=f"published {name}", data=data, asked=asked, is_feed=feed)
            yield None, Surface(name=f"name of {name}", data=name.encode())
