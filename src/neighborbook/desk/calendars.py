"""The calendar of a resource, offering, party, or organization, as its reader may see it.

What she may name stands there by name, and so do closures with their public reason. All the rest is
merged into busy periods: when the place cannot be had. The window is of whole civil days, so that
an unchanged calendar is the same to the byte until midnight, in whatever process it is made.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache, partial

import attrs

from neighborbook.desk.calendar_subjects import CalendarOf, Subject, subject_of
from neighborbook.desk.details import hydrated
from neighborbook.desk.displacing import Seen, with_moves
from neighborbook.desk.house import House
from neighborbook.desk.kept_calendars import Kept
from neighborbook.desk.listing import every_booking
from neighborbook.desk.loaded import Loaded
from neighborbook.desk.showing import may_know, shown, standing_to
from neighborbook.desk.taken import Laid, busy_periods, lying
from neighborbook.desk.uncollected import uncollected
from neighborbook.desk.vevents import (
    booking_vevent,
    closure_vevent,
    location,
    neutral_title,
)
from neighborbook.domain.booking import LIVE, Booking
from neighborbook.domain.closure import Closure, ClosureKind
from neighborbook.domain.party import Actor, ActorKind, Facts
from neighborbook.domain.spans import Span
from neighborbook.domain.times import day_of, day_start, zone
from neighborbook.ical.busy import BusyPeriod, busy_vevents, write_busy, write_freebusy
from neighborbook.ical.status import Status, busy_status
from neighborbook.ical.vcalendar import Vcalendar, join
from neighborbook.ical.vevent import Rendered, Vevent, render_vevent
from neighborbook.redaction import privacy_of
from neighborbook.rights import Right, may
from neighborbook.room_type import NoDetails, Privacy, RoomType

AHEAD = 400
CANCELLED_FOR = 30


@attrs.frozen(kw_only=True)
class _Book:
    """What was read: bookings as of now, with their details, and what lies on the places.

    The owners of what lies there, and the bookings beside them, are the same values.

    Attributes:
        stamp: of the book as it was read.
        next_lapse: when some booking of the center lapses next, or ``None``.
    """

    bookings: tuple[Booking, ...]
    laid: Laid
    closures: tuple[Closure, ...]
    stamp: tuple[int, ...]
    next_lapse: int | None


@attrs.frozen(kw_only=True)
class _Asked:
    """What is asked for, by whom, and when.

    Attributes:
        loaded: the catalog by which it was understood.
        now: UTC seconds.
    """

    loaded: Loaded
    actor: Actor
    facts: Facts
    of: CalendarOf
    subject: Subject
    now: int

    @property
    def today(self) -> date:
        """The civil day of the center."""
        return day_of(self.now, zone(self.loaded.catalog.center.zone))

    @property
    def is_busy(self) -> bool:
        """Whether nothing at all is to be named."""
        return self.of.busy or self.of.freebusy

    @property
    def window(self) -> Span:
        """The civil days that are told of."""
        return Span(self.midnight(-self.subject.history), self.midnight(AHEAD + 1))

    @property
    def cancelled_since(self) -> int:
        """Since when what was cancelled still stands there."""
        return self.midnight(-CANCELLED_FOR)

    def midnight(self, days: int) -> int:
        """Return the instant at which the day that many days from today begins."""
        return day_start(self.today + timedelta(days=days), zone(self.loaded.catalog.center.zone))

    @property
    def key(self) -> Hashable:
        """All that makes one calendar differ from another, besides the book and the hour.

        Whatever a redaction goes by is in it, so that nobody is given what another may see.
        """
        subject, of, facts = self.subject, self.of, self.facts
        return (
            (self.loaded.catalog.center.id, self.loaded.catalog.revision, self.today),
            (subject.key, of.language, of.busy, of.freebusy, subject.history, subject.alarms),
            (self.actor, facts.party, facts.roles, facts.organizations),
            (facts.disabled, facts.links, facts.grants, _grids(facts)),
        )


def _grids(facts: Facts) -> Hashable:
    return tuple((grid, lives) for grid, lives in sorted(facts.residents.items()))


def calendar(house: House, actor: Actor, of: CalendarOf) -> bytes:
    """Return an iCalendar feed (RFC 5545): a rolling window of civil days, 400 of them ahead.

    Raises:
        InvalidRequest: not exactly one subject, or one that does not exist; or with every other
            fault of the call.
    """
    loaded = house.current()
    facts = house.actor_facts(actor)
    asked = _Asked(
        loaded=loaded,
        actor=actor,
        of=of,
        subject=subject_of(of, actor, loaded.known_to(actor, facts)),
        facts=facts,
        now=house.clock.now(),
    )
    kept = house.calendars.get(asked.key)
    if kept is not None:
        with house.store.snapshot(house.center) as reader:
            stamp = reader.stamp()
        if kept.serves(stamp, asked.now):
            return kept.payload
    with uncollected():
        made = _made(house, asked)
    house.calendars.keep(asked.key, made)
    return made.payload


def _made(house: House, asked: _Asked) -> Kept:
    book = _read(house, asked)
    payload, until = _written(book, asked), _until(book, asked)
    return Kept(payload=payload, stamp=book.stamp, made_at=asked.now, until=until)


def _until(book: _Book, asked: _Asked) -> int | None:
    """Return when time alone may change what was made of a book, but for the end of the day."""
    now, loaded = asked.now, asked.loaded
    known = {**book.laid.owners, **{booking.id: booking for booking in book.bookings}}
    lasting = [booking for booking in known.values() if booking.state in LIVE]
    ends = (
        at for booking in lasting for at in {booking.end_at, loaded.ends_at(booking)} if at > now
    )
    lapses = () if book.next_lapse is None else (book.next_lapse,)
    return min((*ends, *lapses), default=None)


def _read(house: House, asked: _Asked) -> _Book:
    """Read it all in one consistent look; what takes time, and plugins, come after."""
    loaded, subject, now = asked.loaded, asked.subject, asked.now
    window = asked.window
    with house.store.snapshot(house.center) as reader:
        within = attrs.evolve(subject.wanted, start=window.start, end=window.end)
        found = {b.id: loaded.as_of(b, now) for b in every_booking(reader, within)}
        laid = lying(reader, loaded, window, subject.leaves, known=found, now=now)
        current = tuple(found.values())
        if not asked.is_busy:
            seen = Seen(window=window, claims=laid.claims)
            current = with_moves(reader, loaded, current, now, seen=seen)
        closures = reader.closures(window.start, window.end) if subject.places else ()
        stamp, next_lapse = reader.stamp(), reader.next_lapse(now)
    kinds = loaded.room_types.items()
    asking = {id: kind for id, kind in kinds if _needs_details(kind, asked.actor)}

    known = {**laid.owners, **{booking.id: booking for booking in current}}
    if asking:
        known = {id: hydrated(asking.get(b.room_type), b) for id, b in known.items()}
    return _Book(
        bookings=tuple([known[booking.id] for booking in current]),
        laid=attrs.evolve(laid, owners=known),
        closures=closures,
        stamp=stamp,
        next_lapse=next_lapse,
    )


def _needs_details(kind: RoomType, actor: Actor) -> bool:
    """Whether anything that a calendar tells, or leaves out, is made of a booking's details.

    Reading them takes longer than all the rest. The trusted program reads titles as they are.
    """
    if type(kind).privacy_of is not RoomType.privacy_of:
        return True
    asks_nothing = kind.details is NoDetails and type(kind).title is RoomType.title
    return not (asks_nothing or actor.kind is ActorKind.PROGRAM)


def _written(book: _Book, asked: _Asked) -> bytes:
    center, of, subject = asked.loaded.catalog.center, asked.of, asked.subject
    head = Vcalendar(name=subject.name, zone=center.zone, language=of.language)
    feed = f"{center.id}/{subject.key}"
    entries = {} if asked.is_busy else _vevents(book, asked)
    if subject.places:
        periods = _hidden(book, asked, entries)
    else:
        periods = _own_times(_mine(book, asked)) if asked.is_busy else ()
    if of.freebusy:
        window, begun_at = asked.window, asked.midnight(0)
        return write_freebusy(head, periods, feed=feed, window=window, revised_at=begun_at)
    if of.busy:
        return write_busy(head, periods, feed=feed)
    busy = map(render_vevent, busy_vevents(head, periods, feed=feed))
    return join(head, (*entries.values(), *busy))


def _mine(book: _Book, asked: _Asked) -> Iterator[tuple[Booking, Privacy]]:
    """Yield what may be named and belongs here, as the reader may see it, with its class.

    The class is told of the booking as it is: what is left of it after redaction may say another.
    """
    loaded, actor, facts = asked.loaded, asked.actor, asked.facts
    for booking in book.bookings:
        privacy = privacy_of(booking, loaded.room_types.get(booking.room_type))
        right = may(Right.SEE_BOOKING, standing_to(actor, facts, booking))
        if right or privacy is Privacy.PUBLIC:
            entry = shown(loaded, actor, facts, booking)
            if _tells(entry, asked.of, actor):
                yield entry, privacy


def _tells(entry: Booking, of: CalendarOf, actor: Actor) -> bool:
    """Whether what is shown can be an entry, and says whose it is where that was asked.

    Of oneself nothing is given away by it.
    """
    return (
        bool(entry.uid)
        and of.organization in (None, entry.organizer)
        and (of.party is None or of.party in (entry.actor, *entry.parties, actor.party))
    )


def _vevents(book: _Book, asked: _Asked) -> Mapping[str, Rendered]:
    """Return what stands there by name, written out, by id of the booking or closure."""
    loaded, of, subject = asked.loaded, asked.of, asked.subject
    since, found = asked.cancelled_since, dict[str, Rendered]()

    def note(id: str, vevent: Vevent | None) -> None:
        if vevent is not None:
            found[id] = render_vevent(vevent)

    said = partial(
        booking_vevent,
        language=of.language,
        located=cache(partial(location, loaded=loaded, language=of.language)),
        cancelled_since=since,
        alarms=subject.alarms,
    )
    stored = {booking.id: booking for booking in book.bookings}
    for entry, privacy in _mine(book, asked):
        neutral = neutral_title(stored[entry.id], privacy, loaded, of.language)
        note(entry.id, said(entry, privacy, neutral=neutral))
    for closure in book.closures:
        of_it = closure.kind is ClosureKind.OFFERING and closure.subject == of.offering
        if of_it or any(take.leaf in subject.leaves for take in closure.takes):
            vevent = closure_vevent(
                closure,
                loaded.known_to(
                    asked.actor, asked.facts
                ),  # it may shut what is not to be named here
                subject.places,
                of.language,
                cancelled_since=since,
            )
            note(closure.id, vevent)
    return found


def _hidden(book: _Book, asked: _Asked, entries: Mapping[str, Rendered]) -> tuple[BusyPeriod, ...]:
    """Return when the places cannot be had for reasons that are not named."""
    loaded, actor, facts = asked.loaded, asked.actor, asked.facts
    owners = {id: b for id, b in book.laid.owners.items() if may_know(loaded, actor, facts, b)}
    shut = {c.id: c for c in book.closures if c.reopened_at is None and c.id not in entries}
    return busy_periods(
        loaded,
        asked.subject.places,
        attrs.evolve(book.laid, owners=owners),
        hidden=(owners.keys() | shut.keys()) - entries.keys(),
        closures=[c for c in shut.values() if c.subject == asked.of.offering],
        now=asked.now,
    )


def _own_times(mine: Iterable[tuple[Booking, Privacy]]) -> tuple[BusyPeriod, ...]:
    """Return when people are busy: the booked time, since setup is the house's work."""
    times = ((booking, busy_status(booking.state)) for booking, _ in mine)
    return tuple(
        BusyPeriod(
            span=Span(booking.start_at, booking.end_at), tentative=status is Status.TENTATIVE
        )
        for booking, status in times
        if status is not None
    )
