"""Publishing a center: a folder of calendars and pages, and the links of those who have one."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import click

from neighborbook.cli.options import EVERY, Options, command
from neighborbook.cli.rounds import again_and_again
from neighborbook.errors import Fault, InvalidRequest

if TYPE_CHECKING:
    from neighborbook.desk.desk import Desk
    from neighborbook.publish.folder import Written
    from neighborbook.publish.links import Links
    from neighborbook.publish.publishing import Publishing


@attrs.frozen(kw_only=True)
class Published:
    """What a run did, as ``--json`` shows it; names of private calendars are secrets.

    Attributes:
        written, removed: names of files, without those of private calendars.
        private_written, private_removed: how many private calendars.
        unchanged: how many files were left alone, of all.
    """

    written: tuple[str, ...]
    removed: tuple[str, ...]
    private_written: int
    private_removed: int
    unchanged: int


@attrs.frozen(kw_only=True)
class PrivateLink:
    """Where a party's own calendar lies below the folder, as ``--json`` shows it."""

    party: str
    path: str


@command("publish", example="neighborbook publish public --every 60")
@click.argument(
    "folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False), help="The folder."
)
@click.option(
    "--days",
    type=click.IntRange(1, 400),
    default=14,
    show_default=True,
    metavar="N",
    help="Pages of so many days, from today.",
)
@EVERY
@click.option("--no-private", is_flag=True, help="No calendars of persons and organizations.")
@click.option(
    "--secret",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="From which their names follow; else beside the database file.",
)
@click.option("--new-secret", is_flag=True, help="The secret is another one now; all links change.")
@click.option("--link", metavar="PARTY", help="Only say where this party's calendar lies.")
@click.option("--revoke", metavar="PARTY", help="Give this party's calendar another name.")
def publish(
    options: Options,
    *,
    folder: Path,
    days: int,
    every: float | None,
    no_private: bool,
    secret: Path | None,
    new_secret: bool,
    link: str | None,
    revoke: str | None,
) -> None:
    """Write calendars, pages of days, and wall sheets into a folder for others to read.

    Files are replaced whole, and only if something in them has changed.
    Whoever has the name of a file in private/ has that calendar, so nobody may list that folder.
    """
    from neighborbook.publish.publishing import Publishing

    where = secret or _beside(options.database)
    _refuse(options, every=every, no_private=no_private, secret=where, link=link, revoke=revoke)
    with options.desk() as desk:
        links = functools.partial(
            _links, desk, None if no_private else where, folder, other=new_secret
        )
        party = revoke if link is None else link
        if party is not None:
            desk.acting_as(party)  # what is no party has no calendar
            return _link(options, links(), party, folder, revoked=revoke is not None)

        def once() -> None:  # reads the links anew: one may have been revoked meanwhile
            how = Publishing(
                days=days, language=options.language, links=links(), new_links=new_secret
            )
            _publish(options, desk, folder, how, again=every is not None)

        if every is None:
            return once()
        again_and_again(once, every, options.language)
    return None


def _beside(database: str) -> Path | None:
    """Return where the secret lies if nobody says so; beside a server there is no place."""
    from neighborbook.storage.opening import file_of

    file = file_of(database)
    return None if file is None else Path(f"{file}.secret")


def _refuse(
    options: Options,
    *,
    every: float | None,
    no_private: bool,
    secret: Path | None,
    link: str | None,
    revoke: str | None,
) -> None:
    """Refuse options that contradict each other."""
    faults = []
    if options.public or options.party is not None:
        expected = "nothing: publishing is for the trusted program alone"
        path = "public" if options.public else "as"
        faults.append(Fault(path=path, code="INPUT_INVALID", expected=expected))
    alone = "link" if link is not None else "revoke" if revoke is not None else None
    beside = {"every": every is not None, "no-private": no_private, "revoke": revoke is not None}
    if alone is not None:
        faults += [
            Fault(path=name, code="INPUT_INVALID", expected=f"nothing beside --{alone}")
            for name, given in beside.items()
            if given and name != alone
        ]
    if secret is None and not no_private:
        expected = "--secret FILE: nothing can lie beside a database on a server"
        faults.append(Fault(path="secret", code="INPUT_MISSING", expected=expected))
    if faults:
        raise InvalidRequest(faults)


def _links(desk: Desk, secret: Path | None, folder: Path, *, other: bool) -> Links | None:
    """Return the names of private calendars; those that were given out stay, unless it is said."""
    from neighborbook.publish.links import Links
    from neighborbook.publish.publishing import holds_links, refuse_other_links

    if secret is None:
        return None
    links = Links.beside(secret, desk.center.id, makes=other or not holds_links(folder))
    if not other:
        refuse_other_links(folder, links)
    return links


def _publish(options: Options, desk: Desk, folder: Path, how: Publishing, *, again: bool) -> None:
    """Publish once; of many rounds only those are told that found something new."""
    from neighborbook.publish.publishing import publish

    done = publish(desk, folder, how)
    told = _told(done)
    text = options.say(
        "published",
        folder=folder,
        written=len(done.written),
        removed=len(done.removed),
        unchanged=done.unchanged,
    )
    if not again:
        options.tell(told, text)
    elif done.written or done.removed:
        options.tell_line(told, text)


def _told(done: Written) -> Published:
    from neighborbook.publish.publishing import is_private

    written = tuple(name for name in done.written if not is_private(name))
    removed = tuple(name for name in done.removed if not is_private(name))
    return Published(
        written=written,
        removed=removed,
        private_written=len(done.written) - len(written),
        private_removed=len(done.removed) - len(removed),
        unchanged=done.unchanged,
    )


def _link(
    options: Options, links: Links | None, party: str, folder: Path, *, revoked: bool
) -> None:
    from neighborbook.publish.publishing import private_file, revoke

    if links is None:
        return  # refused before
    if revoked:
        links = revoke(folder, links, party)
    path = private_file(links, party)
    options.tell(PrivateLink(party=party, path=path), path)
    if not (folder / path).exists():
        click.echo(options.say("no_file_yet"), err=True)
