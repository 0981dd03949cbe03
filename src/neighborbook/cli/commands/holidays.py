"""What a center's office looks through when the holidays of the next year are announced."""

from __future__ import annotations

import click

from neighborbook.cli.options import Options, command


@command("holidays", example="neighborbook holidays --year 2027 --published 2026-11-04")
@click.option(
    "--year", type=int, metavar="YEAR", help="Else from today to the end of the next year."
)
@click.option(
    "--published",
    metavar="DATE",
    help="When that year was announced: who booked later knew. Else 1 January of each year.",
)
def holidays(options: Options, *, year: int | None, published: str | None) -> None:
    """Show which days are not as their weekday says, and whose bookings that upsets.

    In December, when the next year is announced:

    \b
    1. pip install -U holidays    or write the days into the center file:
         [center]
         holidays = [2027-02-11]    make-up = [2027-02-20]
       and load it.
    2. neighborbook holidays
    3. Call the people of each booking listed: where it is closed now, move or
       cancel it; where a day was moved, ask whether they still come.

    A year that is not announced yet is called provisional: its public holidays
    are known, the days exchanged for one another are not.
    """  # noqa: D301 - the \b is click's, and must reach it
    from neighborbook.cli.as_text import names_of
    from neighborbook.cli.holidays_text import holidays_text

    with options.desk() as desk:
        found = options.acting(desk).holidays(year=year, published=published)
        names = names_of(desk, options.language)
    options.tell(found, holidays_text(found, names, options.language), found.zone)
