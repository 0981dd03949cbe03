"""A longest booking of whole days, on days that have 23, 24, and 25 hours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import neighborbook as nb
from neighborbook.testing import SetClock

CENTER = """
center = { id = "c", zone = "Europe/Helsinki" }
hours.always = { daily = "open" }
resource.A = { hours = "always" }
offering.day = { places = ["A"], longest = "1d" }
offering.days = { places = ["A"], longest = "2d" }
offering.hours = { places = ["A"], longest = "24h30m" }
"""
OCTOBER = 1_791_000_000  # 2026-10-03


@pytest.fixture
def desk() -> Iterator[nb.Desk]:
    with nb.open(center="c", clock=SetClock(OCTOBER)) as opened:
        opened.load(CENTER)
        yield opened


@pytest.mark.parametrize(
    ("offering", "start", "end", "codes"),
    [
        ("day", "2026-10-24", "2026-10-25", ()),
        ("day", "2026-10-24", "2026-10-25 00:30", ("LENGTH",)),
        ("day", "2026-10-25", "2026-10-26", ()),  # 25 hours
        ("day", "2026-10-25", "2026-10-26 00:30", ("LENGTH",)),
        ("day", "2026-10-24 18:00", "2026-10-25 18:00", ()),
        ("day", "2026-10-24 18:00", "2026-10-25 18:30", ("LENGTH",)),
        ("days", "2026-10-24", "2026-10-26", ()),
        ("days", "2026-10-24", "2026-10-26 00:30", ("LENGTH",)),
        ("hours", "2026-10-25", "2026-10-26", ("LENGTH",)),
    ],
)
def test_whole_days_are_as_long_as_the_days_are(
    desk: nb.Desk, offering: str, start: str, end: str, codes: tuple[str, ...]
) -> None:
    assert desk.explain(offering, start=start, end=end, organizer="acme").codes == codes


def test_where_the_clock_goes_forward_a_day_has_its_24_hours_all_the_same() -> None:
    with nb.open(center="c", clock=SetClock(1_773_000_000)) as desk:  # 2026-03-08
        desk.load(CENTER)
        asked: Any = {"start": "2026-03-28 12:00", "organizer": "acme"}
        assert desk.explain("day", end="2026-03-29 13:00", **asked).codes == ()
        assert desk.explain("day", end="2026-03-29 13:30", **asked).codes == ("LENGTH",)
