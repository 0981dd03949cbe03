"""People in words: an entry of the directory, what is past its time, and the roll."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING

import click

from neighborbook.cli.as_text import Names, booking_text
from neighborbook.cli.options import Options
from neighborbook.cli.words import known, say
from neighborbook.domain.booking import LIVE, Booking
from neighborbook.domain.civil import to_local
from neighborbook.domain.party import Term
from neighborbook.domain.times import format_length, zone
from neighborbook.domain.wording import clock_in_words, instant_in_words

if TYPE_CHECKING:
    from neighborbook.desk.desk import Desk
    from neighborbook.desk.people.erasing import Erasing
    from neighborbook.desk.people.retaining import Retained
    from neighborbook.desk.people.rolling import Presence, RollCall
    from neighborbook.domain.person import Organization, Person

_SHOWN = ("born_on", "resident_since", "grid", "language", "phone", "email", "disabled_reason")


def only_of(option: str, given: Collection[str]) -> None:
    """Refuse options of a person for an organization, and the other way round.

    Raises:
        UsageError: some were given.
    """
    if given:
        raise click.UsageError(f"{option} does not go with --organization, or needs it")


def tell_party(options: Options, desk: Desk, party: Person | Organization) -> None:
    """Print an entry of the directory."""
    where = desk.center.zone
    options.tell(party, "\n".join(_party_lines(party, where, options.language)), where)


def party_line(party: Person | Organization, language: str) -> str:
    """Return who it is in one line."""
    kind = say("person" if hasattr(party, "born_on") else "organization", language)
    version = say("version_of", language, version=party.version)
    line = f"{party.id}  {party.name}  ({kind}, {version})"
    return f"{line}  {say('disabled', language)}" if party.disabled else line


def _party_lines(party: Person | Organization, where: str, language: str) -> Iterator[str]:
    yield party_line(party, language)
    for name in _SHOWN:
        value = getattr(party, name, None)
        if value:
            yield f"  {say(name, language)}: {value}"
    for link in party.links:
        tie = say(f"tie_{link.tie.value}", language, other=link.other).rstrip()
        yield f"  {tie}{_term(link, where, language)}"
    for grant in party.grants:
        role = f"role_{grant.role}"
        called = say(role, language) if known(role) else grant.role
        yield f"  {say('has_role', language, role=called)}{_term(grant, where, language)}"
    for stated in party.stated:
        until = Term(until_at=stated.until_at)
        source = f" ({stated.source})" if stated.source else ""
        yield f"  {stated.name}: {stated.value}{source}{_term(until, where, language)}"


def _term(term: Term, where: str, language: str) -> str:
    """Return how a link, a role, or a fact is limited."""
    told = []
    for_what = [
        *sorted(term.room_types),
        *([say("of_grid", language, grid=term.grid)] if term.grid else []),
    ]
    if for_what:
        told.append(say("holds_for", language, what=say("comma", language).join(for_what)))
    if term.until_at is not None:
        when = instant_in_words(term.until_at, zone(where), language)
        told.append(say("holds_until", language, when=when))
    return "".join(f", {each}" for each in told)


def keeping_times(given: Collection[str]) -> Mapping[str, str]:
    """Read ``booking=1095d`` and the like.

    Raises:
        UsageError: one has no ``=``.
    """
    times = {}
    for each in given:
        name, equals, length = each.partition("=")
        if not equals:
            raise click.UsageError(f"--keep {each}: write CLASS=LENGTH, such as booking=1095d")
        times[name] = length
    return times


def handed_text(
    moved: Collection[Booking],
    left: Collection[Booking],
    names: Names,
    options: Options,
    handing: Mapping[str, str],
) -> str:
    """Return what goes on with whom, and what the leaver wrote that does not.

    Args:
        handing: leaver, to, and organization.
    """
    word = "said_hand_over" if moved else "nothing_to_hand_over"
    lines = [options.say(word, count=len(moved), **handing)]
    lines += [f"  {booking_text(each, names, options.language)}" for each in moved]
    # What was written for the organization just now belongs to it; it goes with the next call.
    others = [
        each for each in left if each.state in LIVE and each.organizer != handing["organization"]
    ]
    if others:
        lines.append(options.say("not_handed_over", **handing))
        lines += [f"  {booking_text(each, names, options.language)}" for each in others]
    return "\n".join(lines)


def erased_text(erased: Collection[Erasing], language: str) -> str:
    """Return who was erased, a line for each, and whether bytes may remain."""
    lines = [say("said_erase", language, party=one.party, count=one.bookings) for one in erased]
    if not all(one.scrubbed for one in erased):
        lines.append(say("said_bytes_remain", language))
    return "\n".join(lines)


def retained_row(retained: Retained, where: str, language: str) -> tuple[str, ...]:
    """Return class, its time, since when it is past, how many are, and whether they went."""
    name = f"{retained.keeping.value}: {say(f'keeping_{retained.keeping.value}', language)}"
    before = to_local(retained.before, zone(where)).date().isoformat()
    removed = say("yes", language) if retained.removed else ""
    return name, format_length(retained.kept), before, str(retained.past), removed


def roll_text(roll: RollCall, names: Names, language: str) -> str:
    """Return the roll as a sheet to print: a heading for each floor, a line for each booking."""
    return "\n".join(_roll_lines(roll, names, language))


def _roll_lines(roll: RollCall, names: Names, language: str) -> Iterator[str]:
    when = instant_in_words(roll.at, zone(roll.zone), language)
    yield say("roll_head", language, when=when, there=roll.headcount, more=roll.expected)
    if not roll.present:
        yield say("roll_nobody", language)
    for floor, listed in groupby(roll.present, key=lambda one: one.floor):
        yield ""
        head = "roll_floor" if floor else "roll_no_floor"
        yield say(head, language, floor=floor)
        yield from (_roll_line(each, roll.zone, names, language) for each in listed)


def _roll_line(present: Presence, where: str, names: Names, language: str) -> str:
    there = say("roll_there" if present.checked_in else "roll_expected", language)
    start, end = (clock_in_words(each, zone(where)) for each in (present.start_at, present.end_at))
    rooms = " / ".join(names.get(room, room) for room in present.rooms)
    place = rooms or say("roll_no_room", language)
    if present.resource and present.resource not in present.rooms:
        place += f" ({names.get(present.resource, present.resource)})"
    who = f"  {', '.join(present.names)}" if present.names else ""
    return f"  [ ] {place}  {present.headcount}  {there}  {start}–{end}{who}"
