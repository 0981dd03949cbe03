"""What the demonstration shows once the day is over."""

from __future__ import annotations

from pathlib import Path

import neighborbook as nb
from neighborbook.cli.as_text import booking_text, names_of, period
from neighborbook.cli.board import board_text
from neighborbook.cli.demo.city import CLERK
from neighborbook.cli.demo.telling import WIDTH, chapter, show, tell
from neighborbook.cli.demo.wishes import BOARD_DAY
from neighborbook.ical.lint import lint

SEARCHED_UNTIL = "2026-12-09"


def two_boards(desk: nb.Desk) -> None:
    """Show one day as everybody sees it, and as somebody of a firm does."""
    chapter(f"The board of {BOARD_DAY}, as everybody sees it: taken or free, never by whom")
    board = desk.acting_as(None).day(BOARD_DAY)
    show(board_text(board, names_of(desk, "en"), "en", columns=WIDTH))
    person, firm = _somebody_with_a_booking(desk)
    chapter(f"The same day for {person} of {firm}, in Chinese: more is said of their own bookings")
    board = desk.acting_as(person).day(BOARD_DAY)
    show(board_text(board, names_of(desk, "zh"), "zh", columns=WIDTH))


def _somebody_with_a_booking(desk: nb.Desk) -> tuple[str, str]:
    found = desk.bookings(start=BOARD_DAY, end=f"{BOARD_DAY} 22:00", offering="training-room")
    return next((b.actor, b.organizer) for b in found if b.state is nb.State.CONFIRMED)


def two_refusals(desk: nb.Desk) -> None:
    """Ask for what cannot be had, read why not and what can, and book one of those."""
    chapter("Two refusals, and what can be had instead")
    person = desk.acting_as("person-001-1")
    taken = next(
        b
        for b in desk.bookings(start=BOARD_DAY, end=f"{BOARD_DAY} 20:00", resource="A")
        if b.state is nb.State.CONFIRMED
    )
    when = period(taken.start_at, taken.end_at, taken.zone, "en")
    tell(f"firm-001 asks for the whole hall for 45 people, {when}:")
    try:
        person.book(
            "training-room",
            start=taken.start,
            end=taken.end,
            resource="AB",
            organizer="firm-001",
            headcount=45,
            details={"layout": "theatre"},
        )
    except nb.Refused as no:
        tell(no.decision.text("en"), indent="  ")
        booking = person.book(no.alternatives[0], title="Works meeting")
        tell("They take the first of these:")
        show("  " + booking_text(booking, names_of(desk, "en"), "en"))
    tell("firm-002 asks for a room of the workers' service center late in the evening:")
    try:
        desk.acting_as("person-002-1").book(
            "workers-room",
            start=f"{BOARD_DAY} 20:30",
            length="2h",
            organizer="firm-002",
            headcount=12,
        )
    except nb.Refused as no:
        show("  " + no.decision.text("zh").replace("。", "。\n  ").rstrip())


def burst_pipe(desk: nb.Desk) -> None:
    """Close a room at short notice: see whom it hits, and find each another place."""
    chapter("A pipe bursts: training room A is closed on the day after tomorrow")
    clerk, names = desk.acting_as(CLERK), names_of(desk, "en")
    start, end = f"{BOARD_DAY} 00:00", f"{BOARD_DAY} 23:00"
    preview = clerk.close("A", start=start, end=end, reason="burst pipe", preview=True)
    tell(f"The preview names {len(preview.displaces)} bookings that would have to move.")
    closure = clerk.close(
        "A", start=start, end=end, reason="burst pipe", public_reason="closed for repair"
    )
    for booking in clerk.affected(closure.id):
        show("  " + booking_text(booking, names, "en"))
        show("    -> " + _moved(clerk, booking))


def _moved(clerk: nb.Desk, booking: nb.Booking) -> str:
    found = clerk.slots(
        booking.offering,
        start=BOARD_DAY,
        end=SEARCHED_UNTIL,
        length=f"{booking.end_at - booking.start_at}s",
        organizer=booking.organizer,
        headcount=booking.headcount,
        details=booking.details,
    )
    for slot in found:
        try:
            moved = clerk.change(booking.id, start=slot.start, resource=slot.resource)
        except nb.Refused:
            continue
        when = period(moved.start_at, moved.end_at, moved.zone, "en")
        return f"moved to {when}, {moved.resource} ({moved.state.value})"
    return "nothing is free within a week: somebody calls them"


def calendars(desk: nb.Desk, folder: Path) -> None:
    """Write the calendar of every room, as everybody may read it, and lint each."""
    chapter("A calendar for every room, to subscribe to")
    folder.mkdir(parents=True, exist_ok=True)
    public = desk.acting_as(None)
    rooms = sorted({row.resource.id for row in public.day(BOARD_DAY).rows})
    size, findings = 0, 0
    for room in rooms:
        feed = public.calendar(resource=room, language="zh")
        (folder / f"{room}.ics").write_bytes(feed)
        size += len(feed)
        findings += len(lint(feed))
    show(f"{len(rooms)} files, {size:,} bytes, in {folder}/; findings of the linter: {findings}")
