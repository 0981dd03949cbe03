"""Rows and domain values: each can be made from the other without loss.

The order of a row is that of ``written_columns`` of its table, for reading and for writing. Values
with structure are JSON text with names in it, so that a row can be read without this program.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from neighborbook.domain.booking import Booking, State, StoredDetails, VoidReason
from neighborbook.domain.change import Act, Change
from neighborbook.domain.claim import Claim, ClaimKind
from neighborbook.domain.closure import Closure, ClosureKind
from neighborbook.domain.limit import LimitUse
from neighborbook.domain.party import Attendee
from neighborbook.storage.abc import CatalogItem, Notice
from neighborbook.storage.choices import choices_of, from_chosen, from_take, to_take
from neighborbook.storage.statements import Row, Value

# A look into a table takes a tenth of the time that calling the class does.
_STATES: Mapping[str, State] = {state.value: state for state in State}
_KINDS: Mapping[str, ClaimKind] = {kind.value: kind for kind in ClaimKind}

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def to_json(value: object) -> str:
    """Write a value as JSON text, the same value always as the same text."""
    return _encode(value)


def names_json(names: Iterable[str]) -> str:
    """Write names as the rows of a list parameter."""
    return _encode([[name] for name in names])


def _listed(values: Sequence[object]) -> str:
    """Write a list; most of those of a booking are empty, and for these nobody need be asked."""
    return _encode(values) if values else "[]"


def booking_row(booking: Booking) -> dict[str, Value]:
    """Return the columns of a booking.

    Raises:
        TypeError: its details are not ``StoredDetails``: the desk turns them into it.
    """
    details = booking.details
    if not (details is None or isinstance(details, StoredDetails)):
        raise TypeError(f"a store keeps StoredDetails, not {type(details).__name__}")
    return {
        "id": booking.id,
        "uid": booking.uid,
        "version": booking.version,
        "sequence": booking.sequence,
        "state": booking.state.value,
        "void_reason": _word(booking.void_reason),
        "label": booking.label,
        "offering": booking.offering,
        "room_type": booking.room_type,
        "start_at": booking.start_at,
        "end_at": booking.end_at,
        "local_start": booking.local_start,
        "zone": booking.zone,
        "tzdata": booking.tzdata,
        "fold": booking.fold,
        "organizer": booking.organizer,
        "actor": booking.actor,
        "title": booking.title,
        "headcount": booking.headcount,
        "attendees": _listed([_from_attendee(a) for a in booking.attendees]),
        "resource": booking.resource,
        "chosen": _encode([from_chosen(c) for c in booking.chosen]),
        "details_version": None if details is None else details.version,
        "details": None if details is None else details.body,
        "created_at": booking.created_at,
        "changed_at": booking.changed_at,
        "published_at": booking.published_at,
        "checked_in_at": booking.checked_in_at,
        "late_after": booking.late_after,
        "lapses_at": booking.lapses_at,
        "lapses_to": _word(booking.lapses_to),
        "lapse_reason": _word(booking.lapse_reason),
        "waits_for": _listed(booking.waits_for),
        "approved": _listed(booking.approved),
        "units": _listed(booking.units),
        "excused": int(booking.excused),
        "overridden": _listed(booking.overridden),
        "override_reason": booking.override_reason,
        "series": booking.series,
        "original_start": booking.original_start,
        "features": _listed(sorted(booking.features)),
        "lapsed_at": booking.lapsed_at,
        "lapsed_from": _word(booking.lapsed_from),
    }


def to_booking(center: str, row: Row) -> Booking:
    """Make a booking of its row."""
    (
        id_, uid, version, sequence, state, void_reason, label, offering, room_type, start, end,
        local_start, zone, tzdata, fold, organizer, actor, title, headcount, attendees, resource,
        chosen, details_version, details, created_at, changed_at, published_at, checked_in_at,
        late_after, lapses_at, lapses_to, lapse_reason, waits_for, approved, units, excused,
        overridden, override_reason, series, original_start, features, lapsed_at, lapsed_from,
    ) = row  # fmt: skip
    return Booking(
        id=id_,
        uid=uid,
        center=center,
        version=version,
        sequence=sequence,
        state=_STATES[state],
        void_reason=None if void_reason is None else VoidReason(void_reason),
        label=label,
        offering=offering,
        room_type=room_type,
        start_at=start,
        end_at=end,
        local_start=local_start,
        zone=zone,
        tzdata=tzdata,
        fold=fold,
        organizer=organizer,
        actor=actor,
        title=title,
        headcount=headcount,
        attendees=() if attendees == "[]" else tuple(map(_to_attendee, json.loads(attendees))),
        resource=resource,
        chosen=choices_of(chosen),
        details=None if details is None else _details(details_version, details),
        created_at=created_at,
        changed_at=changed_at,
        published_at=published_at,
        checked_in_at=checked_in_at,
        late_after=late_after,
        lapses_at=lapses_at,
        lapses_to=None if lapses_to is None else _STATES[lapses_to],
        lapse_reason=None if lapse_reason is None else VoidReason(lapse_reason),
        waits_for=_names(waits_for),
        approved=_names(approved),
        units=() if units == "[]" else tuple([(leaf, unit) for leaf, unit in json.loads(units)]),
        excused=bool(excused),
        overridden=_names(overridden),
        override_reason=override_reason,
        series=series,
        original_start=original_start,
        features=frozenset(_names(features)),
        lapsed_at=lapsed_at,
        lapsed_from=None if lapsed_from is None else _STATES[lapsed_from],
    )


def link_rows(booking: Booking) -> list[list[Value]]:
    """Return what a booking has to do with beyond its own columns, each once."""
    attendees = {a.party for a in booking.attendees} - {booking.organizer}
    places = {c.option.resource for c in booking.chosen} - {booking.resource}
    return [
        [booking.id, role, name, booking.start_at]
        for role, names in (("attendee", attendees), ("place", places))
        for name in sorted(names)
    ]


def claim_row(number: int, claim: Claim) -> list[Value]:
    """Return the columns of a claim, which is the ``number``-th of its owner."""
    return [
        claim.owner,
        number,
        claim.leaf,
        claim.kind.value,
        claim.start,
        claim.end,
        claim.before,
        claim.after,
        claim.amount,
        claim.layout,
        claim.capacity,
        claim.lapses_at,
        int(claim.held),
        claim.room_type,
        claim.order,
    ]


def to_claim(row: Row) -> Claim:
    """Make a claim of its row."""
    (
        owner, _, leaf, kind, start, end, before, after, amount, layout, capacity, lapses_at, held,
        room_type, order,
    ) = row  # fmt: skip
    return Claim(
        owner=owner,
        leaf=leaf,
        kind=_KINDS[kind],
        start=start,
        end=end,
        before=before,
        after=after,
        amount=amount,
        layout=layout,
        capacity=capacity,
        lapses_at=lapses_at,
        held=bool(held),
        room_type=room_type,
        order=order,
    )


def limit_use_row(number: int, use: LimitUse) -> list[Value]:
    """Return the columns of a limit use, which is the ``number``-th of its owner."""
    return [
        use.owner,
        number,
        use.key,
        use.at,
        use.amount,
        use.lapses_at,
        int(use.kept_when_late),
    ]


def to_limit_use(row: Row) -> LimitUse:
    """Make a limit use of its row."""
    owner, _, key, at, amount, lapses_at, kept = row
    return LimitUse(
        owner=owner, key=key, at=at, amount=amount, lapses_at=lapses_at, kept_when_late=bool(kept)
    )


def closure_row(closure: Closure) -> dict[str, Value]:
    """Return the columns of a closure."""
    return {
        "id": closure.id,
        "kind": closure.kind.value,
        "subject": closure.subject,
        "start_at": closure.start_at,
        "end_at": closure.end_at,
        "zone": closure.zone,
        "reason": closure.reason,
        "public_reason": closure.public_reason,
        "takes": _encode([from_take(take) for take in closure.takes]),
        "actor": closure.actor,
        "created_at": closure.created_at,
        "reopened_at": closure.reopened_at,
        "amount": closure.amount,
        "origin": closure.origin,
        "origin_key": closure.origin_key,
    }


def to_closure(center: str, row: Row) -> Closure:
    """Make a closure of its row."""
    (
        id_, kind, subject, start, end, zone, reason, public_reason, takes, actor, created,
        reopened, amount, origin, origin_key,
    ) = row  # fmt: skip
    return Closure(
        id=id_,
        center=center,
        kind=ClosureKind(kind),
        subject=subject,
        start_at=start,
        end_at=end,
        zone=zone,
        reason=reason,
        public_reason=public_reason,
        takes=tuple([to_take(take) for take in _list(takes)]),
        actor=actor,
        created_at=created,
        reopened_at=reopened,
        amount=amount,
        origin=origin,
        origin_key=origin_key,
    )


def change_row(change: Change, commitment: str) -> list[Value]:
    """Return the columns of a change; who and why are in its payload."""
    return [
        change.id,
        change.booking,
        change.act.value,
        change.version,
        change.at,
        _encode(change.fields),
        commitment,
    ]


def to_change(row: Row) -> Change:
    """Make a change of its row; an erased payload leaves actor and reason empty."""
    id_, booking, act, version, at, fields, position, actor, reason = row
    return Change(
        id=id_,
        booking=booking,
        act=Act(act),
        version=version,
        at=at,
        fields=tuple(_list(fields)),
        position=position,
        actor=actor or "",
        reason=reason or "",
    )


def notice_row(notice: Notice) -> list[Value]:
    """Return the columns of a notice."""
    return [notice.id, notice.kind, notice.booking, notice.version, notice.due_at]


def to_notice(row: Row) -> Notice:
    """Make a notice of its row."""
    id_, kind, booking, version, due_at = row
    return Notice(id=id_, kind=kind, booking=booking, version=version, due_at=due_at)


def catalog_row(place: int, item: CatalogItem) -> list[Value]:
    """Return the columns of an item of the catalog, which is the ``place``-th loaded."""
    return [item.kind, item.id, place, item.body, int(item.retired)]


def to_catalog_item(row: Row) -> CatalogItem:
    """Make an item of the catalog of its row."""
    kind, id_, body, retired = row
    return CatalogItem(kind=kind, id=id_, body=body, retired=bool(retired))


def _word(value: State | VoidReason | None) -> str | None:
    return None if value is None else value.value


def _details(version: int, body: str) -> StoredDetails:
    # Most types of room ask nothing: bookings of theirs share one value.
    return _nothing(version) if body == "{}" else StoredDetails(version=version, body=body)


@lru_cache(maxsize=64)
def _nothing(version: int) -> StoredDetails:
    return StoredDetails(version=version, body="{}")


def to_names(text: str) -> tuple[str, ...]:
    """Return the names that JSON text lists."""
    return _names(text)


def _names(text: str) -> tuple[str, ...]:
    return () if text == "[]" else tuple(json.loads(text))


def _list(text: str) -> list[Any]:
    # Most of these lists are empty, and reading JSON costs more than looking.
    found: list[Any] = [] if text == "[]" else json.loads(text)
    return found


def _from_attendee(attendee: Attendee) -> dict[str, object]:
    return {
        "party": attendee.party,
        "role": attendee.role,
        "details": dict(attendee.details),
    }


def _to_attendee(stored: Mapping[str, Any]) -> Attendee:
    return Attendee(party=stored["party"], role=stored["role"], details=stored["details"])
