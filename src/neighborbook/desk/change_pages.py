"""The log of changes for who follows it: page by page, in one order, each change once.

A page is filled with what its reader may see, and her token names the last change of it. So neither
tells how much there is that she may not see, and nothing moves on where only that has grown. The
trusted program sees everything: its tokens are positions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

import attrs

from neighborbook.desk.details import hydrated
from neighborbook.desk.faults import Faults
from neighborbook.desk.house import House
from neighborbook.desk.loaded import Loaded
from neighborbook.desk.settling import seal
from neighborbook.desk.showing import change_shown, may_read
from neighborbook.domain.booking import Booking
from neighborbook.domain.change import Change
from neighborbook.domain.party import Actor, ActorKind, Facts
from neighborbook.rights import Right, owners

MOST_CHANGES = 10_000
PAGE = 500
"""Rows read at once for who may not see all of them."""

START = "0"
"""The word of a token before the first change."""


@attrs.frozen(kw_only=True)
class Changes:
    """A page of the log: what was changed since a token, each change once.

    Attributes:
        token: give it back to get what comes next.
        more: there is more already.
    """

    changes: tuple[Change, ...]
    token: str
    more: bool = False


def changes(house: House, actor: Actor, since: str | None, limit: int) -> Changes:
    """Return sealed changes after a token, in their one order, as far as the actor may see.

    Raises:
        InvalidRequest: the token is not one of this center, or of changes that are still to come.
    """
    faults = Faults()
    word = _word(house, since, faults)
    faults.count("limit", limit, MOST_CHANGES)
    faults.stop()
    house.current()
    facts = house.actor_facts(actor)
    seal(house)
    after = _position(house, actor, word, since, faults)
    found = list(islice(_visible(house, actor, facts, after, limit + 1), limit + 1))
    page = found[:limit]
    last = _named(page[-1], actor) if page else word
    return Changes(changes=tuple(page), token=f"{house.center}:{last}", more=len(found) > limit)


def _named(change: Change, actor: Actor) -> str:
    """Return by which word a token names a change."""
    return str(change.position) if actor.kind is ActorKind.PROGRAM else change.id


def _word(house: House, since: str | None, faults: Faults) -> str:
    """Return by which word a token names the last change that was seen."""
    if since is None:
        return START
    if isinstance(since, str):
        center, _, word = since.rpartition(":")
        if center == house.center and word.isascii() and word.isalnum():
            return word[:64]
    _no_token(since, faults)
    return START


def _no_token(since: object, faults: Faults) -> None:
    faults.add("since", "INPUT_INVALID", since, "a token that changes() has returned")


def _position(house: House, actor: Actor, word: str, since: str | None, faults: Faults) -> int:
    """Return the position that a token stands for.

    Raises:
        InvalidRequest: there is no such change.
    """
    if word == START:
        return 0
    is_program = actor.kind is ActorKind.PROGRAM
    with house.store.snapshot(house.center) as reader:
        newest = reader.last_change() if is_program else 0
        known = _numbered(word) if is_program else reader.position_of(word)
    if known is None:
        _no_token(since, faults)
    elif is_program and known > newest:
        faults.add("since", "INPUT_INVALID", since, f"a token up to {house.center}:{newest}")
    faults.stop()
    return known or 0


def _numbered(word: str) -> int | None:
    return int(word[:18]) if word.isdigit() else None


def _visible(house: House, actor: Actor, facts: Facts, after: int, most: int) -> Iterator[Change]:
    """Yield what the actor may see after a position.

    Where it can be said beforehand whose that is, only that is read: how long it takes goes by her
    own bookings, and not by those of others.
    """
    whose = owners(Right.SEE_CHANGES, actor, facts)
    about = None if whose is None else tuple(sorted(whose))
    size = most if actor.kind is ActorKind.PROGRAM else max(most, PAGE)
    rows: tuple[Change, ...] = ()
    while about != () and (not rows or len(rows) == size):
        with house.store.snapshot(house.center) as reader:
            rows = reader.changes(after, size, about)
            found = reader.bookings_by_id(sorted({row.booking for row in rows}))
        if not rows:
            return
        yield from _seen(house.loaded(), actor, facts, rows, found)
        after = rows[-1].position or after


def _seen(
    loaded: Loaded,
    actor: Actor,
    facts: Facts,
    rows: tuple[Change, ...],
    found: Mapping[str, Booking],
) -> Iterator[Change]:
    """Yield those of some changes that the actor may see, as she may."""
    kinds = loaded.room_types
    known = {id: hydrated(kinds.get(one.room_type), one) for id, one in found.items()}
    for row in rows:
        about = known.get(row.booking)
        if about is not None and may_read(loaded, actor, facts, about, Right.SEE_CHANGES):
            yield change_shown(loaded, actor, facts, about, row)
