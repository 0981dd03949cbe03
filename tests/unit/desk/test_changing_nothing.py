"""A change that says only what a booking is already: nothing is judged, nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import neighborbook as nb

TABLES = """
resource.A = {}
resource.B = {}
[offering.asked]
places = ["A", "B"]
approval = true
"""
AT: dict[str, Any] = {"start": "2026-12-09 10:00", "length": "2h", "organizer": "acme"}
SAME: list[dict[str, Any]] = [
    {"headcount": 10},
    {"length": "2h"},
    {"start": "2026-12-09 10:00"},
    {"start": "2026-12-09 10:00", "end": "2026-12-09 12:00", "resource": "A"},
    {"title": "Choir"},
    {"attendees": ["li-wei"], "features": [], "details": {}},
]

Opened = Callable[..., nb.Desk]


@pytest.fixture
def desk(opened: Opened, database_url: str) -> nb.Desk:
    return opened(TABLES, at=database_url)


def asked(desk: nb.Desk) -> nb.Booking:
    words = {"headcount": 10, "resource": "A", "title": "Choir", "attendees": ["li-wei"]}
    return desk.book("asked", **words, **AT)  # type: ignore[arg-type]  # keyword arguments of a call


def acts(desk: nb.Desk, booking: nb.Booking) -> list[str]:
    return [change.act.value for change in desk.history(booking.id)]


@pytest.mark.parametrize("same", SAME, ids="-".join)
@pytest.mark.parametrize("key", [None, "k"])
def test_a_change_to_what_is_so_already_writes_nothing(
    desk: nb.Desk, same: dict[str, Any], key: str | None
) -> None:
    booking = asked(desk)
    for _ in range(2):
        assert desk.change(booking.id, key=key, **same) == booking
    assert acts(desk, booking) == ["book"]


def test_what_is_so_already_needs_no_approval_again(desk: nb.Desk) -> None:
    booking = asked(desk)
    desk.change(booking.id, start="2026-12-10 10:00", override="agreed by telephone")
    passed = desk.booking(booking.id)
    assert passed.state == "confirmed"
    assert desk.change(booking.id, start="2026-12-10 10:00") == passed


def test_a_key_of_a_change_to_nothing_is_used_up(desk: nb.Desk) -> None:
    booking = asked(desk)
    desk.change(booking.id, headcount=10, key="k")
    with pytest.raises(nb.Refused) as no:
        desk.change(booking.id, headcount=11, key="k")
    assert no.value.decision.codes == ("KEY_REUSED",)
    moved = desk.change(booking.id, headcount=12)
    assert desk.change(booking.id, headcount=10, key="k") == moved


def test_one_other_value_is_a_change(desk: nb.Desk) -> None:
    booking = asked(desk)
    again = desk.change(booking.id, headcount=10, length="1h")
    assert (again.version, acts(desk, booking)) == (2, ["book", "change"])


def test_an_override_is_judged_though_nothing_else_is_said(desk: nb.Desk) -> None:
    booking = asked(desk)
    passed = desk.change(booking.id, headcount=10, override="agreed by telephone")
    assert passed.state == "confirmed"


def test_who_has_to_move_is_told_so_by_a_change_to_nothing(desk: nb.Desk) -> None:
    booking = asked(desk)
    desk.close("A", start="2026-12-09", end="2026-12-10")
    assert desk.change(booking.id, headcount=10).needs_move


def test_a_change_to_nothing_is_refused_as_any_other(desk: nb.Desk) -> None:
    booking = asked(desk)
    with pytest.raises(nb.Refused) as stale:
        desk.change(booking.id, headcount=10, version=7)
    desk.cancel(booking.id)
    same: dict[str, Any]
    for same in ({"headcount": 10}, {"title": "Choir"}):
        with pytest.raises(nb.Refused) as void:
            desk.change(booking.id, **same)
        assert void.value.decision.codes == ("STATE",)
    assert stale.value.decision.codes == ("STALE_VERSION",)
