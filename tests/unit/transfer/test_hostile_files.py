"""Files that mean harm, or nothing: each ends in a typed error that names the place."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

import neighborbook as nb
from neighborbook.transfer import limits, records
from neighborbook.transfer.column_map import read_map
from neighborbook.transfer.encodings import encoding_of
from neighborbook.transfer.importing import Wish
from neighborbook.transfer.reporting import codes_of, text_of
from tests.unit.transfer.conftest import Import
from tests.unit.transfer.test_importing import HEAD, TWO


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_chinese_is_read_in_each_encoding(encoding: str, desk: nb.Desk, imported: Import) -> None:
    done, [_, outcome] = imported(TWO.encode(encoding))
    assert done.booked == 2
    assert desk.booking(outcome.booking).title == "合唱"


HOSTILE = {
    "nothing": (b"", "file"),
    "blanks": (b"\n\n", "file"),
    "utf-16": ("key,start\n".encode("utf-16"), "file"),
    "no text": (bytes(range(256)) * 4, "file"),
    "half a sign": (HEAD.encode() + b"\xe5", "file"),
    "mixed encodings": (
        HEAD.encode() + "1,hall,,,,,合唱排练\n".encode("gb18030") + "2,,,,,,合唱排练\n".encode(),
        "line 3",
    ),
    "a million columns": (b"a," * 1_000_000 + b"\n", "line 1"),
    "many columns": (b",".join(b"c%d" % n for n in range(5000)) + b"\n1\n", "columns"),
    "two columns of one name": (b"start,end,start\n1,2,3\n", "columns"),
    "no start": (b"a,b\n1,2\n", "columns"),
    "a quote that never ends": (HEAD.encode() + b'"' + b"x\n" * 200_000, "line"),
    "a quote in the middle": (HEAD.encode() + b'"a"b,1\n', "line 2"),
    "a line without end": (HEAD.encode() + b"x" * 3_000_000, "line 2"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_table_is_a_typed_error_and_takes_little_memory(
    name: str, desk: nb.Desk, imported: Import
) -> None:
    content, place = HOSTILE[name]
    tracemalloc.start()
    with pytest.raises(nb.InvalidRequest) as caught:
        imported(content)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert caught.value.faults[0].path.startswith(place)
    assert most < 32 << 20
    assert list(desk.bookings()) == []


@pytest.mark.parametrize(
    "content",
    [
        b"[1]\n",
        b"{\n",
        b"[" * 100_000 + b"\n",
        b'{"a": ' * 100_000 + b"\n",
        b'{"start": ' + b"9" * 10_000 + b"}\n",
        b'"text"\n',
        b'{"start": NaN\n',
    ],
)
def test_hostile_json_is_a_typed_error(content: bytes, desk: nb.Desk, imported: Import) -> None:
    with pytest.raises(nb.InvalidRequest):
        imported(content, "old.jsonl")
    assert list(desk.bookings()) == []


@pytest.mark.parametrize(
    "cells",
    [
        '{"start": [1], "end": {"a": 1}, "organizer": true, "offering": 7}',
        '{"start": "2026-12-01", "key": "\\u0000", "id": "x", "uid": "y", "state": "gone"}',
        '{"start": 1e400, "attendees": "[1", "features": {"a": 1}, "details": "{"}',
        '{"start": "2026-12-01", "title": "\\ud800", "attendees": [[]], "headcount": -1}',
    ],
)
def test_hostile_cells_are_faults_of_their_row(cells: str, imported: Import) -> None:
    done, [outcome] = imported(cells + "\n", "old.jsonl")
    assert done.bad == 1
    assert outcome.faults
    assert all(str(fault) and fault.text("zh") for fault in outcome.faults)


def test_a_long_cell_is_a_fault_of_its_row(imported: Import) -> None:
    done, [outcome] = imported(HEAD + f"1,hall,A,2026-12-01,,{'x' * 20_000},\n")
    assert done.bad == 1
    assert ("organizer", "INPUT_TOO_LONG") in {(f.path, f.code) for f in outcome.faults}


def test_a_file_that_is_too_large_or_missing_or_of_no_kind_is_not_opened(
    imported: Import, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "MOST_BYTES", 10)
    with pytest.raises(nb.InvalidRequest, match="INPUT_TOO_LONG"):
        imported(TWO)
    with pytest.raises(nb.InvalidRequest, match="a file of csv"):
        imported(TWO, "old.exe")
    with pytest.raises(nb.InvalidRequest, match="a file that exists"):
        limits.check_size(tmp_path / "nowhere.csv", 10)
    with pytest.raises(nb.InvalidRequest, match="a file that exists"):
        limits.check_size(tmp_path, 10)


def test_what_is_wrong_later_on_leaves_nothing_behind(desk: nb.Desk, imported: Import) -> None:
    with pytest.raises(nb.InvalidRequest):
        imported(TWO + '"a"b\n', wish=Wish())
    assert list(desk.bookings()) == []
    assert desk.imports() == ()


def test_a_short_line_of_gb18030_is_not_taken_for_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_bytes("联通\n会议室\n".encode("gb18030"))
    assert encoding_of(path) == "gb18030"


@pytest.mark.parametrize(
    ("content", "path"),
    [
        (b'times = ["x"\nzone = "UTC"\n', "map.toml, line 2, column 1"),
        (b'[columns]\nstart = "a"\nstart = "b"\n', "map.toml, line 3, column 12"),
        ('zone = ""\n[words.resource]\n"大厅" = "A"\n'.encode("gb18030"), "map.toml, line 3"),
        (b"a = " + b"[" * 5000, "map.toml"),
        (b"zone = 2026-12-01\n", "zone"),
    ],
)
def test_a_mapping_that_cannot_be_read_is_told_with_its_line(
    content: bytes, path: str, tmp_path: Path
) -> None:
    (tmp_path / "map.toml").write_bytes(content)
    with pytest.raises(nb.InvalidRequest) as caught:
        read_map(tmp_path / "map.toml")
    [fault] = caught.value.faults
    assert fault.path == path
    assert "datetime" not in str(fault)
    assert "(at line" not in str(fault)


def test_a_fault_of_a_row_is_told_once_and_shows_the_time_as_it_is_written(
    imported: Import,
) -> None:
    _, [one] = imported(HEAD + "1,hall,A,2026-12-01 10:00,2026-12-01 09:00,li,\n")
    text = text_of(one, "en")
    assert text == (
        "end: invalid (given: 2026-12-01T09:00:00+08:00), expected an end after the start"
    )
    assert codes_of(one) == ("INPUT_INVALID",)
    assert (
        text_of(one, "zh")
        == "end：无效（所给：2026-12-01T09:00:00+08:00），应为：晚于开始的结束时间"
    )
