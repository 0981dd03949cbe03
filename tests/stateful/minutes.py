"""A stupid model of the desk: cells of five minutes, counters, and plain dicts.

Written from the rules in the documentation, not from the engine: it knows no intervals, no lapsed
rows, no indexes. Time is carried out at once, where the desk lets it work by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import attrs

CELL = 300
MINUTE, HOUR, DAY = 60, 3_600, 86_400
ZONE = 8 * HOUR
"""The center is in Shanghai: eight hours before UTC, all year."""

CAPACITY = {"A": 1, "B": 1, "P": 3}
LEAVES = {"A": ("A",), "B": ("B",), "AB": ("A", "B"), "P": ("P",)}
PLACES = {
    "room": ("A", "B", "AB"),
    "checked": ("A",),
    "gated": ("B", "P"),
    "seat": ("P",),
    "quiet": ("B",),
}
BEFORE = {"room": 15 * MINUTE, "checked": 0, "gated": 5 * MINUTE, "seat": 5 * MINUTE, "quiet": 0}
AFTER = {"room": 10 * MINUTE, "checked": 30 * MINUTE, "gated": 0, "seat": 10 * MINUTE, "quiet": 0}
CANCEL_NOTICE = {"room": 2 * HOUR, "checked": HOUR, "gated": 0, "seat": 0, "quiet": 0}
HOURS_A_DAY = {"room": 5 * HOUR, "checked": 2 * HOUR}
CHECKS_IN = frozenset({"room", "checked"})
RELEASED_AFTER = {"checked": 30 * MINUTE}
SEALED = frozenset({"quiet"})
"""Whose it is only who serves it may know."""
OPEN_HOLDS = 2
HOLD_MOST = HOUR


def _kind(name: str) -> str:
    if name in SEALED:
        return "sealed"
    return "released" if name in RELEASED_AFTER else "listed" if name in CHECKS_IN else "room"


CENTER = """
center = { id = "c", zone = "Asia/Shanghai", hours = "always", check_in = "desk" }
hours.always = { daily = "open" }
resource.A = {}
resource.B = {}
resource.AB = { parts = ["A", "B"] }
resource.P = { capacity = POOL }
""" + "".join(
    f"""
[offering.{name}]
room_type = "{_kind(name)}"
places = [{", ".join(f'"{place}"' for place in places)}]
horizon = "none"
approval = {"true" if name == "gated" else "false"}
open_holds = {OPEN_HOLDS}
hold_most = "{HOLD_MOST}s"
before = "{BEFORE[name]}s"
after = "{AFTER[name]}s"
cancel_notice = "{CANCEL_NOTICE[name]}s"
"""
    + (f'quota = {{ amount = "{HOURS_A_DAY[name]}s", per = "day" }}' if name in HOURS_A_DAY else "")
    for name, places in PLACES.items()
)


def center_of(pool: int) -> str:
    """The center file, with so many places in the pool."""
    return CENTER.replace("POOL", str(pool))


LIVE = frozenset({"held", "pending", "confirmed", "arrived"})


def put_off(at: int, gaps: list[tuple[int, int]]) -> int:
    """When something lapses that would have at an instant, but for outages."""
    for low, high in gaps:
        at += high - low if low <= at < high else 0
    return at


@attrs.define
class Kept:
    """A booking in the model.

    Attributes:
        takes: it has its places; until: when its use of them ends (earlier if completed early).
        spends: its hours count against the quota.
        order: when it was accepted.
        ended_at, ended_from: when time ended it by itself, and in which state it was then.
    """

    offering: str
    place: str
    start: int
    end: int
    organizer: str
    state: str
    made: int
    order: int
    reason: str = ""
    lapses: int | None = None
    takes: bool = True
    until: int = 0
    spends: bool = True
    approved: bool = False
    excused: bool = False
    ended_at: int = 0
    ended_from: str = ""


def _same_claims(was: Kept, b: Kept, place: str) -> bool:
    """Whether a change leaves all that is taken, and when, as it was."""
    return (was.start, was.end) == (b.start, b.end) and LEAVES[was.place] == LEAVES[place]


def cells(start: int, end: int) -> range:
    return range(start // CELL, end // CELL)


@attrs.define
class Minutes:
    """All that the desk should know, and what it should answer."""

    now: int
    bookings: dict[str, Kept] = attrs.field(factory=dict)
    blocks: dict[str, tuple[str, int, int, int | None]] = attrs.field(factory=dict)
    laid: dict[str, dict[str, int]] = attrs.field(factory=dict)
    """How much of each leaf a closure takes."""
    shut: dict[str, tuple[str, int, int]] = attrs.field(factory=dict)
    outages: list[tuple[int, int]] = attrs.field(factory=list)
    capacity: dict[str, int] = attrs.field(factory=lambda: dict(CAPACITY))
    accepted: int = 0

    # What is taken ------------------------------------------------------------------------------

    def levels(self, leaf: str, but: str = "") -> Counter[int]:
        """How much of a leaf is taken in each cell, buffers included."""
        return self._levels(leaf, [b for id, b in self.bookings.items() if id != but])

    def _levels(self, leaf: str, bookings: Iterable[Kept]) -> Counter[int]:
        found: Counter[int] = Counter()
        for b in bookings:
            if b.takes and leaf in LEAVES[b.place]:
                low, high = b.start - BEFORE[b.offering], b.until + AFTER[b.offering]
                found.update(cells(low, high))
        for closure, (_, start, end, _) in self.blocks.items():
            for cell in cells(start, end):
                found[cell] += self.laid[closure].get(leaf, 0)
        return +found

    @staticmethod
    def closed_leaves(subject: str) -> tuple[str, ...]:
        return tuple(CAPACITY) if subject == "c" else LEAVES[subject]

    def _fits_beside(self, leaf: str, asked: Kept, others: list[Kept]) -> bool:
        low, high = asked.start - BEFORE[asked.offering], asked.until + AFTER[asked.offering]
        if self.capacity[leaf] > 1:
            levels = self._levels(leaf, others)
            return all(levels[cell] < self.capacity[leaf] for cell in cells(low, high))
        aired: set[int] = set()
        prepared: set[int] = set()
        for b in others:
            if b.takes and leaf in LEAVES[b.place]:
                aired.update(cells(b.start, b.until + AFTER[b.offering]))
                prepared.update(cells(b.start - BEFORE[b.offering], b.until))
        closed = set(self._levels(leaf, ()))
        return (
            aired.isdisjoint(cells(asked.start, high))
            and prepared.isdisjoint(cells(low, asked.until))
            and closed.isdisjoint(cells(low, high))
        )

    def place_for(self, asked: Kept, places: Iterable[str], but: str = "") -> str | None:
        """The first place that is free."""
        others = [b for id, b in self.bookings.items() if id != but]
        for place in places:
            if all(self._fits_beside(leaf, asked, others) for leaf in LEAVES[place]):
                return place
        return None

    # What is used -------------------------------------------------------------------------------

    def hours(self, offering: str, organizer: str, at: int, but: str = "") -> int:
        """Seconds that count on the civil day of an instant; a composite counts each leaf."""
        day = (at + ZONE) // DAY
        return sum(
            (b.end - b.start) * len(LEAVES[b.place])
            for id, b in self.bookings.items()
            if b.spends and id != but and b.offering == offering and b.organizer == organizer
            if (b.start + ZONE) // DAY == day
        )

    def open_holds(self, organizer: str) -> int:
        held = [b for b in self.bookings.values() if b.state == "held"]
        return sum(b.organizer == organizer for b in held)

    # What is answered ---------------------------------------------------------------------------

    def judge(
        self,
        asked: Kept,
        places: Iterable[str],
        *,
        hold: bool = False,
        but: str = "",
        anew: bool = False,
    ) -> tuple[frozenset[str], str]:
        """The reasons against a request, and the place that it would get.

        One in the place of another (``but``) that begins when that did may have begun already,
        unless it comes back from void (``anew``).
        """
        reasons = set()
        place = self.place_for(asked, places, but)
        if place is None:
            reasons.add("place")
        if asked.offering in HOURS_A_DAY:
            length = (asked.end - asked.start) * len(LEAVES[place] if place else ("one",))
            spent = self.hours(asked.offering, asked.organizer, asked.start, but)
            if spent + length > HOURS_A_DAY[asked.offering]:
                reasons.add("quota")
        if hold and self.open_holds(asked.organizer) >= OPEN_HOLDS:
            reasons.add("quota")
        if any(
            offering == asked.offering and start < asked.end and asked.start < end
            for offering, start, end in self.shut.values()
        ):
            reasons.add("closed")
        kept = self.bookings[but].start == asked.start if but and not anew else False
        if (asked.end if kept else asked.start) < self.now:
            reasons.add("past")
        return frozenset(reasons), place or ""

    def is_its_day(self, b: Kept) -> bool:
        """Nobody comes before the civil day of a booking."""
        return (self.now + ZONE) // DAY >= (b.start + ZONE) // DAY

    def asked(self, offering: str, start: int, length: int, organizer: str) -> Kept:
        return Kept(
            offering=offering,
            place="",
            start=start,
            end=start + length,
            until=start + length,
            organizer=organizer,
            state="",
            made=self.now,
            order=0,
        )

    # What happens -------------------------------------------------------------------------------

    def accept(self, id: str, b: Kept, place: str, state: str, *, was: Kept | None = None) -> None:
        """Keep a booking that was judged anew; ``was``: a live one of which it is a change."""
        self.accepted += 1
        turn = b.order if was is not None and _same_claims(was, b, place) else self.accepted
        b.place, b.order, b.takes, b.spends, b.until = place, turn, True, True, b.end
        b.reason, b.ended_at, b.ended_from = "", 0, ""
        # Who was excused for an outage stays so; who had to move has his place now.
        gaps, spared = self.gaps(b) if b.excused else [], b.excused
        b.excused = bool(gaps)
        self.bookings[id] = b
        self.enter(b, state)
        if b.state != "confirmed" or b.offering not in RELEASED_AFTER:
            return
        stays = was is not None and was.state == "confirmed" and was.start == b.start
        if stays and was is not None and was.lapses is not None:
            self.release(b, was.lapses)
            return
        at = max(b.start, self.now) + RELEASED_AFTER[b.offering]
        if stays and not spared and b.start + RELEASED_AFTER[b.offering] > self.now:
            at = b.start + RELEASED_AFTER[b.offering]
        if b.lapses is not None or stays:
            self.release(b, put_off(at, gaps))

    def enter(self, b: Kept, state: str) -> None:
        """Put a booking into a state, with what time will do to it."""
        b.state, b.lapses = state, None
        if state == "confirmed" and b.offering in RELEASED_AFTER:
            self.release(b, max(b.start, self.now) + RELEASED_AFTER[b.offering])
        elif state == "pending":
            b.lapses = self.undecided_until(b.start)
        if state == "confirmed" and b.end <= self.now:
            b.excused = True  # a hold may outlast its time: nobody was missed
        if state == "confirmed" and any(self.bookings[id] is b for id in self.displaced()):
            self.spare(b)
        self.pass_time(0)

    @staticmethod
    def release(b: Kept, at: int) -> None:
        """Let it be released at an instant, unless it is over by then."""
        b.lapses = at if at < b.end else None

    def give_time_back(self, low: int, high: int) -> None:
        """Excuse whoever could not come in an outage, and give back what time ended in it."""
        self.outages.append((low, high))
        for id, b in sorted(self.bookings.items(), key=lambda item: (item[1].made, item[0])):
            missed = b.start < high and low < b.end
            if b.state in LIVE:
                b.excused = b.excused or missed
                if b.lapses is not None and low <= b.lapses < high:
                    b.lapses += high - low
                    if b.state == "confirmed":
                        self.release(b, b.lapses)
            elif b.ended_from and (b.state == "done" or b.reason == "no_show"):
                b.excused = b.excused or missed
                if b.excused:
                    b.state, b.reason = "done", ""
            elif b.ended_from and low <= b.ended_at < high:
                self.give_back(id, b, b.ended_at + high - low, missed=missed)

    def give_back(self, id: str, b: Kept, until: int, *, missed: bool) -> None:
        """Let it have its place again until then, if that is not over and nothing is in the way."""
        never = b.ended_from == "confirmed" and until >= b.end
        if not never and until <= self.now:
            b.ended_at, b.excused = until, b.excused or missed
            return
        against, place = self.judge(b, (b.place,), hold=b.ended_from == "held", but=id)
        if against - {"closed", "past"}:
            return
        excused, state = b.excused or missed, b.ended_from
        self.accept(id, b, place, "")
        b.state, b.excused, b.lapses = state, excused, None if never else until
        if "closed" in against:
            self.spare(b)
        self.pass_time(0)

    def spare(self, b: Kept) -> None:
        """While it needs a move nothing releases it, and nobody is missed."""
        b.excused = True
        if b.state == "confirmed":
            b.lapses = None

    def expect(self, b: Kept) -> None:
        """It has its place again, before it began: as if nothing had been."""
        if b.start <= self.now:
            return
        gaps = self.gaps(b)
        b.excused = bool(gaps)
        if b.state == "confirmed" and b.offering in RELEASED_AFTER:
            self.release(b, put_off(b.start + RELEASED_AFTER[b.offering], gaps))

    def gaps(self, b: Kept) -> list[tuple[int, int]]:
        """The outages of its time, in the order in which they were noted."""
        return [(low, high) for low, high in self.outages if b.start < high and low < b.end]

    def lay(self, closure: str) -> None:
        """Close as much of each leaf as there is now, or as was said."""
        subject, _, _, amount = self.blocks[closure]
        leaves = self.closed_leaves(subject)
        self.laid[closure] = {leaf: amount or self.capacity[leaf] for leaf in leaves}

    def enlarge(self, pool: int) -> None:
        """Load a center file with another pool: what is closed, and not over, stays closed."""
        before = self.displaced()
        self.capacity["P"] = pool
        for closure, (_, _, end, _) in self.blocks.items():
            if end > self.now:
                self.lay(closure)
        self.settle_moves(before)

    def settle_moves(self, before: frozenset[str]) -> None:
        """Spare those that newly need a move, and expect again those that no longer do."""
        after = self.displaced()
        for id in after - before:
            self.spare(self.bookings[id])
        for id in before - after:
            self.expect(self.bookings[id])

    def undecided_until(self, start: int) -> int:
        """Two working days on, or a day before the start; asked later than that, the start."""
        wall = self.now + ZONE
        left = 2
        while left:
            wall += DAY
            if (wall // DAY + 3) % 7 < 5:  # 1 January 1970 was a Thursday
                left -= 1
        until = min(wall - ZONE, start - DAY)
        return until if until > self.now else max(start, self.now + 1)

    def void(self, b: Kept, reason: str, *, spends: bool) -> None:
        b.state, b.reason, b.lapses, b.takes, b.spends = "void", reason, None, False, spends
        b.ended_at, b.ended_from = 0, ""

    def pass_time(self, seconds: int) -> None:
        """Let time pass, and do what it does."""
        self.now += seconds
        for b in self.bookings.values():
            if b.lapses is not None and b.lapses <= self.now:
                at, state = b.lapses, b.state
                if state == "confirmed":
                    self.void(b, "released", spends=True)
                else:
                    self.void(b, "expired", spends=False)
                b.ended_at, b.ended_from = at, state
            if b.state in ("confirmed", "arrived") and b.end <= self.now:
                b.ended_at, b.ended_from = b.end, b.state
                missed = b.state == "confirmed" and b.offering in CHECKS_IN and not b.excused
                b.state, b.reason = ("void", "no_show") if missed else ("done", "")

    # Who needs a move ---------------------------------------------------------------------------

    def displaced(self) -> frozenset[str]:
        """Live bookings that do not stand when all are laid anew, in their order, over blocks."""
        standing: dict[str, list[Kept]] = {leaf: [] for leaf in CAPACITY}
        out = set()
        for id, b in sorted(self.bookings.items(), key=lambda item: item[1].order):
            for leaf in LEAVES[b.place] if b.takes else ():
                if self._fits_beside(leaf, b, standing[leaf]):
                    standing[leaf].append(b)
                else:
                    out.add(id)
        for id, b in self.bookings.items():
            for offering, start, end in self.shut.values():
                if offering == b.offering and start < b.end and b.start < end:
                    out.add(id)
        return frozenset(id for id in out if self.is_to_come(self.bookings[id]))

    def is_to_come(self, b: Kept) -> bool:
        """A hold may outlast the time that it is for; nobody moves it then."""
        return b.state in LIVE and b.end > self.now

    def under(self, closure: str) -> frozenset[str]:
        """The live bookings that one closure displaces."""
        if closure in self.shut:
            offering, start, end = self.shut[closure]
            return frozenset(
                id
                for id, b in self.bookings.items()
                if self.is_to_come(b) and b.offering == offering and start < b.end and b.start < end
            )
        subject, start, end, _ = self.blocks[closure]
        mine = set(self.closed_leaves(subject))
        held = {closure: self.blocks[closure]}
        by_blocks = attrs.evolve(self, shut={}).displaced()
        return frozenset(
            id
            for id in by_blocks
            if mine & set(LEAVES[self.bookings[id].place])
            and self._reaches(self.bookings[id], held[closure][1], held[closure][2])
        )

    @staticmethod
    def _reaches(b: Kept, start: int, end: int) -> bool:
        return b.start - BEFORE[b.offering] < end and start < b.until + AFTER[b.offering]
