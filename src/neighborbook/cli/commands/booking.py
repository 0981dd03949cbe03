"""What becomes of a booking: kept, changed, cancelled, brought back."""

from __future__ import annotations

import click

from neighborbook.cli.options import (
    BOOKING,
    KEY,
    OVERRIDE,
    REASON,
    TITLE,
    VERSION,
    Options,
    command,
)
from neighborbook.cli.wish import read_details


@command("extend", example="neighborbook extend 4f0c… --ttl 10m")
@BOOKING
@click.option("--ttl", metavar="LENGTH", help="From now: 10m; else the offering's own.")
@VERSION
@KEY
def extend(
    options: Options, booking_id: str, *, ttl: str | None, version: int | None, key: str | None
) -> None:
    """Lengthen a hold, at most to the offering's longest from its making."""
    options.tell_done(
        "said_extend", lambda desk: desk.extend(booking_id, ttl=ttl, version=version, key=key)
    )


@command("confirm", example='neighborbook confirm 4f0c… --title "Choir practice"')
@BOOKING
@TITLE
@VERSION
@KEY
def confirm(
    options: Options, booking_id: str, *, title: str | None, version: int | None, key: str | None
) -> None:
    """Make a hold a booking, or a request if something must be approved."""
    options.tell_done(
        "said_confirm", lambda desk: desk.confirm(booking_id, title=title, version=version, key=key)
    )


@command("change", example='neighborbook change 4f0c… --start "2026-12-01 15:00" --version 1')
@BOOKING
@click.option("--start", metavar="TIME", help="A new start; alone it keeps the length.")
@click.option("--end", metavar="TIME", help="A new end.")
@click.option("--length", metavar="LENGTH", help="A new length, instead of a new end.")
@click.option("--resource", metavar="ID", help="Another place.")
@click.option("--headcount", type=int, metavar="N", help="How many come.")
@TITLE
@click.option(
    "--attendee", "attendees", multiple=True, metavar="PARTY", help="Repeatable; all who come."
)
@click.option(
    "--feature", "features", multiple=True, metavar="WORD", help="Repeatable; all it must have."
)
@click.option("--details", metavar="JSON", help="""What the room type asks: '{"layout": …}'.""")
@OVERRIDE
@REASON
@VERSION
@KEY
def change(
    options: Options,
    booking_id: str,
    *,
    start: str | None,
    end: str | None,
    length: str | None,
    resource: str | None,
    headcount: int | None,
    title: str | None,
    attendees: tuple[str, ...],
    features: tuple[str, ...],
    details: str | None,
    override: str | None,
    reason: str,
    version: int | None,
    key: str | None,
) -> None:
    """Change a booking in one step; refused, it stays as it was."""
    options.tell_done(
        "said_change",
        lambda desk: desk.change(
            booking_id,
            start=start,
            end=end,
            length=length,
            resource=resource,
            headcount=headcount,
            title=title,
            attendees=attendees or None,
            features=features or None,
            details=read_details(details),
            override=override,
            reason=reason,
            version=version,
            key=key,
        ),
    )


@command("cancel", example='neighborbook cancel 4f0c… --reason "the choir is ill"')
@BOOKING
@REASON
@VERSION
@KEY
def cancel(
    options: Options, booking_id: str, *, reason: str, version: int | None, key: str | None
) -> None:
    """Cancel a booking, a request, or a hold; its place is free at once."""
    options.tell_done(
        "said_cancel", lambda desk: desk.cancel(booking_id, reason=reason, version=version, key=key)
    )


@command("restore", example='neighborbook restore 4f0c… --reason "cancelled by mistake"')
@BOOKING
@REASON
@OVERRIDE
@VERSION
@KEY
def restore(
    options: Options,
    booking_id: str,
    *,
    reason: str,
    override: str | None,
    version: int | None,
    key: str | None,
) -> None:
    """Bring a cancelled or lapsed booking back, if it would be accepted today."""
    options.tell_done(
        "said_restore",
        lambda desk: desk.restore(
            booking_id, reason=reason, override=override or "", version=version, key=key
        ),
    )
