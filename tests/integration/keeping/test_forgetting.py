"""Who was erased since a backup was made is erased again by restoring it, on either database."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

import neighborbook as nb
from neighborbook.cli.commands import neighborbook
from neighborbook.desk.people.ledger import Erased, note
from neighborbook.storage import open_store

CENTER = """
center = { id = "corner", zone = "UTC" }
resource.hall = {}
offering.hall = { places = ["hall"], notice = "0m", quota = { amount = "20h", per = "month" } }
"""
TOMORROW = datetime.now(UTC).replace(hour=10, minute=0, second=0) + timedelta(days=1)


def told(*words: str) -> str:
    """Run the real command and return what it says."""
    done = CliRunner().invoke(neighborbook, list(words))
    assert done.exit_code == 0, done.stdout + done.stderr
    return done.stdout


def refused(*words: str) -> str:
    done = CliRunner().invoke(neighborbook, list(words))
    assert done.exit_code not in (0, 1)
    return done.stderr


def filled(url: str) -> str:
    """Let Li Na, whom the directory keeps, book; return the id."""
    with nb.open(url, center="corner") as desk:
        desk.load(CENTER)
        desk.people.register("li-na", name="Li Na", phone="5550101", born_on="2016-01-01")
        desk.people.register("wang", name="Wang Wu")
        desk.people.link("wang", "guardian_of", "li-na")
        made = desk.acting_as("li-na").book(
            "hall",
            start=f"{TOMORROW:%Y-%m-%d %H:%M}",
            length="1h",
            organizer="li-na",
            title="Li Na sings",
            key="li-na 1",
        )
        desk.acting_as("li-na").change(made.id, headcount=2, reason="Li Na brings Wang")
        desk.settle()
        return made.id


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A file from which a backup was taken."""
    path = tmp_path / "book.db"
    booking = filled(str(path))
    told("--db", str(path), "backup", str(tmp_path / "kept"))
    with nb.open(path) as desk:
        desk.cancel(booking, reason="moved away")
    return str(path)


def backup(tmp_path: Path) -> str:
    [found] = (tmp_path / "kept").glob("*.db")
    return str(found)


def assert_gone(url: str) -> None:
    with nb.open(url) as desk:
        with pytest.raises(nb.NotFound):
            desk.people.person("li-na")
        assert desk.people.person("wang").links == ()
        assert desk.people.find("Li Na") == ()
        [booking] = desk.bookings()
        assert booking.state is nb.State.CONFIRMED
        assert booking.organizer.startswith("~erased-")
        assert (booking.title, list(desk.bookings(party="li-na"))) == ("", [])
        assert [change.reason for change in desk.history(booking.id)] == ["", "", ""]
        assert desk.check().findings == ()
        desk.settle()
        assert desk.check().findings == ()


def test_who_was_erased_after_the_backup_is_gone_from_what_is_restored(
    url: str, tmp_path: Path
) -> None:
    told("--db", url, "person", "erase", "li-na")
    said = told("--db", url, "backup", "restore", backup(tmp_path), "--replace")
    assert "li-na" in said.splitlines()[1]
    assert_gone(url)
    assert "nothing is wrong" in told("--db", url, "check")


def test_nothing_of_the_person_stands_in_any_page_of_the_restored_file(
    url: str, tmp_path: Path
) -> None:
    told("--db", url, "person", "erase", "li-na")
    Path(url).unlink()
    told("--db", url, "backup", "restore", backup(tmp_path))
    found = Path(url).read_bytes()
    assert b"Wang Wu" in found
    for word in (b"Li Na", b"5550101", b"brings"):
        assert word not in found
    assert b"Li Na" in Path(backup(tmp_path)).read_bytes()


def test_restored_elsewhere_it_is_told_where_the_ledger_is(url: str, tmp_path: Path) -> None:
    told("--db", url, "person", "erase", "li-na")
    ledger, again = f"{url}.erased", str(tmp_path / "again.db")
    told("--db", again, "backup", "restore", backup(tmp_path), "--ledger", ledger)
    assert list(tmp_path.glob("*again*")) == [Path(again)]
    assert_gone(again)


@pytest.mark.postgres
def test_on_postgresql_it_goes_by_the_ledger_that_is_given(
    postgres_url: str, tmp_path: Path
) -> None:
    booking, ledger = filled(postgres_url), str(tmp_path / "ledger")
    told("--db", postgres_url, "backup", str(tmp_path / "kept"))
    told("--db", postgres_url, "cancel", booking)
    told("--db", postgres_url, "person", "erase", "li-na", "--ledger", ledger)
    words = ("--db", postgres_url, "backup", "restore", backup(tmp_path), "--replace")
    told(*words, "--ledger", ledger)
    assert_gone(postgres_url)


def test_a_ledger_that_was_said_and_is_not_there_restores_nothing(url: str, tmp_path: Path) -> None:
    again = tmp_path / "again.db"
    words = ("--db", str(again), "backup", "restore", backup(tmp_path))
    assert "ledger" in refused(*words, "--ledger", str(tmp_path / "none"))
    assert list(tmp_path.glob("*again*")) == []
    told(*words)
    assert again.exists()


def test_of_who_came_back_after_the_erasure_nothing_is_taken(url: str, tmp_path: Path) -> None:
    """A neighbor whom no directory keeps is somebody again by booking again."""
    with nb.open(url) as desk:
        note(Path(f"{url}.erased"), Erased(center="corner", party="zhao", at=1))
        made = desk.book(
            "hall",
            start=f"{TOMORROW:%Y-%m-%d} 14:00",
            length="1h",
            organizer="zhao",
            title="Zhao again",
        )
    told("--db", url, "backup", str(tmp_path / "later"))
    [later] = (tmp_path / "later").glob("*.db")
    told("--db", url, "backup", "restore", str(later), "--replace")
    with nb.open(url) as desk:
        assert desk.booking(made.id).title == "Zhao again"
        assert desk.people.person("li-na").name == "Li Na"


def test_of_several_centers_each_goes_by_its_own_names(url: str, tmp_path: Path) -> None:
    with nb.open(url, center="other") as desk:
        desk.load(CENTER.replace("corner", "other"))
        desk.people.register("li-na", name="Another Li Na")
    with closing(open_store(url)) as store:
        store.create_center("bare")
    told("--db", url, "backup", str(tmp_path / "both"))
    told("--db", url, "--center", "corner", "person", "erase", "li-na")
    [both] = (tmp_path / "both").glob("*.db")
    told("--db", url, "backup", "restore", str(both), "--replace")
    with nb.open(url, center="other") as desk:
        assert desk.people.person("li-na").name == "Another Li Na"
    with nb.open(url, center="corner") as desk, pytest.raises(nb.NotFound):
        desk.people.person("li-na")
