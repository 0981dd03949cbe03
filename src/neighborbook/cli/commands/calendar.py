"""The calendar of a room, an offering, a person, or an organization."""

from __future__ import annotations

from pathlib import Path

import attrs
import click

from neighborbook.cli.options import Options, command
from neighborbook.errors import Fault, InvalidRequest


@attrs.frozen(kw_only=True)
class Feed:
    """A calendar as ``--json`` shows it: the text itself, or where it was written."""

    size: int
    calendar: str | None = None
    output: str | None = None


@command("calendar", example="neighborbook --public calendar --resource hall -o hall.ics")
@click.option("--resource", metavar="ID", help="Of a room or thing.")
@click.option("--offering", metavar="ID", help="Of what can be asked for.")
@click.option("--party", metavar="PARTY", help="Of a person.")
@click.option("--organization", metavar="PARTY", help="Of a firm or a group.")
@click.option("--busy", is_flag=True, help="Only when it is taken.")
@click.option("--freebusy", is_flag=True, help="The same as one VFREEBUSY.")
@click.option(
    "--history",
    metavar="LENGTH",
    default="90d",
    show_default=True,
    help="How far back, in whole days.",
)
@click.option(
    "--alarm",
    "alarms",
    metavar="LENGTH",
    multiple=True,
    help="So long before each start, in one's own calendar: 15m. Repeatable.",
)
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), metavar="FILE", help="A file, not stdout."
)
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
            expected = f"a file that can be written ({error.strerror})"
            given = str(output)[-60:]
            fault = Fault(path="output", code="INPUT_INVALID", given=given, expected=expected)
            raise InvalidRequest([fault]) from error
        said = options.say("written", size=len(feed), given=output)
        options.tell(Feed(size=len(feed), output=str(output)), said)
    elif options.json:
        options.tell(Feed(size=len(feed), calendar=feed.decode()), "")
    else:
        click.echo(feed, nl=False)
