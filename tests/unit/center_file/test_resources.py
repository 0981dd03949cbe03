from __future__ import annotations

import pytest

from tests.unit.center_file.files import CENTER, catalog_of, codes_of, faults_of


def test_a_resource_of_no_words_is_an_exclusive_room_called_by_its_id() -> None:
    room = catalog_of(CENTER + "[resource.A]").resources["A"]
    assert (room.capacity, str(room.name), room.parts) == (1, "A", ())


def test_a_pool_of_named_units_has_as_many_as_are_named() -> None:
    pool = catalog_of(CENTER + '[resource.tables]\nunits = ["t1", "t2"]').resources["tables"]
    assert (pool.capacity, pool.units) == (2, ("t1", "t2"))


def test_a_hall_is_made_of_parts_and_has_no_capacity() -> None:
    catalog = catalog_of(
        CENTER + '[resource.A]\n[resource.B]\n[resource.AB]\nparts = ["A", "B", "A"]'
    )
    assert catalog.resources["AB"].capacity is None
    assert catalog.resources["AB"].parts == ("A", "B")
    assert catalog.leaves("AB") == ("A", "B")


def test_parts_may_overlap() -> None:
    catalog = catalog_of(
        CENTER
        + "[resource.A]\n[resource.B]\n[resource.C]\n"
        + '[resource.AB]\nparts = ["A", "B"]\n[resource.BC]\nparts = ["B", "C"]\n'
        + '[resource.ABC]\nparts = ["AB", "BC"]'
    )
    assert catalog.leaves("ABC") == ("A", "B", "C")


@pytest.mark.parametrize(
    "key", ["capacity = 2", 'hours = "o"', 'units = ["x"]', 'changeover = "1m"']
)
def test_a_composite_has_nothing_of_its_own_that_its_parts_have(key: str) -> None:
    text = f'{CENTER}[hours.o]\ndaily = "open"\n[resource.A]\n[resource.AB]\nparts = ["A"]\n{key}'
    assert codes_of(text) == {f"resource.AB.{key.partition(' ')[0]}": "INPUT_INVALID"}


@pytest.mark.parametrize(
    "capacity", ["-1", "true", "1.0", "nan", "inf", '"3"', "1_000_001", "1" * 400, "[1]"]
)
def test_a_capacity_is_a_whole_number_that_is_not_negative(capacity: str) -> None:
    assert codes_of(f"{CENTER}[resource.A]\ncapacity = {capacity}") == {
        "resource.A.capacity": "INPUT_INVALID"
    }


def test_a_capacity_that_contradicts_the_units_is_a_fault() -> None:
    text = CENTER + '[resource.A]\nunits = ["x", "y"]\ncapacity = 3'
    assert faults_of(text)["resource.A.capacity"].expected == "2, for as many units are named"


@pytest.mark.parametrize(
    "parts", [{"A": ["A"]}, {"A": ["B"], "B": ["A"]}, {"A": ["B"], "B": ["C"], "C": ["A"]}]
)
def test_parts_that_contain_themselves_are_named(parts: dict[str, list[str]]) -> None:
    tables = "\n".join(f"[resource.{slug}]\nparts = {below}" for slug, below in parts.items())
    above = '[resource.top]\nparts = ["A", "leaf"]\n[resource.leaf]'
    found = codes_of(f"{CENTER}{tables}\n{above}")
    assert found == {f"resource.{slug}.parts": "INPUT_INVALID" for slug in parts}


def test_parts_nested_beyond_measure_are_a_fault() -> None:
    tables = "".join(f'[resource.r{n + 1}]\nparts = ["r{n}"]\n' for n in range(17))
    assert codes_of(f"{CENTER}[resource.r0]\n{tables}") == {"resource.r17.parts": "INPUT_INVALID"}


@pytest.mark.parametrize(
    ("line", "path", "code"),
    [
        ('parts = ["B", "nowhere"]', "resource.A.parts.1", "UNKNOWN_RESOURCE"),
        ("parts = []", "resource.A.parts", "INPUT_INVALID"),
        ('parts = ["B", 3]', "resource.A.parts.1", "INPUT_INVALID"),
        ('way_in = "lift"', "resource.A.way_in", "UNKNOWN_RESOURCE"),
        ('way_in = "A"', "resource.A.way_in", "INPUT_INVALID"),
        ('hours = "nights"', "resource.A.hours", "UNKNOWN_HOURS"),
        ('features = ["step free"]', "resource.A.features.0", "INPUT_INVALID"),
        ("features = { a = 1 }", "resource.A.features", "INPUT_INVALID"),
        ("area = 0", "resource.A.area", "INPUT_INVALID"),
        ("floor = 5", "resource.A.floor", "INPUT_INVALID"),
        ("changeover = 15", "resource.A.changeover", "INPUT_INVALID"),
        ('changeover = "-15m"', "resource.A.changeover", "INPUT_INVALID"),
        ('changeover = "25h"', "resource.A.changeover", "INPUT_INVALID"),
        ('capasity = "3"', "resource.A.capasity", "UNKNOWN_KEY"),
        ('was = "an other"', "resource.A.was", "INPUT_INVALID"),
        ('was = "B"', "resource.A.was", "INPUT_INVALID"),
    ],
)
def test_what_is_wrong_with_a_resource_is_named(line: str, path: str, code: str) -> None:
    assert codes_of(f"{CENTER}[resource.B]\n[resource.A]\n{line}") == {path: code}


@pytest.mark.parametrize(
    ("slug", "path"),
    [
        ('"hall 2"', 'resource."hall 2"'),
        ('""', 'resource.""'),
        ("-a", "resource.-a"),
        ('"厅"', 'resource."厅"'),
        (f"a{'b' * 64}", None),
    ],
)
def test_an_id_that_is_no_slug_is_a_fault(slug: str, path: str | None) -> None:
    found = codes_of(f"{CENTER}[resource.{slug}]")
    assert list(found.values()) == ["INPUT_INVALID"]
    assert path is None or path in found


def test_a_slug_of_64_characters_is_taken() -> None:
    assert catalog_of(f"{CENTER}[resource.a{'b' * 63}]").resources


def test_two_cannot_have_been_the_same() -> None:
    text = CENTER + '[resource.A]\nwas = "old"\n[resource.B]\nwas = "old"'
    assert codes_of(text) == {"resource.B.was": "INPUT_INVALID"}
