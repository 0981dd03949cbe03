"""What the book says to thousands of requests in one transaction, each part of it read once.

Every request sees exactly what a read of its own would give it: what was there before, and what
those before it have taken. While the ledger lives nobody else writes.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from neighborbook.domain.booking import Booking
from neighborbook.domain.claim import Claim
from neighborbook.domain.closure import Closure
from neighborbook.domain.demand import Question
from neighborbook.domain.limit import LimitUse
from neighborbook.engine.admission import Plan
from neighborbook.engine.occupancy import reach
from neighborbook.storage.abc import Found, Reader, Wanted

T = TypeVar("T")

DAY = 86400
EARLIEST, LATEST = -(1 << 62), 1 << 62
MOST_AT_ONCE = 500
"""Leaves or limits of one read."""

Window = tuple[int, int]


class Ledger:
    """Claims by leaf and day, uses by limit and window, answers by question."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._leaves: dict[str, _Leaf] = {}
        self._uses: dict[str, dict[Window, list[LimitUse]]] = defaultdict(dict)
        self._answers: dict[Question, list[Booking]] = {}
        self._closures: dict[str, tuple[Closure, ...]] = {}
        self._own: dict[str, list[Booking]] = defaultdict(list)
        self._own_uses: dict[str, list[LimitUse]] = defaultdict(list)

    def cover(self, plans: Sequence[Plan]) -> None:
        """Read what plans declared, as far as it has not been read before."""
        self._cover_leaves(plans)
        self._cover_limits(plans)
        questions = {q for plan in plans for q in plan.questions if q not in self._answers}
        if questions:
            found = self._reader.read(Wanted(start=0, end=1, questions=tuple(questions)))
            for question, bookings in found.answers.items():
                self._answers[question] = [*bookings]
        for offering in {plan.candidate.ask.offering.id for plan in plans} - self._closures.keys():
            wanted = Wanted(start=EARLIEST, end=LATEST, offering=offering)
            self._closures[offering] = self._reader.read(wanted).closures

    def found(self, plan: Plan) -> Found:
        """Return what a read of a plan would find, which ``cover`` has read."""
        start, end = plan.start, plan.end
        return Found(
            claims={leaf: self._leaves[leaf].near(start, end) for leaf in plan.leaves},
            limit_uses=self._limit_uses(plan) if plan.limits else {},
            answers={q: self._answer(q) for q in plan.questions} if plan.questions else {},
            closures=tuple(
                closure
                for closure in self._closures[plan.candidate.ask.offering.id]
                if closure.start_at < end and closure.end_at > start
            ),
        )

    def add(
        self, booking: Booking, claims: Iterable[Claim], uses: Iterable[LimitUse], *, asked: bool
    ) -> None:
        """Note what has been booked, written or not yet.

        Args:
            asked: whether any request may have questions about bookings.
        """
        for claim in claims:
            leaf = self._leaves.get(claim.leaf)
            if leaf is None:  # of a person, about whom nobody has asked yet
                continue
            leaf.add(claim)
        for use in uses:
            self._own_uses[use.key].append(use)
            for (start, end), known in self._uses[use.key].items():
                if start <= use.at < end:
                    insort(known, use, key=_by_at)
        if asked:
            for party in dict.fromkeys(booking.parties):
                self._own[party].append(booking)

    def forget(self, owners: Iterable[str]) -> None:
        """Drop the claims of bookings that time has ended."""
        gone = frozenset(owners)
        for leaf in self._leaves.values():
            leaf.forget(gone)

    def _cover_leaves(self, plans: Sequence[Plan]) -> None:
        wanted: dict[str, Window] = {}
        for plan in plans:
            for leaf in plan.leaves:
                known = wanted.get(leaf)
                start, end = plan.start, plan.end
                if known is not None:
                    start, end = min(start, known[0]), max(end, known[1])
                wanted[leaf] = (start, end)
        missing: dict[Window, list[str]] = defaultdict(list)
        for leaf, window in wanted.items():
            for part in self._leaves.setdefault(leaf, _Leaf()).missing(window):
                missing[part].append(leaf)
        for start, end, leaves in _joined(missing):
            for some in _slices(leaves):
                found = self._reader.read(Wanted(start=start, end=end, leaves=tuple(some)))
                for leaf, claims in found.claims.items():
                    self._leaves[leaf].read((start, end), claims)

    def _cover_limits(self, plans: Sequence[Plan]) -> None:
        missing = {
            limit: None
            for plan in plans
            for limit in plan.limits
            if limit[1:] not in self._uses[limit[0]]
        }
        for some in _slices(list(missing)):
            found = self._reader.read(Wanted(start=0, end=1, limits=tuple(some)))
            for key, start, end in some:
                own = self._own_uses.get(key, [])
                ours = {use.owner for use in own}
                stored = (use for use in found.limit_uses[key] if use.owner not in ours)
                within = [use for use in (*stored, *own) if start <= use.at < end]
                self._uses[key][start, end] = sorted(within, key=_by_at)

    def _limit_uses(self, plan: Plan) -> Mapping[str, tuple[LimitUse, ...]]:
        windows: dict[str, list[Window]] = defaultdict(list)
        for key, start, end in plan.limits:
            windows[key].append((start, end))
        found = {}
        for key, wanted in windows.items():
            if len(wanted) == 1:
                found[key] = tuple(self._uses[key][wanted[0]])
                continue
            uses: list[LimitUse] = []
            for place, window in enumerate(wanted):
                # Windows of one key may overlap: a use counts in the first that it is in.
                earlier = wanted[:place]
                uses += (use for use in self._uses[key][window] if not _is_in(use, earlier))
            found[key] = tuple(sorted(uses, key=_by_at))
        return found

    def _answer(self, question: Question) -> tuple[Booking, ...]:
        stored = self._answers[question]
        own = [
            booking
            for booking in self._own.get(question.party, ())
            if question.start <= booking.start_at < question.end
            and (not question.room_types or booking.room_type in question.room_types)
        ]
        if not own:
            return tuple(stored)
        known = {booking.id: booking for booking in (*stored, *own)}
        return tuple(sorted(known.values(), key=lambda each: (each.start_at, each.id)))


class _Leaf:
    """The claims on one leaf, by each day into which they reach."""

    def __init__(self) -> None:
        self._days: dict[int, list[Claim]] = {}
        self._read: Window | None = None
        self._known: set[tuple[str, str]] = set()

    def missing(self, window: Window) -> Iterator[Window]:
        """Yield what of a window has not been read yet."""
        if self._read is None:
            yield window
            return
        if window[0] < self._read[0]:
            yield window[0], self._read[0]
        if window[1] > self._read[1]:
            yield self._read[1], window[1]

    def read(self, window: Window, claims: Iterable[Claim]) -> None:
        """Note what was read of a window, which touches or overlaps what was read before."""
        low, high = self._read or window
        self._read = min(low, window[0]), max(high, window[1])
        for claim in claims:
            self.add(claim)

    def add(self, claim: Claim) -> None:
        """Note one claim, unless it is known."""
        name = (claim.owner, claim.kind.value)
        if name in self._known:
            return
        self._known.add(name)
        low, high = reach(claim)
        for day in range(low // DAY, (high - 1) // DAY + 1):
            self._days.setdefault(day, []).append(claim)

    def near(self, start: int, end: int) -> tuple[Claim, ...]:
        """Return the claims that reach into a window, by start and order."""
        first, last = start // DAY, (end - 1) // DAY
        found: list[Claim] = []
        for day in range(first, last + 1):
            for claim in self._days.get(day, ()):
                low, high = reach(claim)
                # One that began on an earlier day of the window was met there.
                if low < end and high > start and (day == first or low // DAY == day):
                    found.append(claim)
        if len(found) > 1:
            found.sort(key=_by_start)
        return tuple(found)

    def forget(self, owners: frozenset[str]) -> None:
        """Drop the claims of some owners."""
        for day, claims in self._days.items():
            if any(claim.owner in owners for claim in claims):
                self._days[day] = [claim for claim in claims if claim.owner not in owners]


def _joined(missing: Mapping[Window, list[str]]) -> Iterator[tuple[int, int, list[str]]]:
    """Yield windows to read with their leaves; those that are nearly the same are read as one.

    So a leaf reads more than it lacks at times, but never apart from what it has, and of all that
    is read less than half is in vain.
    """
    low = high = wanted = 0
    leaves: list[str] = []
    for (start, end), some in sorted(missing.items()):
        lacking = (end - start) * len(some)
        whole = (max(high, end) - low) * (len(leaves) + len(some))
        if leaves and whole <= 2 * (wanted + lacking):
            high, wanted, leaves = max(high, end), wanted + lacking, [*leaves, *some]
            continue
        if leaves:
            yield low, high, list(dict.fromkeys(leaves))
        low, high, wanted, leaves = start, end, lacking, [*some]
    if leaves:
        yield low, high, list(dict.fromkeys(leaves))


def _slices(listed: list[T]) -> Iterator[list[T]]:
    for first in range(0, len(listed), MOST_AT_ONCE):
        yield listed[first : first + MOST_AT_ONCE]


def _is_in(use: LimitUse, windows: Sequence[Window]) -> bool:
    return any(start <= use.at < end for start, end in windows)


def _by_at(use: LimitUse) -> tuple[int, str]:
    return use.at, use.owner


def _by_start(claim: Claim) -> tuple[int, int, str]:
    return claim.start, claim.order, claim.owner
