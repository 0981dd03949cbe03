"""Running a center: its file, what time has done, newer versions."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import attrs
import click

from neighborbook.cli.options import Options, command


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
        names = names_of(desk, options.language) if loading.needs_move else {}
    options.tell(loading, loading_text(loading, names, options.language))


@command("settle", example="neighborbook settle --every 60")
@click.option(
    "--every",
    type=click.FloatRange(0, min_open=True),
    metavar="SECONDS",
    help="Again and again, until it is stopped; what was due is told round by round.",
)
def settle(options: Options, *, every: float | None) -> None:
    """Write down what time has done; late, often, or in many processes, without harm.

    No answer depends on it; calendars and the log of changes are behind until it is called.
    """
    from neighborbook.errors import Busy, OutcomeUnknown

    with options.desk() as desk:
        acting = options.acting(desk)
        if every is None:
            done = acting.settle()
            text = options.say("settled", lapsed=done.lapsed, sealed=done.sealed)
            return options.tell(done, text)
        with _until_stopped() as stopped:
            while not stopped.is_set():
                try:
                    done = acting.settle()
                except (Busy, OutcomeUnknown) as passing:  # the next round does it
                    click.echo(str(passing), err=True)
                else:
                    if done.lapsed or done.sealed:
                        text = options.say("settled", lapsed=done.lapsed, sealed=done.sealed)
                        options.tell_line(done, text)
                stopped.wait(every)
    return None


@contextmanager
def _until_stopped() -> Iterator[threading.Event]:
    """Let what asks the process to end only end the waiting, so that no round is broken off."""
    stopped = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopped.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


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
