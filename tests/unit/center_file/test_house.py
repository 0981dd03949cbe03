from __future__ import annotations

from datetime import date

import pytest

from neighborbook.domain.fields import DAY, KEPT, Keeping
from tests.unit.center_file.files import CENTER, PLAIN, catalog_of, codes_of, faults_of


def test_a_center_has_what_its_file_says() -> None:
    catalog = catalog_of(
        """
        [center]
        id = "anping"
        name = { zh = "安平邻里中心", en = "Anping" }
        zone = "Asia/Shanghai"
        country = "CN"
        currency = "CNY"
        address = "Anhai"
        hours = "office"
        check_in = "desk"
        [hours.office]
        mon-fri = "08:00-17:00"
        """
    )
    center = catalog.center
    assert (center.id, center.zone, center.country) == ("anping", "Asia/Shanghai", "CN")
    assert (center.name.in_("en"), center.name.in_("fr")) == ("Anping", "安平邻里中心")
    assert (center.hours, center.check_in, center.currency) == (("office",), "desk", "CNY")
    assert catalog.working_days.is_working_day(date(2026, 2, 14))  # a Saturday made up for


def test_a_file_without_a_center_says_that_alone() -> None:
    assert codes_of("") == {"center": "INPUT_MISSING"}


def test_id_and_zone_must_be_there() -> None:
    assert codes_of("[center]") == {"center.id": "INPUT_MISSING", "center.zone": "INPUT_MISSING"}


@pytest.mark.parametrize(
    ("line", "path", "code"),
    [
        ('zone = "Asia/Shangha"', "center.zone", "UNKNOWN_ZONE"),
        ('zone = "../../etc/passwd"', "center.zone", "UNKNOWN_ZONE"),
        ("zone = 8", "center.zone", "INPUT_INVALID"),
        ('zone = "UTC"\ncountry = "XX"', "center.country", "UNKNOWN_COUNTRY"),
        ('zone = "UTC"\ncountry = "China"', "center.country", "UNKNOWN_COUNTRY"),
        (
            'zone = "UTC"\ncountry = "DE"\nsubdivision = "XX"',
            "center.subdivision",
            "UNKNOWN_SUBDIVISION",
        ),
        ('zone = "UTC"\nsubdivision = "BY"', "center.subdivision", "INPUT_INVALID"),
        ('zone = "UTC"\ncurrency = "yuan"', "center.currency", "INPUT_INVALID"),
        ('zone = "UTC"\ncheck_in = "phone"', "center.check_in", "INPUT_INVALID"),
        ('zone = "UTC"\nhours = "office"', "center.hours", "UNKNOWN_HOURS"),
        ('zone = "UTC"\nhours = ["a", "b"]', "center.hours.1", "UNKNOWN_HOURS"),
        ('zone = "UTC"\nname = ""', "center.name", "INPUT_INVALID"),
        ('zone = "UTC"\nname = "  "', "center.name", "INPUT_INVALID"),
        ('zone = "UTC"\nname = {}', "center.name", "INPUT_INVALID"),
        ('zone = "UTC"\nname = { english = "x" }', "center.name.english", "UNKNOWN_KEY"),
        ('zone = "UTC"\nname = { en = 3 }', "center.name.en", "INPUT_INVALID"),
        ('zone = "UTC"\nname = "a\\r\\nb"', "center.name", "INPUT_INVALID"),
        ('zone = "UTC"\nname = "a\\u202eb"', "center.name", "INPUT_INVALID"),
        (f'zone = "UTC"\nname = "{"x" * 201}"', "center.name", "INPUT_TOO_LONG"),
    ],
)
def test_what_is_wrong_with_a_center_is_named(line: str, path: str, code: str) -> None:
    found = codes_of(f'[center]\nid = "anping"\n{line}\n')
    assert found[path] == code


def test_a_text_of_exactly_200_characters_is_taken() -> None:
    assert catalog_of(f'{CENTER}name = "{"安" * 200}"').center.name


def test_an_unknown_key_names_the_nearest_known_one() -> None:
    fault = faults_of(CENTER + 'chek_in = "desk"')["center.chek_in"]
    assert fault.code == "UNKNOWN_KEY"
    assert fault.expected.endswith("did you mean 'check_in'?")


def test_an_unknown_section_is_a_fault() -> None:
    assert codes_of(CENTER + "[resources.A]") == {"resources": "UNKNOWN_KEY"}


def test_a_section_that_is_no_table_is_a_fault() -> None:
    assert codes_of(f"resource = 3\noffering.hall = 4\n{CENTER}") == {
        "resource": "INPUT_INVALID",
        "offering.hall": "INPUT_INVALID",
    }


def test_a_plugin_that_is_not_installed_is_named() -> None:
    found = faults_of(CENTER + 'plugins = ["meals", "clinic"]', PLAIN, ("meals",))
    assert {path: fault.code for path, fault in found.items()} == {
        "center.plugins.1": "UNKNOWN_PLUGIN"
    }


def test_faults_of_hours_stand_beside_all_others() -> None:
    found = codes_of(
        """
        [center]
        id = "an ping"
        zone = "UTC"
        [hours.office]
        mon-fri = "9 to 5"
        [resource.A]
        capacity = -1
        """
    )
    assert set(found) == {"center.id", "hours.office.mon-fri", "resource.A.capacity"}


def test_one_error_names_every_place_and_ends_with_the_remedy() -> None:
    said = "\n".join(str(f) for f in faults_of("[center]\nid = 3\nzone = 4").values())
    assert said.splitlines() == [
        "center.id: INPUT_INVALID (given: 3): expected text in quotes, not empty",
        "center.zone: INPUT_INVALID (given: 4): expected text in quotes, not empty",
    ]


def test_a_center_s_own_days_are_stronger_than_its_country_s() -> None:
    catalog = catalog_of(
        """
        [center]
        id = "anping"
        zone = "Asia/Shanghai"
        country = "CN"
        holidays = ["2026-02-14", 2026-11-04]
        make-up = 2026-10-01
        """
    )
    assert not catalog.working_days.is_working_day(date(2026, 2, 14))  # made up elsewhere
    assert not catalog.working_days.is_working_day(date(2026, 11, 4))
    assert catalog.working_days.is_working_day(date(2026, 10, 1))


def test_a_center_s_own_days_are_dates_and_not_both() -> None:
    wrong = 'holidays = ["soon", "2026-02-30"]'
    assert codes_of(f'[center]\nid = "a"\nzone = "UTC"\n{wrong}') == {
        "center.holidays.0": "INPUT_INVALID",
        "center.holidays.1": "INPUT_INVALID",
    }
    both = "holidays = [2026-03-04]\nmake-up = [2026-03-04]"
    assert codes_of(f'[center]\nid = "a"\nzone = "UTC"\n{both}') == {
        "center.make-up": "INPUT_INVALID"
    }


def test_keeping_times_are_as_the_file_says_and_the_others_as_ever() -> None:
    assert catalog_of(CENTER).center.keep == KEPT
    table = "keep = { booking = '730d', term = '1d' }"
    kept = catalog_of(f'[center]\nid = "a"\nzone = "UTC"\n{table}').center.keep
    assert kept == {**KEPT, Keeping.BOOKING: 730 * DAY, Keeping.TERM: DAY}


def test_all_that_is_wrong_with_keeping_times_is_named_at_once() -> None:
    table = (
        "keep = { booking = '23h', history = 3, term = 'long', person = '3651d', bokings = '1d' }"
    )
    assert codes_of(f'[center]\nid = "a"\nzone = "UTC"\n{table}') == {
        "center.keep.booking": "INPUT_INVALID",
        "center.keep.history": "INPUT_INVALID",
        "center.keep.term": "INPUT_INVALID",
        "center.keep.person": "INPUT_INVALID",
        "center.keep.bokings": "UNKNOWN_KEY",
    }
    assert codes_of('[center]\nid = "a"\nzone = "UTC"\nkeep = "3y"') == {
        "center.keep": "INPUT_INVALID"
    }
