"""The reference center's health station and counseling room, on each database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

import neighborbook as nb

FILE = Path(__file__).parents[2] / "examples" / "anping" / "center.toml"
AT = 1795482000  # 24 November 2026, nine in the morning in Shanghai
CELLS = [
    f"2026-11-25 {hour:02}:{minute:02}" for hour in (14, 15, 16, 17) for minute in (0, 15, 30, 45)
]
AFTERNOON = CELLS[:14]
"""Doctor 3 is there from 14:00 to 17:30: 14 cells, of which 5 are kept (30 %, rounded up)."""


class Clock:
    """Stands still."""

    def now(self) -> int:
        """Return UTC seconds."""
        return AT


class Patients:
    """Everybody is registered, and the clerk works here."""

    name = "patients"
    api = 1

    @nb.hookimpl
    def provide_facts(self, parties: tuple[str, ...]) -> Mapping[str, nb.Facts]:
        staff = {"clerk": frozenset({"staff"})}
        return {
            party: nb.Facts(
                party=party, born_on=date(1980, 1, 1), roles=staff.get(party, frozenset())
            )
            for party in parties
        }


@pytest.fixture
def desk(database_url: str) -> Iterator[nb.Desk]:
    with nb.open(database_url, center="anping", clock=Clock(), plugins=[Patients()]) as opened:
        opened.load(FILE)
        yield opened


def ask(desk: nb.Desk, start: str, patient: str) -> str:
    """Book with doctor 3 in the patient's own name; say what came of it."""
    try:
        return (
            desk.acting_as(patient)
            .book(
                "health-station",
                start=start,
                length="15m",
                resource="doctor-3",
                details={"service": "consultation"},
            )
            .state
        )
    except nb.Refused as refused:
        return " ".join(f"{one.code} {one.subject}" for one in refused.decision.refusals)


def test_nine_of_fourteen_cells_can_be_had_in_advance(desk: nb.Desk) -> None:
    said = [ask(desk, start, f"patient-{n}") for n, start in enumerate(AFTERNOON)]
    assert said == ["confirmed"] * 9 + ["FULL online"] * 5


def test_the_last_of_them_is_sold_once(desk: nb.Desk) -> None:
    for number, start in enumerate(AFTERNOON[:8]):
        assert ask(desk, start, f"patient-{number}") == "confirmed"
    with ThreadPoolExecutor(4) as crew:
        said = list(crew.map(lambda n: ask(desk, AFTERNOON[n], f"patient-{n}"), range(8, 14)))
    assert sorted(said) == ["FULL online"] * 5 + ["confirmed"]


def test_a_patient_who_asks_twice_at_once_has_one_appointment(desk: nb.Desk) -> None:
    with ThreadPoolExecutor(4) as crew:
        said = list(crew.map(lambda start: ask(desk, start, "li-wei"), AFTERNOON[:6]))
    assert sorted(said) == ["DUPLICATE "] * 5 + ["confirmed"]


def test_a_call_for_help_is_accepted_and_tells_the_duty_contact(desk: nb.Desk) -> None:
    asked = {"start": "2026-11-25 03:00", "length": "50m", "details": {"crisis": True}}
    mine = desk.acting_as("li-wei")
    said = mine.explain("counseling", **asked)  # type: ignore[arg-type]
    assert "12356" in said.text("zh")
    assert mine.book("counseling", **asked).state == "confirmed"  # type: ignore[arg-type]
