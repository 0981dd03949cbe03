"""What the processes do that are killed, or whose disk fails; run by ``nursery.py``."""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

import neighborbook as nb
from tests.crash.center import CENTER_FILE, FixedClock, book, hold, life, opened
from tests.crash.shim import Deed, Shim
from tests.crash.steps import STEPS


def say(**said: object) -> None:
    """Tell the parent a line: in one piece, or not at all."""
    os.write(1, json.dumps(said).encode() + b"\n")


def live(*, address: str, first: int) -> None:
    """Open, load, and go on for ever; acknowledge each step."""
    desk = opened(address)
    desk.load(CENTER_FILE)
    for booking in life(desk, first):
        if booking is not None:
            say(id=booking.id, version=booking.version)


def hold_and_wait(*, address: str, n: int) -> None:
    """Hold a period, say so, and wait to be killed."""
    desk = opened(address)
    desk.load(CENTER_FILE)
    say(id=hold(desk, n).id)
    signal.pause()


def one_step(*, address: str, step: str, deed: int, at: int) -> None:
    """Do one step under the shim, which may kill it; say how many calls it took."""
    shim = Shim()
    shim.watch(Path(address).parent)
    chosen = STEPS[step]
    desk = opened(address, clock=FixedClock(chosen.at), counted_from=1000)
    desk.offerings()
    shim.arm(Deed(deed), at)
    chosen.do(desk)
    say(calls=shim.disarm())


def open_and_load(*, address: str, deed: int, at: int) -> None:
    """Make a new book, or repair one after a crash, under the shim."""
    shim = Shim()
    shim.watch(Path(address).parent)
    shim.arm(Deed(deed), at)
    desk = opened(address)
    desk.load(CENTER_FILE)
    desk.close_database()
    say(calls=shim.disarm())


def traced(*, address: str, trace: str, steps: int, instead: Mapping[str, str]) -> None:
    """Do some steps, writing down each call and each acknowledgement.

    Args:
        instead: words to the driver that are replaced, to see that it would be noticed.
    """
    shim = Shim()
    with Path(trace).open("wb") as file, _driver(instead):
        shim.watch(Path(address).parent)
        shim.trace(file.fileno())
        desk = opened(address)
        desk.load(CENTER_FILE)
        for booking in islice(life(desk, 0), steps):
            if booking is not None:
                shim.note(json.dumps([booking.id, booking.version]))
        shim.trace(-1)
    say(done=True)


class _driver:  # noqa: N801  a context manager, named as what it is for
    """Let the driver hear other words than neighborbook says."""

    def __init__(self, instead: Mapping[str, str]) -> None:
        self._real: Callable[..., sqlite3.Connection] = sqlite3.connect

        class Deaf(sqlite3.Connection):
            def execute(self, sql: str, *given: Any) -> sqlite3.Cursor:
                return super().execute(instead.get(sql, sql), *given)

        self._deaf = Deaf

    def __enter__(self) -> None:
        def connect(*given: Any, **named: Any) -> sqlite3.Connection:
            return self._real(*given, factory=self._deaf, **named)

        vars(sqlite3)["connect"] = connect

    def __exit__(self, *_: object) -> None:
        vars(sqlite3)["connect"] = self._real


def failing(*, address: str, at: int, error: int, times: int, only: str) -> None:
    """Book while the disk fails, then lift the fault and go on at the same desk."""
    shim = Shim()
    shim.watch(Path(address).parent)
    desk = opened(address)
    desk.load(CENTER_FILE)
    book(desk, 0)
    shim.arm(Deed.FAIL, at, error=error, times=times, only=only)
    outcome = _outcome(lambda: book(desk, 1))
    calls = shim.disarm()
    written = _written(address, "book-1")
    again = _outcome(lambda: book(desk, 1))
    later = _outcome(lambda: book(desk, 2))
    say(calls=calls, outcome=outcome, written=written, again=again, later=later)


def _outcome(act: Callable[[], nb.Booking]) -> str:
    try:
        act()
    except nb.NeighborbookError as raised:
        return type(raised).__name__
    return "ok"


def _written(address: str, key: str) -> int:
    """Look with eyes of its own whether a key has been used."""
    other = sqlite3.connect(address)
    try:
        found = other.execute(
            "SELECT count(*) FROM idempotency_key JOIN booking ON booking.id = answer "
            "WHERE key = ?",
            (key,),
        )
        return int(found.fetchone()[0])
    finally:
        other.close()


def tiny_disk(*, folder: str, spare: int) -> None:
    """Book on a disk of its own until it is full, make room, and go on at the same desk."""
    if not _mounted(Path(folder)):
        return
    address = f"{folder}/book.db"
    filler = Path(folder) / "filler"
    desk = opened(address)
    desk.load(CENTER_FILE)
    _fill(filler, spare)
    n, outcome = 0, "ok"
    while outcome == "ok":
        outcome = _outcome(lambda: book(desk, n))  # noqa: B023  called at once
        n += 1
    kept = sum(1 for _ in desk.bookings())
    still = _outcome(lambda: book(desk, n - 1))
    filler.unlink()
    again = _outcome(lambda: book(desk, n - 1))
    later = _outcome(lambda: book(desk, n))
    desk.close_database()
    image = Path(folder).parent / "image.db"
    # Seen from outside, the disk of its own is not there.
    say(tried=n, outcome=outcome, kept=kept, still=still, again=again, later=later)
    with sqlite3.connect(address) as here, sqlite3.connect(image) as there:
        here.backup(there)


def _mounted(folder: Path) -> bool:
    """Mount a little disk that nobody else sees; say why if it cannot be."""
    libc = ctypes.CDLL(None, use_errno=True)
    new_namespace, recursive, private = 0x00020000, 0x4000, 1 << 18
    size = b"size=1m"
    if (
        libc.unshare(new_namespace) != 0
        or libc.mount(b"none", b"/", None, recursive | private, None) != 0
        or libc.mount(b"none", str(folder).encode(), b"tmpfs", 0, size) != 0
    ):
        say(skip=f"no disk can be mounted here: {os.strerror(ctypes.get_errno())}")
        return False
    return True


def _fill(filler: Path, spare: int) -> None:
    """Leave so many bytes free."""
    file = os.open(filler, os.O_CREAT | os.O_WRONLY)
    with suppress(OSError):
        while True:
            os.write(file, bytes(4096))
    os.ftruncate(file, max(os.fstat(file).st_size - spare, 0))
    os.close(file)


def use(*, address: str) -> None:
    """Do everything once, so that what is loaded late is loaded before the fork."""
    desk = opened(address)
    desk.load(CENTER_FILE)
    list(islice(life(desk, 0), 12))
    desk.close_database()


JOBS: Mapping[str, Callable[..., None]] = {
    "live": live,
    "hold_and_wait": hold_and_wait,
    "one_step": one_step,
    "open_and_load": open_and_load,
    "traced": traced,
    "failing": failing,
    "tiny_disk": tiny_disk,
}
