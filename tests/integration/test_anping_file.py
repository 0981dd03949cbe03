from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from neighborbook.center_file import enabled_plugins, merge, parse, read, rebuild, split
from neighborbook.domain.catalog import Catalog
from neighborbook.domain.offering import DAY, HOUR, Over, Per, Quota, Unit
from neighborbook.room_type import RoomType
from neighborbook_clinic import Clinic
from neighborbook_clinic.settings import settings_of
from neighborbook_counsel import Counsel
from neighborbook_meeting_room.room_type import MeetingRoom
from neighborbook_meeting_room.settings import Settings

FILE = Path(__file__).parents[2] / "examples" / "anping" / "center.toml"
TYPES: Mapping[str, RoomType] = {
    "room": RoomType(),
    "meeting-room": MeetingRoom(),
    "clinic": Clinic(),
    "counsel": Counsel(),
}
PLUGINS = ("meeting-room", "clinic", "counsel")


@pytest.fixture(scope="module")
def anping() -> Catalog:
    return parse(read(FILE), TYPES, plugins=PLUGINS, source=FILE.name)


def test_the_reference_center_loads(anping: Catalog) -> None:
    assert enabled_plugins(read(FILE)) == PLUGINS
    assert (anping.center.id, anping.center.zone) == ("anping", "Asia/Shanghai")
    assert {offering.room_type for offering in anping.offerings.values()} == set(TYPES)


def test_everything_is_named_in_english_and_chinese(anping: Catalog) -> None:
    names = [anping.center.name]
    names += [resource.name for resource in anping.resources.values()]
    names += [offering.name for offering in anping.offerings.values()]
    for name in names:
        assert {"en", "zh"} == {language for language, _ in name.by_language}, name


def test_the_hall_is_its_halves_and_holds_what_is_declared(anping: Catalog) -> None:
    assert anping.leaves("AB") == ("A", "B")
    holds = {p.resource: p.holds("theatre") for p in anping.offerings["training-room"].places}
    assert holds == {"A": 30, "B": 20, "AB": 60}


def test_the_firms_share_the_training_room_fairly(anping: Catalog) -> None:
    room = anping.offerings["training-room"]
    assert room.quotas == (
        Quota(amount=8 * HOUR, unit=Unit.HOURS, over=Over.APPROVAL, free_within=2 * DAY),
        Quota(amount=3, unit=Unit.BOOKINGS, per=Per.AHEAD, over=Over.APPROVAL, free_within=2 * DAY),
    )
    assert (room.policy.notice, room.policy.horizon, room.policy.opens_at) == (2 * HOUR, 30, 480)
    assert room.settings == Settings()


def test_six_practitioners_in_four_rooms_give_five_services(anping: Catalog) -> None:
    station = settings_of(anping.offerings["health-station"])
    assert len(station.services) == 5
    assert len(station.practitioners) == 6
    assert len({room for _, one in station.practitioners for room in one.rooms}) == 4
    check_up = station.service("check-up")
    assert check_up is not None
    assert (check_up.least_age, check_up.yearly, check_up.resident_months) == (65, True, 6)


def test_counseling_is_on_the_fifth_floor(anping: Catalog) -> None:
    places = anping.offerings["counseling"].places
    assert {anping.resources[place.resource].floor for place in places} == {"5"}


def test_the_whole_pitch_is_every_court(anping: Catalog) -> None:
    assert anping.leaves("court-full") == ("court-east", "court-west")
    assert len(anping.leaves("pitch")) == 4


def test_rooms_upstairs_are_step_free_by_way_of_the_lift(anping: Catalog) -> None:
    assert "step-free" in anping.features("AB")
    assert "lift" in anping.resources["AB"].way_in
    assert "lift" not in anping.resources["practice-station"].way_in


def test_holidays_are_closed_and_make_up_days_are_open(anping: Catalog) -> None:
    house, days = anping.hours["house"], anping.working_days
    assert [r.text for r in house.ranges_on(date(2026, 11, 30), days)] == ["07:30-21:00"]
    assert house.ranges_on(date(2026, 10, 1), days) == ()  # National Day
    assert [r.text for r in house.ranges_on(date(2026, 2, 14), days)] == ["07:30-21:00"]
    assert [r.text for r in house.ranges_on(date(2026, 12, 31), days)] == ["07:30-17:00"]


def test_a_database_rebuilds_the_same_center(anping: Catalog) -> None:
    first = merge((), split(read(FILE)), ())
    again = rebuild(first.items, TYPES, revision=1)
    assert (again.center, again.resources) == (anping.center, anping.resources)
    assert (again.offerings, again.hours) == (anping.offerings, anping.hours)
    assert merge(first.items, split(read(FILE)), ()).is_quiet


def test_without_its_plugin_the_center_can_still_be_read() -> None:
    alone = rebuild(split(read(FILE)), {"room": RoomType()}, revision=1)
    assert alone.offerings["training-room"].settings is None
    assert len(alone.offerings["training-room"].places) == 3


def test_every_number_that_the_report_does_not_say_is_marked() -> None:
    for line in FILE.read_text(encoding="utf-8").splitlines():
        told = line.split("#")[0].strip()
        if told.startswith(("area =", "capacity =", "layouts =", "most =")):
            assert "assumed" in line, line
