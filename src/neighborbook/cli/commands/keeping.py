"""Keeping a database: audit it, back it up, copy it to another one."""

from __future__ import annotations

import click

from neighborbook.cli.options import Options, command


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
            "claims": audit.claims,
            "changes": audit.changes,
            "found": len(audit.findings) + audit.more,
        }
        options.tell(audit, "\n".join([options.say(word, **rows), *found]))
    if not audit.clean:
        raise click.exceptions.Exit(DAMAGED)
