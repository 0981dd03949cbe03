"""A disk that fails is an error of ours; nothing is half-written, and afterwards it goes on."""

from __future__ import annotations

import errno
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import attrs
import pytest

from tests.crash.nursery import Nursery
from tests.crash.wholeness import asked, assert_whole, versions

SAID_OUTRIGHT = ("StorageError", "Full", "ReadOnly", "Busy")
"""Errors that promise that nothing was written."""


@attrs.frozen
class Fault:
    """How the disk fails: with what, at which kind of call (``W`` write, ``S`` sync), how often."""

    error: int
    only: str
    times: int = -1


FAULTS = {
    "writing fails for good": Fault(errno.EIO, "W"),
    "writing fails once": Fault(errno.EIO, "W", 1),
    "syncing fails for good": Fault(errno.EIO, "S"),
    "syncing fails once": Fault(errno.EIO, "S", 1),
    "truncating fails once": Fault(errno.EIO, "T", 1),
    "everything fails": Fault(errno.EIO, "\0"),
    "no space to write for good": Fault(errno.ENOSPC, "W"),
    "no space to write once": Fault(errno.ENOSPC, "W", 1),
}


def failed_at(nursery: Nursery, folder: Path, fault: Fault, at: int) -> Mapping[str, object]:
    """Let the disk fail at the n-th call of a booking; see that the book is whole."""
    folder.mkdir()
    address = str(folder / "book.db")
    [said] = nursery.run("failing", address=address, at=at, **attrs.asdict(fault)).said
    assert_whole(address)
    assert len(versions(address)) == 3
    with asked(address) as cursor:
        keys = cursor.execute("SELECT key FROM idempotency_key ORDER BY key").fetchall()
    assert keys == [("book-0",), ("book-1",), ("book-2",)]
    return said


def failures(nursery: Nursery, folder: Path, fault: Fault, *, every: int) -> Counter[str]:
    """Let the disk fail at each call in turn until there are no more; count what was said."""
    outcomes = Counter[str]()
    at = 1
    while True:
        said = failed_at(nursery, folder / f"{at}", fault, at)
        outcome = str(said["outcome"])
        if int(str(said["calls"])) < at:
            assert outcome == "ok"
            return outcomes
        outcomes[outcome] += 1
        if outcome in SAID_OUTRIGHT:
            assert said["written"] == 0, f"{outcome} at call {at}, yet it was written"
        if outcome == "ok":
            assert said["written"] == 1
        assert (said["again"], said["later"]) == ("ok", "ok"), f"after {outcome} at call {at}"
        at += every


def check(fault: Fault, found: Counter[str]) -> None:
    """See that errors were named for what they are."""
    assert found.total() > 0
    assert set(found) <= {*SAID_OUTRIGHT, "OutcomeUnknown", "ok"}
    if fault.error == errno.ENOSPC:
        assert set(found) == {"Full"}
    else:
        assert "Full" not in found
        assert "StorageError" in found or "OutcomeUnknown" in found


@pytest.mark.parametrize("name", ["writing fails for good", "syncing fails once"])
def test_a_booking_on_a_failing_disk_is_there_or_not(
    shimmed: Nursery, tmp_path: Path, name: str
) -> None:
    fault = FAULTS[name]
    check(fault, failures(shimmed, tmp_path, fault, every=1 if fault.only == "S" else 15))


@pytest.mark.prove
@pytest.mark.parametrize("name", FAULTS)
def test_whatever_call_fails_a_booking_is_there_or_not(
    shimmed: Nursery, tmp_path: Path, name: str
) -> None:
    found = failures(shimmed, tmp_path, FAULTS[name], every=1)
    check(FAULTS[name], found)


@pytest.mark.parametrize(
    "spare",
    [
        0,
        20_000,
        80_000,
        *(pytest.param(n, marks=pytest.mark.prove) for n in range(4_000, 200_000, 12_000)),
    ],
)
def test_a_full_disk_is_said_and_room_is_enough_to_go_on(
    nursery: Nursery, tmp_path: Path, spare: int
) -> None:
    home = tmp_path / "tiny"
    home.mkdir()
    [said] = nursery.run("tiny_disk", folder=str(home), spare=spare).said
    if "skip" in said:
        pytest.skip(str(said["skip"]))
    assert said["outcome"] == "Full"
    assert said["still"] == "Full"
    assert said["kept"] == int(str(said["tried"])) - 1
    assert (said["again"], said["later"]) == ("ok", "ok")
    image = str(tmp_path / "image.db")
    assert_whole(image)
    assert len(versions(image)) == int(str(said["tried"])) + 1
