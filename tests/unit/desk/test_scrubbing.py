"""Not a byte of who was erased is left in the files of a book on SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

import neighborbook as nb
from neighborbook.storage.scrubbing import overwriting, scrub_file
from tests.unit.desk.conftest import WallClock

CENTER = """
center = { id = "center", zone = "UTC" }
resource.hall = {}
offering.hall = { places = ["hall"] }
"""
WORDS = ("Quetzalcoatl", "5550199", "zyzzyva", "xylograph", "syzygy", "pneumonia")
"""A name, a phone number, a title, a reason, what the title was before, and why she was locked out.

The end of a word may be cut off where a page was written over; half of one tells enough, but of
a number, whose halves stand in some id by chance.
"""

Doing = Callable[[nb.Desk], bool]


def erase(desk: nb.Desk) -> bool:
    return desk.people.erase("li").scrubbed


def retain(desk: nb.Desk) -> bool:
    times = {"booking": "1d", "history": "1d", "person": "1d"}
    return {one.scrubbed for one in desk.people.retain(keep=times, apply=True)} == {True}


def lived(path: Path, clock: WallClock) -> nb.Desk:
    """Return a center in which somebody has left traces, and gone."""
    clock.set("2026-11-23 08:00")
    desk = nb.open(path, clock=clock)
    desk.load(CENTER)
    desk.people.register("li", name="Quetzalcoatl", phone="5550199")
    for day in range(1, 29):
        words = {"start": f"2026-12-{day:02} 10:00", "length": "1h", "organizer": "li"}
        made = desk.book("hall", title="syzygy " * 20, **words)  # type: ignore[arg-type]
        desk.change(made.id, title="zyzzyva", reason="xylograph " * 5)
    desk.people.disable("li", reason="pneumonia")
    desk.people.enable("li")
    clock.set("2031-12-30 08:00")
    desk.settle()
    drop_carelessly(path, "syzygy pneumonia " * 2000)
    return desk


def drop_carelessly(path: Path, text: str) -> None:
    """Leave a text in the free pages of a file, as a SQLite does that writes over nothing."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA secure_delete = OFF")
        other.execute("CREATE TABLE gone (text TEXT)")
        other.execute("INSERT INTO gone VALUES (?)", (text,))
        other.execute("DROP TABLE gone")


def left(path: Path) -> set[str]:
    """Return the words of which any half stands in a file of the database."""
    files = (path.with_name(path.name + end) for end in ("", "-wal", "-shm", "-journal"))
    raw = b"".join(file.read_bytes() for file in files if file.exists())
    return {word for word in WORDS if any(part.encode() in raw for part in parts(word))}


def parts(word: str) -> tuple[str, ...]:
    return (word,) if word.isdigit() else (word[:5], word[-5:])


@pytest.mark.parametrize("doing", [erase, retain])
def test_no_byte_of_who_was_erased_is_left_in_the_files(
    doing: Doing, tmp_path: Path, clock: WallClock
) -> None:
    path = tmp_path / "book.db"
    with lived(path, clock) as desk:
        assert left(path) == set(WORDS)
        assert doing(desk)
        assert left(path) == set()
    assert left(path) == set()


def test_while_somebody_reads_it_is_said_that_bytes_remain_and_the_next_retain_takes_them(
    tmp_path: Path, clock: WallClock
) -> None:
    path = tmp_path / "book.db"
    lived(path, clock).close_database()
    with nb.open(path, clock=clock, deadline=0.2) as desk:
        desk.people.erase("li")
        drop_carelessly(path, "syzygy " * 2000)
        with closing(sqlite3.connect(path, isolation_level=None)) as reading:
            reading.execute("BEGIN")
            reading.execute("SELECT count(*) FROM booking").fetchone()
            assert not desk._house.store.scrub()
            assert left(path) == {"syzygy"}
        assert {one.scrubbed for one in desk.people.retain()} == {False}
        assert {one.scrubbed for one in desk.people.retain(apply=True)} == {True}
        assert left(path) == set()
        assert desk.check().findings == ()


@pytest.mark.parametrize("journal", ["truncate", "wal"])
def test_either_journal_is_scrubbed_unless_somebody_reads(journal: str, tmp_path: Path) -> None:
    path = tmp_path / "any.db"
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as writing,
        closing(sqlite3.connect(path, isolation_level=None)) as reading,
    ):
        writing.execute(f"PRAGMA journal_mode = {journal}")
        writing.execute("CREATE TABLE kept (text TEXT)")
        writing.execute("INSERT INTO kept VALUES ('kept')")
        drop_carelessly(path, "syzygy " * 2000)
        reading.execute("BEGIN")
        reading.execute("SELECT * FROM kept").fetchone()
        assert not scrub_file(writing, 0.1)
        assert left(path) == {"syzygy"}
        reading.execute("COMMIT")
        assert scrub_file(writing, 0.1)
        assert left(path) == set()
        assert writing.execute("SELECT text FROM kept").fetchone() == ("kept",)


def test_what_erasing_takes_out_is_overwritten_and_nobody_else_pays_for_it(
    clock: WallClock,
) -> None:
    with nb.open(":memory:", clock=clock) as desk:
        desk.load(CENTER)
        desk.people.register("li", name="Li")
        said: list[str] = []
        with desk._house.store.connections.reading(0) as connection:  # type: ignore[attr-defined]
            connection.set_trace_callback(said.append)
        desk.book("hall", start="2026-12-01 10:00", length="1h", organizer="chen")
        assert not [one for one in said if "secure_delete" in one]
        desk.people.erase("li")
        assert said.index("PRAGMA secure_delete = ON") < said.index("VACUUM")


def test_who_books_is_not_slowed_down_by_what_erasing_needs() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        for mode in ("OFF", "FAST", "ON"):
            connection.execute(f"PRAGMA secure_delete = {mode}")
            asked = "PRAGMA secure_delete"
            before = connection.execute(asked).fetchone()
            with overwriting(connection):
                assert connection.execute(asked).fetchone() == (1,)
            assert connection.execute(asked).fetchone() == before


def test_what_is_not_erased_is_as_it_was(tmp_path: Path, clock: WallClock) -> None:
    with lived(tmp_path / "book.db", clock) as desk:
        before = [(one.id, one.start, one.resource) for one in desk.bookings()]
        desk.people.erase("li")
        assert [(one.id, one.start, one.resource) for one in desk.bookings()] == before
        desk.book("hall", start="2032-01-10 10:00", length="1h", organizer="chen")


@pytest.mark.postgres
def test_on_postgresql_it_is_said_that_bytes_remain(
    postgres_url: str, clock: WallClock, tmp_path: Path
) -> None:
    with nb.open(postgres_url, center="center", clock=clock) as desk:
        desk.load(CENTER)
        desk.people.register("li", name="Li")
        assert not desk.people.erase("li", ledger=tmp_path / "ledger").scrubbed
