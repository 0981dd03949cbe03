"""A front desk with a window: the desk works in a thread, the window never waits."""

from __future__ import annotations

import queue
import threading
import tkinter as tk
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from tkinter import ttk
from typing import Any, TypeVar

import neighborbook as nb

T = TypeVar("T")
EVERY = 50
"""Milliseconds between two looks for answers."""


class Clerk:
    """A thread that asks the desk, and gives the answers back in the window's own loop."""

    def __init__(self, desk: nb.Desk, loop: tk.Misc, complain: Callable[[str], None]) -> None:
        self._desk = desk
        self._loop = loop
        self._complain = complain
        self._questions: queue.Queue[tuple[Callable[[nb.Desk], Any], Callable[[Any], None]]]
        self._questions = queue.Queue()
        self._answers: queue.Queue[Callable[[], None]] = queue.Queue()
        threading.Thread(target=self._work, daemon=True).start()
        self._look()

    def ask(self, call: Callable[[nb.Desk], T], then: Callable[[T], None]) -> None:
        """Let the thread make a call; what it returns is given to ``then`` in the window's loop."""
        self._questions.put((call, then))

    def _work(self) -> None:
        while True:
            call, then = self._questions.get()
            self._answers.put(self._answer(call, then))

    def _answer(
        self, call: Callable[[nb.Desk], Any], then: Callable[[Any], None]
    ) -> Callable[[], None]:
        try:
            found = call(self._desk)
        except nb.NeighborbookError as no:  # a refusal says why, and what else is free
            said = str(no)
            return lambda: self._complain(said)
        return lambda: then(found)

    def _look(self) -> None:
        """Run the answers that have come; Tk may only be touched from its own thread."""
        while not self._answers.empty():
            self._answers.get()()
        self._loop.after(EVERY, self._look)


class Window(tk.Tk):
    """What is free tomorrow, who books it, and what the center says."""

    def __init__(self, desk: nb.Desk, day: date) -> None:
        super().__init__()
        self.title("Front desk 前台")
        self.day = day
        self.slots: list[nb.Slot] = []
        self.free = tk.Listbox(self, width=40)
        self.who = ttk.Entry(self)
        self.button = ttk.Button(self, text="Book 预约", command=self.book)
        self.said = tk.StringVar(self)
        for widget in (self.free, self.who, self.button, ttk.Label(self, textvariable=self.said)):
            widget.pack(fill="x", padx=8, pady=4)
        self.clerk = Clerk(desk, self, self.said.set)
        self.refresh()

    def refresh(self) -> None:
        """Ask what is free."""
        after = self.day + timedelta(days=1)
        self.clerk.ask(
            lambda desk: list(desk.slots("kitchen", start=self.day, end=after, length="2h")),
            self.show,
        )

    def show(self, slots: list[nb.Slot]) -> None:
        """List what is free."""
        self.slots = slots
        self.free.delete(0, "end")
        for slot in slots:
            self.free.insert("end", f"{slot.start:%H:%M} – {slot.end:%H:%M}")

    def book(self) -> None:
        """Book what is chosen for whom is named."""
        for number in self.free.curselection():  # type: ignore[no-untyped-call]  # Tk's own stub
            slot, who = self.slots[number], self.who.get()
            self.clerk.ask(lambda desk: desk.book(slot, organizer=who), self.booked)  # noqa: B023  one at most

    def booked(self, booking: nb.Booking) -> None:
        """Say that it worked, and look again."""
        self.said.set(f"{booking.organizer}: {booking.start:%H:%M}")
        self.refresh()


def main() -> None:
    """Open the book beside the program, and the window."""
    here = Path(__file__).parent
    with nb.open("front-desk.db", center="kitchen") as desk:
        desk.load(here / "center.toml")
        Window(desk, desk.now.date() + timedelta(days=1)).mainloop()


if __name__ == "__main__":
    main()
