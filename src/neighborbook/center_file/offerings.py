"""``[offering.X]``: what people ask for, where it is given, and by which numbers."""

from __future__ import annotations

from collections.abc import Mapping

from neighborbook.center_file.findings import Findings, joined, nearest
from neighborbook.center_file.names import Names
from neighborbook.center_file.policies import read_policy, read_quotas
from neighborbook.center_file.settings import read_settings, setting_names
from neighborbook.center_file.table import A_SLUG, SLUG, Table
from neighborbook.domain.offering import Offering, Place, Policy
from neighborbook.domain.text import Text
from neighborbook.room_type import RoomType

MOST_PLACES = 64
"""A leg has at most so many options, one for each place and layout."""

MOST_EQUIPMENT = 7
"""A demand has at most eight legs: the place, and one for each pool."""

MOST_LAYOUTS = 32
MOST_PEOPLE = 1_000_000

_A_PLACE = "the id of a resource, or a table such as { resource = 'A', layouts = { theatre = 30 } }"


def read_offering(table: Table, slug: str, names: Names) -> Offering:
    """Return the offering that a table declares; what is wrong is noted and left out."""
    table.slug("was")
    name = table.words("room_type") or RoomType.name
    room_type = names.room_types.get(name)
    if room_type is None and not names.lenient:
        _unknown_room_type(table, name, names)
    return Offering(
        id=slug,
        name=table.text("name") or Text.of(slug),
        room_type=name,
        places=_places(table, names),
        equipment=_equipment(table, names),
        hours=table.references("hours", names.hours, "hours"),
        staffed=table.references("staffed", names.hours, "hours"),
        policy=read_policy(table, room_type.policy if room_type else Policy()),
        quotas=read_quotas(table, room_type.quotas if room_type else ()),
        settings=_settings(table, room_type, names),
        retired=("offering", slug) in names.retired,
    )


def _unknown_room_type(table: Table, name: str, names: Names) -> None:
    known = ", ".join(sorted(names.room_types))
    hint = nearest(name, names.room_types)
    expected = f"a room type of a plugin that center.plugins enables ({known}){hint}"
    table.wrong("room_type", expected, "UNKNOWN_ROOM_TYPE")


def _settings(table: Table, room_type: RoomType | None, names: Names) -> object:
    """Read what is left of the table, once the core has taken its own keys.

    A table that was accepted before may hold settings of a plugin that is gone or has changed:
    then there are none, and the offering can still be read.
    """
    if room_type is None:
        return None
    added = [key for key in setting_names(room_type.settings) if key not in table.known]
    entries = {key: table.entries[key] for key in added if table.has(key)}
    if not names.lenient:
        table.finish()
        return read_settings(room_type.settings, entries, table.path, table.findings)
    passed_over = Findings()
    return read_settings(room_type.settings, entries, table.path, passed_over)


def _equipment(table: Table, names: Names) -> tuple[str, ...]:
    found = table.references("equipment", names.resources, "resource", MOST_EQUIPMENT)
    if any(slug in names.composites for slug in found):
        table.wrong("equipment", "pools and single things; none that is made of parts")
    return found


def _places(table: Table, names: Names) -> tuple[Place, ...]:
    """Read where it can be given: a list of ids, or of tables with what each place holds."""
    if not table.has("places"):
        table.missing("places", f"a list with at least one place: {_A_PLACE}")
        return ()
    given = table.entries["places"]
    if not isinstance(given, list) or not given:
        table.wrong("places", f"a list with at least one place: {_A_PLACE}")
        return ()
    if len(given) > MOST_PLACES:
        expected = f"at most {MOST_PLACES} places, not {len(given)}"
        table.wrong("places", expected, "INPUT_TOO_LONG")
    places: dict[str, Place] = {}
    for number, entry in enumerate(given):
        path = joined(table.at("places"), number)
        place = _place(entry, path, table, names)
        if place is not None and place.resource in places:
            table.findings.add(path, "INPUT_INVALID", given=place.resource, expected="it only once")
        if place is not None:
            places[place.resource] = place
    # What was accepted before is read again: its room type may pick among them.
    options = sum(max(1, len(place.layouts)) for place in places.values())
    if options > MOST_PLACES and len(given) <= MOST_PLACES and not names.lenient:
        expected = f"at most {MOST_PLACES} layouts of all places together, not {options}"
        table.wrong("places", expected, "INPUT_TOO_LONG")
    return tuple(places.values())


def _place(entry: object, path: str, table: Table, names: Names) -> Place | None:
    if isinstance(entry, str):
        if not SLUG.fullmatch(entry):
            table.findings.add(path, "INPUT_INVALID", given=entry, expected=f"an id: {A_SLUG}")
            return None
        table.refer(path, entry, names.resources, "resource")
        return Place(resource=entry)
    if not isinstance(entry, Mapping):
        table.findings.add(path, "INPUT_INVALID", expected=_A_PLACE)
        return None
    inner = Table(path, entry, table.findings)
    resource = inner.slug("resource")
    if not inner.has("resource"):
        inner.missing("resource", "the id of a resource")
    if resource is not None:
        inner.refer(inner.at("resource"), resource, names.resources, "resource")
    layouts = _layouts(inner)
    most = inner.whole("most", 1, MOST_PEOPLE)
    inner.finish()
    return None if resource is None else Place(resource=resource, layouts=layouts, most=most)


def _layouts(table: Table) -> tuple[tuple[str, int], ...]:
    """Read how many people a place holds in each layout."""
    inner = table.table("layouts", "a table such as { theatre = 30, classroom = 20 }")
    if inner is None:
        return ()
    if not 1 <= len(inner.entries) <= MOST_LAYOUTS:
        table.wrong("layouts", f"1 to {MOST_LAYOUTS} layouts")
    found = []
    for layout in inner.entries:
        people = inner.whole(layout, 1, MOST_PEOPLE)
        if not SLUG.fullmatch(layout):
            inner.findings.add(inner.at(layout), "INPUT_INVALID", given=layout, expected=A_SLUG)
        if people is not None:
            found.append((layout, people))
    return tuple(found)
