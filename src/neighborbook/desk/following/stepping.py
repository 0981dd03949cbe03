"""From what an outside calendar tells to what is to be closed and taken back here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256

import attrs

from neighborbook.desk.blocking import takes_of
from neighborbook.desk.closing import swap
from neighborbook.desk.house import House
from neighborbook.desk.loaded import Loaded
from neighborbook.domain.claim import Claim, ClaimKind
from neighborbook.domain.closure import Closure, ClosureKind
from neighborbook.domain.following import Follow, Heard, OutsideClosure
from neighborbook.domain.party import PROGRAM
from neighborbook.domain.spans import Span
from neighborbook.domain.times import parse_instant, zone
from neighborbook.storage.abc import Reader, Transaction, Wanted

NOBODY: frozenset[str] = frozenset()


@attrs.frozen(kw_only=True)
class Step:
    """One thing that an outside calendar tells: it is new, has moved, or is gone.

    Attributes:
        old: the closure that goes; new: the one that comes. Never do both lack.
    """

    old: Closure | None = None
    new: Closure | None = None

    @property
    def scopes(self) -> frozenset[str]:
        """The leaves that it locks."""
        return frozenset(
            f"leaf:{take.leaf}" for one in (self.old, self.new) if one for take in one.takes
        )


def active(loaded: Loaded, now: int) -> Mapping[tuple[str, str], Follow]:
    """Return what is followed at an instant, by resource and name; what has ended is not."""
    here = zone(loaded.catalog.center.zone)

    def begins(day: date) -> int:
        return parse_instant(day, here)

    return {
        (follow.resource, follow.name): follow
        for follow in loaded.catalog.follows
        if follow.until is None or now < begins(follow.until)
    }


def scopes_of(loaded: Loaded, resource: str) -> frozenset[str]:
    """Return what a closure of a resource locks."""
    return frozenset(f"leaf:{leaf}" for leaf in loaded.catalog.leaves(resource))


def mark_of(key: str) -> str:
    """Return by what an entry is known again; what it is called outside is not kept."""
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def steps(
    house: House,
    reader: Reader,
    loaded: Loaded,
    follow: Follow,
    heard: Heard,
    window: Span,
    now: int,
) -> list[Step]:
    """Return what is to be done so that the room is closed as its calendar tells.

    A closure of the same time is left alone, also where somebody has reopened it: what people have
    decided here stands until the entry moves.
    """
    kept = {
        closure.origin_key: closure
        for closure in reader.followed_of(follow.resource, follow.name, now)
    }
    told = _by_mark(heard.closures, window, now)
    ours = _stands_here(reader, loaded, follow, told, now)
    found = []
    for mark, outside in told.items():
        old = kept.pop(mark, None)
        if mark in ours:
            kept |= {mark: old} if old is not None else {}
        elif old is None or not _is_as_told(old, outside, follow):
            new = _closure(house, loaded, follow, outside, mark, now)
            found.append(Step(old=old, new=new))
    # What was not heard is not gone; nor is what lies past the time that was asked about.
    gone = () if heard.fault else (old for old in kept.values() if old.start_at < window.end)
    found.sort(key=_by_start)  # so that some of them are read together: they lie side by side
    return [*found, *(Step(old=old) for old in gone)]


def _by_start(step: Step) -> int:
    return step.new.start_at if step.new is not None else 0


def still_to_do(
    reader: Reader, loaded: Loaded, follow: Follow, reckoned: Iterable[Step], now: int
) -> list[Step]:
    """Return those of some steps that are still to be done, each as it is to be done now.

    They were reckoned by this very catalog a moment ago, and nobody else follows this calendar
    meanwhile; but people may have reopened something since, or have brought in what stands there.
    """
    told = {
        step.new.origin_key: OutsideClosure(
            key="", start_at=step.new.start_at, end_at=step.new.end_at
        )
        for step in reckoned
        if step.new is not None
    }
    ours = _stands_here(reader, loaded, follow, told, now)
    found = []
    for step in reckoned:
        old = None if step.old is None else reader.closure(step.old.id)
        if step.old is not None and (old is None or old.end_at <= now):
            continue
        if step.new is None:
            found.append(Step(old=old))
        elif step.new.end_at > now and step.new.origin_key not in ours:
            outside = told[step.new.origin_key]
            if old is None or not _is_as_told(old, outside, follow):
                found.append(Step(old=old, new=attrs.evolve(step.new, created_at=now)))
    return found


def _is_as_told(old: Closure, outside: OutsideClosure, follow: Follow) -> bool:
    """Whether a closure needs no other one in its place; what is reopened, nobody reads."""
    if (old.start_at, old.end_at) != (outside.start_at, outside.end_at):
        return False
    return old.reopened_at is not None or old.public_reason == follow.public_reason


def _by_mark(told: Iterable[OutsideClosure], window: Span, now: int) -> dict[str, OutsideClosure]:
    """Return what still matters, each under a mark of its own, even where two have one key.

    Those are numbered from the last on, or each would get another mark when the first is over.
    """
    found: dict[str, OutsideClosure] = {}
    alike = Counter[str]()
    for outside in sorted(told, key=lambda one: (one.key, one.start_at, one.end_at), reverse=True):
        if outside.end_at <= now or outside.start_at >= window.end:
            continue
        alike[outside.key] += 1
        mark, number = mark_of(outside.key), alike[outside.key]
        found[mark if number == 1 else mark_of(f"{mark}\n{number}")] = outside
    return found


def _stands_here(
    reader: Reader,
    loaded: Loaded,
    follow: Follow,
    told: Mapping[str, OutsideClosure],
    now: int,
) -> frozenset[str]:
    """Return the marks of what was imported and has its place here at that time: none is closed.

    By the time and not by the key: what comes in from a list has no UID.
    """
    if not told:
        return frozenset()
    times = told.values()
    low, high = min(one.start_at for one in times), max(one.end_at for one in times)
    leaves = loaded.catalog.leaves(follow.resource)
    laid = reader.read(Wanted(start=low, end=high, leaves=leaves)).claims
    at = [_owners(laid.get(leaf, ()), now) for leaf in leaves]
    found = {
        mark: frozenset.intersection(*(by.get((one.start_at, one.end_at), NOBODY) for by in at))
        for mark, one in told.items()
    }
    brought = reader.brought(sorted({owner for owners in found.values() for owner in owners}))
    return frozenset(mark for mark, owners in found.items() if owners & brought)


def _owners(laid: Iterable[Claim], now: int) -> Mapping[tuple[int, int], frozenset[str]]:
    """Return whose a leaf is, by the time of the booking."""
    found: dict[tuple[int, int], frozenset[str]] = {}
    for claim in laid:
        if claim.kind is ClaimKind.USE and claim.live(now):
            time = (claim.start, claim.end)
            found[time] = found.get(time, NOBODY) | {claim.owner}
    return found


def _closure(
    house: House, loaded: Loaded, follow: Follow, outside: OutsideClosure, mark: str, now: int
) -> Closure:
    catalog = loaded.catalog
    return Closure(
        id=house.ids.new(),
        center=house.center,
        kind=ClosureKind.RESOURCE,
        subject=follow.resource,
        start_at=outside.start_at,
        end_at=outside.end_at,
        zone=catalog.center.zone,
        reason=follow.name,
        public_reason=follow.public_reason,
        takes=takes_of(catalog, ClosureKind.RESOURCE, follow.resource, None),
        actor=PROGRAM.key,
        created_at=now,
        origin=follow.name,
        origin_key=mark,
    )


def take(house: House, tx: Transaction, loaded: Loaded, step: Step, now: int) -> None:
    """Close and take back at once, and tell whoever newly needs a move, or no longer does.

    What has moved is a closure of its own: calendars count on it that none changes.
    """
    old = step.old
    if old is not None:
        since = now if old.reopened_at is None else old.reopened_at
        old = attrs.evolve(old, reopened_at=since, origin_key="")
    swap(house, PROGRAM, tx, loaded, now, old=old, new=step.new)
