"""The log of changes: numbered without gaps, chained so that nothing in it can be altered unseen.

A change is written unnumbered. Sealing gives committed ones their positions, from 1, and a hash
over the hash before it, so that readers who follow positions miss nothing. Who did it and why can
be erased: the hash covers only a salted commitment to that, which tells nothing once the salt is
gone.
"""

from __future__ import annotations

import enum
import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:  # the chain is reckoned without SQLAlchemy
    from neighborbook.storage.statements import Row


def commitment_to(salt: str, actor: str, reason: str) -> str:
    """Return what the chain knows of actor and reason.

    >>> commitment_to("aa", "li-wei", "") == commitment_to("ab", "li-wei", "")
    False
    """
    return _digest([salt, actor, reason])


def first_hash(center: str) -> str:
    """Return what stands before the first change of a center."""
    return _digest(["neighborbook", center])


@attrs.frozen
class Seal:
    """The position and the hash of one change."""

    id: str
    at_position: int
    with_hash: str


def sealed(last: tuple[int, str], unsealed: Sequence[Row]) -> tuple[Seal, ...]:
    """Number and chain changes after the last sealed one.

    Args:
        last: its position and hash; 0 and ``first_hash`` if there is none.
        unsealed: rows of (id, booking, act, version, at, fields, commitment), in order.
    """
    position, previous = last
    seals = []
    for row in unsealed:
        position += 1
        previous = _digest([previous, position, *row])
        seals.append(Seal(row[0], position, previous))
    return tuple(seals)


class Wrong(enum.Enum):
    """What can be wrong with a position of the log."""

    MISSING = "missing"
    ALTERED = "altered"
    PAYLOAD = "payload"


@attrs.frozen
class Flaw:
    """What is wrong with one position of the log; ``id`` of the change that has it, if any."""

    at_position: int
    what: Wrong
    id: str = ""


def first_broken(last: tuple[int, str], rows: Sequence[Row]) -> int | None:
    """Return the position of the first change that is missing or altered, or ``None``.

    Args:
        last: position and hash of the change before.
        rows: as for ``flaws``.
    """
    found = next(flaws(last, rows), None)
    return None if found is None else found.at_position


def flaws(last: tuple[int, str], rows: Sequence[Row]) -> Iterator[Flaw]:
    """Yield what is wrong with the log, in order; after each flaw the kept hashes are believed.

    Args:
        last: position and hash of the change before.
        rows: sealed changes in order, each as for ``sealed``, then its position and hash, then
            salt, actor, and reason, which are ``None`` where they were erased.
    """
    position, previous = last
    for row in rows:
        position += 1
        change, (at, found), (salt, actor, reason) = row[:7], row[7:9], row[9:12]
        if at != position:
            yield Flaw(position, Wrong.MISSING)
        elif found != _digest([previous, position, *change]):
            yield Flaw(position, Wrong.ALTERED, row[0])
        elif salt is not None and commitment_to(salt, actor, reason) != change[6]:
            yield Flaw(position, Wrong.PAYLOAD, row[0])
        position, previous = at, found


def _digest(values: Sequence[object]) -> str:
    text = json.dumps(list(values), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
