"""The calendar of a resource, offering, party, or organization, as its reader may see it.

What she may name stands there by name, and so do closures with their public reason. All the rest is
merged into busy periods: when the place cannot be had. The window is of whole civil days, so that
an unchanged calendar is the same to the byte until midnight, in whatever process it is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

import attrs

from neighborbook.desk.asking import Length
from neighborbook.desk.details import hydrated
from neighborbook.desk.displacing import with_moves
from neighborbook.desk.faults import Faults, kept, known, party, plain
from neighborbook.desk.house import House
from neighborbook.desk.listing import every_booking
from neighborbook.desk.loaded import Loaded
from neighborbook.desk.showing import may_know, shown, standing_to
from neighborbook.desk.taken import Laid, Places, busy_periods, lying, places_of
from neighborbook.desk.vevents import booking_vevent, closure_vevent, named
from neighborbook.domain.booking import Booking
from neighborbook.domain.closure import Closure, ClosureKind
from neighborbook.domain.offering import DAY
from neighborbook.domain.party import Actor, ActorKind, Facts
from neighborbook.domain.spans import Span
from neighborbook.domain.times import day_of, day_start, zone
from neighborbook.ical.busy import BusyPeriod, busy_vevents, write_busy, write_freebusy
from neighborbook.ical.status import Status, busy_status
from neighborbook.ical.vcalendar import Vcalendar, write
from neighborbook.ical.vevent import Vevent
from neighborbook.redaction import privacy_of
from neighborbook.rights import Right, may
from neighborbook.room_type import Privacy
from neighborbook.storage.abc import BookingFilter

HISTORY = "90d"
MOST_HISTORY = 366
AHEAD = 400
CANCELLED_FOR = 30
MOST_LANGUAGE = 40
MOST_ALARMS = 5
LONGEST_ALARM = 28 * DAY


@attrs.frozen(kw_only=True)
class CalendarOf:
    """The words of one call of ``calendar``; exactly one of the first four is given."""

    resource: str | None = attrs.field(default=None, converter=plain)
    offering: str | None = attrs.field(default=None, converter=plain)
    party: str | None = attrs.field(default=None, converter=plain)
    organization: str | None = attrs.field(default=None, converter=plain)
    language: str = "en"
    busy: bool = False
    freebusy: bool = False
    history: Length = HISTORY
    alarms: Iterable[Length] = attrs.field(default=(), converter=kept)


@attrs.frozen(kw_only=True)
class _Subject:
    """Whose calendar, as it was understood.

    Attributes:
        key: names it, in whatever language.
        wanted: the lists in which its bookings stand.
        places: any of which would do, each as leaves; none for people.
        history: days back.
        alarms: seconds before each start.
    """

    key: str
    name: str
    wanted: tuple[BookingFilter, ...]
    places: Places = ()
    history: int = 0
    alarms: tuple[int, ...] = ()


@attrs.frozen(kw_only=True)
class _Book:
    """What was read: bookings as of now, with their details, and what lies on the places."""

    bookings: tuple[Booking, ...]
    laid: Laid
    closures: tuple[Closure, ...]


def calendar(house: House, actor: Actor, of: CalendarOf) -> bytes:
    """Return an iCalendar feed (RFC 5545): a rolling window of civil days, 400 of them ahead.

    Raises:
        InvalidRequest: not exactly one subject, or one that does not exist; or with every other
            fault of the call.
    """
    loaded = house.current()
    subject = _subject(of, actor, loaded)
    facts, now = house.actor_facts(actor), house.clock.now()
    center = loaded.catalog.center
    today = day_of(now, zone(center.zone))

    def midnight(days: int) -> int:
        return day_start(today + timedelta(days=days), zone(center.zone))

    window = Span(midnight(-subject.history), midnight(AHEAD + 1))
    book = _read(house, loaded, subject, of, window, now)
    head = Vcalendar(name=subject.name, zone=center.zone, language=of.language)
    feed = f"{center.id}/{subject.key}"
    mine = _mine(book, loaded, actor, facts, of)
    alone = of.busy or of.freebusy
    since = midnight(-CANCELLED_FOR)
    entries = {} if alone else _vevents(mine, book, loaded, subject, of, cancelled_since=since)
    if subject.places:
        periods = _hidden(book, loaded, actor, facts, subject, entries, now)
    else:
        periods = _own_times(mine) if alone else ()
    if of.freebusy:
        return write_freebusy(head, periods, feed=feed, window=window, revised_at=midnight(0))
    if of.busy:
        return write_busy(head, periods, feed=feed)
    return write(head, (*entries.values(), *busy_vevents(head, periods, feed=feed)))


def _read(
    house: House, loaded: Loaded, subject: _Subject, of: CalendarOf, window: Span, now: int
) -> _Book:
    """Read it all in one consistent look; what takes time, and plugins, come after."""
    leaves = {leaf for place in subject.places for leaf in place}
    with house.store.snapshot(house.center) as reader:
        found: dict[str, Booking] = {}
        for wanted in subject.wanted:
            within = attrs.evolve(wanted, start=window.start, end=window.end)
            found |= {b.id: loaded.as_of(b, now) for b in every_booking(reader, within)}
        current = tuple(found.values())
        if not (of.busy or of.freebusy):
            current = with_moves(reader, loaded, current, now)
        laid = lying(reader, loaded, window, leaves, known=found, now=now)
        closures = reader.closures(window.start, window.end) if subject.places else ()

    def read(booking: Booking) -> Booking:
        return hydrated(loaded.room_types.get(booking.room_type), booking)

    bookings = {booking.id: read(booking) for booking in current}
    owners = {id: bookings[id] if id in bookings else read(b) for id, b in laid.owners.items()}
    return _Book(
        bookings=tuple(bookings.values()),
        laid=attrs.evolve(laid, owners=owners),
        closures=closures,
    )


def _mine(
    book: _Book, loaded: Loaded, actor: Actor, facts: Facts, of: CalendarOf
) -> tuple[tuple[Booking, Privacy], ...]:
    """Return what may be named and belongs here, as the reader may see it, with its class.

    The class is told of the booking as it is: what is left of it after redaction may say another.
    """
    found = []
    for booking in book.bookings:
        if of.offering not in (None, booking.offering):
            continue
        privacy = privacy_of(booking, loaded.room_types.get(booking.room_type))
        right = may(Right.SEE_BOOKING, standing_to(actor, facts, booking))
        if right or privacy is Privacy.PUBLIC:
            entry = shown(loaded, actor, facts, booking)
            if _tells(entry, of, actor):
                found.append((entry, privacy))
    return tuple(found)


def _tells(entry: Booking, of: CalendarOf, actor: Actor) -> bool:
    """Whether what is shown can be an entry, and says whose it is where that was asked.

    Of oneself nothing is given away by it.
    """
    return (
        bool(entry.uid)
        and of.organization in (None, entry.organizer)
        and of.party in (None, entry.actor, *entry.parties, actor.party)
    )


def _vevents(
    mine: tuple[tuple[Booking, Privacy], ...],
    book: _Book,
    loaded: Loaded,
    subject: _Subject,
    of: CalendarOf,
    *,
    cancelled_since: int,
) -> Mapping[str, Vevent]:
    """Return what stands there by name, by id of the booking or closure."""
    found: dict[str, Vevent | None] = {}
    for entry, privacy in mine:
        found[entry.id] = booking_vevent(
            entry,
            loaded,
            privacy,
            of.language,
            cancelled_since=cancelled_since,
            alarms=subject.alarms,
        )
    leaves = {leaf for place in subject.places for leaf in place}
    for closure in book.closures:
        of_it = closure.kind is ClosureKind.OFFERING and closure.subject == of.offering
        if of_it or any(take.leaf in leaves for take in closure.takes):
            found[closure.id] = closure_vevent(
                closure, loaded, subject.places, of.language, cancelled_since=cancelled_since
            )
    return {id: vevent for id, vevent in found.items() if vevent is not None}


def _hidden(
    book: _Book,
    loaded: Loaded,
    actor: Actor,
    facts: Facts,
    subject: _Subject,
    entries: Mapping[str, Vevent],
    now: int,
) -> tuple[BusyPeriod, ...]:
    """Return when the places cannot be had for reasons that are not named."""
    owners = {id: b for id, b in book.laid.owners.items() if may_know(loaded, actor, facts, b)}
    shut = {c.id: c for c in book.closures if c.reopened_at is None and c.id not in entries}
    kind, _, id = subject.key.partition("/")
    return busy_periods(
        loaded,
        subject.places,
        attrs.evolve(book.laid, owners=owners),
        hidden=(owners.keys() | shut.keys()) - entries.keys(),
        closures=[c for c in shut.values() if kind == "offering" and c.subject == id],
        now=now,
    )


def _own_times(mine: tuple[tuple[Booking, Privacy], ...]) -> tuple[BusyPeriod, ...]:
    """Return when people are busy: the booked time, since setup is the house's work."""
    times = ((booking, busy_status(booking.state)) for booking, _ in mine)
    return tuple(
        BusyPeriod(
            span=Span(booking.start_at, booking.end_at), tentative=status is Status.TENTATIVE
        )
        for booking, status in times
        if status is not None
    )


def _subject(of: CalendarOf, actor: Actor, loaded: Loaded) -> _Subject:
    faults, catalog = Faults(), loaded.catalog
    subjects = ("resource", "offering", "party", "organization")
    given = [name for name in subjects if getattr(of, name) is not None]
    if len(given) != 1:
        expected = "exactly one of resource, offering, party, organization"
        faults.add("calendar", "INPUT_INVALID", ", ".join(given), expected)
    if of.resource is not None:
        known(of.resource, catalog.resources, "resource", "UNKNOWN_RESOURCE", faults)
    if of.offering is not None:
        known(of.offering, catalog.offerings, "offering", "UNKNOWN_OFFERING", faults)
    if of.party is not None:
        party("party", of.party, faults)
    if of.organization is not None:
        party("organization", of.organization, faults)
    faults.text("language", of.language, MOST_LANGUAGE, needed=True)
    faults.flag("busy", of.busy)
    faults.flag("freebusy", of.freebusy)
    history, alarms = _history(of, faults), _alarms(of, actor, faults)
    faults.stop()
    return attrs.evolve(_understood(of, loaded), history=history, alarms=alarms)


def _history(of: CalendarOf, faults: Faults) -> int:
    before = len(faults.found)
    days, rest = divmod(faults.length("history", of.history), DAY)
    if len(faults.found) == before and (rest or days > MOST_HISTORY):
        faults.add("history", "INPUT_INVALID", of.history, f"whole days, at most {MOST_HISTORY}")
    return days


def _alarms(of: CalendarOf, actor: Actor, faults: Faults) -> tuple[int, ...]:
    """Read when to ring; only who owns a calendar may ask for that."""
    if isinstance(of.alarms, str) or not isinstance(of.alarms, Iterable):
        faults.add("alarms", "INPUT_INVALID", of.alarms, "lengths such as '15m', in a list")
        return ()
    given = tuple(of.alarms)
    if not given:
        return ()
    if of.party is None or (actor.kind is not ActorKind.PROGRAM and actor.party != of.party):
        faults.add("alarms", "INPUT_INVALID", len(given), "none: this is not your own calendar")
    if len(given) > MOST_ALARMS:
        faults.add("alarms", "INPUT_TOO_LONG", len(given), f"at most {MOST_ALARMS}")
    found = []
    for number, length in enumerate(given[:MOST_ALARMS]):
        found.append(faults.some_time(f"alarms.{number}", length))
        if found[-1] > LONGEST_ALARM:
            faults.add(f"alarms.{number}", "INPUT_INVALID", length, "at most 28 days")
    return tuple(sorted(set(found)))


def _understood(of: CalendarOf, loaded: Loaded) -> _Subject:
    catalog = loaded.catalog
    if of.resource:
        places = places_of(loaded, resource=of.resource)
        return _Subject(
            key=f"resource/{of.resource}",
            name=named(catalog.resources[of.resource].name, of.resource, of.language),
            wanted=(BookingFilter(resources=_touching(loaded, places)),),
            places=places,
        )
    if of.offering:
        places = places_of(loaded, offering=of.offering)
        return _Subject(
            key=f"offering/{of.offering}",
            name=named(catalog.offerings[of.offering].name, of.offering, of.language),
            wanted=(
                BookingFilter(offerings=(of.offering,)),
                BookingFilter(resources=_touching(loaded, places)),
            ),
            places=places,
        )
    if of.party:
        return _Subject(
            key=f"party/{of.party}", name=of.party, wanted=(BookingFilter(party=of.party),)
        )
    name = of.organization or ""
    wanted = (BookingFilter(organizers=(name,)),)
    return _Subject(key=f"organization/{name}", name=name, wanted=wanted)


def _touching(loaded: Loaded, places: Places) -> tuple[str, ...]:
    """Return every resource that takes some leaf of these places."""
    leaves, catalog = {leaf for place in places for leaf in place}, loaded.catalog
    return tuple(id for id in catalog.resources if leaves & set(catalog.leaves(id)))
