"""What is said of disk and memory is counted from what was booked."""

from __future__ import annotations

from pathlib import Path

from benchmarks.footprint import CENTERS, Footprint, Resident, Year, as_text, size, year


def test_a_fortnight_in_a_room_is_booked_and_weighed(tmp_path: Path) -> None:
    database = str(tmp_path / "room.db")
    found = year(database, "one room", ("interview-room",), 4, 14)
    assert 14 <= found.bookings <= 56
    assert found.empty < found.half < found.full == size(database)
    assert 500 < found.each < 10_000
    assert found.a_year == (found.full - found.empty) * 365 / 14


def test_figures_are_told_with_their_units() -> None:
    one = Year(
        database="SQLite",
        what="one room",
        days=10,
        empty=100_000,
        half=200_000,
        full=400_000,
        half_bookings=50,
        bookings=150,
        seconds=1.0,
    )
    memory = (Resident(what="Python alone", bytes=11_000_000),)
    told = as_text(Footprint(years=(one,), centers=CENTERS, centers_bytes=3_000_000, memory=memory))
    assert "2000 B" in told
    assert "11 MB" in told
    assert "10 kB each" in told
    assert "     11 MB  Python alone" in told
