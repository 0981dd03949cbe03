"""Running a center: its file, what time has done, newer versions."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import click

from neighborbook.cli.options import EVERY, Options, command
from neighborbook.cli.rounds import again_and_again

if TYPE_CHECKING:
    from neighborbook.desk.settling import Settled


@command("load", example="neighborbook load center.toml --preview")
@click.argument("center_file", type=click.Path(path_type=Path), help="Where it lies.")
@click.option("--preview", is_flag=True, help="Say what would change; write nothing.")
def load(options: Options, center_file: Path, *, preview: bool) -> None:
    """Load a center file; loading it again changes nothing more."""
    import neighborbook as nb
    from neighborbook.cli.as_text import loading_text, names_of

    # A preview against nothing must not leave an empty database behind.
    nowhere = preview and not options.is_there()
    with nb.open(None if nowhere else options.database, center=options.center) as desk:
        loading = options.acting(desk).load(center_file, preview=preview)
        names = (
            names_of(desk, options.language) if loading.needs_move or loading.outside_hours else {}
        )
    options.tell(loading, loading_text(loading, names, options.language))


@command("settle", example="neighborbook settle --every 60")
@EVERY
def settle(options: Options, *, every: float | None) -> None:
    """Write down what time has done; late, often, or in many processes, without harm.

    It also asks the outside calendars that are due, and sends the notices that are due. No answer
    depends on it; calendars, notices, and the log of changes are behind until it is called.
    """
    with options.desk() as desk:
        acting = options.acting(desk)
        if every is None:
            done = acting.settle()
            return options.tell(done, _settled_text(options, done))

        before = 0

        def settled() -> None:
            nonlocal before
            done = acting.settle()
            # Whom to call is told when that changes, not round by round.
            if any(attrs.astuple(attrs.evolve(done, to_call=done.to_call != before))):
                options.tell_line(done, _settled_text(options, done))
            before = done.to_call

        again_and_again(settled, every, options.language)
    return None


def _settled_text(options: Options, done: Settled) -> str:
    lines = [options.say("settled", lapsed=done.lapsed, sealed=done.sealed, told=done.told)]
    if done.followed:
        lines.append(options.say("settled_followed", followed=done.followed))
    if done.stale:
        lines.append(options.say("settled_stale", stale=done.stale))
    if done.to_call:
        lines.append(options.say("settled_to_call", most=done.to_call, new=done.unreached))
    return "\n".join(lines)


@attrs.frozen(kw_only=True)
class Upgrade:
    """What ``upgrade`` did, as ``--json`` shows it.

    Attributes:
        upgraded: whether it was of an older neighborbook.
        before, after: revisions of the schema.
        backup: the file or schema in which the database lies as it was.
    """

    upgraded: bool
    before: str | None = None
    after: str | None = None
    backup: str | None = None


@command("upgrade", example="neighborbook --db anping.db upgrade")
def upgrade(options: Options) -> None:
    """Bring a database of an older neighborbook up to date, after a backup.

    Close every other program that uses it first. What was done, and how to go back, is told.
    """
    import neighborbook as nb
    from neighborbook.cli.failing import Missing

    if not options.is_there():
        raise Missing(word="no_database", given=options.shown_database)
    with _heard("neighborbook.storage") as records:
        nb.open(options.database, center=options.center or "center", upgrade=True).close_database()
    done = Upgrade(upgraded=False)
    for record in records:
        if isinstance(record.args, tuple) and len(record.args) == 4:
            _, before, after, backup = map(str, record.args)
            done = Upgrade(upgraded=True, before=before, after=after, backup=backup)
    word = "said_upgrade" if done.upgraded else "nothing_to_upgrade"
    facts = attrs.asdict(done, filter=lambda field, _: field.name != "upgraded")
    options.tell(done, options.say(word, given=options.shown_database, **facts))


@contextmanager
def _heard(name: str) -> Iterator[list[logging.LogRecord]]:
    """Take what a logger says, so that it is told once, in the language of who asks."""
    logger, records = logging.getLogger(name), list[logging.LogRecord]()

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append(record)

    ear = Ear()  # being there, it also keeps Python from printing warnings itself
    logger.addHandler(ear)
    try:
        yield records
    finally:
        logger.removeHandler(ear)
