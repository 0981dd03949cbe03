"""The log of changes: numbered without gaps, chained so that nothing in it can be altered unseen.

A change is written unnumbered. Sealing gives committed ones their positions, from 1, and a hash
over the hash before it, so that readers who follow positions miss nothing. Who did it and why can
be erased: the hash covers only a salted commitment to that, which tells nothing once the salt is
gone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

import attrs

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


def first_broken(last: tuple[int, str], rows: Sequence[Row]) -> int | None:
    """Return the position of the first change that is missing or altered, or ``None``.

    Args:
        last: position and hash of the change before.
        rows: sealed changes in order, each as for ``sealed``, then its position and hash, then
            salt, actor, and reason, which are ``None`` where they were erased.
    """
    position, previous = last
    for row in rows:
        position += 1
        change, (at, found), (salt, actor, reason) = row[:7], row[7:9], row[9:12]
        previous = _digest([previous, position, *change])
        told = salt is None or commitment_to(salt, actor, reason) == change[6]
        if at != position or found != previous or not told:
            return position
    return None


def _digest(values: Sequence[object]) -> str:
    text = json.dumps(list(values), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
