"""At the door: who came, who left, and who did not come."""

from __future__ import annotations

import click

from neighborbook.cli.options import AT, BOOKING, KEY, VERSION, Options, command


@command("check-in", example='neighborbook check-in 4f0c… --at "2026-12-01 14:05"')
@BOOKING
@AT
@VERSION
@KEY
def check_in(
    options: Options, booking_id: str, *, at: str | None, version: int | None, key: str | None
) -> None:
    """Note that they have come."""
    options.tell_done(
        "said_check_in", lambda desk: desk.check_in(booking_id, at=at, version=version, key=key)
    )


@command("complete", example='neighborbook complete 4f0c… --at "2026-12-01 15:30"')
@BOOKING
@AT
@VERSION
@KEY
def complete(
    options: Options, booking_id: str, *, at: str | None, version: int | None, key: str | None
) -> None:
    """Note that they are done; ended early, the rest of the time is free again."""
    options.tell_done(
        "said_complete", lambda desk: desk.complete(booking_id, at=at, version=version, key=key)
    )


@command("no-show", example="neighborbook no-show 4f0c…")
@BOOKING
@VERSION
@KEY
def no_show(options: Options, booking_id: str, *, version: int | None, key: str | None) -> None:
    """Note that nobody came; the rest of the time is free, the hours stay spent."""
    options.tell_done(
        "said_no_show", lambda desk: desk.no_show(booking_id, version=version, key=key)
    )


@command("advance", example="neighborbook advance 4f0c… called")
@BOOKING
@click.argument("label", help="As the room type calls it.")
@VERSION
@KEY
def advance(
    options: Options, booking_id: str, label: str, *, version: int | None, key: str | None
) -> None:
    """Move a booking on to one of its room type's own labels."""
    options.tell_done(
        "said_advance", lambda desk: desk.advance(booking_id, label, version=version, key=key)
    )
