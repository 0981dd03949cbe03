"""The board of a day."""

from __future__ import annotations

import shutil

import click

from neighborbook.cli.options import Options, command


@command("day", example="neighborbook --public day 2026-12-01 --sentences")
@click.argument("date", required=False, help="2026-12-01; else today.")
@click.option(
    "--sentences", is_flag=True, help="In plain sentences, room by room: to be read aloud."
)
def day(options: Options, date: str | None, *, sentences: bool) -> None:
    """Show the board of a day, today if none is named, as who asks may see it."""
    from neighborbook.cli.as_text import names_of
    from neighborbook.cli.board import board_text
    from neighborbook.cli.day_sentences import day_in_sentences

    with options.desk() as desk:
        board = options.acting(desk).day(date or desk.now.date())
        names = names_of(desk, options.language)
    columns = shutil.get_terminal_size((100, 24)).columns
    if sentences:
        text = day_in_sentences(board, names, options.language)
    else:
        text = board_text(board, names, options.language, columns=columns)
    options.tell(board, text, board.zone)
