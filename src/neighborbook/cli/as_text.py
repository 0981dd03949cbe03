"""Answers as lines of text that people read on a terminal."""

from __future__ import annotations

import enum
import unicodedata
from collections.abc import Iterable, Mapping

import attrs

from neighborbook.cli.words import known, say
from neighborbook.desk.desk import Desk
from neighborbook.desk.loading import Loading
from neighborbook.domain.booking import Booking, State, VoidReason
from neighborbook.domain.change import Change
from neighborbook.domain.closure import Closure, ClosureKind
from neighborbook.domain.offering import Offering, Unit
from neighborbook.domain.resource import Resource
from neighborbook.domain.slot import Slot
from neighborbook.domain.times import day_of, zone
from neighborbook.domain.wording import clock_in_words, instant_in_words
from neighborbook.redaction import default_of
from neighborbook.room_type import RoomType, asked_of

Names = Mapping[str, str]
"""How resources and offerings are called, by id; a word of a room type, after a ``~``.

What an offering calls an answer stands by ``~OFFERING~DETAIL~ANSWER``.
"""

_WORD = "~"
"""No id begins with it."""

_SPENDS = "~~"
"""Before an offering of whose quota hours stay spent when a booking is cancelled late."""

_MOST = 5
"""How many are named of those who come."""


def names_of(desk: Desk, language: str) -> Names:
    """Return what center, resources and offerings are called; one without a name is left out."""
    center = {desk.center.id: desk.center.name.in_(language)}
    offerings = {each.id: each.name.in_(language) for each in desk.offerings() if each.name}
    resources = {each.id: each.name.in_(language) for each in desk.resources() if each.name}
    words = {
        f"{_WORD}{word}": called.in_(language)
        for kind in desk.room_types().values()
        for word, called in kind.words.items()
    }
    for kind, offering in ((desk.room_types().get(one.room_type), one) for one in desk.offerings()):
        words |= {} if kind is None else _answers(kind, offering, language)
    spent = {
        f"{_SPENDS}{each.id}": say("hours_spent", language)
        for each in desk.offerings()
        if any(quota.unit is Unit.HOURS for quota in each.quotas)
    }
    return center | offerings | resources | words | spent  # of one id the place counts


def _answers(kind: RoomType, offering: Offering, language: str) -> Names:
    """Return what the answers of an offering are called; nothing where its type fails to say."""
    try:
        return {
            _answer(offering.id, detail, answer): called.in_(language)
            for detail, named in kind.answers(offering).items()
            for answer, called in named.items()
        }
    except Exception:  # noqa: BLE001 - a foreign method may raise anything, and ids can be read too
        return {}


def _answer(offering: str, detail: str, answer: str) -> str:
    return _WORD + _WORD.join((offering, detail, answer))


def width(text: str) -> int:
    """Return how many columns a text takes: those of Chinese characters are two each.

    >>> width("Hall"), width("大厅")
    (4, 4)
    """
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def padded(text: str, columns: int) -> str:
    """Return a text in so many columns, cut if it is longer.

    >>> padded("大厅", 6) + "|", padded("Training room", 8) + "|"
    ('大厅  |', 'Trainin~|')
    """
    if width(text) <= columns:
        return text + " " * (columns - width(text))
    kept = ""
    for sign in text:
        if width(kept + sign) >= columns:
            break
        kept += sign
    return padded(f"{kept}~", columns)


def period(start: int, end: int, zone_key: str, language: str) -> str:
    """Return a period in words; the day of its end only if it is another.

    >>> period(1796090400, 1796094000, "Asia/Shanghai", "en")
    'Tue 1 Dec 2026, 10:00–11:00'
    """
    where = zone(zone_key)
    same = day_of(start, where) == day_of(end, where)
    until = clock_in_words(end, where) if same else instant_in_words(end, where, language)
    return f"{instant_in_words(start, where, language)}–{until}"


def resource_name(resource: Resource, names: Names, language: str) -> str:
    """Return how a room is called, and that it is no longer offered, where that is so."""
    name = names.get(resource.id) or resource.name.in_(language) or resource.id
    return f"{name} ({say('retired', language)})" if resource.retired else name


def slot_text(slot: Slot, names: Names, language: str, *, among_many: bool = False) -> str:
    """Return a slot as one line: when, where, how it is set up, whether somebody must approve.

    Args:
        among_many: say of which offering it is, too.
    """
    notes = [slot.layout or ""]
    if slot.holds is not None:
        notes.append(say("people", language, most=slot.holds))
    if slot.needs_approval:
        notes.append(say("asks_approval", language))
    when = period(slot.request.start, slot.request.end, slot.zone, language)
    place = names.get(slot.resource, slot.resource)
    said = ", ".join(note for note in notes if note)
    where = f"{slot.offering}: {place}" if among_many else place
    return f"{when}  {where} ({slot.resource})" + (f"  {said}" if said else "")


_UNDECIDED = frozenset({State.HELD, State.PENDING})
"""States that time takes back if nobody acts; who reads of one wants to know when."""


def state_text(booking: Booking, names: Names, language: str) -> str:
    """Return where a booking stands in its life, and at which of its room type's own labels."""
    word = booking.void_reason or booking.state
    stands = say(word.value, language) if known(word.value) else word.value
    if booking.void_reason is VoidReason.CANCELLED_LATE:
        stands = names.get(f"{_SPENDS}{booking.offering}", stands)
    parts = [stands]
    if booking.label and booking.label != booking.state.value:
        parts.append(names.get(f"{_WORD}{booking.label}", booking.label.replace("_", " ")))
    if booking.state in _UNDECIDED and booking.lapses_at is not None:
        until = instant_in_words(booking.lapses_at, zone(booking.zone), language)
        parts.append(say("until", language, until=until))
    if booking.needs_move:
        parts.append(say("must_move", language))
    return ", ".join(parts)


def booking_text(booking: Booking, names: Names, language: str) -> str:
    """Return a booking as one line, as much of it as its reader may see.

    Who serves those who come reads them where whose it is stays untold.
    """
    when = period(booking.start_at, booking.end_at, booking.zone, language)
    place = names.get(booking.resource, booking.resource)
    what = f" “{booking.title}”" if booking.title else ""
    stands = state_text(booking, names, language)
    whose = whose_text(booking, language)
    who = f"  {whose}" if whose else ""
    more = details_text(booking, names, language)
    return f"{booking.id}  {stands}  {when}  {place}{who}{what}" + (f"  [{more}]" if more else "")


def whose_text(booking: Booking, language: str) -> str:
    """Return whom a booking belongs to and who come, as far as its reader may see."""
    parties = list(dict.fromkeys(each for each in booking.parties if each))
    more = [say("and_more", language, n=len(parties) - _MOST)] if len(parties) > _MOST else []
    return say("comma", language).join([*parties[:_MOST], *more])


def details_text(booking: Booking, names: Names, language: str) -> str:
    """Return what it takes beside its place, and what else was asked for.

    What was not said, or may not be seen by its reader, is left out.
    """
    cls = type(booking.details)
    fields = attrs.fields(cls) if attrs.has(cls) else ()
    given = [(field, getattr(booking.details, field.name)) for field in fields]
    counted = {key for _, value in given if isinstance(value, Mapping) for key in value}
    beside = dict.fromkeys(choice.option.resource for choice in booking.chosen)
    told = [
        names.get(each, each)
        for each in beside
        if each and each != booking.resource and each not in counted
    ]
    for field, value in given:
        asked = asked_of(field)
        if asked is not None and value != default_of(field):
            label = asked.label.in_(language)
            said = names.get(_answer(booking.offering, field.name, str(value)))
            said = said or _value(value, names, language)
            told.append(label if value is True else f"{label}: {said}")
    return say("and_also", language).join(told)


def _value(value: object, names: Names, language: str) -> str:
    """Return what was answered; a number of each as the thing and how many."""
    if isinstance(value, Mapping):
        each = (f"{names.get(key, key)} × {amount}" for key, amount in value.items())
        return say("comma", language).join(each)
    if isinstance(value, tuple | list | frozenset):
        return say("comma", language).join(sorted(map(str, value)))
    if isinstance(value, enum.Enum):
        return names.get(f"{_WORD}{value.value}", str(value.value))
    return say("no", language) if value is False else str(value)


def loading_text(loading: Loading, names: Names, language: str) -> str:
    """Return what a load did: counts, what changed or went, and whom it upsets."""
    counts = {name: len(getattr(loading, name)) for name in ("added", "changed", "retired")}
    head = say(
        "previewed" if loading.preview else "loaded", language, center=loading.center, **counts
    )
    lines = [head]
    lines += [f"  ~ {each}" for each in loading.changed]
    lines += [f"  - {each}" for each in loading.retired]
    if loading.preview:
        lines += [f"  + {each}" for each in loading.added]
    if loading.needs_move:
        lines += [say("needs_move", language), *_each(loading.needs_move, names, language)]
    if loading.outside_hours:
        lines.append(say("outside_hours", language, n=len(loading.outside_hours)))
        lines += _each(loading.outside_hours, names, language)
    return "\n".join(lines)


def _each(bookings: Iterable[Booking], names: Names, language: str) -> list[str]:
    return [f"  {booking_text(booking, names, language)}" for booking in bookings]


def how_much(closure: Closure, capacities: Mapping[str, int], language: str) -> str:
    """Return how many of a pool a closure takes; nothing where it takes all there is.

    Args:
        capacities: of resources that are no composites, by id.
    """
    if closure.amount is None:
        return ""
    capacity = capacities.get(closure.subject)
    if capacity is None:
        return say("shut_of_each", language, amount=closure.amount)
    if closure.amount >= capacity:
        return ""
    return say("shut_of_pool", language, amount=closure.amount, capacity=capacity)


def capacities_of(resources: Iterable[Resource]) -> Mapping[str, int]:
    """Return how many there are of each resource that is no composite, by id."""
    return {each.id: each.capacity for each in resources if each.capacity is not None}


def closure_text(
    closure: Closure, names: Names, language: str, capacities: Mapping[str, int]
) -> str:
    """Return a closure as one line: what is shut, how much of it, when, and why."""
    when = period(closure.start_at, closure.end_at, closure.zone, language)
    what = names.get(closure.subject, closure.subject)
    if closure.kind is ClosureKind.OUTAGE:
        what = say("outage", language)
    why = "; ".join(each for each in (closure.reason, closure.public_reason) if each)
    partly = how_much(closure, capacities, language)
    line = f"{when}  {what}" + (f": {partly}" if partly else "") + (f"  ({why})" if why else "")
    return f"{closure.id}  {line}" if closure.id else line


def change_text(change: Change, zone_key: str, language: str, *, of: bool = False) -> str:
    """Return a change as one line.

    Args:
        of: name the booking, where changes of several are listed.
    """
    which = f"{change.booking}  " if of else ""
    when = instant_in_words(change.at, zone(zone_key), language)
    act = say(f"act_{change.act.value}", language)
    fields = say("comma", language).join(_field(name, language) for name in change.fields)
    what = f" ({fields})" if fields else ""
    why = f"  “{change.reason}”" if change.reason else ""
    return f"{which}{when}  v{change.version}  {act}{what}  {change.actor}{why}"


def _field(name: str, language: str) -> str:
    word = f"field_{name}"
    return say(word, language) if known(word) else name
