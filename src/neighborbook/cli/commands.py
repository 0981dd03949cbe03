"""The commands: each asks the desk one thing and prints its answer."""

from __future__ import annotations

import shutil
from itertools import islice
from pathlib import Path

import attrs
import click

from neighborbook.cli.options import Options, command, neighborbook
from neighborbook.cli.wish import Wish, searches, wishes

__all__ = ["neighborbook"]


@neighborbook.command()
@click.argument("center_file", type=click.Path(path_type=Path))
@click.option("--preview", is_flag=True, help="Say what would change; write nothing.")
@command
def load(options: Options, center_file: Path, *, preview: bool) -> None:
    """Load a center file; loading it again changes nothing more.

    The file says which center it is; beside others it is named by --center too.
    """
    import neighborbook as nb
    from neighborbook.cli.as_text import loading_text, names_of

    # A preview against nothing must not leave an empty database behind.
    nowhere = preview and not options.is_there()
    with nb.open(None if nowhere else options.database, center=options.center) as desk:
        loading = options.acting(desk).load(center_file, preview=preview)
        names = names_of(desk, options.language) if loading.needs_move else {}
    options.tell(loading, loading_text(loading, names, options.language))


@neighborbook.command()
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True)
@command
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
        click.echo(options.say("more_slots"), err=True)


@neighborbook.command()
@click.option("--override", metavar="REASON", help="Pass soft rules, for who may.")
@command
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


@neighborbook.command()
@click.option("--title", help="What it is called, for those who may see it.")
@click.option("--override", metavar="REASON", help="Pass soft rules, for who may.")
@click.option("--key", help="Your own name for this write: sent twice, it books once.")
@command
@wishes
def book(
    options: Options, wish: Wish, *, title: str | None, override: str | None, key: str | None
) -> None:
    """Book it; refused, the reasons and what can be had instead are on stderr."""
    from neighborbook.cli.as_text import booking_text, names_of

    with options.desk() as desk:
        booking = options.acting(desk).book(
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
        )
        names = names_of(desk, options.language)
    options.tell(booking, booking_text(booking, names, options.language))


@neighborbook.command()
@click.argument("booking_id")
@click.option("--reason", default="", help="For the history.")
@click.option("--version", type=int, help="Only if it is still of that version.")
@click.option("--key", help="Your own name for this write.")
@command
def cancel(
    options: Options, booking_id: str, *, reason: str, version: int | None, key: str | None
) -> None:
    """Cancel a booking, a request, or a hold; its place is free at once."""
    from neighborbook.cli.as_text import booking_text, names_of

    with options.desk() as desk:
        booking = options.acting(desk).cancel(booking_id, reason=reason, version=version, key=key)
        names = names_of(desk, options.language)
    options.tell(booking, booking_text(booking, names, options.language))


@neighborbook.command()
@click.argument("date", required=False)
@command
def day(options: Options, date: str | None) -> None:
    """Show the board of a day, today if none is named, as who asks may see it."""
    from neighborbook.cli.as_text import names_of
    from neighborbook.cli.board import board_text
    from neighborbook.desk.clock import SystemClock
    from neighborbook.domain.times import day_of, zone

    with options.desk() as desk:
        today = day_of(SystemClock().now(), zone(desk.center.zone))
        board = options.acting(desk).day(date or today)
        names = names_of(desk, options.language)
    columns = shutil.get_terminal_size((100, 24)).columns
    options.tell(board, board_text(board, names, options.language, columns=columns))


@attrs.frozen(kw_only=True)
class Feed:
    """A calendar as ``--json`` shows it: the text itself, or where it was written."""

    size: int
    calendar: str | None = None
    output: str | None = None


@neighborbook.command()
@click.option("--resource", metavar="ID", help="Of a room or thing.")
@click.option("--offering", metavar="ID", help="Of what can be asked for.")
@click.option("--party", metavar="PARTY", help="Of a person.")
@click.option("--organization", metavar="PARTY", help="Of a firm or a group.")
@click.option("--busy", is_flag=True, help="Only when it is taken.")
@click.option("--freebusy", is_flag=True, help="The same as one VFREEBUSY.")
@click.option("--history", metavar="LENGTH", default="90d", help="How far back: 90d, 365d.")
@click.option("--alarm", "alarms", metavar="LENGTH", multiple=True, help="Before each start: 15m.")
@click.option("--output", "-o", type=click.Path(path_type=Path), help="A file, not stdout.")
@command
def calendar(
    options: Options,
    *,
    resource: str | None,
    offering: str | None,
    party: str | None,
    organization: str | None,
    busy: bool,
    freebusy: bool,
    history: str,
    alarms: tuple[str, ...],
    output: Path | None,
) -> None:
    """Print the iCalendar feed of exactly one subject, as who asks may see it."""
    with options.desk() as desk:
        feed = options.acting(desk).calendar(
            resource=resource,
            offering=offering,
            party=party,
            organization=organization,
            language=options.language,
            busy=busy,
            freebusy=freebusy,
            history=history,
            alarms=alarms,
        )
    if output is not None:
        try:
            output.write_bytes(feed)
        except OSError as error:
            raise click.FileError(str(output), error.strerror) from error
        said = options.say("written", size=len(feed), given=output)
        options.tell(Feed(size=len(feed), output=str(output)), said)
    elif options.json:
        options.tell(Feed(size=len(feed), calendar=feed.decode()), "")
    else:
        click.echo(feed, nl=False)
