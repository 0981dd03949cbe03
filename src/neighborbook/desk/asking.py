"""What callers write, read into a Request: every fault at once, before anything is looked up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from itertools import islice
from typing import TypeAlias

import attrs

from neighborbook.desk.details import check_bounds, structure
from neighborbook.desk.faults import (
    LAST,
    MOST_ATTENDEES,
    MOST_FEATURES,
    MOST_HEADCOUNT,
    MOST_ID,
    MOST_REASON,
    MOST_TOLD,
    Faults,
    kept,
    known,
    party,
    plain,
)
from neighborbook.desk.loaded import Loaded
from neighborbook.domain.booking import Booking
from neighborbook.domain.catalog import Catalog
from neighborbook.domain.party import ANYBODY, Actor, ActorKind, Attendee, Facts
from neighborbook.domain.slot import Mode, Request, Slot
from neighborbook.domain.time_fault import printable
from neighborbook.domain.times import LONGEST
from neighborbook.errors import Fault
from neighborbook.room_type import RoomType

When: TypeAlias = str | datetime | date
"""An aware datetime, an ISO string (local to the center without an offset), or a date."""

Length: TypeAlias = str | timedelta
"""``"2h"``, ``"90m"``, ISO 8601, or a timedelta."""


@attrs.frozen(kw_only=True)
class Asked:
    """The words of one call of ``book``, ``hold``, ``explain``, or ``slots``, as given.

    Attributes:
        stood: it stood in a book of ours already, so those may be named who were erased since.
    """

    what: str | Slot | None = None
    start: When | None = None
    end: When | None = None
    length: Length | None = None
    organizer: str | None = None
    headcount: int | None = None
    attendees: Iterable[Attendee | str | Mapping[str, object]] | None = attrs.field(
        default=None, converter=kept
    )
    resource: str | None = None
    features: Iterable[str] | None = attrs.field(default=None, converter=kept)
    title: str | None = None
    details: object = None
    override: str | None = None
    ttl: Length | None = None
    mode: Mode = Mode.BOOK
    searching: bool = False
    stood: bool = False
    key: str | None = attrs.field(default=None, converter=plain)


def request_of(
    asked: Asked,
    loaded: Loaded,
    actor: Actor,
    faults: Faults | None = None,
    *,
    facts: Facts | None = None,
) -> Request:
    """Read one call into a Request.

    Args:
        faults: what was found wrong with the call already.
        facts: what is known of who calls, by which what is named is found.

    Raises:
        InvalidRequest: with every fault of the call.
    """
    faults = faults or Faults()
    known = loaded.known_to(actor, facts or Facts(party=actor.party))
    if isinstance(asked.what, Slot):
        request = from_slot(asked, asked.what, known, actor, faults)
    else:
        request = from_words(asked, known, actor, faults)
    faults.stop()
    offering = loaded.catalog.offerings[request.offering]
    kind = loaded.room_type(offering)
    faults.found.extend(loaded.told(kind, lambda: own_faults(kind, request, loaded.catalog)))
    faults.stop()
    return request


def own_faults(kind: RoomType, request: Request, catalog: Catalog) -> list[Fault]:
    """Return what a room type finds wrong with the arguments; anything but faults is its error."""
    found = list(kind.faults(request, catalog.offerings[request.offering], catalog))
    if not all(isinstance(one, Fault) for one in found):
        raise TypeError(f"{kind.name}.faults yielded something else than faults")
    return found


def from_slot(asked: Asked, slot: Slot, loaded: Loaded, actor: Actor, faults: Faults) -> Request:
    """A Slot is a request; what is said besides goes on top of it."""
    base = _sound(slot.request, faults)
    for name in ("start", "end", "length", "resource", "headcount"):
        if getattr(asked, name) is not None:
            faults.add(name, "INPUT_INVALID", "", "nothing: the slot says it")
    if base.offering not in loaded.catalog.offerings:
        faults.add("offering", "UNKNOWN_OFFERING", base.offering, "an offering of this center")
    if base.organizer == ANYBODY and asked.organizer is None:
        base = attrs.evolve(base, organizer=_organizer(asked, actor, faults))
    return with_words(base, asked, loaded, faults)


def _sound(given: Request, faults: Faults) -> Request:
    """Return a slot's request with what it holds read again: anybody can make a Slot by hand."""
    nothing = Request(offering="", start=0, end=1, organizer=ANYBODY)
    if not isinstance(given, Request):
        faults.add("slot", "INPUT_INVALID", given, "a Slot as slots() has returned it")
        return nothing
    times = (given.start, given.end)
    if any(type(at) is not int for at in times) or not 0 <= given.start < given.end <= LAST:
        faults.add("slot", "INPUT_INVALID", times, "a Slot with a start and an end after it")
        return nothing
    if given.organizer != ANYBODY:
        party("organizer", given.organizer, faults)
    faults.text("override", given.override, MOST_REASON)
    if given.ttl is not None:
        faults.count("ttl", given.ttl, LONGEST)
    return attrs.evolve(
        given,
        offering=faults.text("offering", given.offering, MOST_ID, needed=True),
        attendees=attendees_of(given.attendees, faults),
        title=faults.title(given.title),
    )


def from_words(asked: Asked, loaded: Loaded, actor: Actor, faults: Faults) -> Request:
    """Read offering, times, and organizer; then what is said besides."""
    catalog = loaded.catalog
    offering = known(asked.what, catalog.offerings, "offering", "UNKNOWN_OFFERING", faults)
    start = end = 0
    if asked.start is None:
        faults.add("start", "INPUT_MISSING", "", "a time")
    else:
        start = faults.time("start", asked.start, catalog)
    if (asked.end is None) == (asked.length is None):
        faults.add("end", "INPUT_MISSING", "", "either end or length")
    elif asked.end is not None:
        end = faults.time("end", asked.end, catalog)
    else:
        seconds = faults.some_time("length", asked.length)
        end = start + seconds if seconds else 0
    given = asked.length if asked.end is None else asked.end
    if start and end and end <= start:
        faults.add("end", "INPUT_INVALID", given, "an end after the start")
    elif start and end and end - start > LONGEST:
        faults.add("end", "INPUT_INVALID", given, "at most ten years after the start")
    base = Request(
        offering=offering,
        start=start,
        end=end,
        organizer=_organizer(asked, actor, faults),
        headcount=1 if asked.headcount is None else asked.headcount,
        resource=asked.resource,
        mode=asked.mode,
    )
    return with_words(base, asked, loaded, faults)


def _organizer(asked: Asked, actor: Actor, faults: Faults) -> str:
    """Return whom it is to belong to: the acting person if nobody is named."""
    if asked.organizer is not None:
        return party("organizer", asked.organizer, faults, erased_too=asked.stood)
    if actor.kind is ActorKind.PERSON:
        return party("organizer", actor.party, faults)
    if asked.searching:
        return ANYBODY
    faults.add("organizer", "INPUT_MISSING", "", "whom the booking belongs to")
    return ""


def with_words(base: Request, asked: Asked, loaded: Loaded, faults: Faults) -> Request:
    """Lay what a call says besides time and offering on top of a request."""
    catalog = loaded.catalog
    changes: dict[str, object] = {"mode": asked.mode}
    changes["headcount"] = faults.count("headcount", base.headcount, MOST_HEADCOUNT)
    if base.resource is not None:
        changes["resource"] = place_of(base, catalog, faults)
    if asked.organizer is not None:
        changes["organizer"] = party("organizer", asked.organizer, faults, erased_too=asked.stood)
    if asked.title is not None:
        changes["title"] = faults.title(asked.title)
    if asked.override is not None:
        changes["override"] = faults.text("override", asked.override, MOST_REASON, needed=True)
    if asked.features is not None or base.features:
        features = base.features if asked.features is None else asked.features
        changes["features"] = features_of(features, catalog, faults)
    if asked.attendees is not None:
        changes["attendees"] = attendees_of(asked.attendees, faults, erased_too=asked.stood)
    ttl = base.ttl if asked.ttl is None else faults.some_time("ttl", asked.ttl)
    changes["ttl"] = ttl
    faults.key(asked.key)
    if base.offering in catalog.offerings:
        faults.hold("ttl", ttl, catalog.offerings[base.offering].policy.hold_most)
        kind = loaded.room_types.get(catalog.offerings[base.offering].room_type)
        if kind is not None:
            changes["details"] = _details(base, asked, kind, faults)
    elif isinstance(asked.details, str):  # whatever the offering was meant to be
        faults.add("details", "INPUT_INVALID", asked.details, "an object of JSON")
    return attrs.evolve(base, **changes)  # type: ignore[arg-type]


def _details(base: Request, asked: Asked, kind: RoomType, faults: Faults) -> object:
    """Return what the call says, else what the slot does, which may have been made by hand."""
    if asked.details is None and isinstance(base.details, kind.details):
        check_bounds(base.details, faults)
        return base.details
    return structure(kind, base.details if asked.details is None else asked.details, faults)


def place_of(base: Request, catalog: Catalog, faults: Faults) -> str | None:
    """Return the resource asked for, which must be a place of the offering."""
    offering = catalog.offerings.get(base.offering)
    if offering is None:
        return base.resource
    places = {place.resource: place for place in offering.places}
    return known(base.resource, places, "resource", "UNKNOWN_RESOURCE", faults)


def features_of(given: Iterable[str], catalog: Catalog, faults: Faults) -> frozenset[str]:
    """Read features; one that nothing in the center declares is a fault."""
    if isinstance(given, str | bytes) or not isinstance(given, Iterable):
        faults.add("features", "INPUT_INVALID", given, "a set of features")
        return frozenset()
    words = list(islice(given, MOST_FEATURES + 1))
    if len(words) > MOST_FEATURES:
        faults.add("features", "INPUT_TOO_LONG", "", f"at most {MOST_FEATURES}")
        return frozenset()
    declared = {word for known in catalog.resources.values() for word in known.features}
    found = frozenset(map(printable, words))
    for word in sorted(found - declared):
        some = f"some of {', '.join(sorted(declared))}" if declared else "none: there are none here"
        faults.add("features", "UNKNOWN_FEATURE", word, some)
    return found


def attendees_of(
    given: Iterable[Attendee | str | Mapping[str, object]],
    faults: Faults,
    *,
    erased_too: bool = False,
) -> tuple[Attendee, ...]:
    """Read attendees: values, party ids, or mappings of party, role, and details."""
    if isinstance(given, str | bytes | Mapping) or not isinstance(given, Iterable):
        faults.add("attendees", "INPUT_INVALID", given, "a list")
        return ()
    listed = list(islice(given, MOST_ATTENDEES + 1))
    if len(listed) > MOST_ATTENDEES:
        faults.add("attendees", "INPUT_TOO_LONG", "", f"at most {MOST_ATTENDEES}")
        return ()
    return tuple(
        _attendee(f"attendees.{n}", one, faults, erased_too=erased_too)
        for n, one in enumerate(listed)
    )


def _attendee(path: str, given: object, faults: Faults, *, erased_too: bool) -> Attendee:
    if isinstance(given, str):
        return Attendee(party=party(path, given, faults, erased_too=erased_too))
    said: object = attrs.asdict(given, recurse=False) if isinstance(given, Attendee) else given
    if not isinstance(said, Mapping):
        faults.add(path, "INPUT_INVALID", given, "a party, or a mapping of party, role and details")
        return Attendee(party="")
    for name in (name for name in said if name not in ("party", "role", "details")):
        faults.add(f"{path}.{printable(name)}", "UNKNOWN_KEY", "", "party, role or details")
    return Attendee(
        party=party(f"{path}.party", said.get("party", ""), faults, erased_too=erased_too),
        role=faults.text(f"{path}.role", said.get("role", "attendee"), 40, needed=True),
        details=_told(f"{path}.details", said.get("details", {}), faults),
    )


def _told(path: str, given: object, faults: Faults) -> Mapping[str, str]:
    """Read what is said about one attendee: a few texts by name."""
    if not isinstance(given, Mapping) or len(given) > MOST_TOLD:
        faults.add(path, "INPUT_INVALID", "", f"at most {MOST_TOLD} texts by name")
        return {}
    return {
        faults.text(path, name, 40, needed=True): faults.text(
            f"{path}.{printable(name)}", words, MOST_REASON
        )
        for name, words in given.items()
    }


def request_again(booking: Booking) -> Request:
    """Return the request that a booking would be today."""
    return Request(
        offering=booking.offering,
        start=booking.start_at,
        end=booking.end_at,
        organizer=booking.organizer,
        headcount=booking.headcount,
        attendees=booking.attendees,
        resource=booking.resource or None,
        features=booking.features,
        title=booking.title,
        details=booking.details,
    )
