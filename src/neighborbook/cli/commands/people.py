"""People: who is registered, tied to whom, in which role; what is stored of them; who is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from neighborbook.cli.helping import Group
from neighborbook.cli.options import KEY, REASON, VERSION, Options, command

if TYPE_CHECKING:
    from neighborbook.domain.person import Organization, Person

PARTY = click.argument("party", help="The id of a person or an organization.")
BORN_ON = click.option("--born-on", metavar="DATE", help="Date of birth: 1958-03-01.")
LANGUAGE = click.option(
    "--language", metavar="WORD", help="In which they want to be written to: en or zh."
)
PHONE = click.option("--phone", metavar="TEXT", help="By which they are called.")
EMAIL = click.option("--email", metavar="TEXT", help="To which mail is sent.")
GRID = click.option("--grid", metavar="WORD", help="The part of the neighborhood.")
RESIDENT = click.option("--resident-since", metavar="DATE", help="Since when they live here.")
SINCE = click.option("--since", metavar="TIME", help="From when it holds; else at once.")
UNTIL = click.option("--until", metavar="TIME", help="From when it no longer holds.")
LEDGER = click.option(
    "--ledger", metavar="FILE", help="Where erasures are noted; else beside the database file."
)
ROOM_TYPES = click.option(
    "--room-type",
    "room_types",
    multiple=True,
    metavar="NAME",
    help="For this type alone. Repeatable.",
)
TIE = click.argument("tie", help="guardian_of, proxy_for, employee_of, manager_of, provider_of, …")
OTHER = click.argument("other", required=False, default="", help="To whom, or of what.")
ROLE = click.argument("role", help="staff, approver, administrator, or carer.")


@click.group("person", cls=Group)
def person() -> None:
    """Keep persons and organizations: add, tie, find, export, erase."""


@command("person add", example="neighborbook person add li-na --name 李娜 --born-on 2015-03-02")
@PARTY
@click.option("--name", required=True, metavar="TEXT", help="How they are called.")
@click.option(
    "--organization",
    metavar="KIND",
    help="It is an organization: member, community, or center.",
)
@click.option(
    "--manager", "managers", multiple=True, metavar="PARTY", help="Who manages it. Repeatable."
)
@BORN_ON
@LANGUAGE
@PHONE
@EMAIL
@GRID
@RESIDENT
@KEY
def add(
    options: Options,
    /,
    party: str,
    *,
    organization: str | None,
    managers: tuple[str, ...],
    born_on: str | None,
    grid: str | None,
    resident_since: str | None,
    **said: str | None,
) -> None:
    """Register a person, or with --organization an organization.

    The id is yours to choose and stands in bookings: do not make it of a name or a phone number.
    """
    from neighborbook.cli.people_text import only_of

    of_person = {"born_on": born_on, "grid": grid, "resident_since": resident_since}
    told = {name: value for name, value in (said | of_person).items() if value is not None}
    if organization is None:
        only_of("--manager", managers)
        _write(options, "register", party, **told)
        return
    only_of("--born-on, --grid, --resident-since", [*filter(None, of_person.values())])
    _write(
        *(options, "register_organization", party),
        kind=organization,
        managers=managers,
        **told,
    )


@command("person show", example="neighborbook person show li-na")
@PARTY
def show(options: Options, /, party: str) -> None:
    """Show what is kept of a person or an organization."""
    from neighborbook.cli.people_text import tell_party
    from neighborbook.errors import NotFound

    with options.desk() as desk:
        people = options.acting(desk).people
        found: Person | Organization
        try:
            found = people.person(party)
        except NotFound:
            found = people.organization(party)
        tell_party(options, desk, found)


@command("person find", example="neighborbook person find 0101")
@click.argument("text", help="A part of the name, or the last digits of the phone.")
def find(options: Options, /, text: str) -> None:
    """Find persons and organizations by name or phone."""
    from neighborbook.cli.people_text import party_line

    with options.desk() as desk:
        found = options.acting(desk).people.find(text)
        where = desk.center.zone
    lines = [party_line(each, options.language) for each in found]
    options.tell(found, "\n".join(lines or [options.say("nothing")]), where)


@command("person change", example="neighborbook person change li-na --phone 5550101")
@PARTY
@click.option("--name", metavar="TEXT", help="How they are called now.")
@BORN_ON
@LANGUAGE
@PHONE
@EMAIL
@GRID
@RESIDENT
@VERSION
@KEY
def change(options: Options, /, party: str, **said: object) -> None:
    """Change what is kept; an empty text clears it."""
    _write(options, "change", party, **said)


@command(
    "person state",
    example='neighborbook person state li-na residency yes --source "certificate of 2026-08"',
)
@PARTY
@click.argument("name", help="What it is about: residency.")
@click.argument("value", help="What is known; an empty text takes it back.")
@click.option("--source", default="", metavar="TEXT", help="Where it is known from.")
@UNTIL
@VERSION
@KEY
def state(options: Options, /, party: str, name: str, value: str, **said: object) -> None:
    """Note one more thing that is known of somebody."""
    _write(options, "state", party, name, value, **said)


@command("person disable", example='neighborbook person disable chen --reason "keys not back"')
@PARTY
@REASON
@VERSION
@KEY
def disable(options: Options, /, party: str, **said: object) -> None:
    """Lock somebody out: nothing is accepted from them; what was booked stays."""
    _write(options, "disable", party, **said)


@command("person enable", example="neighborbook person enable chen")
@PARTY
@VERSION
@KEY
def enable(options: Options, /, party: str, **said: object) -> None:
    """Let somebody in again."""
    _write(options, "enable", party, **said)


@command("person link", example="neighborbook person link li-wei guardian_of li-na")
@PARTY
@TIE
@OTHER
@ROOM_TYPES
@GRID
@SINCE
@UNTIL
@VERSION
@KEY
def link(
    options: Options,
    /,
    party: str,
    tie: str,
    other: str,
    *,
    grid: str | None,
    **said: object,
) -> None:
    """Tie somebody to another; read it as a sentence: li-wei guardian_of li-na."""
    _write(options, "link", party, tie, other, grid=grid or "", **said)


@command("person unlink", example="neighborbook person unlink chen employee_of acme")
@PARTY
@TIE
@OTHER
@GRID
@VERSION
@KEY
def unlink(
    options: Options,
    /,
    party: str,
    tie: str,
    other: str,
    *,
    grid: str | None,
    **said: object,
) -> None:
    """Take a tie back."""
    _write(options, "unlink", party, tie, other, grid=grid or "", **said)


@command("person grant", example="neighborbook person grant chen staff --until 2027-02-01")
@PARTY
@ROLE
@ROOM_TYPES
@GRID
@SINCE
@UNTIL
@VERSION
@KEY
def grant(
    options: Options,
    /,
    party: str,
    role: str,
    *,
    grid: str | None,
    **said: object,
) -> None:
    """Give a person a role at the center."""
    _write(options, "grant", party, role, grid=grid or "", **said)


@command("person revoke", example="neighborbook person revoke chen staff")
@PARTY
@ROLE
@VERSION
@KEY
def revoke(options: Options, /, party: str, role: str, **said: object) -> None:
    """Take a role back."""
    _write(options, "revoke", party, role, **said)


@command(
    "person hand-over",
    example="neighborbook person hand-over chen li-wei --organization acme",
)
@click.argument("leaver", help="Who leaves.")
@click.argument("to", help="Who goes on.")
@click.option("--organization", required=True, metavar="PARTY", help="For which it was booked.")
@REASON
def hand_over(options: Options, /, leaver: str, to: str, *, organization: str, reason: str) -> None:
    """Hand the bookings to come that somebody wrote for an organization to a colleague.

    What the leaver wrote for somebody else stays as it is, and is named.
    """
    from neighborbook.cli.as_text import names_of
    from neighborbook.cli.people_text import handed_text

    with options.desk() as desk:
        acting = options.acting(desk)
        moved = acting.people.hand_over(leaver, to, organization=organization, reason=reason)
        written = acting.bookings(party=leaver, start=desk.now)
        left = tuple(each for each in written if each.actor == leaver)
        handing = {"leaver": leaver, "to": to, "organization": organization}
        text = handed_text(moved, left, names_of(desk, options.language), options, handing)
        options.tell(moved, text)


@command("person export", example="neighborbook person export li-na")
@PARTY
def export(options: Options, /, party: str) -> None:
    """Print all that is stored about a person, as JSON.

    What is sealed is handed out to the person alone (--as PARTY), and to the program. An
    administrator gets all but that, and does not learn whether there is any.
    """
    from neighborbook.cli.as_json import as_json

    with options.desk() as desk:
        found = options.acting(desk).people.export(party)
        click.echo(as_json(found, options.language, desk.center.zone))
    if not found.whole:
        click.echo(options.say("without_sealed"), err=True)


@command("person erase", example='neighborbook person erase li-na --reason "asked for"')
@PARTY
@REASON
@LEDGER
def erase(options: Options, /, party: str, *, reason: str, ledger: str | None) -> None:
    """Take a person out of all that is stored; counts and claims stay.

    It cannot be undone. What a backup still holds is erased again when it is restored; who restores
    in another way runs neighborbook person reapply.
    """
    from neighborbook.cli.people_text import erased_text

    with options.desk() as desk:
        done = options.acting(desk).people.erase(party, reason=reason, ledger=ledger)
    options.tell(done, erased_text([done], options.language))


@command("person reapply", example="neighborbook person reapply --ledger book.db.erased")
@LEDGER
def reapply(options: Options, /, *, ledger: str | None) -> None:
    """Erase again, in a database that was restored, whom the ledger names."""
    from neighborbook.cli.people_text import erased_text

    with options.desk() as desk:
        done = options.acting(desk).people.reapply_erasures(ledger)
    options.tell(done, erased_text(done, options.language) or options.say("nothing"))


@command("retain", example="neighborbook retain --keep booking=1095d --apply")
@click.option(
    "--keep",
    "kept",
    multiple=True,
    metavar="CLASS=LENGTH",
    help="Another keeping time than that of the center file: booking=1095d. Repeatable.",
)
@click.option("--apply", "is_applied", is_flag=True, help="Remove what is past its time.")
def retain(options: Options, /, *, kept: tuple[str, ...], is_applied: bool) -> None:
    """Show what is past its keeping time, class by class; --apply removes it.

    The times are those of keep in the center file. Of a booking that is past nobody's name is
    left; it goes on being counted.
    """
    from neighborbook.cli.people_text import keeping_times, retained_row

    with options.desk() as desk:
        people = options.acting(desk).people
        found = people.retain(keep=keeping_times(kept), apply=is_applied)
        where = desk.center.zone
    rows = [retained_row(each, where, options.language) for each in found]
    head = ("col_class", "col_kept", "col_before", "col_past", "col_removed")
    options.tell_table(found, head, rows, where)
    if is_applied and not all(each.scrubbed for each in found) and not options.json:
        click.echo(options.say("said_bytes_remain"))


@command("roll-call", example="neighborbook roll-call")
def roll_call(options: Options) -> None:
    """Print who is in the building now, floor by floor, for staff."""
    from neighborbook.cli.as_text import names_of
    from neighborbook.cli.people_text import roll_text

    with options.desk() as desk:
        found = options.acting(desk).people.roll_call()
        names = names_of(desk, options.language)
    options.tell(found, roll_text(found, names, options.language), found.zone)


def _write(options: Options, call: str, /, *words: str, **said: object) -> None:
    """Write something of a party by a call of ``desk.people``, and print what it has become."""
    from neighborbook.cli.people_text import tell_party

    with options.desk() as desk:
        write = getattr(options.acting(desk).people, call)
        tell_party(options, desk, write(*words, **said))


for _each in (
    *(add, show, find, change, state, disable, enable, link, unlink, grant, revoke),
    *(hand_over, export, erase, reapply),
):
    person.add_command(_each, str(_each.name).removeprefix("person "))
