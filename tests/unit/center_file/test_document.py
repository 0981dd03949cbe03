from __future__ import annotations

from pathlib import Path

import pytest

from neighborbook.center_file import Item, enabled_plugins, join, read, rebuild, split
from neighborbook.errors import CenterFileError
from tests.unit.center_file.files import PLAIN, ROOM, catalog_of


def test_a_syntax_error_names_its_line() -> None:
    with pytest.raises(CenterFileError) as caught:
        read('[center]\nid = "anping"\nname = \n')
    (fault,) = caught.value.faults
    assert (fault.path, fault.code) == ("line 3, column 8", "INPUT_INVALID")


def test_a_key_given_twice_is_a_fault_and_not_the_later_one() -> None:
    with pytest.raises(CenterFileError, match="Cannot overwrite"):
        read("[resource.A]\ncapacity = 1\ncapacity = 2\n")


def test_a_file_that_is_not_saved_as_utf_8_names_the_line() -> None:
    with pytest.raises(CenterFileError) as caught:
        read("[center]\nname = '安平'\n".encode("gbk"))
    assert caught.value.faults[0].path == "line 2"
    assert "UTF-8" in caught.value.faults[0].expected


def test_a_byte_order_mark_is_passed_over() -> None:
    assert read(b"\xef\xbb\xbf[center]\nid = 'x'") == {"center": {"id": "x"}}


@pytest.mark.parametrize(
    "text",
    ["a = " + "[" * 5000, "a" + ".a" * 6000 + " = 1", "a = " + "1" * 5000, "\0"],
    ids=["deep lists", "deep tables", "an endless number", "no text"],
)
def test_what_would_overwhelm_the_reader_is_a_fault(text: str) -> None:
    with pytest.raises(CenterFileError):
        read(text)


def test_a_file_too_large_is_not_read() -> None:
    with pytest.raises(CenterFileError) as caught:
        read(b"#" * (4 * 1024 * 1024 + 1))
    assert caught.value.faults[0].code == "INPUT_TOO_LONG"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CenterFileError, match=r"nowhere\.toml"):
        read(tmp_path / "nowhere.toml")


def test_dates_and_times_without_quotes_read_as_if_quoted() -> None:
    bare = read("a = 2026-12-24\nb = 08:00:00\nc = [2026-12-24]")
    assert bare == read('a = "2026-12-24"\nb = "08:00"\nc = ["2026-12-24"]')


def test_plugins_are_known_before_anything_is_judged() -> None:
    assert enabled_plugins(read('[center]\nplugins = ["meals", 3]')) == ("meals",)
    assert enabled_plugins({"center": {"plugins": "meals"}}) == ()
    assert enabled_plugins({"center": 3}) == ()


def test_splitting_and_joining_gives_the_same_document() -> None:
    document = read(ROOM + '[hours.office]\ndaily = "open"\n')
    assert join(split(document)) == document


def test_the_items_keep_the_order_of_the_file_and_of_languages() -> None:
    document = read(ROOM + '[resource.0]\nname = { zh = "厅", en = "Hall" }\n')
    items = split(document)
    assert [(item.kind, item.id) for item in items] == [
        ("center", "anping"),
        ("resource", "A"),
        ("resource", "0"),
        ("offering", "hall"),
    ]
    assert items[2].body == '{"name":{"zh":"厅","en":"Hall"}}'


def test_a_catalog_rebuilt_from_its_items_is_the_same() -> None:
    before = catalog_of(ROOM)
    after = rebuild(split(read(ROOM)), PLAIN, revision=7)
    assert (after.center, after.resources, after.offerings, after.hours) == (
        before.center,
        before.resources,
        before.offerings,
        before.hours,
    )
    assert after.revision == 7


def test_a_retired_item_is_read_as_retired() -> None:
    items = [
        Item(kind=i.kind, id=i.id, body=i.body, retired=i.kind != "center")
        for i in split(read(ROOM))
    ]
    catalog = rebuild(items, PLAIN, revision=1)
    assert catalog.resources["A"].retired
    assert catalog.offerings["hall"].retired
    assert catalog.capacity("A") == 0
