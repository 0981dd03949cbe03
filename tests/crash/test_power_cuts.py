"""What was acknowledged survives a power cut, and what was not is there whole or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

import attrs
import pytest

import neighborbook as nb
from neighborbook.storage.sqlite_file import journal_mode
from tests.crash.nursery import Nursery
from tests.crash.power import Call, Disk, acknowledged, cut_at, read_trace
from tests.crash.wholeness import (
    Acknowledged,
    asked,
    assert_serves,
    found_by_audit,
    halves,
    open_after_crash,
    versions,
)

CARELESS = {"PRAGMA synchronous = FULL": "PRAGMA synchronous = OFF"}
USUAL = {"PRAGMA journal_mode = truncate": "SELECT 'truncate'"}
"""The journal is left as the driver keeps it by itself: deleted after each transaction."""


@attrs.frozen
class Aftermath:
    """What was found after a cut."""

    lost: int
    broken: object

    @property
    def harm(self) -> str:
        """Say in a word what became of the book."""
        return "broken" if self.broken else "lost" if self.lost else ""


def recorded(
    nursery: Nursery, folder: Path, *, steps: int, instead: Mapping[str, str] | None = None
) -> list[Call]:
    """Let a process do so many steps in a new book, and read what it did to its files."""
    home = folder / "traced"
    home.mkdir(exist_ok=True)
    nursery.run(
        "traced",
        address=str(home / "book.db"),
        trace=str(folder / "trace"),
        steps=steps,
        instead=instead or {},
    )
    return read_trace(folder / "trace", home)


def laid_out(files: Mapping[str, bytes], folder: Path) -> str:
    """Write the files that a cut left into a folder; return the address of the book."""
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return str(folder / "book.db")


def aftermath(address: str, promised: Acknowledged) -> Aftermath:
    """Open a book after a cut, by its own opening, and look what is left of it."""
    try:
        open_after_crash(address).close_database()
        with asked(address) as cursor:
            broken: object = found_by_audit(address) or halves(cursor)
    except Exception as error:  # noqa: BLE001  whatever it is, the book is broken
        return Aftermath(lost=0, broken=repr(error))
    if broken:
        return Aftermath(lost=0, broken=broken)
    stored = versions(address)
    if not 0 <= promised.surplus(stored) <= 1 and not promised.lost(stored):
        broken = f"{promised.surplus(stored)} steps that nobody made"
    return Aftermath(lost=len(promised.lost(stored)), broken=broken)


def cuts(
    calls: Sequence[Call],
    folder: Path,
    *,
    rounds: int,
    seed: int,
    honest: bool = True,
    last: int | None = None,
) -> Counter[str]:
    """Cut the power at random places, up to a last one; count what became of the book."""
    chance, harms = Random(seed), Counter[str]()
    for n in range(rounds):
        place = chance.randint(0, len(calls) if last is None else last)
        promised = Acknowledged()
        for id, version in acknowledged(calls[:place]):
            promised.hear(id, version)
        address = laid_out(cut_at(calls, place, chance, honest=honest), folder / f"cut-{n}")
        found = aftermath(address, promised)
        harms[found.harm] += 1
        if honest and found.harm:
            harms[f"at call {place} of {len(calls)}: {found}"] += 1
    return harms


def test_nothing_acknowledged_is_lost_in_a_power_cut(shimmed: Nursery, tmp_path: Path) -> None:
    calls = recorded(shimmed, tmp_path, steps=25)
    assert cuts(calls, tmp_path, rounds=40, seed=1) == {"": 40}


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(5))
def test_nothing_acknowledged_is_lost_in_many_power_cuts(
    shimmed: Nursery, tmp_path: Path, seed: int
) -> None:
    calls = recorded(shimmed, tmp_path, steps=40)
    assert cuts(calls, tmp_path, rounds=200, seed=seed) == {"": 200}


@pytest.mark.prove
def test_a_book_can_be_made_again_if_the_power_fails_while_it_is_made(
    shimmed: Nursery, tmp_path: Path
) -> None:
    calls = recorded(shimmed, tmp_path, steps=1)
    first = next(n for n, call in enumerate(calls) if call.kind == "N")
    assert cuts(calls, tmp_path, rounds=300, seed=5, last=first) == {"": 300}


@pytest.mark.prove
def test_a_repair_may_be_cut_short_too(shimmed: Nursery, tmp_path: Path) -> None:
    calls, chance = recorded(shimmed, tmp_path, steps=20), Random(6)
    repairs = 0
    for n in range(100):
        place = chance.randint(0, len(calls))
        folder = tmp_path / f"first-{n}"
        folder.mkdir()
        before = cut_at(calls, place, chance)
        laid_out(before, folder / "traced")
        repair = recorded(shimmed, folder, steps=0)
        repairs += len(repair) > 0
        promised = Acknowledged(dict(acknowledged(calls[:place])))
        for m in range(5):
            after = cut_at(repair, chance.randint(0, len(repair)), chance, before=before)
            found = aftermath(laid_out(after, folder / f"second-{m}"), promised)
            assert not found.harm, found
    assert repairs > 20


@pytest.mark.prove
def test_a_book_serves_on_after_a_power_cut(shimmed: Nursery, tmp_path: Path) -> None:
    calls, chance = recorded(shimmed, tmp_path, steps=30), Random(7)
    for n in range(60):
        place = chance.randint(0, len(calls))
        assert_serves(laid_out(cut_at(calls, place, chance), tmp_path / f"cut-{n}"), 900)


def test_without_syncs_commits_are_lost_and_it_is_noticed(shimmed: Nursery, tmp_path: Path) -> None:
    calls = recorded(shimmed, tmp_path, steps=25, instead=CARELESS)
    assert not [call for call in calls if call.kind == "S"]
    found = cuts(calls, tmp_path, rounds=20, seed=2, honest=False)
    assert found["lost"] + found["broken"] > 10


@pytest.mark.skipif(journal_mode() == "wal", reason="this SQLite keeps a write-ahead log")
def test_with_the_usual_journal_commits_are_lost_and_it_is_noticed(
    shimmed: Nursery, tmp_path: Path
) -> None:
    calls = recorded(shimmed, tmp_path, steps=25, instead=USUAL)
    assert [call for call in calls if call.kind == "U"]
    found = cuts(calls, tmp_path, rounds=60, seed=3, honest=True)
    assert found["lost"] > 0
    assert found["broken"] == 0


def test_a_disk_that_lies_loses_commits_and_it_is_noticed(shimmed: Nursery, tmp_path: Path) -> None:
    calls = recorded(shimmed, tmp_path, steps=25)
    found = cuts(calls, tmp_path, rounds=20, seed=4, honest=False)
    assert found["lost"] + found["broken"] > 10


def test_what_was_synced_is_on_the_disk_and_the_rest_may_be() -> None:
    disk, chance = Disk(), Random(0)
    for call in (Call("C", "book.db"), Call("W", "book.db", 0, b"safe"), Call("S", "book.db")):
        disk.do(call)
    assert {tuple(disk.cut(chance)) for _ in range(50)} == {(), ("book.db",)}
    disk.do(Call("S", ""))
    disk.do(Call("W", "book.db", 4, b"...."))
    assert {disk.cut(chance)["book.db"] for _ in range(50)} == {b"safe", b"safe...."}


def test_a_write_may_be_torn_between_sectors_alone() -> None:
    disk, chance = Disk(), Random(0)
    for call in (Call("C", "x"), Call("S", ""), Call("W", "x", 500, b"a" * 24 + b"b" * 500)):
        disk.do(call)
    found = {disk.cut(chance)["x"] for _ in range(300)}
    assert {len(content) for content in found} == {0, 512, 1024}
    assert bytes(524) + b"b" * 500 not in found
    assert bytes(512) + b"a" * 12 + b"b" * 500 in found


def test_a_book_that_was_never_acknowledged_may_be_gone_but_can_be_made(tmp_path: Path) -> None:
    assert nb.State.CONFIRMED is assert_serves(laid_out({}, tmp_path / "none"), 0).state
    assert nb.State.CONFIRMED is assert_serves(laid_out({"book.db": b""}, tmp_path / "x"), 0).state
