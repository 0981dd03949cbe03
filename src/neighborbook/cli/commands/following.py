"""How it stands with the outside calendars that rooms follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from neighborbook.cli.options import Options, command

if TYPE_CHECKING:
    from neighborbook.domain.following import Following


@command("following", example="neighborbook following")
@click.option("--ask", is_flag=True, help="Ask all of them first, due or not.")
def following(options: Options, *, ask: bool) -> None:
    """List the outside calendars that rooms follow, and since when one was not heard.

    What it told before stays closed meanwhile. settle asks those that are due.
    """
    with options.desk() as desk:
        found = options.acting(desk).following(ask=ask)
        zone = desk.center.zone
    lines = [line_of(options, each, zone) for each in found]
    options.tell(found, "\n".join(lines or [options.say("nothing_followed")]), zone)


def line_of(options: Options, each: Following, zone_key: str) -> str:
    """Return how it stands with one calendar, as a line."""
    from neighborbook.domain.times import zone
    from neighborbook.domain.wording import instant_in_words

    def at(instant: int | None) -> str:
        if instant is None:
            return options.say("never_heard")
        return instant_in_words(instant, zone(zone_key), options.language)

    facts = {"given": f"{each.resource}/{each.name}", "many": each.closures}
    if each.stale_since is None:
        line = options.say("heard", **facts, at=at(each.heard_at))
    else:
        why = each.why(options.language)
        line = options.say("not_heard", **facts, at=at(each.stale_since), why=why)
    if each.until is None:
        return line
    return f"{line}; {options.say('followed_until', at=each.until.isoformat())}"
