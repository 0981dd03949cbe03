"""What can be had, and asking for it: the commands before and at a booking."""

from __future__ import annotations

from itertools import islice

import click

from neighborbook.cli.options import KEY, OVERRIDE, TITLE, Options, command
from neighborbook.cli.wish import Wish, searches, wishes


@command("offerings", example="neighborbook offerings")
def offerings(options: Options) -> None:
    """List what can be asked for, and where it is given."""
    from neighborbook.cli.listing import offering_row

    with options.desk() as desk:
        found = options.acting(desk).offerings()
        where = desk.center.zone
    rows = [offering_row(each, options.language) for each in found]
    options.tell_table(found, ("col_id", "col_name", "col_type", "col_places"), rows, where)


@command("resources", example="neighborbook resources")
def resources(options: Options) -> None:
    """List what exists: rooms, things, and what they are made of."""
    from neighborbook.cli.listing import resource_row

    with options.desk() as desk:
        found = options.acting(desk).resources()
        where = desk.center.zone
    rows = [resource_row(each, options.language) for each in found]
    options.tell_table(
        found, ("col_id", "col_name", "col_capacity", "col_hours", "col_floor"), rows, where
    )


@command(
    "slots",
    example="neighborbook slots badminton --start 2026-12-01 --end 2026-12-08 --length 1h",
)
@click.option(
    "--limit",
    type=click.IntRange(1),
    default=20,
    show_default=True,
    metavar="N",
    help="At most so many.",
)
@searches
def slots(options: Options, wish: Wish, *, limit: int) -> None:
    """List what can be booked between --start and --end for --length.

    Of one offering, or of any that is of a --room-type or has each --feature.
    """
    from neighborbook.cli.as_text import names_of, slot_text
    from neighborbook.cli.wish import needed

    needed(wish, "start", "end", "length")
    with options.desk() as desk:
        found = options.acting(desk).slots(
            wish.offering or None,
            room_type=wish.room_type,
            start=wish.start or "",
            end=wish.end or "",
            length=wish.length or "",
            organizer=wish.organizer,
            headcount=wish.headcount,
            attendees=wish.attendees or None,
            resource=wish.resource,
            features=wish.features or None,
            details=wish.details,
        )
        shown = list(islice(found, limit + 1))
        names = names_of(desk, options.language)
    many = not wish.offering
    lines = [slot_text(slot, names, options.language, among_many=many) for slot in shown[:limit]]
    options.tell(shown[:limit], "\n".join(lines or [options.say("no_slots")]))
    if len(shown) > limit:
        click.echo(options.say("more"), err=True)


@command(
    "explain",
    example='neighborbook explain badminton --start "2026-12-01 14:00" --length 1h --organizer li',
)
@OVERRIDE
@wishes
def explain(options: Options, wish: Wish, *, override: str | None) -> None:
    """Say what booking it would answer now; exit code 1 if that is a refusal."""
    from neighborbook.cli.failing import REFUSED

    with options.desk() as desk:
        decision = options.acting(desk).explain(
            wish.offering,
            start=wish.start,
            end=wish.end,
            length=wish.length,
            organizer=wish.organizer,
            headcount=wish.headcount,
            attendees=wish.attendees or None,
            resource=wish.resource,
            features=wish.features or None,
            details=wish.details,
            override=override,
        )
    options.tell(decision, decision.text(options.language))
    if decision.refusals:
        raise click.exceptions.Exit(REFUSED)


@command(
    "book",
    example='neighborbook book badminton --start "2026-12-01 14:00" --length 1h --organizer li',
)
@TITLE
@OVERRIDE
@KEY
@wishes
def book(
    options: Options, wish: Wish, *, title: str | None, override: str | None, key: str | None
) -> None:
    """Book it; refused, the reasons and what can be had instead are on stderr."""
    options.tell_done(
        "said_book",
        lambda desk: desk.book(
            wish.offering,
            start=wish.start,
            end=wish.end,
            length=wish.length,
            organizer=wish.organizer,
            headcount=wish.headcount,
            attendees=wish.attendees or None,
            resource=wish.resource,
            features=wish.features or None,
            details=wish.details,
            title=title,
            override=override,
            key=key,
        ),
    )


@command(
    "hold",
    example='neighborbook hold badminton --start "2026-12-01 14:00" --length 1h --organizer li',
)
@click.option("--ttl", metavar="LENGTH", help="For how long: 10m; else the offering's own.")
@KEY
@wishes
def hold(options: Options, wish: Wish, *, ttl: str | None, key: str | None) -> None:
    """Hold a place for a while; confirm makes it a booking, time takes it back."""
    options.tell_done(
        "said_hold",
        lambda desk: desk.hold(
            wish.offering,
            start=wish.start,
            end=wish.end,
            length=wish.length,
            organizer=wish.organizer,
            headcount=wish.headcount,
            attendees=wish.attendees or None,
            resource=wish.resource,
            features=wish.features or None,
            details=wish.details,
            ttl=ttl,
            key=key,
        ),
    )
