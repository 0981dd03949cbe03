"""The office decides on requests."""

from __future__ import annotations

from neighborbook.cli.options import BOOKING, KEY, REASON, VERSION, Options, command


@command("approve", example="neighborbook --as approver approve 4f0c… --version 1")
@BOOKING
@VERSION
@KEY
def approve(options: Options, booking_id: str, *, version: int | None, key: str | None) -> None:
    """Confirm a request that waits for approval."""
    options.tell_done(
        "said_approve", lambda desk: desk.approve(booking_id, version=version, key=key)
    )


@command("decline", example='neighborbook decline 4f0c… --reason "the hall is needed that day"')
@BOOKING
@REASON
@VERSION
@KEY
def decline(
    options: Options, booking_id: str, *, reason: str, version: int | None, key: str | None
) -> None:
    """Turn down a request that waits for approval; its place and hours come back."""
    options.tell_done(
        "said_decline",
        lambda desk: desk.decline(booking_id, reason=reason, version=version, key=key),
    )
