"""The calendar of a resource, offering, party, or organization, as its reader may see it."""

from __future__ import annotations

import attrs

from neighborbook.desk.faults import Faults, known, party, plain
from neighborbook.desk.house import House, Loaded
from neighborbook.desk.looking import present
from neighborbook.desk.showing import may_know, shown, standing_to
from neighborbook.domain.booking import Booking, State
from neighborbook.domain.offering import DAY
from neighborbook.domain.party import Actor, Facts
from neighborbook.domain.text import Text
from neighborbook.domain.times import Span
from neighborbook.ical.busy import BusyPeriod, write_busy
from neighborbook.ical.status import Status, busy_status, standing
from neighborbook.ical.vcalendar import Vcalendar, write
from neighborbook.ical.vevent import Vevent
from neighborbook.redaction import privacy_of
from neighborbook.rights import Right, may
from neighborbook.room_type import Privacy
from neighborbook.storage.abc import BookingFilter

BACK = 90 * DAY
AHEAD = 400 * DAY
CANCELLED_FOR = 30 * DAY
MOST_LANGUAGE = 40


@attrs.frozen(kw_only=True)
class CalendarOf:
    """Whose calendar; exactly one is given."""

    resource: str | None = attrs.field(default=None, converter=plain)
    offering: str | None = attrs.field(default=None, converter=plain)
    party: str | None = attrs.field(default=None, converter=plain)
    organization: str | None = attrs.field(default=None, converter=plain)
    language: str = "en"
    busy: bool = False


def calendar(house: House, actor: Actor, of: CalendarOf) -> bytes:
    """Return an iCalendar feed (RFC 5545): a rolling window of 90 days back and 400 ahead.

    Who may know nothing but when a place is taken gets merged busy periods.

    Raises:
        InvalidRequest: not exactly one subject, or one that does not exist.
    """
    loaded = house.current()
    name, wanted = _subject(of, loaded)
    now = house.clock.now()
    wanted = attrs.evolve(wanted, start=now - BACK, end=now + AHEAD)
    facts = house.actor_facts(actor)
    with house.store.snapshot(house.center) as reader:
        found = present(reader, loaded, reader.bookings(wanted, limit=1_000_000), now)
    head = Vcalendar(name=name, zone=loaded.catalog.center.zone, language=of.language)
    named, hidden = [], []
    for booking in found:
        named_here = not of.busy and _may_name(booking, loaded, actor, facts)
        if named_here and _tells(entry := shown(loaded, actor, facts, booking), of):
            named.append(_vevent(entry, loaded, of.language, now))
        elif (of.resource or of.offering) and may_know(loaded, actor, facts, booking):
            hidden.append(booking)
    vevents = [vevent for vevent in named if vevent is not None]
    periods = [period for booking in hidden if (period := _busy(booking)) is not None]
    if not vevents and (of.busy or periods):
        return write_busy(head, periods, feed=f"{house.center}/{name}")
    return write(head, vevents)


def _may_name(booking: Booking, loaded: Loaded, actor: Actor, facts: Facts) -> bool:
    kind = loaded.room_types.get(booking.room_type)
    return privacy_of(booking, kind) is Privacy.PUBLIC or may(
        Right.SEE_BOOKING, standing_to(actor, facts, booking)
    )


def _tells(entry: Booking, of: CalendarOf) -> bool:
    """Whether what is shown can be an entry, and says whose it is where that was asked."""
    return (
        bool(entry.uid)
        and of.organization in (None, entry.organizer)
        and of.party in (None, entry.actor, *entry.parties)
    )


def _subject(of: CalendarOf, loaded: Loaded) -> tuple[str, BookingFilter]:
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
    faults.stop()
    if of.resource:
        mine = set(catalog.leaves(of.resource))
        touching = tuple(id for id in catalog.resources if mine & set(catalog.leaves(id)))
        return (
            _name(catalog.resources[of.resource].name, of.resource, of.language),
            BookingFilter(resources=touching),
        )
    if of.offering:
        name = _name(catalog.offerings[of.offering].name, of.offering, of.language)
        return name, BookingFilter(offerings=(of.offering,))
    if of.party:
        return of.party, BookingFilter(party=of.party)
    organization = of.organization or ""
    return organization, BookingFilter(organizers=(organization,))


def _name(text: Text, id: str, language: str) -> str:
    return text.in_(language) or id


def _vevent(booking: Booking, loaded: Loaded, language: str, now: int) -> Vevent | None:
    stands = standing(booking.state, needs_move=booking.needs_move)
    if stands is None or booking.state in (State.HELD, State.OFFERED, State.WAITING):
        return None
    if booking.state is State.VOID and (
        booking.published_at < now - CANCELLED_FOR or booking.sequence == 0
    ):
        return None
    catalog = loaded.catalog
    offering = catalog.offerings.get(booking.offering)
    plain = _name(offering.name, booking.offering, language) if offering else ""
    return Vevent(
        uid=booking.uid,
        start=booking.start_at,
        end=booking.end_at,
        zone=booking.zone,
        summary=booking.title or plain,
        location=_location(booking, loaded, language),
        standing=stands,
        language=language,
        sequence=booking.sequence,
        created_at=booking.created_at,
        last_modified_at=booking.published_at,
    )


def _location(booking: Booking, loaded: Loaded, language: str) -> str:
    catalog = loaded.catalog
    resource = catalog.resources.get(booking.resource)
    privacy = privacy_of(booking, loaded.room_types.get(booking.room_type))
    parts = []
    if resource is not None and privacy not in (Privacy.CARE, Privacy.SEALED):
        parts.append(_name(resource.name, resource.id, language))
        if resource.floor:
            parts.append(resource.floor)
    parts.append(_name(catalog.center.name, catalog.center.id, language))
    if catalog.center.address:
        parts.append(catalog.center.address.in_(language))
    return ", ".join(parts)


def _busy(booking: Booking) -> BusyPeriod | None:
    status = busy_status(booking.state)
    if status is None:
        return None
    before = max((t.before for c in booking.chosen for t in c.option.takes), default=0)
    after = max((t.after for c in booking.chosen for t in c.option.takes), default=0)
    span = Span(booking.start_at - before, booking.end_at + after)
    return BusyPeriod(span=span, tentative=status is Status.TENTATIVE)
