"""The office closes rooms, the house, or an offering, and opens them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from neighborbook.cli.options import KEY, Options, command
from neighborbook.errors import Fault, InvalidRequest

if TYPE_CHECKING:
    from neighborbook.desk.desk import Desk
    from neighborbook.domain.closure import Closure

CLOSURE = click.argument("closure_id", metavar="CLOSURE", help="Its id, as closures lists them.")
START = click.option(
    "--start", required=True, metavar="TIME", help="2026-12-01 14:00, local to the center."
)
END = click.option(
    "--end", required=True, metavar="TIME", help="Half-open: this instant is open again."
)


@command(
    "close",
    example='neighborbook close hall --start 2026-12-01 --end 2026-12-03 --reason "burst pipe" '
    '--public-reason "repair" --preview',
)
@click.argument("subject", help="Id of a resource, of an offering, or of the center.")
@START
@END
@click.option("--reason", metavar="TEXT", default="", help="For staff.")
@click.option("--public-reason", metavar="TEXT", default="", help="For everybody to read.")
@click.option(
    "--amount", type=int, metavar="N", help="Of a pool, how many are out of use; else all."
)
@click.option(
    "--kind",
    type=click.Choice(["resource", "offering", "center"]),
    help="What is meant, where several have that id.",
)
@click.option("--preview", is_flag=True, help="Say whom it would displace; write nothing.")
@KEY
def close(
    options: Options,
    subject: str,
    *,
    start: str,
    end: str,
    reason: str,
    public_reason: str,
    amount: int | None,
    kind: str | None,
    preview: bool,
    key: str | None,
) -> None:
    """Close a resource, an offering, or the center by its id; it cancels nothing.

    The bookings that need a move because of it are listed.
    """
    with options.desk() as desk:
        acting = options.acting(desk)
        implied = kind is None and _is_twice(acting, subject)
        closure = acting.close(
            subject,
            start=start,
            end=end,
            reason=reason,
            public_reason=public_reason,
            amount=amount,
            kind="resource" if implied else kind,
            preview=preview,
            key=key,
        )
        word = "previewed_closure" if preview else "said_close"
        _tell(options, desk, closure, word, "place_is_closed" if implied else "")


def _is_twice(desk: Desk, subject: str) -> bool:
    """Whether an id is of a place and of an offering that is given there alone.

    Who closes either wants that place shut. Of other things who types an id may mean any.

    Raises:
        InvalidRequest: it is of several things that do not come to the same.
    """
    named = {
        "resource": {each.id for each in desk.resources()},
        "offering": {each.id for each in desk.offerings()},
        "center": {desk.center.id},
    }
    kinds = [kind for kind, ids in named.items() if subject in ids]
    if kinds == ["resource", "offering"]:
        [offering] = (each for each in desk.offerings() if each.id == subject)
        if {place.resource for place in offering.places} == {subject}:
            return True
    if len(kinds) > 1:
        expected = f"one of {' | '.join(f'--kind {kind}' for kind in kinds)}"
        fault = Fault(path="kind", code="INPUT_MISSING", given=subject, expected=expected)
        raise InvalidRequest([fault])
    return False


@command("affected", example="neighborbook affected 9c1e…")
@CLOSURE
def affected(options: Options, closure_id: str) -> None:
    """List the bookings that need a move now because of a closure."""
    with options.desk() as desk:
        options.tell_bookings(desk, options.acting(desk).affected(closure_id), "nobody_displaced")


@command("reopen", example="neighborbook reopen 9c1e…")
@CLOSURE
@KEY
def reopen(options: Options, closure_id: str, *, key: str | None) -> None:
    """Take a closure back; bookings that it displaced stand again."""
    with options.desk() as desk:
        closure = options.acting(desk).reopen(closure_id, key=key)
        _tell(options, desk, closure, "said_reopen")


@command("closures", example="neighborbook closures --start 2026-12-01 --end 2027-01-01")
@click.option("--start", metavar="TIME", help="Only what lies later.")
@click.option("--end", metavar="TIME", help="Only what lies earlier.")
def closures(options: Options, *, start: str | None, end: str | None) -> None:
    """List what is closed at the desk, with the ids that reopen and affected take."""
    from neighborbook.cli.as_text import capacities_of, closure_text, names_of

    with options.desk() as desk:
        found = options.acting(desk).closures(start=start, end=end)
        names, many = names_of(desk, options.language), capacities_of(desk.resources())
    lines = [closure_text(each, names, options.language, many) for each in found]
    options.tell(found, "\n".join(lines or [options.say("no_closures")]))


@command(
    "outage",
    example='neighborbook outage --start "2026-12-01 09:00" --end "2026-12-01 11:00"',
)
@START
@END
@click.option("--reason", metavar="TEXT", default="", help="For staff.")
@KEY
def outage(options: Options, *, start: str, end: str, reason: str, key: str | None) -> None:
    """Note that the center could not be reached: nobody is a no-show for it.

    What would have lapsed in that time gets the time back, unless its place is gone.
    """
    with options.desk() as desk:
        closure = options.acting(desk).outage(start=start, end=end, reason=reason, key=key)
        _tell(options, desk, closure, "said_outage")


def _tell(options: Options, desk: Desk, closure: Closure, word: str, note: str = "") -> None:
    from neighborbook.cli.as_text import booking_text, capacities_of, closure_text, names_of

    names, many = names_of(desk, options.language), capacities_of(desk.resources())
    lines = [f"{options.say(word)} {closure_text(closure, names, options.language, many)}"]
    if note:
        lines.append(options.say(note, given=closure.subject))
    if closure.displaces:
        lines.append(options.say("needs_move"))
        lines += [f"  {booking_text(each, names, options.language)}" for each in closure.displaces]
    options.tell(closure, "\n".join(lines))
