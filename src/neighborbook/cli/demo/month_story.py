"""Tell the month: what happened, and one day of it on the board in both languages."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import neighborbook as nb
from neighborbook.cli.as_text import names_of
from neighborbook.cli.board import board_text
from neighborbook.cli.demo.acts import Ask
from neighborbook.cli.demo.city import EMPLOYEES, FIRMS, HOUSEHOLDS, RESIDENTS
from neighborbook.cli.demo.month import Month
from neighborbook.cli.demo.playing import Played, played_month
from neighborbook.cli.demo.telling import WIDTH, chapter, counts, show, tell

BOARD_DAY = "2026-12-16"
"""A Wednesday; the floor of the basketball court is being painted."""


def tell_month(center_file: Path, database: Path, *, share: float = 1.0) -> None:
    """Play the month into a file and tell it."""
    tell(
        "A month is played, December 2026: every wish in a transaction of its own, on disk. That "
        "takes about a minute, and longer where the disk is busy."
    )
    began = time.monotonic()
    with played_month(center_file, database, share=share) as (desk, plan, played):
        _what_happened(desk, plan, played, time.monotonic() - began)
        _boards(desk)


def _what_happened(desk: nb.Desk, plan: Month, played: Played, seconds: float) -> None:
    chapter(f"{desk.center.name} · {desk.center.name.in_('zh')}: a month")
    asked = sum(isinstance(act, Ask) for act in plan.acts)
    tell(
        f"{FIRMS} firms with {EMPLOYEES:,} employees and {RESIDENTS:,} residents in "
        f"{HOUSEHOLDS:,} households told {asked:,} wishes. It was played in {seconds:.1f} s."
    )
    tell(
        f"{len(plan.neighbors):,} patients and relatives stand in the directory, with dates of "
        "birth and with whom they may ask for. Who walks in is written down at the door."
    )
    counts(played.did)
    tell("The weightiest reason of each refusal:")
    counts(played.refused)
    tell("How the bookings stand when all is over:")
    counts(Counter(_standing(booking) for booking in desk.bookings()))


def _standing(booking: nb.Booking) -> str:
    if booking.void_reason is None:
        return booking.state.value
    return f"{booking.state.value}: {booking.void_reason.value}"


def _boards(desk: nb.Desk) -> None:
    public = desk.acting_as(None)
    for language, title in (
        ("en", f"The board of {BOARD_DAY}, as everybody sees it: never by whom"),
        ("zh", f"{BOARD_DAY} 的预约情况（公众所见）"),
    ):
        chapter(title)
        board = public.day(BOARD_DAY)
        show(board_text(board, names_of(desk, language), language, columns=WIDTH))
