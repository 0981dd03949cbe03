"""A process that is killed while it writes leaves a book that is whole and keeps every promise."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from random import Random

import attrs
import pytest

import neighborbook as nb
from tests.crash.center import NOW, opened
from tests.crash.nursery import Nursery
from tests.crash.shim import Deed
from tests.crash.steps import LATER, STEPS, Step, done, make_book
from tests.crash.wholeness import (
    Acknowledged,
    Row,
    assert_lapsed_do_not_block,
    assert_serves,
    assert_whole,
    contents,
    versions,
)
from tests.postgres import PostgresServer

SAMPLE = ("book", "book in the place of a lapsed hold")


@attrs.define
class Life:
    """A book in which one process after another books until it is killed."""

    nursery: Nursery
    address: str
    chance: Random
    promised: Acknowledged = attrs.field(factory=Acknowledged)
    first: int = 0
    killed_within_a_step: int = 0

    def round(self) -> None:
        """Start a process, kill it at some time, and see what is left."""
        job = self.nursery.start("live", address=self.address, first=self.first)
        if self.chance.randrange(4):
            for _ in range(self.chance.randint(1, 6)):
                job.line()
        time.sleep(self.chance.random() * 0.06)
        job.kill()
        job.end()
        assert job.killed
        self.promised.hear_lines(job.said)
        self.look()

    def look(self) -> None:
        """See that all promises were kept and at most one step is there that was not promised."""
        before = sum(self.promised.versions.values())
        self.first += 100
        served = assert_serves(self.address, self.first - 1)
        stored = versions(self.address)
        assert self.promised.lost(stored) == []
        self.promised.hear(served.id, served.version)
        assert 0 <= self.promised.surplus(stored) <= 1
        self.killed_within_a_step += self.promised.surplus(stored)
        self.promised.versions = stored
        assert sum(stored.values()) > before
        assert_whole(self.address)


def lives(nursery: Nursery, address: str, *, rounds: int, seed: int) -> Life:
    """Kill so many processes in one book."""
    life = Life(nursery, address, Random(seed))
    for _ in range(rounds):
        life.round()
    return life


def test_a_process_killed_at_any_time_breaks_no_promise(nursery: Nursery, tmp_path: Path) -> None:
    for n in range(2):
        lives(nursery, str(tmp_path / f"{n}.db"), rounds=5, seed=n)


@pytest.mark.prove
def test_two_hundred_killed_processes_break_no_promise(nursery: Nursery, tmp_path: Path) -> None:
    unpromised = sum(
        lives(nursery, str(tmp_path / f"{n}.db"), rounds=10, seed=n).killed_within_a_step
        for n in range(20)
    )
    assert unpromised > 0  # else no process was killed between its commit and its word


@pytest.mark.postgres
def test_a_client_of_postgresql_killed_at_any_time_breaks_no_promise(
    nursery: Nursery, postgres_url: str
) -> None:
    lives(nursery, postgres_url, rounds=6, seed=1)


@pytest.mark.prove
@pytest.mark.postgres
def test_two_hundred_killed_clients_of_postgresql_break_no_promise(
    nursery: Nursery, postgres: PostgresServer
) -> None:
    unpromised = 0
    for n in range(20):
        url = postgres.create_database()
        unpromised += lives(nursery, url, rounds=10, seed=n).killed_within_a_step
        postgres.drop_database(url)
    assert unpromised > 0


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "book.db"
    make_book(path)
    return path


def copied(book: Path, folder: Path) -> Path:
    """Put a book into a new folder of its own."""
    folder.mkdir()
    return Path(shutil.copy(book, folder / "book.db"))


def states(step: Step, made: Path, folder: Path) -> tuple[dict[str, list[Row]], ...]:
    """Return what is in the book before a step and after it."""
    after = copied(made, folder)
    done(step, after)
    return contents(made), contents(after)


def killed_at_each(
    nursery: Nursery, made: Path, folder: Path, *, step: str, deed: Deed, every: int = 1
) -> tuple[int, int]:
    """Kill a process at each call of a step; return how often nothing and all was written."""
    folder.mkdir()
    before, after = states(STEPS[step], made, folder / "done")
    calls = counted(nursery, copied(made, folder / "counted"), step)
    found = []
    for at in range(1, calls + 1, every):
        path = copied(made, folder / f"{at}")
        job = nursery.run("one_step", address=str(path), step=step, deed=int(deed), at=at)
        assert job.killed
        opened(str(path)).close_database()
        left = contents(path)
        assert left in (before, after), f"killed at call {at} of {calls}"
        found.append(left == after)
    # The commit is one call: before it nothing is there, after it everything.
    assert found == sorted(found)
    return found.count(False), found.count(True)


def counted(nursery: Nursery, book: Path, step: str) -> int:
    """Return how many calls a step takes when nobody kills it."""
    [said] = nursery.run("one_step", address=str(book), step=step, deed=0, at=0).said
    return int(str(said["calls"]))


@pytest.mark.parametrize("step", SAMPLE)
def test_killed_at_some_write_a_step_is_done_or_not(
    shimmed: Nursery, made: Path, tmp_path: Path, step: str
) -> None:
    nothing, everything = killed_at_each(
        shimmed, made, tmp_path / "x", step=step, deed=Deed.KILL_WITHIN, every=12
    )
    assert nothing > 2
    assert everything < nothing


@pytest.mark.prove
@pytest.mark.parametrize("deed", [Deed.KILL_BEFORE, Deed.KILL_WITHIN])
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_each_write_and_sync_a_step_is_done_or_not(
    shimmed: Nursery, made: Path, tmp_path: Path, step: str, deed: Deed
) -> None:
    nothing, everything = killed_at_each(shimmed, made, tmp_path / "x", step=step, deed=deed)
    assert nothing > 0
    assert everything > 0


@pytest.mark.prove
@pytest.mark.parametrize("deed", [Deed.KILL_BEFORE, Deed.KILL_WITHIN])
def test_killed_at_each_write_of_its_making_a_book_can_be_made_after_all(
    shimmed: Nursery, tmp_path: Path, deed: Deed
) -> None:
    [said] = shimmed.run(
        "open_and_load", address=f"{tmp_path}/book.db", deed=int(Deed.NOTHING), at=0
    ).said
    calls = int(str(said["calls"]))
    for at in range(1, calls + 1):
        folder = tmp_path / f"{at}"
        folder.mkdir()
        address = str(folder / "book.db")
        job = shimmed.run("open_and_load", address=address, deed=int(deed), at=at)
        assert job.killed
        assert_serves(address, 0)
        assert_whole(address)


@pytest.mark.prove
def test_killed_at_each_write_of_a_repair_a_book_is_repaired_after_all(
    shimmed: Nursery, made: Path, tmp_path: Path
) -> None:
    before, _ = states(STEPS["book"], made, tmp_path / "done")
    calls = counted(shimmed, copied(made, tmp_path / "counted"), "book")
    hurt = tmp_path / "hurt"
    path = copied(made, hurt)
    # Some writes into the file itself have happened, and its journal is still there.
    shimmed.run(
        "one_step", address=str(path), step="book", deed=int(Deed.KILL_WITHIN), at=calls - 6
    )
    repairs = 0
    for at in range(1, 200):
        folder = tmp_path / f"{at}"
        shutil.copytree(hurt, folder)
        address = str(folder / "book.db")
        job = shimmed.run("open_and_load", address=address, deed=int(Deed.KILL_WITHIN), at=at)
        if not job.killed:
            break
        repairs += 1
        opened(address).close_database()
        assert contents(Path(address)) == before
    assert repairs > 10


def test_a_hold_that_lapsed_while_nobody_lived_keeps_nobody_out(
    nursery: Nursery, tmp_path: Path
) -> None:
    address = str(tmp_path / "book.db")
    job = nursery.start("hold_and_wait", address=address, n=2)
    job.line()
    job.kill()
    job.end()
    with opened(address) as desk, pytest.raises(nb.Refused) as refused:
        desk.book("hall", start="2027-01-01T04:00Z", length="1h", organizer="zeta")
    assert refused.value.refusals[0].code == nb.Code.HELD_BY_OTHER
    assert_lapsed_do_not_block(address, 2, at=NOW + 600)
    assert_whole(address)


@pytest.mark.prove
def test_a_settling_killed_at_each_write_keeps_nobody_out(
    shimmed: Nursery, made: Path, tmp_path: Path
) -> None:
    calls = counted(shimmed, copied(made, tmp_path / "counted"), "settle one")
    for at in range(1, calls + 1):
        path = copied(made, tmp_path / f"{at}")
        shimmed.run(
            "one_step", address=str(path), step="settle one", deed=int(Deed.KILL_WITHIN), at=at
        )
        assert_lapsed_do_not_block(str(path), 2, at=LATER)
