"""Keys: a call that was answered is answered again, even if its words no longer make sense."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from itertools import islice
from typing import TypeVar

import attrs

from neighborbook.codes import Code
from neighborbook.desk.faults import MOST_ID, Faults
from neighborbook.desk.house import House
from neighborbook.desk.loaded import refused
from neighborbook.domain.party import Actor
from neighborbook.domain.slot import Slot
from neighborbook.engine.reasons import no
from neighborbook.errors import InvalidRequest, NotFound, Refused
from neighborbook.storage.abc import Key

T = TypeVar("T")
MOST_PARTS = 1000
"""No list that a call may hold is so long."""


def key_of(actor: Actor, key: str | None, call: str, words: object, answer: str) -> Key | None:
    """Return the key of a write with a digest of the call and its words, or ``None``.

    The words are digested as they were written, not as they were understood: what they name may be
    gone when they come again.
    """
    if not isinstance(key, str) or len(key) > MOST_ID:
        return None  # there is none, or it is at fault, which the call itself says
    try:
        text = json.dumps([call, canonical(words)], ensure_ascii=True, sort_keys=True)
    except Exception as error:  # noqa: BLE001 - words may be anything; these will be at fault
        text = f"{call}: {type(error).__name__}"
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Key(actor=actor.key, key=key, hash=digest, answer=answer)


def canonical(value: object) -> object:
    """Return words as plain JSON that is equal whenever they say the same.

    An aware datetime, pendulum's too, is its instant whatever its zone; a set has no order.
    """
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Enum):
        return canonical(value.value)
    if isinstance(value, date | timedelta):
        return _time(value)
    if isinstance(value, Slot):  # the rest of it is for reading
        return canonical(value.request)
    kind: type = type(value)
    names = _attributes(kind)
    if names is not None:
        return {name: canonical(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {str(name): canonical(part) for name, part in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(json.dumps(canonical(part), sort_keys=True) for part in value)
    if isinstance(value, Iterable) and not isinstance(value, bytes):
        return [canonical(part) for part in islice(value, MOST_PARTS)]
    return repr(value)


def _time(value: date | timedelta) -> object:
    if isinstance(value, timedelta):
        # Of pendulum's durations: a month is counted as thirty days, and is something else.
        by_calendar = [getattr(value, name, 0) for name in ("years", "months")]
        return ["length", timedelta.total_seconds(value), *by_calendar]
    if isinstance(value, datetime) and value.utcoffset() is not None:
        return ["instant", value.astimezone(UTC).isoformat()]
    return ["wall", value.isoformat()]


@functools.cache
def _attributes(kind: type) -> tuple[str, ...] | None:
    return tuple(field.name for field in attrs.fields(kind)) if attrs.has(kind) else None


def replayed(
    house: House, key: Key | None, answered: Callable[[Key], T], call: Callable[[], T]
) -> T:
    """Do a call; one that fails although its key was used gets the answer of that time.

    The key is taken by the transaction of the call, which answers a second one without reading its
    words. What fails on the way there (an offering that is gone, a booking that has moved on) has
    not come so far, so the key is looked up here; nothing is looked up when all goes well.

    Args:
        answered: what the transaction would answer to an earlier use of the key.

    Raises:
        InvalidRequest, NotFound, Refused: as the call, if its key is free.
        Refused: KEY_REUSED, if its key was used with other arguments.
    """
    try:
        return call()
    except (InvalidRequest, NotFound, Refused):
        earlier = None if key is None else _use_of(house, key)
        if key is None or earlier is None:
            raise
        if earlier.hash == key.hash:
            return answered(earlier)
    raise refused(no(Code.KEY_REUSED, "key"), house.loaded().catalog.center.zone)


def _use_of(house: House, key: Key) -> Key | None:
    """Return for what a key was used before; nothing can have been made with one at fault."""
    faults = Faults()
    faults.key(key.key)
    if faults.found:
        return None
    try:
        with house.store.snapshot(house.center) as reader:
            return reader.key(key.actor, key.key)
    except NotFound:  # there is no such center yet
        return None
