"""Values to write into a store: simple ones by hand, any at all by Hypothesis."""

from __future__ import annotations

from typing import Any

import attrs
from hypothesis import strategies as st

from neighborbook.domain.booking import Booking, State, StoredDetails, VoidReason
from neighborbook.domain.change import Act, Change
from neighborbook.domain.claim import Chosen, Claim, ClaimKind, Option, Take
from neighborbook.domain.closure import Closure, ClosureKind
from neighborbook.domain.limit import LimitUse
from neighborbook.domain.party import Attendee
from neighborbook.storage.abc import BookingFilter, CatalogItem, Notice

HOUR = 3600
CENTER = "anping"
everything = BookingFilter()


def booking(id: str, start: int = 0, *, hours: int = 1, center: str = CENTER) -> Booking:
    """A confirmed booking of acme's, written by li-wei, in room A."""
    return Booking(
        id=id,
        uid=f"{id}@anping",
        center=center,
        offering="training-room",
        room_type="meeting-room",
        start_at=start,
        end_at=start + hours * HOUR,
        local_start="1970-01-01T08:00",
        zone="Asia/Shanghai",
        tzdata="2026.1",
        organizer="acme",
        actor="li-wei",
        resource="A",
    )


def claim(owner: str, start: int = 0, *, hours: int = 1, leaf: str = "A") -> Claim:
    """A use of a leaf of capacity 1."""
    return Claim(owner=owner, leaf=leaf, start=start, end=start + hours * HOUR)


def change(id: str, booking: str, version: int = 1) -> Change:
    """A booking was made."""
    return Change(id=id, booking=booking, act=Act.BOOK, version=version, at=1, actor="li-wei")


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
words = texts.filter(bool)
instants = st.integers(0, 7_258_118_400)
lengths = st.integers(0, 30 * 86_400)
numbers = st.integers(1, 10_000)
maybe_instants = st.none() | instants

takes = st.builds(
    Take, leaf=words, amount=numbers, before=lengths, after=lengths, layout=st.none() | texts
)
options = st.builds(
    Option,
    resource=words,
    takes=st.lists(takes, max_size=3).map(tuple),
    layout=st.none() | texts,
    holds=st.none() | numbers,
)
attendees = st.builds(
    Attendee, party=words, role=texts, details=st.dictionaries(texts, texts, max_size=3)
)
names = st.lists(texts, max_size=3).map(tuple)


@st.composite
def bookings(draw: st.DrawFn, center: str = CENTER) -> Booking:
    """Any booking: each attribute takes any value that it may have."""
    start = draw(instants)
    state = draw(st.sampled_from(State))
    parts: dict[str, st.SearchStrategy[Any]] = {
        "id": words,
        "uid": words,
        "version": numbers,
        "sequence": numbers,
        "void_reason": st.sampled_from(VoidReason) if state is State.VOID else st.none(),
        "label": texts,
        "offering": words,
        "room_type": words,
        "local_start": texts,
        "zone": texts,
        "tzdata": texts,
        "fold": st.integers(0, 1),
        "organizer": words,
        "actor": words,
        "title": texts,
        "headcount": numbers,
        "attendees": st.lists(attendees, max_size=3).map(tuple),
        "resource": texts,
        "chosen": st.lists(st.builds(Chosen, role=texts, option=options), max_size=2).map(tuple),
        "details": st.none() | st.builds(StoredDetails, version=numbers, body=texts),
        "created_at": instants,
        "changed_at": instants,
        "published_at": instants,
        "checked_in_at": maybe_instants,
        "late_after": maybe_instants,
        "lapses_at": maybe_instants,
        "lapses_to": st.none() | st.sampled_from(State),
        "lapse_reason": st.none() | st.sampled_from(VoidReason),
        "waits_for": names,
        "approved": names,
        "units": st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
        "excused": st.booleans(),
        "overridden": names,
        "override_reason": texts,
        "series": st.none() | texts,
        "original_start": maybe_instants,
        "features": st.frozensets(texts, max_size=3),
        "lapsed_at": maybe_instants,
        "lapsed_from": st.none() | st.sampled_from(State),
    }
    given = {name: draw(strategy) for name, strategy in parts.items()}
    given |= {"center": center, "state": state, "start_at": start}
    given["end_at"] = start + draw(st.integers(1, 400 * 86_400))
    every = {field.name for field in attrs.fields(Booking)} - {"needs_move", "decision"}
    assert given.keys() == every, "a new attribute is to be kept as well"
    return Booking(**given)


@st.composite
def claims(draw: st.DrawFn, leaves: st.SearchStrategy[str] = words) -> Claim:
    """Any claim. Its capacity is not 1, so that no guard is in the way of reading it back."""
    start = draw(instants)
    return Claim(
        owner=draw(words),
        leaf=draw(leaves),
        start=start,
        end=start + draw(st.integers(1, 40 * 86_400)),
        amount=draw(numbers),
        before=draw(lengths),
        after=draw(lengths),
        layout=draw(st.none() | texts),
        kind=draw(st.sampled_from(ClaimKind)),
        capacity=draw(st.integers(2, 1000)),
        lapses_at=draw(maybe_instants),
        held=draw(st.booleans()),
        room_type=draw(texts),
        order=draw(st.integers(0, 1 << 60)),
    )


limit_uses = st.builds(
    LimitUse,
    owner=words,
    key=words,
    at=instants,
    amount=numbers,
    lapses_at=maybe_instants,
    kept_when_late=st.booleans(),
)


@st.composite
def closures(draw: st.DrawFn, center: str = CENTER) -> Closure:
    """Any closure."""
    start, id = draw(instants), draw(words)
    return Closure(
        id=id,
        center=center,
        kind=draw(st.sampled_from(ClosureKind)),
        subject=draw(words),
        start_at=start,
        end_at=start + draw(st.integers(1, 40 * 86_400)),
        zone=draw(texts),
        reason=draw(texts),
        public_reason=draw(texts),
        amount=draw(st.none() | numbers),
        takes=tuple(draw(st.lists(takes, max_size=3))),
        actor=draw(texts),
        created_at=draw(instants),
        reopened_at=draw(maybe_instants),
        origin=draw(texts),
        origin_key=draw(st.sampled_from(("", id))),
    )


changes = st.builds(
    Change,
    id=words,
    booking=st.just("b"),
    act=st.sampled_from(Act),
    version=numbers,
    at=instants,
    actor=words,
    fields=names,
    reason=texts,
    position=st.none(),
)
notices = st.builds(
    Notice, id=words, kind=words, booking=words, version=numbers, due_at=st.integers(0, 1000)
)
catalog_items = st.builds(CatalogItem, kind=words, id=words, body=texts, retired=st.booleans())
