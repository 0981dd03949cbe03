"""What was done already, or has not happened yet, is refused in words that say so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import neighborbook as nb

TABLES = """
resource.A = { name = { en = "Hall", zh = "大厅" } }
offering.plain = { name = "Evening", places = ["A"], notice = "1d" }
offering.asked = { places = ["A"], approval = true }
"""
NINE: dict[str, Any] = {"start": "2026-12-09 10:00", "length": "2h", "organizer": "acme"}
Opened = Callable[..., nb.Desk]
Turn = Callable[[str], None]


@pytest.fixture
def desk(opened: Opened, database_url: str) -> nb.Desk:
    return opened(TABLES, at=database_url)


def said(call: Callable[[], object], language: str = "en") -> str:
    with pytest.raises(nb.Refused) as no:
        call()
    return no.value.decision.text(language)


def test_what_was_cancelled_is_said_to_be_and_since_when(desk: nb.Desk, turn: Turn) -> None:
    booking = desk.book("plain", **NINE)
    desk.cancel(booking.id)
    turn("2026-12-02 08:00")
    english = said(lambda: desk.cancel(booking.id))
    assert english == (
        "This is cancelled already, since Tue 1 Dec 2026, 08:00. To have it back, restore it."
    )
    chinese = said(lambda: desk.cancel(booking.id), "zh")
    assert chinese.startswith("该预约已取消，取消时间为2026年12月1日（周二）08:00。")


def test_a_hold_that_has_expired_is_said_to_have_and_when(desk: nb.Desk, turn: Turn) -> None:
    held = desk.hold("plain", ttl="10m", **NINE)
    turn("2026-12-01 09:00")
    for verb in (desk.cancel, desk.confirm, desk.extend):
        english = said(lambda verb=verb: verb(held.id))  # type: ignore[misc]
        assert english == (
            "This has expired already, at Tue 1 Dec 2026, 08:10. To have it back, restore it."
        )
    assert said(lambda: desk.cancel(held.id), "zh").startswith("该预约已过期，过期时间为2026年")


def test_what_is_not_cancelled_is_not_restored(desk: nb.Desk) -> None:
    booking = desk.book("plain", **NINE)
    english = said(lambda: desk.restore(booking.id))
    assert english.startswith("This is not cancelled: it is confirmed. ")
    assert said(lambda: desk.restore(booking.id), "zh").startswith("该预约未取消，当前为“已确认”。")


def test_what_was_reopened_is_said_to_be_a_closure(desk: nb.Desk, turn: Turn) -> None:
    closure = desk.close("A", start="2026-12-09", end="2026-12-10")
    desk.reopen(closure.id)
    turn("2026-12-02 08:00")
    english = said(lambda: desk.reopen(closure.id))
    assert english.startswith("This closure was taken back already, at Tue 1 Dec 2026, 08:00.")
    assert "booking" not in english
    assert "预约" not in said(lambda: desk.reopen(closure.id), "zh")


def test_an_outage_that_has_not_begun_cannot_be_noted(desk: nb.Desk) -> None:
    ahead = said(lambda: desk.outage(start="2026-12-01 08:01", end="2026-12-01 09:00"))
    assert ahead.startswith("What has not happened yet cannot be noted; it is Tue 1 Dec 2026")
    assert desk.outage(start="2026-12-01 07:00", end="2026-12-01 09:00").kind == "outage"


def test_a_token_beyond_the_newest_change_is_a_fault_that_names_that(desk: nb.Desk) -> None:
    with pytest.raises(nb.InvalidRequest, match=r"since: .* a token up to center:0"):
        desk.changes(since="center:1")
    desk.book("plain", **NINE)
    first = desk.changes()
    assert (first.token, desk.changes(since=first.token).changes) == ("center:1", ())
    with pytest.raises(nb.InvalidRequest, match=r"since: .* a token up to center:1"):
        desk.changes(since="center:2")


def test_a_title_of_blanks_is_none(desk: nb.Desk) -> None:
    slot = next(desk.slots("plain", start="2026-12-10", end="2026-12-11", length="1h"))
    assert desk.book("plain", title="  ", **NINE).title == ""
    booking = desk.book(slot, organizer="acme", title=" Choir ")
    assert booking.title == " Choir "
    assert desk.change(booking.id, title="\u3000").title == ""
    held = desk.hold("plain", **{**NINE, "start": "2026-12-11 10:00"})
    assert desk.confirm(held.id, title=" ").title == ""


def test_what_an_override_has_passed_is_told_by_name(desk: nb.Desk) -> None:
    soon = {**NINE, "start": "2026-12-01 10:00", "override": "agreed"}
    desk.close("plain", start="2026-12-01", end="2026-12-02")
    told = desk.explain("plain", **soon)
    assert "Passed by the front desk: Evening is not offered at this time" in told.text()
    asked = desk.explain("asked", **soon).text()
    assert asked.endswith("The front desk has passed the approval that it would need.")
    assert "must be approved" not in asked
