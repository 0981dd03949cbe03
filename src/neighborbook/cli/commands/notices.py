"""What has not arrived yet, and the list of whom to call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from neighborbook.cli.options import Options, command

if TYPE_CHECKING:
    from neighborbook.desk.notices.listing import Untold

HEAD = ("col_party", "col_phone", "col_about", "col_why", "col_booking", "col_notice")


@command("notices", example="neighborbook notices --unreached")
@click.option("--unreached", is_flag=True, help="Only those who must be called: the call list.")
@click.option("--told", metavar="NOTICE", help="Take this one off the list: somebody has called.")
def notices(options: Options, *, unreached: bool, told: str | None) -> None:
    """List the notices that have not arrived, by the start of their bookings.

    What is no longer true is left out.
    """
    with options.desk() as desk:
        acting = options.acting(desk)
        if told is not None:
            acting.told(told)
            click.echo(options.say("said_told"), err=True)
        found = acting.notices(unreached=unreached)
        zone = desk.center.zone
    options.tell_table(found, HEAD, [line(each, options.language) for each in found], zone)


def line(untold: Untold, language: str) -> tuple[str, ...]:
    """Return a line of the list: whom to call, about what, and why by telephone."""
    from neighborbook.cli.words import say
    from neighborbook.desk.notices.texts import APPOINTMENT, SUBJECTS
    from neighborbook.domain.times import zone
    from neighborbook.domain.wording import instant_in_words
    from neighborbook.errors import is_chinese
    from neighborbook.fault_texts import in_chinese

    when = instant_in_words(untold.start_at, zone(untold.zone), language)
    what = untold.offering or APPOINTMENT.in_(language)
    about = SUBJECTS[untold.topic].in_(language).format(what=what, when=when)
    why = in_chinese(untold.fault) if is_chinese(language) else untold.fault
    who = untold.party or untold.channel or say("on_duty", language)
    return who, untold.phone or "-", about, why or "-", untold.booking, untold.id
