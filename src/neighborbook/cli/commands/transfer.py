"""Whole books go out into files, and come in from the files of other systems."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import click

from neighborbook.cli.options import Options, command

if TYPE_CHECKING:
    from neighborbook.desk.desk import Desk
    from neighborbook.desk.importing.values import Imported, Outcome
    from neighborbook.transfer.column_map import ColumnMap
    from neighborbook.transfer.importing import Source, Wish

KINDS = ("bookings", "closures", "people")
PRESETS = ("mrbs", "librebooking", "outlook", "google")
SHOWN = 20
"""Bad rows that are told; the report has them all."""

FILE = click.Path(path_type=Path, dir_okay=False)
WHAT = click.option(
    "--what",
    type=click.Choice(KINDS),
    default="bookings",
    help="Bookings, closures, or persons and organizations.",
)


@attrs.frozen(kw_only=True)
class Exported:
    """What ``export`` did, as ``--json`` shows it."""

    rows: int
    file: str


@command("export", example="neighborbook export book.csv --from 2026-12-01 --bom")
@click.argument("file", type=FILE, help="Where to; replaced if it exists.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("csv", "jsonl")),
    help="Else by the end of the file's name; else csv.",
)
@WHAT
@click.option("--from", "start", metavar="TIME", help="Only what ends later.")
@click.option("--to", "end", metavar="TIME", help="Only what begins earlier.")
@click.option("--bom", is_flag=True, help="With a mark for Excel that it is UTF-8.")
def export(
    options: Options,
    file: Path,
    *,
    form: str | None,
    what: str,
    start: str | None,
    end: str | None,
    bom: bool,
) -> None:
    """Write all bookings, closures, or people into a file, as CSV or as JSON lines.

    Read again by import, it changes nothing. Void ones are in it too, but nobody who was erased.
    """
    from neighborbook.transfer.exporting import export_bookings, export_closures
    from neighborbook.transfer.people_exporting import export_people
    from neighborbook.transfer.writing import Format

    written = Format(form or ("jsonl" if file.suffix == ".jsonl" else "csv"))
    if what == "people":
        _only("--what people", {"--from": start, "--to": end})
    with options.desk() as desk:
        acting = options.acting(desk)
        if what == "people":
            many = export_people(acting, file, written, bom=bom)
        else:
            write = export_bookings if what == "bookings" else export_closures
            many = write(acting, file, written, start=start, end=end, bom=bom)
    done = Exported(rows=many, file=str(file))
    options.tell(done, options.say("exported", rows=many, given=file))


@command("import", example="neighborbook import old.csv --mapping old.toml --preview")
@click.argument("file", type=FILE, required=False, help="What to import.")
@WHAT
@click.option("--mapping", type=FILE, metavar="FILE", help="What its columns mean.")
@click.option("--preset", type=click.Choice(PRESETS), help="The system that wrote it.")
@click.option(
    "--guess", type=FILE, metavar="FILE", help="Write a mapping into this file, to be corrected."
)
@click.option(
    "--format",
    "source",
    type=click.Choice(("csv", "jsonl", "ics", "xlsx")),
    help="Else by the end of the file's name.",
)
@click.option("--preview", is_flag=True, help="Say what would become of it; write nothing.")
@click.option("--skip", is_flag=True, help="Leave out what is bad; else all or nothing.")
@click.option("--as-history", is_flag=True, help="The past comes in as it was: only places count.")
@click.option("--override", metavar="REASON", help="Pass soft rules and approvals.")
@click.option("--readmit", is_flag=True, help="Let people come back who were erased.")
@click.option("--report", type=FILE, metavar="FILE", help="Write what became of each row, as CSV.")
@click.option("--undo", metavar="BATCH", help="Take an import back, but for what was touched.")
def import_(
    options: Options,
    file: Path | None,
    *,
    what: str,
    mapping: Path | None,
    preset: str | None,
    guess: Path | None,
    source: str | None,
    preview: bool,
    skip: bool,
    as_history: bool,
    override: str | None,
    readmit: bool,
    report: Path | None,
    undo: str | None,
) -> None:
    """Bring in the bookings, closures, or people of another system, or of an export.

    Each is judged as if it were booked, closed, or registered; rows that came in before change
    nothing.
    All or nothing, unless --skip leaves out what is bad. Exit code 1: something was bad.
    """
    from neighborbook.transfer.importing import Source, Wish

    reading = {"--mapping": mapping, "--preset": preset, "--guess": guess}
    judging = {"--as-history": as_history, "--override": override}
    admitting = {"--readmit": readmit}
    rest = {"--format": source, "--preview": preview, "--skip": skip, "--report": report}
    if undo is not None:
        _only("--undo", {"FILE": file, **reading, **judging, **admitting, **rest})
        with options.desk() as desk:
            return _undo(options, options.acting(desk), undo)
    if file is None:
        raise click.UsageError("give a file, or --undo with a batch")
    if what == "closures":
        _only("--what closures", {**reading, **judging, **admitting})
    elif what == "people":
        _only("--what people", {"--preset": preset, **judging})
    else:
        _only("--what bookings", admitting)
    if guess is not None:
        others = {"--mapping": mapping, **judging, **admitting, **rest, "--format": None}
        _only("--guess", others)
    with options.desk() as desk:
        acting = options.acting(desk)
        kind = Source(source) if source else None
        if guess is not None:
            return _guess(options, acting, file, kind, guess, preset, what)
        wish = Wish(
            source=kind,
            by=_map(acting, file, kind, mapping, preset, what),
            preview=preview,
            skip=skip,
            as_history=as_history,
            override=override,
        )
        done = _import(options, acting, file, wish, report, what, readmit=readmit)
    if done.bad:
        raise click.exceptions.Exit(1)
    return None


def _only(what: str, others: Mapping[str, object]) -> None:
    """Refuse options that would say nothing beside another one.

    Raises:
        UsageError: some were given.
    """
    if given := [name for name, value in others.items() if value]:
        raise click.UsageError(f"{', '.join(given)}: not with {what}")


def _map(
    desk: Desk,
    file: Path,
    kind: Source | None,
    mapping: Path | None,
    preset: str | None,
    what: str,
) -> ColumnMap:
    from neighborbook.transfer.column_map import OF_PEOPLE, OWN, OWN_PEOPLE, read_map
    from neighborbook.transfer.guessing import guess
    from neighborbook.transfer.importing import records_of

    if what == "people":
        return OWN_PEOPLE if mapping is None else read_map(mapping, OF_PEOPLE)
    if mapping is not None:
        return read_map(mapping)
    return OWN if preset is None else guess(desk, records_of(desk, file, kind), preset).by


def _guess(
    options: Options,
    desk: Desk,
    file: Path,
    kind: Source | None,
    into: Path,
    preset: str | None,
    what: str,
) -> None:
    from neighborbook.transfer.guessing import save_guess
    from neighborbook.transfer.people import save_people_guess

    if what == "people":
        save_people_guess(desk, file, kind, into)
    else:
        save_guess(desk, file, kind, into, preset)
    done = Exported(rows=0, file=str(into))
    which = "" if what == "bookings" else f" --what {what}"
    options.tell(done, options.say("guessed", given=into, file=file, which=which))


def _import(
    options: Options,
    desk: Desk,
    file: Path,
    wish: Wish,
    report: Path | None,
    what: str,
    *,
    readmit: bool,
) -> Imported:
    from neighborbook.transfer.reporting import reporting

    bad: list[Outcome] = []
    with ExitStack() as stack:
        write = stack.enter_context(reporting(report, options.language)) if report else None
        advance = stack.enter_context(_progress(options, file))

        def told(outcome: Outcome) -> None:
            advance()
            if write is not None:
                write(outcome)
            if outcome.did == "bad" and len(bad) < SHOWN:
                bad.append(outcome)

        done = _bring(desk, file, wish, what, told, readmit=readmit)
    if options.json:
        options.tell(done, "")
    else:
        _tell(options, done, bad, what, preview=wish.preview)
    return done


def _bring(
    desk: Desk,
    file: Path,
    wish: Wish,
    what: str,
    told: Callable[[Outcome], object],
    *,
    readmit: bool,
) -> Imported:
    from neighborbook.transfer.closures import import_closures
    from neighborbook.transfer.importing import import_bookings
    from neighborbook.transfer.people import import_people

    if what == "bookings":
        return import_bookings(desk, file, wish, told)
    preview, skip = wish.preview, wish.skip
    if what == "closures":
        return import_closures(desk, file, wish.source, preview=preview, skip=skip, told=told)
    return import_people(
        *(desk, file, wish.source, wish.by),
        preview=preview,
        skip=skip,
        readmit=readmit,
        told=told,
    )


def _tell(
    options: Options, done: Imported, bad: list[Outcome], what: str, *, preview: bool
) -> None:
    from neighborbook.transfer.reporting import text_of

    for one in bad:
        text = text_of(one, options.language)
        click.echo(options.say("bad_row", line=one.line, text=text), err=True)
    if done.bad > len(bad):
        click.echo(options.say("more_bad", many=done.bad - len(bad)), err=True)
    counts = attrs.asdict(done)
    if preview or done.written:
        word = "previewed_import" if preview else "imported"
        click.echo(options.say(_of(word, what), **counts))
    else:
        click.echo(options.say("not_imported", **counts))
    if done.batch:
        click.echo(options.say("undo_with", batch=done.batch))


def _undo(options: Options, desk: Desk, batch: str) -> None:
    done = desk.undo_import(batch)
    if options.json:
        return options.tell(done, "")
    click.echo(options.say(_of("undone", done.kind.value), many=done.taken_back))
    if done.touched:
        click.echo(options.say("touched"))
        options.tell_bookings(desk, done.touched, "nothing")
    if done.stayed:
        click.echo(options.say("stayed"))
    for one in done.stayed:
        click.echo(f"{one.id}  {options.say(f'stayed_{one.why.value}')}")
    return None


def _of(word: str, what: str) -> str:
    """Return the name of a text about some kind of thing that is moved."""
    return word if what == "bookings" else f"{word}_{what}"


@contextmanager
def _progress(options: Options, file: Path) -> Iterator[Callable[[], None]]:
    """Show how far it is, on a terminal: by rich where that is installed."""
    if options.json or not sys.stderr.isatty():
        yield lambda: None
        return
    with file.open("rb") as lines:
        total = max(sum(block.count(b"\n") for block in iter(lambda: lines.read(1 << 20), b"")), 1)
    try:
        from rich.console import Console
        from rich.progress import Progress
    except ImportError:
        with click.progressbar(length=total, file=sys.stderr) as bar:
            yield lambda: bar.update(1)
        return
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(file.name, total=total)
        yield lambda: progress.advance(task)
