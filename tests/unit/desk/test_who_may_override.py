"""Who can pass a soft rule herself is told how; everybody else, who can."""

from __future__ import annotations

from typing import Any

import pytest

import neighborbook as nb
from neighborbook.desk.asking import Asked
from neighborbook.desk.importing.values import ImportRow, Outcome
from tests.unit.desk.conftest import Opened

ROOM = """
resource.A = {}
offering.room = { places = ["A"], notice = "1d" }
"""
SOON: dict[str, Any] = {"start": "2026-12-01 10:00", "length": "1h", "organizer": "acme"}
YOURSELF = (
    "You can allow it with a reason: book or change it with `--override REASON` "
    "(`override=` in a program)."
)
ANOTHER = "The front desk can allow it."


@pytest.fixture
def desk(opened: Opened) -> nb.Desk:
    return opened(ROOM)


@pytest.mark.parametrize("party", ["clerk", "li-wei"])
def test_who_holds_the_right_is_told_how_and_can_do_so(desk: nb.Desk, party: str) -> None:
    acting = desk.acting_as(party)
    no = acting.explain("room", **SOON)
    assert no.codes == ("TOO_SOON",)
    told = YOURSELF if party == "clerk" else ANOTHER
    assert told in no.text()
    assert (ANOTHER if told == YOURSELF else YOURSELF) not in no.text()
    passed = acting.explain("room", **SOON, override="agreed").verdict
    assert (passed == "accepted") is (party == "clerk")


def test_the_program_is_told_so_of_what_it_books_and_of_what_it_changes(desk: nb.Desk) -> None:
    with pytest.raises(nb.Refused, match="You can allow it"):
        desk.book("room", **SOON)
    booking = desk.book("room", **{**SOON, "start": "2026-12-04 10:00"})
    for acting, told in ((desk, YOURSELF), (desk.acting_as("li-wei"), ANOTHER)):
        with pytest.raises(nb.Refused) as no:
            acting.change(booking.id, start="2026-12-01 10:00")
        assert told in no.value.decision.text()


def test_what_cannot_be_passed_is_not_said_to_be(desk: nb.Desk) -> None:
    desk.book("room", **SOON, override="agreed")
    assert "allow it" not in desk.explain("room", **SOON).text()


def test_an_import_says_how_it_would_come_in(desk: nb.Desk) -> None:
    row = ImportRow(key="r1", line=2, asked=Asked(what="room", **SOON))
    told: list[Outcome] = []
    desk.bring_in([row], preview=True, told=told.append)
    [outcome] = told
    assert outcome.decision is not None
    assert YOURSELF in outcome.decision.text()
    assert "您可以说明理由后破例办理" in outcome.decision.text("zh")
