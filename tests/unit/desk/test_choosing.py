"""Which place a booking gets that names none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import neighborbook as nb

ROOMS = """
hours.late = { daily = "09:00-17:00" }
hours.early = { daily = "07:00-17:00" }
resource.late = { hours = "late" }
resource.early = { hours = "early" }
[offering.room]
places = ["late", "early"]
before = "90m"
"""


def test_a_place_whose_setup_nobody_could_do_is_passed_over_for_one_where_they_can(
    opened: Callable[..., nb.Desk],
) -> None:
    desk = opened(ROOMS)
    assert desk.book("room", start="2026-12-02 09:00", length="1h", organizer="acme").resource == (
        "early"
    )
    assert desk.book("room", start="2026-12-02 13:00", length="1h", organizer="acme").resource == (
        "late"
    )


def test_where_nobody_could_do_the_setup_anywhere_the_refusal_says_so(
    opened: Callable[..., nb.Desk],
) -> None:
    desk = opened(ROOMS)
    desk.book("room", start="2026-12-02 09:00", length="1h", organizer="acme")
    with pytest.raises(nb.Refused) as no:
        desk.book("room", start="2026-12-02 09:00", length="1h", organizer="acme")
    assert no.value.refusals[0].code == "CLOSED"
    assert no.value.refusals[0].rule == "staffed"
