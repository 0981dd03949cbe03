"""Desks of drawn centers, and what can be done at them at random; no tests here."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import count

import attrs
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

import neighborbook as nb
from neighborbook.domain.booking import LIVE
from neighborbook.domain.claim import Claim, ClaimKind
from neighborbook.domain.limit import LimitUse
from neighborbook.domain.offering import HOUR, MINUTE
from neighborbook.engine.occupancy import over_capacity
from neighborbook.storage.abc import BookingFilter, Wanted
from neighborbook.testing import MONDAY, CountedIds, SetClock, catalogs, center_file, requests

FAR = 1 << 40
SLOW = settings(
    deadline=None,
    max_examples=int(os.environ.get("NEIGHBORBOOK_EXAMPLES", "20")),
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.function_scoped_fixture,
        HealthCheck.filter_too_much,  # most of what is asked for at random is refused
    ],
)
"""A desk takes some milliseconds to open: fewer examples than of pure functions."""

FEW = settings(SLOW, max_examples=5)
SCHEMAS = count()


class Quoted(nb.RoomType):
    """A room of which one organizer may have so many hours a day, and so many bookings a month."""

    name = "quoted"
    checks_in = True
    quotas = (
        nb.Quota(amount=6 * HOUR, per=nb.Per.DAY),
        nb.Quota(amount=6, unit=nb.Unit.BOOKINGS, per=nb.Per.MONTH),
        nb.Quota(amount=10 * HOUR, per=nb.Per.ROLLING, days=2, over=nb.Over.APPROVAL),
    )


class WithQuotas:
    """The plugin that brings ``Quoted``."""

    name = "with-quotas"
    api = 1

    @nb.hookimpl
    def register_room_types(self) -> Iterable[nb.RoomType]:
        return [Quoted()]


def centers() -> st.SearchStrategy[nb.Catalog]:
    """Draw centers with and without quotas, with and without approval."""
    return st.one_of(catalogs(approval=True), catalogs(room_type=Quoted, approval=True))


@attrs.define
class Opened:
    """A desk with the clock by which it goes."""

    desk: nb.Desk
    clock: SetClock
    catalog: nb.Catalog

    def live_claims(self) -> dict[str, list[Claim]]:
        """Every claim that counts now, by leaf."""
        leaves = tuple(id for id, r in self.catalog.resources.items() if not r.is_composite)
        with self.desk._house.store.snapshot("center") as reader:
            found = reader.read(Wanted(start=0, end=FAR, leaves=leaves, wide=True))
        now = self.clock.at
        return {leaf: [c for c in laid if c.live(now)] for leaf, laid in found.claims.items()}

    def bookings(self) -> list[nb.Booking]:
        """Every booking as it is stored, by id."""
        with self.desk._house.store.snapshot("center") as reader:
            return sorted(reader.bookings(BookingFilter(), limit=10_000), key=lambda b: b.id)

    def rows(self, ids: Iterable[str]) -> object:
        """All that is kept of some bookings: the rows themselves, claims, uses, and history."""
        named = sorted(ids)
        with self.desk._house.store.snapshot("center") as reader:
            return (
                [reader.booking(id) for id in named],
                reader.claims_of(named),
                reader.limit_uses_of(named),
                [reader.history(id) for id in named],
            )

    def spent(self) -> dict[tuple[str, int], int]:
        """What is used of each limit, by key and instant, as of now."""
        ids = [booking.id for booking in self.bookings()]
        with self.desk._house.store.snapshot("center") as reader:
            uses: Mapping[str, tuple[LimitUse, ...]] = reader.limit_uses_of(ids)
        found: dict[tuple[str, int], int] = {}
        for laid in uses.values():
            for use in laid:
                if use.live(self.clock.at):
                    found[use.key, use.at] = found.get((use.key, use.at), 0) + use.amount
        return found

    def places(self) -> list[tuple[str, int, int, int, int, int]]:
        """What is taken of each leaf, as of now, whoever has it."""
        return sorted(
            (leaf, c.start - c.before, c.start, c.end, c.end + c.after, c.amount)
            for leaf, laid in self.live_claims().items()
            for c in laid
        )


@contextmanager
def opened(
    catalog: nb.Catalog, *, url: str | None = None, plugins: Iterable[object] = ()
) -> Iterator[Opened]:
    """Open a desk of a drawn center in an empty book; in memory, if nothing is said."""
    clock = SetClock(MONDAY)
    with nb.open(
        url,
        center="center",
        schema=None if url is None else f"book_{next(SCHEMAS)}",
        clock=clock,
        ids=CountedIds(),
        plugins=[WithQuotas(), *plugins],
    ) as desk:
        desk.load(center_file(catalog))
        yield Opened(desk, clock, catalog)


def moment(instant: int) -> datetime:
    return datetime.fromtimestamp(instant, UTC)


def words(request: nb.Request) -> dict[str, object]:
    """A request as the words of a call."""
    return {
        "start": moment(request.start),
        "end": moment(request.end),
        "organizer": request.organizer,
        "headcount": request.headcount,
        "resource": request.resource,
    }


def book(desk: nb.Desk, request: nb.Request, **more: object) -> nb.Booking:
    return desk.book(request.offering, **words(request), **more)  # type: ignore[arg-type]


def explain(desk: nb.Desk, request: nb.Request, **more: object) -> nb.Decision:
    return desk.explain(request.offering, **words(request), **more)  # type: ignore[arg-type]


STEPS = (
    "book", "book", "book", "hold", "confirm", "extend", "cancel", "change", "move", "approve",
    "decline", "restore", "check_in", "complete", "no_show", "close", "reopen", "wait", "settle",
    "outage",
)  # fmt: skip


@st.composite
def stories(draw: st.DrawFn, catalog: nb.Catalog, most: int = 12) -> list[tuple[str, object, int]]:
    """Draw what is done at a desk: a step, what it asks for, and a number to choose by."""
    steps = draw(st.lists(st.sampled_from(STEPS), max_size=most))
    return [(step, draw(requests(catalog)), draw(st.integers(0, 50))) for step in steps]


def play(at: Opened, story: Iterable[tuple[str, object, int]]) -> None:
    """Do it all; what is refused is left out."""
    closures: list[str] = []
    for step, request, number in story:
        assert isinstance(request, nb.Request)
        with suppress(nb.Refused):
            _do(at, step, request, number, closures)


def _do(at: Opened, step: str, request: nb.Request, number: int, closures: list[str]) -> None:
    desk, ids = at.desk, [booking.id for booking in at.bookings()]
    id = ids[number % len(ids)] if ids else None
    match step:
        case "book":
            book(desk, request)
        case "hold":
            desk.hold(request.offering, **words(request), ttl="20m")  # type: ignore[arg-type]
        case "wait":
            at.clock.at += (number + 1) * 11 * MINUTE
        case "settle":
            desk.settle()
        case "close":
            subject = request.resource or request.offering
            start = moment(request.start)
            closures.append(desk.close(subject, start=start, end=moment(request.end)).id)
        case "reopen" if closures:
            desk.reopen(closures[number % len(closures)])
        case "outage":
            start = moment(at.clock.at - number * MINUTE)
            desk.outage(start=start, end=moment(at.clock.at + MINUTE))
        case "change" if id:
            desk.change(id, start=moment(request.start), headcount=request.headcount)
        case "move" if id:
            offering = at.catalog.offerings[desk.booking(id).offering]
            desk.change(id, resource=offering.places[number % len(offering.places)].resource)
        case "confirm" | "extend" | "cancel" | "approve" | "decline" | "restore" if id:
            getattr(desk, step)(id)
        case "check_in" | "complete" | "no_show" if id:
            getattr(desk, step)(id)
        case _:
            pass


def kept(at: Opened) -> None:
    """What must hold of a book whatever was done: checked without asking the desk."""
    for laid in at.live_claims().values():
        assert over_capacity(laid) == ()
        edges = sorted({claim.start for claim in laid})
        for instant in edges:  # a level can rise only where something starts
            uses = [c for c in laid if c.kind is ClaimKind.USE and c.start <= instant < c.end]
            assert sum(c.amount for c in uses) <= max((c.capacity for c in uses), default=0)
    for booking in at.bookings():
        now = at.desk._house.loaded().as_of(booking, at.clock.at)
        if now.state in LIVE:
            assert at.desk.booking(booking.id).state is now.state
    owners = {c.owner for laid in at.live_claims().values() for c in laid if c.kind == "use"}
    stored = {booking.id: booking for booking in at.bookings()}
    for owner in owners:
        assert stored[owner].state is not nb.State.VOID or stored[owner].void_reason == "no_show"
