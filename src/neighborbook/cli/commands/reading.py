"""What stands in the book: bookings, their history, the log of changes, quotas."""

from __future__ import annotations

from itertools import islice

import click

from neighborbook.cli.options import BOOKING, Options, command


@command("booking", example="neighborbook booking 4f0c…")
@BOOKING
def booking(options: Options, booking_id: str) -> None:
    """Show one booking, as who asks may see it."""
    with options.desk() as desk:
        options.tell_booking(desk, options.acting(desk).booking(booking_id))


@command("bookings", example="neighborbook bookings --start 2026-12-01 --state pending")
@click.option("--start", metavar="TIME", help="Only what ends later.")
@click.option("--end", metavar="TIME", help="Only what begins earlier.")
@click.option("--resource", metavar="ID", help="On this, its parts, or what it is part of.")
@click.option("--offering", metavar="ID", help="Of this offering.")
@click.option("--organizer", metavar="PARTY", help="That belong to this party.")
@click.option("--party", metavar="PARTY", help="In which this party has any part.")
@click.option("--state", metavar="STATE", help="held, pending, confirmed, arrived, done, void, …")
@click.option(
    "--limit",
    type=click.IntRange(1),
    default=100,
    show_default=True,
    metavar="N",
    help="At most so many.",
)
def bookings(
    options: Options,
    *,
    start: str | None,
    end: str | None,
    resource: str | None,
    offering: str | None,
    organizer: str | None,
    party: str | None,
    state: str | None,
    limit: int,
) -> None:
    """List the bookings that who asks may know of, by start; everything given narrows.

    What who asks may not read of a booking finds none: whose an appointment with a doctor or a
    counselor is, and of which offering, is told to those who serve there, not to the front desk.
    """
    with options.desk() as desk:
        found = options.acting(desk).bookings(
            start=start,
            end=end,
            resource=resource,
            offering=offering,
            organizer=organizer,
            party=party,
            state=state,
        )
        shown = tuple(islice(found, limit + 1))
        options.tell_bookings(desk, shown[:limit], "no_bookings")
        keeps_back = any(each.privacy.is_sensitive for each in desk.room_types().values())
    others = {organizer, party, offering} - {None, options.party}
    if others and keeps_back and options.party is not None:
        click.echo(options.say("kept_back"), err=True)
    if len(shown) > limit:
        click.echo(options.say("more"), err=True)


@command("history", example="neighborbook history 4f0c…")
@BOOKING
def history(options: Options, booking_id: str) -> None:
    """Show what was done to a booking, oldest first."""
    from neighborbook.cli.as_text import change_text

    with options.desk() as desk:
        found = options.acting(desk).history(booking_id)
        where = desk.center.zone
    lines = [change_text(each, where, options.language) for each in found]
    options.tell(found, "\n".join(lines), where)


@command("changes", example="neighborbook changes --since anping:1042")
@click.option(
    "--since", metavar="TOKEN", help="The token that the last call gave; else from the first."
)
@click.option(
    "--limit",
    type=click.IntRange(1),
    default=500,
    show_default=True,
    metavar="N",
    help="At most so many.",
)
def changes(options: Options, *, since: str | None, limit: int) -> None:
    """Show the changes after a token, each once; the new token is the last line."""
    from neighborbook.cli.as_text import change_text

    with options.desk() as desk:
        found = options.acting(desk).changes(since=since, limit=limit)
        where = desk.center.zone
    lines = [change_text(each, where, options.language, of=True) for each in found.changes]
    lines.append(options.say("token_more" if found.more else "token", token=found.token))
    options.tell(found, "\n".join(lines), where)


@command("usage", example="neighborbook usage acme --at 2026-12-01")
@click.argument("organizer", help="A person or an organization.")
@click.option("--at", metavar="TIME", help="In the window that holds this; else now.")
def usage(options: Options, organizer: str, *, at: str | None) -> None:
    """Show how much of its quotas an organizer has used, and what is left."""
    from neighborbook.cli.listing import usage_row

    with options.desk() as desk:
        found = options.acting(desk).usage(organizer, at=at)
        where = desk.center.zone
    rows = [usage_row(each, where, options.language) for each in found]
    head = ("col_offering", "col_amount", "col_used", "col_left", "col_resets")
    options.tell_table(found, head, rows, where)
