"""What a center publishes: who finds what in the folder, and what becomes of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import neighborbook as nb
from neighborbook.ical.lint import lint
from neighborbook.publish.links import Links
from neighborbook.publish.publishing import Publishing, private_file, publish, words_of
from neighborbook.testing import SetClock

FILE = """
[center]
id = "anping"
name = { en = "Anping", zh = "安平" }
zone = "Asia/Shanghai"
[hours.office]
daily = "08:00-20:00"
[resource.A]
name = { en = "Room A", zh = "A室" }
floor = "5"
hours = "office"
[resource.B]
floor = "5"
hours = "office"
[resource.AB]
parts = ["A", "B"]
[resource.couch]
hours = "office"
[offering.talk]
places = ["A", "B", "AB"]
[offering.sealed]
room_type = "sealed"
places = ["couch"]
"""

MONDAY_NOON = 1_796_011_200  # 2026-11-30 12:00 in Shanghai
TUESDAY = "2026-12-01"


class Sealed(nb.RoomType):
    name = "sealed"
    privacy = nb.Privacy.SEALED


class Counseling:
    name = "counseling"
    api = 1

    @nb.hookimpl
    def register_room_types(self) -> tuple[nb.RoomType, ...]:
        return (Sealed(),)


@pytest.fixture
def clock() -> SetClock:
    return SetClock(MONDAY_NOON)


@pytest.fixture
def desk(database_url: str, clock: SetClock) -> Iterator[nb.Desk]:
    with nb.open(database_url, center="anping", clock=clock, plugins=[Counseling()]) as opened:
        opened.load(FILE)
        opened.book(
            "talk",
            start=f"{TUESDAY} 10:00",
            length="1h",
            organizer="acme",
            attendees=["li-wei"],
            resource="A",
            title="Secret hiring",
        )
        opened.book("sealed", start=f"{TUESDAY} 10:00", length="1h", organizer="zhao")
        yield opened


@pytest.fixture
def how(tmp_path: Path) -> Publishing:
    return Publishing(days=3, links=Links.beside(tmp_path / "book.secret", "anping"))


def files(root: Path) -> dict[str, bytes]:
    found = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def test_everybody_finds_rooms_offerings_days_and_sheets(
    desk: nb.Desk, how: Publishing, tmp_path: Path
) -> None:
    publish(desk, tmp_path / "public", how)
    found = files(tmp_path / "public")
    assert {name for name in found if not name.startswith("private/")} == {
        "index.html",
        "rooms/A.ics",
        "rooms/B.ics",
        "rooms/AB.ics",
        "offerings/talk.ics",
        "days/2026-11-30.html",
        "days/2026-12-01.html",
        "days/2026-12-02.html",
        "sheets/2026-12-01-5.html",
    }
    for name in found:
        if name.endswith(".ics"):
            assert lint(found[name]) == (), name


def test_whose_a_booking_is_and_what_it_is_called_stands_nowhere_but_in_their_own_calendars(
    desk: nb.Desk, how: Publishing, tmp_path: Path
) -> None:
    publish(desk, tmp_path / "public", how)
    assert how.links is not None
    names = {party: private_file(how.links, party) for party in ("acme", "li-wei", "zhao")}
    found = files(tmp_path / "public")
    for name, content in found.items():
        assert (b"Secret hiring" in content) == (name in (names["acme"], names["li-wei"])), name
        for secret in (b"acme", b"li-wei", b"zhao", b"couch"):
            assert secret not in content or name in names.values(), name
    # Nothing per slot, not even to her; and an empty one would tell that she has something.
    assert names["zhao"] not in found
    assert len([name for name in found if name.startswith("private/")]) == 3  # and no listing
    assert b"10:00" in (tmp_path / "public/days/2026-12-01.html").read_bytes()


def test_a_second_run_without_news_writes_nothing_even_hours_later(
    desk: nb.Desk, how: Publishing, clock: SetClock, tmp_path: Path
) -> None:
    first = publish(desk, tmp_path / "public", how)
    clock.at += 3 * 3600
    second = publish(desk, tmp_path / "public", how)
    assert (second.written, second.removed) == ((), ())
    assert second.unchanged == len(first.written)


def test_a_booking_changes_what_tells_of_it_alone(
    desk: nb.Desk, how: Publishing, tmp_path: Path
) -> None:
    publish(desk, tmp_path / "public", how)
    desk.book("talk", start=f"{TUESDAY} 14:00", length="1h", organizer="chess", resource="B")
    told = publish(desk, tmp_path / "public", how)
    assert how.links is not None
    assert set(told.written) == {
        "rooms/B.ics",
        "rooms/AB.ics",
        "days/2026-12-01.html",
        "sheets/2026-12-01-5.html",
        private_file(how.links, "chess"),
    }


def test_the_next_day_has_pages_of_its_own_and_yesterdays_are_gone(
    desk: nb.Desk, how: Publishing, clock: SetClock, tmp_path: Path
) -> None:
    publish(desk, tmp_path / "public", how)
    clock.at += 24 * 3600
    told = publish(desk, tmp_path / "public", how)
    assert {"days/2026-11-30.html", "sheets/2026-12-01-5.html"} <= set(told.removed)
    assert {"days/2026-12-03.html", "sheets/2026-12-02-5.html"} <= set(told.written)


def test_a_revoked_calendar_is_gone_with_the_next_run_and_another_takes_its_place(
    desk: nb.Desk, how: Publishing, tmp_path: Path
) -> None:
    publish(desk, tmp_path / "public", how)
    assert how.links is not None
    old, links = private_file(how.links, "acme"), how.links.revoked("acme")
    told = publish(desk, tmp_path / "public", Publishing(days=3, links=links))
    assert told.removed == (old,)
    assert told.written == (private_file(links, "acme"),)


def test_without_links_nobodys_own_calendar_is_published(desk: nb.Desk, tmp_path: Path) -> None:
    publish(desk, tmp_path / "public", Publishing(days=1))
    assert not (tmp_path / "public/private").exists()


def test_what_is_written_while_it_runs_is_told_by_the_next_run(
    desk: nb.Desk, tmp_path: Path
) -> None:
    with desk.frozen() as still:
        desk.book("talk", start=f"{TUESDAY} 14:00", length="1h", organizer="chess", resource="B")
        publish(still, tmp_path / "public", Publishing(days=2))
        page = (tmp_path / "public/days/2026-12-01.html").read_text(encoding="utf-8")
        assert page.count("已占用") == 2  # room A, and the hall of which it is a part
    publish(desk, tmp_path / "public", Publishing(days=2))
    page = (tmp_path / "public/days/2026-12-01.html").read_text(encoding="utf-8")
    assert page.count("已占用") == 4


ENDLESS = """
import sys
from pathlib import Path
import neighborbook as nb
from neighborbook.publish.publishing import Publishing, publish

with nb.open(sys.argv[1], center="anping") as desk:
    number = 0
    while True:
        number += 1
        publish(desk, Path(sys.argv[2]), Publishing(days=1, language="en" if number % 2 else "zh"))
        print(number, flush=True)
"""


def test_killed_at_any_point_it_leaves_whole_files_alone(tmp_path: Path) -> None:
    book, root = tmp_path / "book.db", tmp_path / "public"
    with nb.open(book, center="anping") as desk:
        desk.load(FILE.replace('room_type = "sealed"', ""))
    for pause in (0.0, 0.011, 0.037):
        command = [sys.executable, "-c", ENDLESS, str(book), str(root)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
            assert running.stdout is not None
            assert running.stdout.readline()
            time.sleep(pause)
            os.kill(running.pid, signal.SIGKILL)
        for path in root.rglob("*"):
            if path.is_file() and not path.name.startswith("."):
                ending = b"</html>" if path.suffix == ".html" else b"END:VCALENDAR\r\n"
                assert path.read_bytes().rstrip(b"\n").endswith(ending.rstrip(b"\n")), path
    with nb.open(book, center="anping") as desk:
        publish(desk, root, Publishing(days=1))
    assert [path for path in root.rglob(".*") if path.is_file()] == []


def test_tomorrows_sheets_hang_even_where_only_todays_page_is_made(
    desk: nb.Desk, tmp_path: Path
) -> None:
    publish(desk, tmp_path / "public", Publishing(days=1))
    found = files(tmp_path / "public")
    assert "sheets/2026-12-01-5.html" in found
    assert [name for name in found if name.startswith("days/")] == ["days/2026-11-30.html"]


def test_a_room_that_must_be_approved_sends_to_the_desk(desk: nb.Desk, tmp_path: Path) -> None:
    both = '[offering.talk]\napproval = true\nplaces = ["A", "B", "AB"]\n'
    desk.load(FILE.replace('[offering.talk]\nplaces = ["A", "B", "AB"]\n', both))
    publish(desk, tmp_path / "public", Publishing(days=1))
    page = (tmp_path / "public/sheets/2026-12-01-5.html").read_text(encoding="utf-8")
    assert "空闲，请咨询前台 Free; please ask the desk" in page
    assert 'class="blank"' not in page
    assert "请在横线上登记" not in page
    other = '[offering.game]\nplaces = ["B"]\n'
    desk.load(FILE.replace('[offering.talk]\nplaces = ["A", "B", "AB"]\n', both + other))
    publish(desk, tmp_path / "public", Publishing(days=1))
    page = (tmp_path / "public/sheets/2026-12-01-5.html").read_text(encoding="utf-8")
    of_a, of_b = page.split("<caption>")[1:]
    assert 'class="blank"' not in of_a
    assert 'class="blank"' in of_b
    assert "请在横线上登记" in page


def test_the_index_calls_sheets_by_day_and_floor(desk: nb.Desk, tmp_path: Path) -> None:
    desk.load(
        FILE.replace('name = { en = "Room A", zh = "A室" }\nfloor = "5"', 'floor = "东厢"').replace(
            '[resource.B]\nfloor = "5"', "[resource.B]"
        )
    )
    publish(desk, tmp_path / "public", Publishing(days=1))
    index = (tmp_path / "public/index.html").read_text(encoding="utf-8")
    day = "2026-12-01 星期二 Tuesday"
    assert f'<a href="sheets/2026-12-01-n1.html">{day} · 东厢</a>' in index
    assert f'<a href="sheets/2026-12-01-n2.html">{day} · 其他场地 Other rooms</a>' in index


def test_floors_of_which_the_same_name_is_made_have_sheets_of_their_own(
    desk: nb.Desk, tmp_path: Path
) -> None:
    wings = FILE.replace('floor = "5"', 'floor = "东1"', 1).replace('floor = "5"', 'floor = "西1"')
    desk.load(wings)
    told = publish(desk, tmp_path / "public", Publishing(days=1))
    sheets = [name for name in told.written if name.startswith("sheets/")]
    assert sheets == ["sheets/2026-12-01-n1.html", "sheets/2026-12-01-n2.html"]
    assert publish(desk, tmp_path / "public", Publishing(days=1)).written == ()


@pytest.mark.parametrize("floors", [("n2", ""), ("N1", "n1"), ("a", "A"), ("2", "n2", "²", "二")])
def test_no_two_floors_have_one_word(floors: tuple[str, ...]) -> None:
    words = words_of(floors)
    assert len({word.lower() for word in words}) == len(floors)
    assert all(word.isascii() and word.isalnum() for word in words)
