"""Loading a center file again, with bookings in the book."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import neighborbook as nb

CENTER = """
center = { id = "c", zone = "Asia/Shanghai" }
resource.pool = { capacity = 3 }
resource.hall = {}
offering.pool = { places = ["pool"], quota = { amount = "8h", per = "month" } }
offering.hall = { places = ["hall"] }
"""


class Clock:
    def now(self) -> int:
        return 1_796_000_000


@pytest.fixture
def desk(database_url: str) -> Iterator[nb.Desk]:
    with nb.open(database_url, center="c", clock=Clock()) as opened:
        opened.load(CENTER)
        yield opened


def book(desk: nb.Desk, offering: str, organizer: str = "acme") -> nb.Booking:
    return desk.book(
        offering, start="2026-12-01 10:00", end="2026-12-01 12:00", organizer=organizer
    )


def test_loading_the_same_file_again_changes_nothing(desk: nb.Desk) -> None:
    again = desk.load(CENTER)
    assert (again.revision, again.added, again.changed, again.retired) == (1, (), (), ())


SHORT = f"""{CENTER}
hours.short = {{ daily = "08:00-11:00" }}
""".replace("resource.hall = {}", 'resource.hall = { hours = "short" }')


def test_hours_that_leave_bookings_outside_name_them_once(desk: nb.Desk) -> None:
    outside, elsewhere = book(desk, "hall"), book(desk, "pool")
    preview = desk.load(SHORT, preview=True)
    assert [each.id for each in preview.outside_hours] == [outside.id]
    assert [each.id for each in desk.load(SHORT).outside_hours] == [outside.id]
    assert desk.booking(outside.id).needs_move is False
    later = SHORT.replace("08:00-11:00", "09:00-11:00").replace("resource.pool", "resource.tub")
    later = later.replace("capacity = 3", 'capacity = 3, was = "pool", hours = "short"')
    again = desk.load(later.replace('["pool"]', '["tub"]'))
    assert [each.id for each in again.outside_hours] == [elsewhere.id]
    assert desk.load(CENTER).outside_hours == ()


def test_days_on_which_it_is_closed_from_now_on_name_who_is_there(desk: nb.Desk) -> None:
    open_on = SHORT.replace('daily = "08:00-11:00"', 'daily = "open", holidays = "closed"')
    desk.load(open_on)
    there = book(desk, "hall")
    shut = open_on.replace('"Asia/Shanghai" }', '"Asia/Shanghai", holidays = [2026-12-01] }')
    assert [each.id for each in desk.load(shut).outside_hours] == [there.id]


def test_a_lowered_capacity_names_who_came_last_and_raising_it_lets_them_stand_again(
    desk: nb.Desk,
) -> None:
    first, second, third = (book(desk, "pool", firm) for firm in ("a", "b", "c"))
    lowered = CENTER.replace("capacity = 3", "capacity = 1")
    assert [b.id for b in desk.load(lowered, preview=True).needs_move] == sorted(
        [second.id, third.id]
    )
    assert desk.booking(second.id).needs_move is False
    desk.load(lowered)
    assert [desk.booking(b.id).needs_move for b in (first, second, third)] == [False, True, True]
    assert desk.history(third.id)[-1].act is nb.Act.LOWER
    desk.load(CENTER)
    assert not desk.booking(third.id).needs_move
    assert desk.history(third.id)[-1].act is nb.Act.RAISE


def test_what_the_file_no_longer_names_is_retired_with_its_bookings(desk: nb.Desk) -> None:
    mine = book(desk, "hall")
    without = "\n".join(line for line in CENTER.splitlines() if "hall" not in line) + "\n"
    gone = desk.load(without)
    assert sorted(gone.retired) == ["offering hall", "resource hall"]
    assert [b.id for b in gone.needs_move] == [mine.id]
    assert [offering.id for offering in desk.offerings()] == ["pool"]
    with pytest.raises(nb.Refused):
        book(desk, "hall", "zeta")
    assert desk.cancel(mine.id).state is nb.State.VOID


def test_a_rename_keeps_places_limits_and_closures(desk: nb.Desk) -> None:
    mine = book(desk, "pool")
    shut = desk.close("hall", start="2026-12-02", end="2026-12-03")
    renamed = (
        CENTER.replace("resource.pool = {", 'resource.basin = { was = "pool",')
        .replace(
            'offering.pool = { places = ["pool"]',
            'offering.swim = { was = "pool", places = ["basin"]',
        )
        .replace("resource.hall = {}", 'resource.great-hall = { was = "hall" }')
        .replace('places = ["hall"]', 'places = ["great-hall"]')
    )
    done = desk.load(renamed)
    assert done.renamed == (
        "resource pool -> basin",
        "resource hall -> great-hall",
        "offering pool -> swim",
    )
    assert done.needs_move == ()
    again = desk.booking(mine.id)
    assert (again.offering, again.resource, again.version) == ("swim", "basin", mine.version)
    assert [use.used for use in desk.usage("acme", at="2026-12-01")] == [7200]
    assert [closure.subject for closure in desk.closures()] == ["great-hall"]
    assert desk.closures()[0].id == shut.id
    with pytest.raises(nb.Refused) as no:
        desk.book("hall", start="2026-12-02 10:00", length="1h", organizer="acme")
    assert no.value.decision.codes == ("CONFLICT_RESOURCE",)
    book(desk, "swim", "b")
    book(desk, "swim", "c")
    with pytest.raises(nb.Refused):
        book(desk, "swim", "d")


def test_two_desks_see_a_catalog_that_one_of_them_loads(database_url: str, desk: nb.Desk) -> None:
    with nb.open(database_url, center="c", clock=Clock()) as other:
        assert book(other, "hall").state is nb.State.CONFIRMED
        desk.load(CENTER.replace("resource.hall = {}", 'resource.hall = { floor = "5" }'))
        moved = other.book("hall", start="2026-12-04 10:00", length="1h", organizer="acme")
        assert moved.state is nb.State.CONFIRMED
        assert next(r for r in other.resources() if r.id == "hall").floor == "5"


WRONG = """
center = { id = "c", zone = "Asia/Shanghai", plugins = ["meeting-rom", "meels"] }
resource.hall = { floors = "5" }
offering.talk = { room_type = "meeting-room", places = ["hal"], evening_from = "18:00" }
offering.plain = { places = ["hall"], notise = "2h" }
"""


def test_a_misspelt_plugin_hides_nothing_else_that_is_wrong(desk: nb.Desk, tmp_path: Path) -> None:
    path = tmp_path / "center.toml"
    path.write_text(WRONG, encoding="utf-8")
    with pytest.raises(nb.CenterFileError) as wrong:
        desk.load(path)
    assert [(fault.path, fault.code) for fault in wrong.value.faults] == [
        ("center.plugins.0", "UNKNOWN_PLUGIN"),
        ("center.plugins.1", "UNKNOWN_PLUGIN"),
        ("resource.hall.floors", "UNKNOWN_KEY"),
        ("offering.talk.places.0", "UNKNOWN_RESOURCE"),
        ("offering.plain.notise", "UNKNOWN_KEY"),
    ]
    assert str(wrong.value).startswith(f"{path}:\n  center.plugins.0: UNKNOWN_PLUGIN")


def test_a_plugin_that_is_missing_and_all_that_is_wrong_is_an_error_of_its_own(
    desk: nb.Desk,
) -> None:
    with pytest.raises(nb.PluginError, match="meeting-room"):
        desk.load(CENTER.replace('id = "c"', 'id = "c", plugins = ["meeting-rom"]'))


def test_every_fault_of_a_file_is_told_under_its_name(desk: nb.Desk, tmp_path: Path) -> None:
    path = tmp_path / "other.toml"
    for text in ("center = {}", CENTER.replace('id = "c"', 'id = "d"'), CENTER + "x = [", "\xff"):
        path.write_text(text, encoding="latin-1")
        with pytest.raises(nb.CenterFileError) as wrong:
            desk.load(str(path))
        assert wrong.value.source == str(path)
    with pytest.raises(nb.CenterFileError, match=r"center file:\n  center\.id: INPUT_MISSING"):
        desk.load("[center]\nzone = 'UTC'")
