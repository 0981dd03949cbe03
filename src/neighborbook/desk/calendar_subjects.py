"""Whose calendar is asked for, how, and in which lists its bookings stand."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import attrs

from neighborbook.desk.asking import Length
from neighborbook.desk.faults import Faults, kept, known, party, plain
from neighborbook.desk.loaded import Loaded
from neighborbook.desk.taken import Places, places_of
from neighborbook.desk.vevents import named
from neighborbook.domain.offering import DAY
from neighborbook.domain.party import Actor, ActorKind
from neighborbook.storage.abc import BookingFilter

HISTORY = "90d"
MOST_HISTORY = 366
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


@attrs.frozen(kw_only=True, slots=False)
class Subject:
    """Whose calendar, as it was understood.

    Attributes:
        key: names it, in whatever language.
        wanted: the list in which its bookings stand.
        places: any of which would do, each as leaves; none for people.
        history: days back.
        alarms: seconds before each start.
    """

    key: str
    name: str
    wanted: BookingFilter
    places: Places = ()
    history: int = 0
    alarms: tuple[int, ...] = ()

    @cached_property
    def leaves(self) -> frozenset[str]:
        """What all the places are made of."""
        return frozenset(leaf for place in self.places for leaf in place)


def subject_of(of: CalendarOf, actor: Actor, loaded: Loaded) -> Subject:
    """Return whose calendar is asked for.

    Raises:
        InvalidRequest: with every fault of the call.
    """
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


def _understood(of: CalendarOf, loaded: Loaded) -> Subject:
    catalog = loaded.catalog
    if of.resource:
        places = places_of(loaded, resource=of.resource)
        return Subject(
            key=f"resource/{of.resource}",
            name=named(catalog.resources[of.resource].name, of.resource, of.language),
            wanted=BookingFilter(resources=catalog.touching(catalog.leaves(of.resource))),
            places=places,
        )
    if of.offering:
        places = places_of(loaded, offering=of.offering)
        return Subject(
            key=f"offering/{of.offering}",
            name=named(catalog.offerings[of.offering].name, of.offering, of.language),
            wanted=BookingFilter(offerings=(of.offering,)),
            places=places,
        )
    if of.party:
        return Subject(key=f"party/{of.party}", name=of.party, wanted=BookingFilter(party=of.party))
    name = of.organization or ""
    wanted = BookingFilter(organizers=(name,))
    return Subject(key=f"organization/{name}", name=name, wanted=wanted)
