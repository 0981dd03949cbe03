"""A window that never waits: the clerk's thread everywhere, the window where there is a screen."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import neighborbook as nb
from neighborbook.testing import SetClock

tk = pytest.importorskip("tkinter", reason="this Python has no tkinter")

if TYPE_CHECKING:
    from tkinter import Misc, Tk

HERE = Path(__file__).parent
NOON = 1795406400
"""Monday, 23 November 2026, noon in Shanghai."""
DAY = date(2026, 12, 1)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[nb.Desk]:
    with nb.open(tmp_path / "rooms.db", center="kitchen", clock=SetClock(NOON)) as desk:
        desk.load(HERE / "center.toml")
        yield desk


@pytest.fixture
def loop() -> Tk:
    """Tcl's event loop: it needs no screen, which only Tk's widgets do."""
    found: Tk = tk.Tcl()
    return found


def run(loop: Misc, until: Callable[[], bool]) -> None:
    """Let the loop turn until something is so, ten seconds at most."""
    over = threading.Event()
    loop.after(10_000, over.set)
    while not until() and not over.is_set():
        loop.tk.dooneevent(0)
    assert until()


def test_an_answer_comes_in_the_loop_and_the_work_is_done_outside_of_it(
    desk: nb.Desk, loop: Tk
) -> None:
    from examples.embed_tk.front_desk import Clerk

    clerk = Clerk(desk, loop, complain=pytest.fail)
    worked: list[int] = []
    came: list[int] = []

    def call(desk: nb.Desk) -> nb.Booking:
        worked.append(threading.get_ident())
        return desk.book("kitchen", start="2026-12-01 18:00", length="2h", organizer="li-wei")

    def then(booking: nb.Booking) -> None:
        assert booking.state == "confirmed"
        came.append(threading.get_ident())

    clerk.ask(call, then)
    run(loop, lambda: bool(came))
    assert came == [threading.get_ident()]
    assert worked != came


def test_a_refusal_is_said_and_the_clerk_goes_on(desk: nb.Desk, loop: Tk) -> None:
    from examples.embed_tk.front_desk import Clerk

    said: list[str] = []
    booked: list[nb.Booking] = []
    clerk = Clerk(desk, loop, complain=said.append)
    for organizer in ("li-wei", "wang-fang", "li-wei"):
        day = "2026-12-01" if organizer != "li-wei" or not booked else "2026-12-02"
        words = {"start": f"{day} 18:00", "length": "2h", "organizer": organizer}
        clerk.ask(lambda desk, words=words: desk.book("kitchen", **words), booked.append)  # type: ignore[misc]
        before = len(said) + len(booked)
        run(loop, lambda before=before: len(said) + len(booked) > before)  # type: ignore[misc]
    assert len(booked) == 2
    [no] = said
    assert "Kitchen is taken" in no


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The screen that is there or, where X11 shows none, one in memory if Xvfb is installed."""
    server = shutil.which("Xvfb")
    if os.environ.get("DISPLAY") or server is None:
        yield
        return
    # It takes a number that is free, and tells it when it can be asked.
    command = [server, "-displayfd", "1", "-screen", "0", "800x600x24", "-nolisten", "tcp"]
    with subprocess.Popen(  # noqa: S603  nothing in the command comes from outside
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as running:
        assert running.stdout is not None
        number = running.stdout.readline().decode().strip()
        monkeypatch.setenv("DISPLAY", f":{number}")
        yield
        running.terminate()


@pytest.mark.usefixtures("screen")
def test_the_window_books_what_is_chosen(desk: nb.Desk) -> None:
    from examples.embed_tk.front_desk import Window

    try:
        window = Window(desk, DAY)
    except tk.TclError as missing:
        pytest.skip(f"no screen here, and no Xvfb: {missing}")
    run(window, lambda: bool(window.slots))
    window.free.selection_set(0)
    window.who.insert(0, "li-wei")
    window.book()
    run(window, lambda: window.said.get().startswith("li-wei"))
    assert len(list(desk.bookings(organizer="li-wei"))) == 1
    window.destroy()
