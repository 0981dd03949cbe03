"""Keeping a database: audit it, back it up, copy it to another one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from neighborbook.cli.helping import Group
from neighborbook.cli.options import Options, command

if TYPE_CHECKING:
    from neighborbook.desk.desk import Desk


@command("check", example="neighborbook check")
@click.option("--head", is_flag=True, help="Print the head of the change log alone, to keep.")
@click.option(
    "--anchor",
    metavar="POSITION:HASH",
    help="A head that was kept elsewhere: the log must still hold it.",
)
def check(options: Options, *, head: bool, anchor: str | None) -> None:
    """Audit the database: every row against the others, its guards, and the change log.

    Exit code 0: nothing is wrong; 6: damage was found, and each is told with what to do.
    It reads one moment and writes nothing; on SQLite a copy is made for it beside other temporary
    files.
    """
    from neighborbook.cli.failing import DAMAGED, Missing
    from neighborbook.desk.opening import open_to_check

    if not options.is_there():
        raise Missing(word="no_database", given=options.shown_database)
    with open_to_check(options.database, center=options.center) as desk:
        audit = options.acting(desk).check(anchor=anchor)
        unheard = _unheard(options, desk)
    language = options.language
    found = [f"  {each.text(language)}" for each in audit.findings]
    if audit.more:
        found.append(f"  {options.say('more_findings', more=audit.more)}")
    if head and not options.json:
        click.echo(audit.head)
        for line in found:
            click.echo(line, err=True)
    else:
        word = "audit_clean" if audit.clean else "audit_found"
        rows = {
            "center": audit.center,
            "bookings": audit.bookings,
            "closures": audit.closures,
            "claims": audit.claims,
            "changes": audit.changes,
            "found": len(audit.findings) + audit.more,
        }
        options.tell(audit, "\n".join([options.say(word, **rows), *found]))
    for line in unheard:
        click.echo(line, err=True)
    if not audit.clean:
        raise click.exceptions.Exit(DAMAGED)


def _unheard(options: Options, desk: Desk) -> list[str]:
    """Return a line for each outside calendar that is not heard; none where that cannot be told."""
    from neighborbook.cli.commands.following import line_of
    from neighborbook.errors import NeighborbookError

    try:
        found, zone = desk.following(), desk.center.zone
    except NeighborbookError:  # of a center file that is damaged the audit tells
        return []
    return [line_of(options, each, zone) for each in found if each.stale_since is not None]


def _trusted_alone(options: Options) -> None:
    """Refuse to do in somebody's name what takes the whole database."""
    if options.party is not None or options.public:
        raise click.UsageError(
            "it takes the whole database, so nobody is asked: leave --as and --public out"
        )


class _Backup(Group):
    """``backup DIR`` is ``backup to DIR``: that is what one mostly wants."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words, as of ``to`` unless they name another command."""
        known = {*self.commands, "--help", "-h"}
        if args and not known & set(args[:1]):
            args = ["to", *args]
        return super().parse_args(ctx, args)


@click.group("backup", cls=_Backup)
def backup() -> None:
    """Copy the database into a folder, and make such a copy the database again."""


@command("backup-to", example="neighborbook --db anping.db backup to backups --keep 30")
@click.argument(
    "folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False), help="The folder."
)
@click.option(
    "--keep",
    type=int,
    default=30,
    show_default=True,
    metavar="N",
    help="So many backups of this database stay.",
)
def backup_to(options: Options, folder: Path, *, keep: int) -> None:
    """Copy the whole database of this moment into one file, and audit it.

    Others may write meanwhile. Older backups go only when this one is sound; exit code 6: it is
    kept, but damage was found in it.
    """
    from neighborbook.cli.failing import DAMAGED, Missing
    from neighborbook.desk.clock import SystemClock
    from neighborbook.desk.keeping.backing_up import back_up, damaged

    _trusted_alone(options)
    if not options.is_there():
        raise Missing(word="no_database", given=options.shown_database)
    made = back_up(options.database, folder, now=SystemClock().now(), keep=keep)
    word = "said_backup" if made.sound else "said_damaged_backup"
    lines = [options.say(word, path=made.path, size=made.size, removed=len(made.removed))]
    for audit in filter(damaged, made.audits):
        lines.extend(f"  {audit.center}: {each.text(options.language)}" for each in audit.findings)
    options.tell(made, "\n".join(lines))
    if not made.sound:
        raise click.exceptions.Exit(DAMAGED)


@command(
    "backup-restore",
    example="neighborbook --db anping.db backup restore backups/anping-20261201T030000Z.db",
)
@click.argument(
    "file", type=click.Path(path_type=Path, dir_okay=False), help="A backup; it stays as it is."
)
@click.option("--replace", is_flag=True, help="Even if there is a database: it is kept beside.")
@click.option(
    "--ledger",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Where erasures are noted; else beside the database file.",
)
def backup_restore(options: Options, file: Path, *, replace: bool, ledger: Path | None) -> None:
    """Make a backup the database, audited before and after.

    A backup that is torn or damaged is refused, and nothing is changed. Stop what uses the database
    first. What PostgreSQL held is gone with --replace: back it up before. Whom the ledger of
    erasures names is erased again.
    """
    from neighborbook.cli.people_text import erased_text
    from neighborbook.desk.clock import SystemClock
    from neighborbook.desk.keeping.backing_up import restore

    _trusted_alone(options)
    now = SystemClock().now()
    done = restore(file, options.database, now=now, replace=replace, ledger=ledger)
    word = "said_restored" if done.aside is None else "said_restored_aside"
    facts = {"path": done.backup, "given": options.shown_database, "aside": done.aside}
    lines = [options.say(word, **facts)]
    if done.erased:
        lines.append(erased_text(done.erased, options.language))
    options.tell(done, "\n".join(lines))


backup.add_command(backup_to, "to")
backup.add_command(backup_restore, "restore")


@command("copy-to", example="neighborbook --db anping.db copy-to postgresql://localhost/anping")
@click.argument("target", metavar="PATH|URL", help="The other database; made if it is empty.")
def copy_to(options: Options, target: str) -> None:
    """Copy every center, or that of --center, into another database: all of it, or nothing.

    The other database must not have the center yet. Stop what writes first: what is written while
    it runs stays behind. An audit of both sides finds the same head of the log.
    """
    from neighborbook.cli.failing import Missing
    from neighborbook.desk.keeping.copying import copy_to as copied_to

    _trusted_alone(options)
    if not options.is_there():
        raise Missing(word="no_database", given=options.shown_database)
    done = copied_to(options.database, target, center=options.center)
    lines = [
        options.say(
            "said_copied",
            center=each.center,
            rows=sum(each.rows.values()),
            bookings=each.rows.get("booking", 0),
            head=f"{each.position}:{each.hash}",
        )
        for each in done
    ]
    options.tell(done, "\n".join(lines))
