from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import date
from typing import ClassVar

import attrs
import pytest

from neighborbook.center_file import read, rebuild, split
from neighborbook.domain.offering import HOUR, MINUTE
from neighborbook.domain.text import Text
from neighborbook.room_type import RoomType, Seconds
from tests.unit.center_file.files import ROOM, catalog_of, codes_of, faults_of


class Diet(enum.StrEnum):
    ANY = "any"
    VEGAN = "vegan"


@attrs.frozen(kw_only=True)
class Sitting:
    at: str
    seats: int = 40


def _positive(_: object, attribute: attrs.Attribute[int], value: int) -> None:
    if value <= 0:
        raise ValueError(f"{attribute.name} must be positive")


@attrs.frozen(kw_only=True)
class Numbers:
    turn: Seconds = 10 * MINUTE
    break_after: Seconds | None = None
    setup: tuple[tuple[str, Seconds], ...] = ()
    shares: Mapping[str, int] = attrs.field(factory=dict)
    people: int = attrs.field(default=50, validator=_positive)
    share: float = 0.4
    visitors: bool = True
    diet: Diet = Diet.ANY
    dishes: tuple[str, ...] = ()
    days: frozenset[date] = frozenset()
    sittings: tuple[Sitting, ...] = ()
    note: Text = attrs.field(factory=Text)


@attrs.frozen(kw_only=True)
class Needy:
    least: int


class Meals(RoomType):
    name: ClassVar[str] = "meals"
    settings: ClassVar[type] = Numbers


class NeedyMeals(RoomType):
    name: ClassVar[str] = "meals"
    settings: ClassVar[type] = Needy


TYPES: Mapping[str, RoomType] = {"room": RoomType(), "meals": Meals()}
MEALS = f'{ROOM}room_type = "meals"\n'


def settings_of(lines: str) -> object:
    return catalog_of(MEALS + lines, TYPES).offerings["hall"].settings


def test_settings_that_are_not_given_are_the_room_types_own() -> None:
    assert settings_of("") == Numbers()


def test_settings_are_read_by_the_types_of_their_fields() -> None:
    given = """
        turn = "15m"
        break_after = "1h"
        setup = { theatre = "15m", banquet = "30m" }
        shares = { online = 3 }
        people = 20
        share = 1
        visitors = false
        diet = "vegan"
        dishes = ["rice", "soup"]
        days = [2026-12-24]
        sittings = [{ at = "11:00" }, { at = "17:00", seats = 20 }]
        note = { en = "Hot", zh = "热" }
    """
    assert settings_of(given) == Numbers(
        turn=15 * MINUTE,
        break_after=HOUR,
        setup=(("theatre", 15 * MINUTE), ("banquet", 30 * MINUTE)),
        shares={"online": 3},
        people=20,
        share=1.0,
        visitors=False,
        diet=Diet.VEGAN,
        dishes=("rice", "soup"),
        days=frozenset({date(2026, 12, 24)}),
        sittings=(Sitting(at="11:00"), Sitting(at="17:00", seats=20)),
        note=Text.of({"en": "Hot", "zh": "热"}),
    )


@pytest.mark.parametrize(
    ("line", "path", "code"),
    [
        ("turn = 15", "turn", "INPUT_INVALID"),
        ('turn = "soon"', "turn", "INPUT_INVALID"),
        ("break_after = 3", "break_after", "INPUT_INVALID"),
        ('setup = { theatre = "15m", banquet = 30 }', "setup.banquet", "INPUT_INVALID"),
        ('setup = "15m"', "setup", "INPUT_INVALID"),
        ('shares = { online = "3" }', "shares.online", "INPUT_INVALID"),
        ("shares = 3", "shares", "INPUT_INVALID"),
        ("people = true", "people", "INPUT_INVALID"),
        ('people = "20"', "people", "INPUT_INVALID"),
        ("people = 20.0", "people", "INPUT_INVALID"),
        ("share = nan", "share", "INPUT_INVALID"),
        ("share = true", "share", "INPUT_INVALID"),
        ("visitors = 1", "visitors", "INPUT_INVALID"),
        ('diet = "meat"', "diet", "INPUT_INVALID"),
        ('dishes = "rice"', "dishes", "INPUT_INVALID"),
        ("dishes = [1]", "dishes.0", "INPUT_INVALID"),
        ('days = ["someday"]', "days.0", "INPUT_INVALID"),
        ("sittings = [{ seats = 3 }]", "sittings.0.at", "INPUT_MISSING"),
        ('sittings = [{ at = "11:00", seat = 3 }]', "sittings.0.seat", "UNKNOWN_KEY"),
        ("sittings = [3]", "sittings.0", "INPUT_INVALID"),
        ("note = 3", "note", "INPUT_INVALID"),
        ('turm = "15m"', "turm", "UNKNOWN_KEY"),
    ],
)
def test_what_is_wrong_with_a_setting_is_named(line: str, path: str, code: str) -> None:
    assert codes_of(MEALS + line, TYPES) == {f"offering.hall.{path}": code}


def test_what_the_room_types_own_validator_says_is_a_fault() -> None:
    fault = faults_of(MEALS + "people = 0", TYPES)["offering.hall"]
    assert "people must be positive" in fault.expected


def test_all_wrong_settings_are_named_at_once() -> None:
    found = codes_of(MEALS + 'turn = 1\npeople = "x"\nsetup = { a = 1, b = 2 }', TYPES)
    assert set(found) == {
        "offering.hall.turn",
        "offering.hall.people",
        "offering.hall.setup.a",
        "offering.hall.setup.b",
    }


def test_a_setting_without_a_default_must_be_given() -> None:
    found = codes_of(MEALS, {"meals": NeedyMeals()})
    assert found == {"offering.hall.least": "INPUT_MISSING"}


def test_an_offering_whose_room_type_is_gone_stays_readable() -> None:
    items = split(read(MEALS + 'turn = "15m"\nnotice = "2h"'))
    offering = rebuild(items, {"room": RoomType()}, revision=1).offerings["hall"]
    assert (offering.room_type, offering.settings) == ("meals", None)
    assert offering.policy.notice == 2 * HOUR
    assert offering.places[0].resource == "A"


def test_an_offering_whose_settings_no_longer_fit_stays_readable() -> None:
    items = split(read(MEALS + 'turn = "15m"'))
    offering = rebuild(items, {"meals": NeedyMeals()}, revision=1).offerings["hall"]
    assert offering.settings is None
