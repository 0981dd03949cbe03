from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import pytest

from neighborbook.domain.offering import DAY, HOUR, MINUTE, Over, Per, Place, Policy, Quota, Unit
from neighborbook.room_type import NoSettings, RoomType
from tests.unit.center_file.files import CENTER, PLAIN, ROOM, catalog_of, codes_of, faults_of


class Strict(RoomType):
    name: ClassVar[str] = "strict"
    policy: ClassVar[Policy] = Policy(notice=HOUR, horizon=14, opens_at=480, longest=4 * HOUR)
    quotas: ClassVar[tuple[Quota, ...]] = (Quota(amount=3, unit=Unit.BOOKINGS, per=Per.AHEAD),)


BOTH: Mapping[str, RoomType] = {"room": RoomType(), "strict": Strict()}
STRICT = f'{ROOM}room_type = "strict"\n'


def test_an_offering_has_the_defaults_of_its_room_type() -> None:
    offering = catalog_of(STRICT, BOTH).offerings["hall"]
    assert (offering.policy, offering.quotas) == (Strict.policy, Strict.quotas)
    assert (str(offering.name), offering.settings) == ("hall", NoSettings())


def test_every_number_of_the_policy_can_be_given() -> None:
    offering = catalog_of(
        ROOM
        + """
        notice = "2h"
        horizon = 30
        opens_at = "08:30"
        granularity = "15m"
        shortest = "45m"
        longest = "1d"
        over_breaks = true
        before = "10m"
        after = "20m"
        cancel_notice = "1h30m"
        hold_ttl = "5m"
        hold_most = "30m"
        open_holds = 1
        pending_days = 0
        pending_before = "12h"
        approval = true
        """
    ).offerings["hall"]
    assert offering.policy == Policy(
        notice=2 * HOUR,
        horizon=30,
        opens_at=8 * 60 + 30,
        granularity=15,
        shortest=45 * MINUTE,
        longest=DAY,
        over_breaks=True,
        before=10 * MINUTE,
        after=20 * MINUTE,
        cancel_notice=90 * MINUTE,
        hold_ttl=5 * MINUTE,
        hold_most=30 * MINUTE,
        open_holds=1,
        pending_days=0,
        pending_before=12 * HOUR,
        approval=True,
    )


def test_a_bound_of_the_room_type_can_be_taken_away() -> None:
    text = STRICT + 'horizon = "none"\nopens_at = "none"\nlongest = "none"'
    policy = catalog_of(text, BOTH).offerings["hall"].policy
    assert (policy.horizon, policy.opens_at, policy.longest) == (None, None, None)
    assert policy.notice == HOUR


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("notice = 2", "notice"),
        ('notice = "2"', "notice"),
        ('notice = "-2h"', "notice"),
        ('notice = "367d"', "notice"),
        ("notice = true", "notice"),
        ('notice = "none"', "notice"),
        ("horizon = -1", "horizon"),
        ("horizon = 3651", "horizon"),
        ('horizon = "30d"', "horizon"),
        ("horizon = 30.5", "horizon"),
        ('opens_at = "24:00"', "opens_at"),
        ('opens_at = "8am"', "opens_at"),
        ("opens_at = 8", "opens_at"),
        ('granularity = "7m"', "granularity"),
        ('granularity = "90s"', "granularity"),
        ('granularity = "2d"', "granularity"),
        ("granularity = 30", "granularity"),
        ('shortest = "0s"', "shortest"),
        ('longest = "32d"', "longest"),
        ('shortest = "2h"\nlongest = "1h"', "longest"),
        ('hold_ttl = "2h"', "hold_ttl"),
        ('before = "25h"', "before"),
        ('over_breaks = "yes"', "over_breaks"),
        ("approval = 1", "approval"),
        ("open_holds = 101", "open_holds"),
        ("pending_days = 1.5", "pending_days"),
    ],
)
def test_a_number_of_the_policy_out_of_bounds_is_a_fault(line: str, key: str) -> None:
    assert codes_of(ROOM + line) == {f"offering.hall.{key}": "INPUT_INVALID"}


def test_a_shortest_over_the_longest_of_the_room_type_is_named_at_the_shortest() -> None:
    assert codes_of(STRICT + 'shortest = "5h"', BOTH) == {"offering.hall.shortest": "INPUT_INVALID"}


def test_places_are_ids_or_tables_with_what_they_hold() -> None:
    offering = catalog_of(
        f"""{CENTER}
        [resource.A]
        [resource.B]
        [offering.hall]
        places = ["B", {{ resource = "A", layouts = {{ theatre = 30, u-shape = 12 }}, most = 40 }}]
        """
    ).offerings["hall"]
    assert offering.places == (
        Place(resource="B"),
        Place(resource="A", layouts=(("theatre", 30), ("u-shape", 12)), most=40),
    )


@pytest.mark.parametrize(
    ("places", "path", "code"),
    [
        ('["B"]', "0", "UNKNOWN_RESOURCE"),
        ('[{ resource = "B" }]', "0.resource", "UNKNOWN_RESOURCE"),
        ('["A", "A"]', "1", "INPUT_INVALID"),
        ("[3]", "0", "INPUT_INVALID"),
        ('["a b"]', "0", "INPUT_INVALID"),
        ("[{ most = 3 }]", "0.resource", "INPUT_MISSING"),
        ('[{ resource = "A", most = 0 }]', "0.most", "INPUT_INVALID"),
        ('[{ resource = "A", layouts = { theatre = 0 } }]', "0.layouts.theatre", "INPUT_INVALID"),
        ('[{ resource = "A", layouts = { theatre = -5 } }]', "0.layouts.theatre", "INPUT_INVALID"),
        ('[{ resource = "A", layouts = { "a b" = 5 } }]', '0.layouts."a b"', "INPUT_INVALID"),
        ('[{ resource = "A", layouts = {} }]', "0.layouts", "INPUT_INVALID"),
        ('[{ resource = "A", layouts = 30 }]', "0.layouts", "INPUT_INVALID"),
        ('[{ resource = "A", seats = 3 }]', "0.seats", "UNKNOWN_KEY"),
    ],
)
def test_what_is_wrong_with_a_place_is_named(places: str, path: str, code: str) -> None:
    text = f"{CENTER}[resource.A]\n[offering.hall]\nplaces = {places}"
    assert codes_of(text) == {f"offering.hall.places.{path}": code}


@pytest.mark.parametrize("places", ["", "places = []", 'places = "A"', "places = { A = 1 }"])
def test_an_offering_has_at_least_one_place(places: str) -> None:
    found = codes_of(f"{CENTER}[resource.A]\n[offering.hall]\n{places}")
    assert list(found) == ["offering.hall.places"]


def test_a_leg_has_at_most_64_options_and_a_demand_at_most_8_legs() -> None:
    def text(places: int, pools: int) -> str:
        leaves = "".join(f"[resource.r{n}]\n" for n in range(65))
        several = [f"r{n}" for n in range(65)]
        return (
            f"{CENTER}{leaves}[offering.hall]\n"
            f"places = {several[:places]}\nequipment = {several[:pools]}"
        )

    assert len(catalog_of(text(64, 7)).offerings["hall"].places) == 64
    assert codes_of(text(65, 8)) == {
        "offering.hall.places": "INPUT_TOO_LONG",
        "offering.hall.equipment": "INPUT_TOO_LONG",
    }


def test_equipment_is_not_made_of_parts() -> None:
    text = CENTER + '[resource.A]\n[resource.AB]\nparts = ["A"]\n[offering.hall]\nplaces = ["A"]\n'
    assert codes_of(text + 'equipment = ["AB"]') == {"offering.hall.equipment": "INPUT_INVALID"}
    assert codes_of(text + 'equipment = ["C"]') == {"offering.hall.equipment.0": "UNKNOWN_RESOURCE"}


def test_a_quota_of_a_length_counts_hours_and_of_a_number_bookings() -> None:
    offering = catalog_of(
        ROOM
        + 'quota = [{ amount = "8h", over = "approval", free_within = "2d" },'
        + ' { amount = 3, per = "rolling", days = 7 }]'
    ).offerings["hall"]
    assert offering.quotas == (
        Quota(amount=8 * HOUR, unit=Unit.HOURS, over=Over.APPROVAL, free_within=2 * DAY),
        Quota(amount=3, unit=Unit.BOOKINGS, per=Per.ROLLING, days=7),
    )


def test_a_quota_may_be_one_table_and_no_quota_an_empty_list() -> None:
    one = catalog_of(ROOM + 'quota = { amount = 3, per = "ahead" }').offerings["hall"]
    assert one.quotas == (Quota(amount=3, unit=Unit.BOOKINGS, per=Per.AHEAD),)
    weekly = catalog_of(ROOM + 'quota = { amount = "3h", per = "week" }').offerings["hall"]
    assert weekly.quotas == (Quota(amount=3 * HOUR, per=Per.WEEK),)
    assert catalog_of(STRICT + "quota = []", BOTH).offerings["hall"].quotas == ()


@pytest.mark.parametrize(
    ("quota", "path", "code"),
    [
        ("3", "", "INPUT_INVALID"),
        ("[3]", ".0", "INPUT_INVALID"),
        ("{}", ".amount", "INPUT_MISSING"),
        ("{ amount = 0 }", ".amount", "INPUT_INVALID"),
        ('{ amount = "0h" }', ".amount", "INPUT_INVALID"),
        ("{ amount = true }", ".amount", "INPUT_INVALID"),
        ("{ amount = 1.5 }", ".amount", "INPUT_INVALID"),
        ('{ amount = 1, per = "fortnight" }', ".per", "INPUT_INVALID"),
        ('{ amount = 1, per = "rolling" }', ".days", "INPUT_MISSING"),
        ("{ amount = 1, days = 7 }", ".days", "INPUT_INVALID"),
        ('{ amount = 1, per = "rolling", days = 0 }', ".days", "INPUT_INVALID"),
        ('{ amount = 1, over = "ask" }', ".over", "INPUT_INVALID"),
        ("{ amount = 1, free_within = 48 }", ".free_within", "INPUT_INVALID"),
        ('{ amount = 1, unit = "hours" }', ".unit", "UNKNOWN_KEY"),
        ("[{ amount = 1 }, { amount = 2 }]", ".1", "INPUT_INVALID"),
    ],
)
def test_what_is_wrong_with_a_quota_is_named(quota: str, path: str, code: str) -> None:
    assert codes_of(f"{ROOM}quota = {quota}") == {f"offering.hall.quota{path}": code}


def test_an_unknown_room_type_names_those_there_are() -> None:
    fault = faults_of(STRICT, PLAIN)["offering.hall.room_type"]
    assert (fault.code, fault.given) == ("UNKNOWN_ROOM_TYPE", "strict")
    assert "(room)" in fault.expected


@pytest.mark.parametrize("key", ["hours", "staffed"])
def test_hours_of_an_offering_must_be_in_the_file(key: str) -> None:
    assert codes_of(f'{ROOM}{key} = "nights"') == {f"offering.hall.{key}": "UNKNOWN_HOURS"}


def test_a_misspelt_number_names_the_nearest_one() -> None:
    fault = faults_of(ROOM + 'notise = "2h"')["offering.hall.notise"]
    assert fault.code == "UNKNOWN_KEY"
    assert fault.expected.endswith("did you mean 'notice'?")


def test_an_offering_has_at_most_64_layouts_in_all_its_places() -> None:
    def text(layouts: int) -> str:
        several = ", ".join(f"l{number} = 9" for number in range(layouts))
        return (
            CENTER
            + "".join(f"[resource.r{number}]\n" for number in range(3))
            + "[offering.hall]\nplaces = ["
            + f'{{ resource = "r0", layouts = {{ {several} }} }},'
            + f'{{ resource = "r1", layouts = {{ {several} }} }},'
            + ' "r2"]'
        )

    assert len(catalog_of(text(31)).offerings["hall"].places) == 3
    assert codes_of(text(32)) == {"offering.hall.places": "INPUT_TOO_LONG"}
