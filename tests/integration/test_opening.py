"""Which center a desk is of, when nobody names it."""

from __future__ import annotations

from pathlib import Path

import pytest

import neighborbook as nb


def file_of(center: str) -> str:
    return f'center = {{ id = "{center}", zone = "UTC" }}\nresource.A = {{}}\n'


def test_an_empty_database_is_of_the_center_whose_file_is_loaded_first(database_url: str) -> None:
    with nb.open(database_url) as desk:
        li = desk.acting_as("li-wei")
        with pytest.raises(nb.NotFound):
            _ = desk.center
        assert desk.load(file_of("anping")).center == "anping"
        assert desk.center.id == li.center.id == "anping"
        with pytest.raises(nb.CenterFileError, match=r"center\.id"):
            desk.load(file_of("other"))
    assert nb.centers(database_url) == ("anping",)


def test_a_preview_makes_no_center_and_settles_nothing(database_url: str) -> None:
    with nb.open(database_url) as desk:
        assert desk.load(file_of("anping"), preview=True).center == "anping"
        assert desk.load(file_of("other")).center == "other"
    assert nb.centers(database_url) == ("other",)


def test_the_only_center_of_a_database_need_not_be_named(database_url: str) -> None:
    with nb.open(database_url, center="anping") as desk:
        desk.load(file_of("anping"))
    with nb.open(database_url) as desk:
        assert desk.center.id == "anping"
        with pytest.raises(nb.CenterFileError, match=r"center\.id"):
            desk.load(file_of("other"))


def test_of_several_centers_one_must_be_named_and_is_opened_by_its_name(database_url: str) -> None:
    for center in ("bolt", "anping"):
        with nb.open(database_url, center=center) as desk:
            desk.load(file_of(center))
    with pytest.raises(nb.InvalidRequest, match="one of anping, bolt") as unclear:
        nb.open(database_url)
    assert [fault.path for fault in unclear.value.faults] == ["center"]
    with nb.open(database_url, center="bolt") as desk:
        assert desk.center.id == "bolt"


def test_a_center_that_is_named_is_the_only_one_whose_file_can_be_loaded(tmp_path: Path) -> None:
    with (
        nb.open(tmp_path / "book.db", center="anping") as desk,
        pytest.raises(nb.CenterFileError, match=r"center\.id"),
    ):
        desk.load(file_of("other"))
