"""What a file of an office in China is guessed to be, and one with day and time apart."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

import neighborbook as nb
from neighborbook.transfer.column_map import ColumnMap, read_map
from neighborbook.transfer.guessing import guess, save_guess
from neighborbook.transfer.importing import Source, Wish, import_bookings, records_of
from neighborbook.transfer.people import guess_people
from tests.unit.transfer.conftest import Import
from tests.unit.transfer.test_spreadsheets import packed

OFFICE = (
    "序号,预约编号,会议室（必填）,预约日期,开始时间,结束时间,姓名,电话,会议主题,参会人数,状态\r\n"
    "1,A-1,大厅,2026年12月1日,9:00,10:30,li,13800000000,消防培训,20,已通过\r\n"
    "2,A-2,大厅,2026/12/2,14:00,15:00,wu,13900000000,合唱,12,待审批\r\n"
    "3,A-3,大厅,2026.12.3,08:30,09:30,wu,13900000000,讲座,12,已取消\r\n"
)


def guessed(desk: nb.Desk, tmp_path: Path, text: str, encoding: str = "gb18030") -> ColumnMap:
    path = tmp_path / "office.csv"
    path.write_bytes(text.encode(encoding))
    return guess(desk, records_of(desk, path, None)).by


def test_a_file_of_an_office_in_gb18030_comes_in_as_it_was_guessed(
    desk: nb.Desk, tmp_path: Path
) -> None:
    path = tmp_path / "预约.csv"
    path.write_bytes(OFFICE.encode("gb18030"))
    found = save_guess(desk, path, None, tmp_path / "office.toml", None)
    assert dict(found.by.columns) == {
        "key": ("预约编号",),
        "state": ("状态",),
        "resource": ("会议室（必填）",),
        "start": ("预约日期", "开始时间"),
        "end": ("预约日期", "结束时间"),
        "organizer": ("姓名",),
        "title": ("会议主题",),
        "headcount": ("参会人数",),
    }
    assert found.by.words["state"] == {"已通过": "confirmed", "待审批": "pending", "已取消": "void"}
    assert found.unused == ("序号", "电话")
    assert found.by.source == read_map(tmp_path / "office.toml").source == "预约"
    by = read_map(tmp_path / "office.toml")
    done = import_bookings(desk, path, Wish(by=by))
    assert (done.booked, done.left, done.bad) == (2, 1, 0)
    first, second = desk.bookings()
    assert (first.organizer, first.title, first.resource) == ("li", "消防培训", "A")
    assert first.start.isoformat() == "2026-12-01T09:00:00+08:00"
    assert first.end.isoformat() == "2026-12-01T10:30:00+08:00"
    assert second.start.isoformat() == "2026-12-02T14:00:00+08:00"


@pytest.mark.parametrize(
    ("head", "row", "start", "end"),
    [
        ("日期,起始,终止", "2026-12-01,09:00,10:00", "日期+起始", "日期+终止"),
        (
            "开始日期,开始时间,结束日期,结束时间",
            "2026-12-01,22:00,2026-12-02,02:00",
            "开始日期+开始时间",
            "结束日期+结束时间",
        ),
        (
            "日期,开始时间,结束时间",
            "2026-12-01,2026-12-01 9:00,2026-12-01 10:00",
            "开始时间",
            "结束时间",
        ),
        ("使用日期,时长", "2026-12-01 09:00,1h", "使用日期", ""),
        ("Date,Start Time,End Time", "2026-12-01,9:00,10:00", "Date+Start Time", "Date+End Time"),
        ("日期,开始时间,结束时间", "2026-12-01,9点,10点30分", "日期+开始时间", "日期+结束时间"),
    ],
)
def test_the_day_stands_before_a_time_that_has_none(
    desk: nb.Desk, tmp_path: Path, head: str, row: str, start: str, end: str
) -> None:
    found = guessed(desk, tmp_path, f"{head}\n{row}\n").columns
    assert ("+".join(found["start"]), "+".join(found.get("end", ()))) == (start, end)


@pytest.mark.parametrize("word", ["房间", "会议室", "场地", "活动室"])
def test_a_place_is_known_by_what_it_is_called(desk: nb.Desk, tmp_path: Path, word: str) -> None:
    found = guessed(desk, tmp_path, f"{word},开始,结束\n大厅,2026-12-01 9:00,2026-12-01 10:00\n")
    assert found.columns["resource"] == (word,)
    assert found.words["resource"] == {"大厅": "A"}


def test_times_that_need_no_pattern_get_none(desk: nb.Desk, tmp_path: Path) -> None:
    found = guessed(desk, tmp_path, "日期,开始时间,结束时间\n2026-12-01,09:00,10:00\n")
    assert found.times == ()
    found = guessed(desk, tmp_path, "日期,开始时间,结束时间\n2026年12月1日,9：00,10：00\n")
    assert found.times == ("%Y年%m月%d日 %H：%M",)
    found = guessed(desk, tmp_path, "日期,开始时间,结束时间\n01/12/2026,9:00,10:00\n")
    assert found.times == ()  # which is the day and which the month, nobody can see


def test_day_and_time_of_a_sheet_are_put_together(
    desk: nb.Desk, imported: Import, tmp_path: Path
) -> None:
    head = "".join(f"<c t='str'><v>{name}</v></c>" for name in ("日期", "开始时间", "结束时间"))
    cells = "".join(f"<c s='1'><v>{value}</v></c>" for value in ("46357", "0.4375", "0.5"))
    path = tmp_path / "office.xlsx"
    path.write_bytes(packed(f"<row>{head}</row><row>{cells}</row>"))
    by = guess(desk, records_of(desk, path, Source.XLSX)).by
    fixed = ColumnMap(
        columns=by.columns, times=by.times, fixed={"offering": "desk", "organizer": "li"}
    )
    _, [one] = imported(path.read_bytes(), "office.xlsx", Wish(by=fixed))
    booking = desk.booking(one.booking)
    assert booking.start.isoformat() == "2026-12-01T10:30:00+08:00"
    assert booking.end.isoformat() == "2026-12-01T12:00:00+08:00"


def test_people_of_an_office_are_known_by_their_columns(desk: nb.Desk, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    text = "居民编号,姓名,性别,生日,联系方式,所属网格\n7,李,女,1980/1/2,139,3\n"
    path.write_bytes(text.encode("gb18030"))
    found = guess_people(records_of(desk, path, None))
    assert {field: at[0] for field, at in found.by.columns.items()} == {
        "id": "居民编号",
        "name": "姓名",
        "born_on": "生日",
        "phone": "联系方式",
        "grid": "所属网格",
    }
    assert found.unused == ("性别",)


def test_two_files_whose_rows_are_numbered_from_1_are_kept_apart_by_their_names(
    desk: nb.Desk, tmp_path: Path
) -> None:
    head = "Reference,Room,Begin,End,User\n"
    files = {
        "halls": "1,A,2026-12-01 10:00,2026-12-01 11:00,li\n",
        "desks": "1,desks,2026-12-02 10:00,2026-12-02 11:00,wu\n",
    }
    for name, row in files.items():
        (tmp_path / f"{name}.csv").write_text(head + row, "utf-8")
        save_guess(desk, tmp_path / f"{name}.csv", None, tmp_path / f"{name}.toml", None)
        by = read_map(tmp_path / f"{name}.toml")
        assert (by.source, "key" in by.columns) == (name, True)
        assert import_bookings(desk, tmp_path / f"{name}.csv", Wish(by=by)).booked == 1
    assert len(list(desk.bookings())) == 2
    taken = attrs.evolve(read_map(tmp_path / "desks.toml"), source="halls")
    assert import_bookings(desk, tmp_path / "desks.csv", Wish(by=taken)).bad == 1
