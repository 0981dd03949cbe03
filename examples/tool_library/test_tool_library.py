"""The tool library, at work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import neighborbook as nb
from examples.tool_library import tool_library

HERE = Path(__file__).parent
MONDAY = 1795399200
"""Monday, 23 November 2026, ten o'clock in Shanghai, in UTC seconds."""


class Monday:
    """A clock that stands still."""

    def now(self) -> int:
        return MONDAY


@pytest.fixture
def desk() -> Iterator[nb.Desk]:
    with nb.open(center="tool-library", plugins=(tool_library,), clock=Monday()) as desk:
        desk.load(HERE / "center.toml")
        yield desk


def loan(first: str, back: str, household: str = "household-7", **more: object) -> dict[str, Any]:
    """A loan from the morning of one day to the morning of another."""
    return {"start": f"2026-12-{first}", "end": f"2026-12-{back}", "organizer": household, **more}


def test_a_drill_is_lent_for_two_days(desk: nb.Desk) -> None:
    booking = desk.book("drill", **loan("01", "03"))
    assert booking.state == "confirmed"
    assert booking.end - booking.start == booking.start.add(days=2) - booking.start


def test_drills_that_are_alike_are_a_pool(desk: nb.Desk) -> None:
    for number in range(3):
        desk.book("drill", **loan("01", "03", f"household-{number}"))
    no = desk.explain("drill", **loan("02", "04"))
    assert no.codes == ("FULL",)
    assert desk.explain("drill", **loan("03", "04")).codes == ()


def test_two_at_once_need_two_that_are_there(desk: nb.Desk) -> None:
    desk.book("drill", **loan("01", "03", details={"number": 2}))
    no = desk.explain("drill", **loan("01", "02", "household-8", details={"number": 2}))
    [refusal] = no.refusals
    assert (refusal.code, refusal.left) == ("INSUFFICIENT", 1)


def test_a_loan_is_of_whole_days(desk: nb.Desk) -> None:
    no = desk.explain(
        "drill", start="2026-12-01 09:00", end="2026-12-02 09:00", organizer="household-7"
    )
    assert no.codes == ("OFF_GRID",)


def test_eight_days_are_too_long(desk: nb.Desk) -> None:
    assert desk.explain("drill", **loan("01", "08")).codes == ()
    assert desk.explain("drill", **loan("01", "09")).codes == ("LENGTH",)


def test_nobody_borrows_less_than_one(desk: nb.Desk) -> None:
    with pytest.raises(nb.InvalidRequest) as caught:
        desk.explain("drill", **loan("01", "02", details={"number": 0}))
    assert [fault.path for fault in caught.value.faults] == ["details.number"]


def test_a_household_has_three_tools_a_week_whatever_they_are(desk: nb.Desk) -> None:
    desk.book("drill", **loan("01", "02", details={"number": 2}))
    desk.book("ladder", **loan("02", "03"))
    assert desk.explain("drill", **loan("07", "08")).codes == ("QUOTA",)
    assert desk.explain("drill", **loan("08", "09")).codes == ()
    assert desk.explain("drill", **loan("07", "08", "household-8")).codes == ()


def test_a_deposit_is_said_and_hinders_nobody(desk: nb.Desk) -> None:
    decision = desk.explain("drill", **loan("01", "02"))
    [warning] = decision.warnings
    assert (warning.code, warning.asked) == ("X_DEPOSIT", 50)
    assert decision.verdict == "accepted"
    assert decision.text().endswith("Bring a deposit of 50 for each.")
    assert decision.text("zh").endswith("每件须交押金50元。")


def test_a_dangerous_tool_wants_a_briefing_and_the_keeper_decides(desk: nb.Desk) -> None:
    no = desk.explain("chainsaw", **loan("01", "02"))
    assert no.codes == ("CONSENT_MISSING",)
    booking = desk.book("chainsaw", **loan("01", "02", details={"briefed": True}))
    assert (booking.state, booking.waits_for) == ("pending", ("dangerous_tool",))
    assert desk.approve(booking.id).state == "confirmed"


def test_the_center_file_has_the_last_word_on_numbers(desk: nb.Desk) -> None:
    briefed = {"briefed": True}
    assert desk.explain("chainsaw", **loan("01", "03", details=briefed)).codes == ()
    assert desk.explain("chainsaw", **loan("01", "04", details=briefed)).codes == ("LENGTH",)


def test_the_plugin_is_small() -> None:
    lines = Path(tool_library.__file__).read_text(encoding="utf-8").splitlines()
    told = [line for line in lines if line.strip() and not line.strip().startswith("#")]
    assert len(told) <= 100
