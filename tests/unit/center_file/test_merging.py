from __future__ import annotations

import pytest

from neighborbook.center_file import Item, Merged, Renamed, join, merge, read, rebuild, split
from neighborbook.errors import CenterFileError
from tests.unit.center_file.files import CENTER, PLAIN

OLD = f"""{CENTER}
[hours.office]
daily = "open"
[resource.A]
hours = "office"
[resource.B]
[resource.AB]
parts = ["A", "B"]
[offering.hall]
places = [{{ resource = "A", most = 3 }}, "AB"]
"""


def items_of(text: str) -> tuple[Item, ...]:
    return split(read(text))


def merged(old: str, new: str, *history: tuple[str, str]) -> Merged:
    return merge(items_of(old), items_of(new), history)


def test_the_first_load_adds_everything() -> None:
    first = merge((), items_of(OLD), ())
    assert len(first.added) == 6
    assert (first.changed, first.retired, first.renamed) == ((), (), ())
    assert first.items == items_of(OLD)


def test_loading_the_same_file_again_changes_nothing() -> None:
    again = merged(OLD, OLD)
    assert again.is_quiet
    assert again.items == items_of(OLD)


def test_what_is_missing_is_retired_and_its_references_still_hold() -> None:
    first = merged(OLD, CENTER + "[resource.B]\n[offering.b]\nplaces = ['B']")
    assert first.added == (("offering", "b"),)
    assert first.retired == (
        ("hours", "office"),
        ("resource", "A"),
        ("resource", "AB"),
        ("offering", "hall"),
    )
    catalog = rebuild(first.items, PLAIN, revision=2)
    assert catalog.offerings["hall"].retired
    assert catalog.resources["A"].hours == ("office",)
    assert not catalog.resources["B"].retired


def test_what_was_retired_already_is_not_retired_again() -> None:
    new = CENTER + "[resource.B]"
    first = merged(OLD, new)
    second = merge(first.items, items_of(new), ())
    assert second.is_quiet
    assert second.items == first.items


def test_what_comes_back_has_changed_and_is_retired_no_more() -> None:
    first = merged(OLD, CENTER + "[resource.B]")
    back = merge(first.items, items_of(OLD), ())
    assert ("resource", "A") in back.changed
    assert back.added == ()
    assert not any(item.retired for item in back.items)


def test_a_changed_number_is_a_change_of_that_item_alone() -> None:
    assert merged(OLD, OLD.replace("most = 3", "most = 4")).changed == (("offering", "hall"),)


def test_a_rename_is_neither_an_addition_nor_a_retirement() -> None:
    new = CENTER + '[resource.A1]\nwas = "A"\n[resource.B]\n'
    first = merged(OLD, new, ("resource", "A"))
    assert first.renamed == (Renamed(kind="resource", old="A", new="A1"),)
    assert first.added == ()
    assert ("resource", "A") not in first.retired


def test_what_is_retired_follows_a_rename() -> None:
    new = CENTER + '[resource.A1]\nwas = "A"\n[resource.B]\n'
    document = join(merged(OLD, new).items)
    catalog = rebuild(merged(OLD, new).items, PLAIN, revision=1)
    assert "A" not in document["resource"]  # type: ignore[operator]
    assert catalog.resources["AB"].parts == ("A1", "B")
    assert [place.resource for place in catalog.offerings["hall"].places] == ["A1", "AB"]


def test_a_rename_happens_once() -> None:
    new = CENTER + '[resource.A1]\nwas = "A"\n'
    first = merged(OLD, new)
    second = merge(first.items, items_of(new), {("resource", "A1")})
    assert second.is_quiet
    third = merge(second.items, items_of(CENTER + "[resource.A1]"), ())
    assert third.is_quiet


def test_an_old_id_can_be_given_to_something_new_later() -> None:
    first = merged(OLD, CENTER + '[resource.A1]\nwas = "A"\n')
    gone = merge(first.items, items_of(CENTER), ())
    anew = merge(gone.items, items_of(CENTER + "[resource.A]"), ())
    assert anew.added == (("resource", "A"),)
    assert rebuild(anew.items, PLAIN, revision=3).resources["A1"].retired


def test_two_histories_cannot_be_made_one() -> None:
    old = CENTER + "[resource.A]\n[resource.B]"
    new = CENTER + '[resource.B]\nwas = "A"'
    with pytest.raises(CenterFileError) as caught:
        merged(old, new, ("resource", "B"))
    assert caught.value.faults[0].path == "resource.B.was"
    assert merged(old, new, ("resource", "A")).renamed[0].new == "B"


def test_the_file_of_another_center_is_refused() -> None:
    with pytest.raises(CenterFileError) as caught:
        merged(OLD, '[center]\nid = "elsewhere"\nzone = "UTC"')
    assert caught.value.faults[0].path == "center.id"
