"""A booking against everything that names it: its own life, claims, limits, links, changes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfoNotFoundError

from neighborbook.domain.audit import Damage, Dossier, Finding
from neighborbook.domain.booking import THERE, Booking, State, StoredDetails, VoidReason
from neighborbook.domain.catalog import Catalog
from neighborbook.domain.claim import Claim, ClaimKind, Take
from neighborbook.domain.limit import LimitUse
from neighborbook.domain.offering import Unit
from neighborbook.domain.times import local_start, to_local, tzdata_version, zone
from neighborbook.engine.assignment import by_leaf
from neighborbook.engine.audit_limits import judge_uses
from neighborbook.engine.limits import is_of_hold

UNDECIDED = frozenset({State.HELD, State.OFFERED, State.PENDING})
"""States that time ends by itself, always."""

OVER = frozenset({State.DONE, State.VOID})
KEEPS_WHAT_IS_SPENT = frozenset({VoidReason.CANCELLED_LATE, VoidReason.RELEASED})


def judge_dossier(dossier: Dossier, catalog: Catalog | None) -> Iterator[Finding]:
    """Yield what is wrong with the rows of one owner, but for those of a closure.

    Args:
        catalog: of the center; ``None`` if it cannot be read: then nothing is judged by it.
    """
    for table in dossier.unreadable:
        yield Finding(code=Damage.ROW_UNREADABLE, table=table, id=dossier.id)
    booking = dossier.booking
    if booking is None:
        if not dossier.unreadable:
            yield from of_nobody(dossier)
        return
    yield from impossible(booking)
    yield from lapse(booking)
    yield from wall_clock(booking)
    yield from details(booking)
    if catalog is not None:
        yield from references(booking, dossier.claims, catalog)
    yield from links(booking, dossier.links)
    yield from claims(booking, dossier.claims)
    yield from limit_uses(booking, dossier.limit_uses, catalog)
    if catalog is not None and "limit_use" not in dossier.unreadable:
        yield from judge_uses(booking, dossier.limit_uses, catalog)
    yield from versions(booking, dossier.versions)


def _found(code: Damage, booking: Booking, **facts: int | str) -> Finding:
    return Finding(code=code, table="booking", id=booking.id, facts=facts)


def of_nobody(dossier: Dossier) -> Iterator[Finding]:
    """Nothing belongs to what is not there."""
    if dossier.closure is not None:
        return
    for claim in dossier.claims:
        facts: dict[str, int | str] = {"leaf": claim.leaf, "start": claim.start, "end": claim.end}
        yield Finding(code=Damage.CLAIM_OF_NOBODY, table="claim", id=dossier.id, facts=facts)
    for use in dossier.limit_uses:
        facts = {"at": use.at, "amount": use.amount}
        yield Finding(
            code=Damage.LIMIT_USE_OF_NOBODY, table="limit_use", id=dossier.id, facts=facts
        )
    for version in dossier.versions:
        facts = {"version": version}
        yield Finding(code=Damage.CHANGE_OF_NOTHING, table="change", id=dossier.id, facts=facts)


def impossible(booking: Booking) -> Iterator[Finding]:
    """No booking can have what its state rules out."""
    state = booking.state
    having = {
        "lapses_at=NULL": state in UNDECIDED and booking.lapses_at is None,
        "lapses_at": state in OVER | THERE and booking.lapses_at is not None,
        "waits_for=[]": state is State.PENDING and not booking.waits_for,
        "checked_in_at": state in UNDECIDED and booking.checked_in_at is not None,
        "lapsed_at": state not in OVER and booking.lapsed_at is not None,
        "lapsed_from=" + str(booking.lapsed_from): booking.lapsed_from in OVER,
        "void_reason": (booking.void_reason is not None) is not (state is State.VOID),
    }
    for what, holds in having.items():
        if holds:
            yield _found(Damage.STATE_IMPOSSIBLE, booking, state=state.value, having=what)


def lapse(booking: Booking) -> Iterator[Finding]:
    """When it lapses, what it becomes then, and why belong together."""
    whole = (booking.lapses_at is None) is (booking.lapses_to is None)
    whole &= (booking.lapse_reason is not None) is (booking.lapses_to is State.VOID)
    whole &= (booking.lapsed_at is None) is (booking.lapsed_from is None)
    if not whole:
        yield _found(Damage.LAPSE_INCOMPLETE, booking, state=booking.state.value)


def wall_clock(booking: Booking) -> Iterator[Finding]:
    """What was agreed on the wall clock is its instant, by the zone rules of that time.

    By other rules than those at hand nobody can tell any more.
    """
    if booking.tzdata != tzdata_version():
        return
    try:
        where = zone(booking.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield _found(Damage.LOCAL_START, booking, found="-", kept=booking.zone)
        return
    found, fold = local_start(booking.start_at, where), to_local(booking.start_at, where).fold
    if (found, fold) != (booking.local_start, booking.fold):
        kept = f"{booking.local_start} ({booking.fold})"
        yield _found(Damage.LOCAL_START, booking, found=f"{found} ({fold})", kept=kept)


def details(booking: Booking) -> Iterator[Finding]:
    """What the room type asked can be read by whatever reads JSON."""
    kept = booking.details
    if not isinstance(kept, StoredDetails):
        return
    try:
        readable = isinstance(json.loads(kept.body), dict)
    except ValueError:
        readable = False
    if not readable:
        yield _found(Damage.DETAILS_UNREADABLE, booking)


def references(booking: Booking, claims: tuple[Claim, ...], catalog: Catalog) -> Iterator[Finding]:
    """What it names is in the center's file, if only as retired: nothing booked is forgotten."""
    if booking.offering not in catalog.offerings:
        yield _found(Damage.OFFERING_UNKNOWN, booking, offering=booking.offering)
    named = [choice.option.resource for choice in booking.chosen]
    named += [claim.leaf for claim in claims if claim.kind is ClaimKind.USE]
    named += [booking.resource] if booking.resource else []
    for resource in dict.fromkeys(named):
        if resource not in catalog.resources:
            yield _found(Damage.RESOURCE_UNKNOWN, booking, resource=resource)


def links(booking: Booking, found: tuple[tuple[str, str, int], ...]) -> Iterator[Finding]:
    """By attendees and further places it is found, by nobody else, and at its start."""
    attendees = {each.party for each in booking.attendees} - {booking.organizer}
    places = {choice.option.resource for choice in booking.chosen} - {booking.resource}
    wanted = {("attendee", name, booking.start_at) for name in attendees}
    wanted |= {("place", name, booking.start_at) for name in places}
    missing, surplus = len(wanted - set(found)), len(set(found) - wanted)
    if missing or surplus:
        yield _found(Damage.LINKS_DISAGREE, booking, missing=missing, surplus=surplus)


def keeps_claims(booking: Booking) -> bool:
    """Whether it must have its claims.

    Whom time alone has made a no-show had the place to the end: its claims stay as they were.
    """
    if booking.state is State.VOID:
        return _missed_by_time(booking)
    return booking.state is not State.WAITING


def _missed_by_time(booking: Booking) -> bool:
    return booking.void_reason is VoidReason.NO_SHOW and booking.lapsed_from is not None


def claims(booking: Booking, found: tuple[Claim, ...]) -> Iterator[Finding]:
    """It claims what was chosen for it, for its own time, for as long as it stands."""
    if not keeps_claims(booking):
        for claim in found:
            yield _found(Damage.CLAIM_OF_VOID, booking, leaf=claim.leaf)
        return
    wanted = by_leaf(booking.chosen)
    uses = Counter(claim.leaf for claim in found if claim.kind is ClaimKind.USE)
    for leaf in wanted:
        if leaf not in uses:
            yield _found(Damage.CLAIM_MISSING, booking, leaf=leaf)
    for claim in found:
        yield from _claim(booking, claim, wanted, twice=uses[claim.leaf] > 1)


def _claim(
    booking: Booking, claim: Claim, wanted: Mapping[str, Take], *, twice: bool
) -> Iterator[Finding]:
    if claim.kind is not ClaimKind.PRESENCE and (
        claim.kind is ClaimKind.BLOCK or twice or _take(claim) != wanted.get(claim.leaf)
    ):
        yield _found(Damage.CLAIM_UNASKED, booking, leaf=claim.leaf)
    # Who ended early has given the rest of the time back.
    cut = booking.state is State.DONE and booking.start_at < claim.end < booking.end_at
    if claim.start != booking.start_at or (claim.end != booking.end_at and not cut):
        yield _found(
            Damage.CLAIM_PERIOD,
            booking,
            leaf=claim.leaf,
            claimed_start=claim.start,
            claimed_end=claim.end,
            start=booking.start_at,
            end=booking.end_at,
        )
    held = booking.state is State.HELD
    if claim.lapses_at != booking.lapses_at or claim.held is not held:
        yield _found(Damage.CLAIM_LAPSE, booking, leaf=claim.leaf)
    if claim.room_type != booking.room_type:
        told = {"claimed": claim.room_type, "room_type": booking.room_type}
        yield _found(Damage.CLAIM_ROOM_TYPE, booking, leaf=claim.leaf, **told)


def _take(claim: Claim) -> Take:
    return Take(
        leaf=claim.leaf,
        amount=claim.amount,
        before=claim.before,
        after=claim.after,
        layout=claim.layout,
    )


def limit_uses(
    booking: Booking, uses: tuple[LimitUse, ...], catalog: Catalog | None
) -> Iterator[Finding]:
    """Its uses of limits count at its start, end with it, and are what its quotas make of it."""
    for use in uses:
        if not _may_be_kept(booking, use):
            yield _found(Damage.LIMIT_USE_OF_VOID, booking, amount=use.amount)
            continue
        # An open hold counts whenever it is for.
        if use.at != booking.start_at and not is_of_hold(use):
            yield _found(Damage.LIMIT_USE_AT, booking, at=use.at, start=booking.start_at)
        # What stays spent when nobody comes does not lapse with what is confirmed.
        spent = use.kept_when_late and use.lapses_at is None
        spent &= booking.state is State.CONFIRMED
        if booking.state is not State.VOID and use.lapses_at != booking.lapses_at and not spent:
            yield _found(Damage.LIMIT_USE_LAPSE, booking)
        wanted = None if catalog is None else quota_amount(booking, use, catalog)
        if wanted is not None and wanted != use.amount:
            yield _found(Damage.LIMIT_USE_AMOUNT, booking, found=use.amount, wanted=wanted)


def _may_be_kept(booking: Booking, use: LimitUse) -> bool:
    if booking.state is not State.VOID or _missed_by_time(booking):
        return True
    reason = booking.void_reason
    spent = reason in KEEPS_WHAT_IS_SPENT or reason is VoidReason.NO_SHOW
    return spent and use.kept_when_late


def quota_amount(booking: Booking, use: LimitUse, catalog: Catalog) -> int | None:
    """Return what a booking uses of a quota of its offering, ``None`` if it is no such use.

    Hours count once for each leaf of the first place; bookings are counted.
    """
    offering, _, rest = use.key.partition("/")
    counted, _, organizer = rest.partition("/")
    unit, _, _ = counted.partition("-")
    known = catalog.offerings.get(offering)
    mine = offering == booking.offering and organizer == booking.organizer
    if known is None or not mine or all(quota.unit != unit for quota in known.quotas):
        return None
    if unit != Unit.HOURS:
        return 1
    leaves = len(booking.chosen[0].option.takes) if booking.chosen else 1
    return (booking.end_at - booking.start_at) * leaves


def versions(booking: Booking, told: tuple[int, ...]) -> Iterator[Finding]:
    """Each of its versions has one change, and no change tells of another."""
    wanted = range(1, booking.version + 1)
    missing = len(set(wanted) - set(told))
    if missing:
        yield _found(Damage.VERSION_UNTOLD, booking, version=booking.version, missing=missing)
    counted = Counter(told)
    for version, times in sorted(counted.items()):
        if times > 1 or version not in wanted:
            yield _found(Damage.CHANGE_OF_NOTHING, booking, version=version)
