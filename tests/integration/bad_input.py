"""What is thrown at the desk: a house with one of everything, and what no parameter takes."""

from __future__ import annotations

import enum
import math
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import neighborbook as nb

CENTER = """
center = { id = "anping", zone = "Europe/Helsinki", hours = "office", check_in = "desk" }
[hours.office]
daily = "00:00-24:00"
[resource.hall]
[resource.small]
[resource.seats]
capacity = 5
[offering.hall]
horizon = 400
places = [{ resource = "hall", most = 30 }, { resource = "small", most = 10 }]
quota = { amount = "8h", per = "month" }
[offering.song]
room_type = "song"
places = ["small"]
"""

NOW = datetime(2026, 10, 20, 6, tzinfo=UTC)


class Stopped:
    """A clock that stands still."""

    def now(self) -> int:
        return int(NOW.timestamp())


class Mood(enum.StrEnum):
    MERRY = "merry"
    SAD = "sad"


@nb.details
class SongDetails:
    verses: int = nb.asks(
        label="Verses", label_zh="段数", privacy=nb.Privacy.BUSY, default=1, most=99
    )
    loudness: float = nb.asks(
        label="Loudness", label_zh="音量", privacy=nb.Privacy.BUSY, default=0.5, most=1
    )
    refrain: str = nb.asks(
        label="Refrain", label_zh="副歌", privacy=nb.Privacy.CARE, default="", most=20
    )
    singers: tuple[str, ...] = nb.asks(
        label="Singers", label_zh="歌手", privacy=nb.Privacy.BUSY, default=(), most=20
    )
    mood: Mood = nb.asks(
        label="Mood", label_zh="情绪", privacy=nb.Privacy.BUSY, default=Mood.MERRY, most=20
    )


class Song(nb.RoomType):
    name = "song"
    details = SongDetails


class Songs:
    name = "songs"
    api = 1

    @nb.hookimpl
    def register_room_types(self) -> list[nb.RoomType]:
        return [Song()]


def opened(folder: Path) -> nb.Desk:
    """Open a house in a file, so that another connection can look at what was written."""
    desk = nb.open(folder / "book.db", center="anping", clock=Stopped(), plugins=[Songs()])
    desk.load(CENTER)
    return desk


def all_rows(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table, read by another connection."""
    with closing(sqlite3.connect(folder / "book.db")) as connection:
        found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr)
            for (name,) in found.fetchall()
        }


class Mute:
    """An object that cannot even be shown."""

    def __repr__(self) -> str:
        raise RuntimeError("no words")


class Letters(str):
    """Text that is not exactly a str."""

    __slots__ = ()


def junk() -> Iterator[object]:
    """Yield values of every wrong type, and of the right types without sense."""
    yield from (True, False, 0, -1, 1, 10**30, -(10**30), 10**5000, 1.5)
    yield from (math.nan, math.inf, -math.inf, Decimal("NaN"), 1j)
    yield from ("", " ", "x" * 300, "\0", "a\r\nb", "\x1b[2J", "\ud800", "\u2028", "~program")
    yield from (b"", b"bytes", bytearray(b"x"), memoryview(b"x"))
    yield from ([], ["x"], [[]], [None], (), {}, {"a": 1}, {1: 2, "a": 3}, set(), {b"x"}, iter([]))
    yield from (object(), object, len, Mute(), Letters("nobody"), nb.State, nb.State.VOID)
    yield from (datetime(2026, 10, 25, 10), datetime.max, datetime.min)  # noqa: DTZ001, DTZ901
    yield from (datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC))
    yield from (date.min, date.max, timedelta.max, timedelta.min, timedelta(microseconds=1))
    yield from ("10**30", "0001-01-01", "9999-12-31", "10" * 30 + "s", "P1Y", "2026-02-30")
    yield from ("2026-10-25 03:30", "2026-03-29 03:30", "24:00", "2026-12-01T10:00+99:00")
