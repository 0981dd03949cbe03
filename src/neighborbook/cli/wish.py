"""What somebody asks for, as options of ``slots``, ``explain`` and ``book``."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from typing import Concatenate, ParamSpec

import attrs
import click

from neighborbook.cli.options import Options
from neighborbook.errors import Fault, InvalidRequest

P = ParamSpec("P")


@attrs.frozen(kw_only=True)
class Wish:
    """An offering, and whatever else was said of what is wanted."""

    offering: str = ""
    room_type: str | None = None
    start: str | None = None
    end: str | None = None
    length: str | None = None
    organizer: str | None = None
    headcount: int | None = None
    attendees: tuple[str, ...] = ()
    resource: str | None = None
    features: tuple[str, ...] = ()
    details: object = None


_OFFERING = "Its id, as offerings lists them."
_OPTIONS = (
    click.option("--start", metavar="TIME", help="2026-12-01 14:00, local to the center."),
    click.option("--end", metavar="TIME", help="Half-open: this instant is free again."),
    click.option("--length", metavar="LENGTH", help="2h, 90m."),
    click.option("--organizer", metavar="PARTY", help="Whom it belongs to; else who asks."),
    click.option("--headcount", type=int, metavar="N", help="How many come."),
    click.option("--attendee", "attendees", multiple=True, metavar="PARTY", help="Repeatable."),
    click.option("--resource", metavar="ID", help="Only there."),
    click.option("--feature", "features", multiple=True, metavar="WORD", help="Repeatable."),
    click.option("--details", metavar="JSON", help="""What the room type asks: '{"layout": …}'."""),
)


def searches(function: Callable[Concatenate[Options, Wish, P], None]) -> Callable[..., None]:
    """Give a command the options of a wish for one offering, or for any of a room type."""
    declared = click.option("--room-type", metavar="NAME", help="Any offering of this type.")(
        _wishes(function)
    )
    return click.argument("offering", default="", help=_OFFERING)(declared)


def wishes(function: Callable[Concatenate[Options, Wish, P], None]) -> Callable[..., None]:
    """Give a command the options of a wish for one offering, and the wish itself."""
    return click.argument("offering", help=_OFFERING)(_wishes(function))


def _wishes(function: Callable[Concatenate[Options, Wish, P], None]) -> Callable[..., None]:
    names = {field.name for field in attrs.fields(Wish)}

    @functools.wraps(function)
    def run(options: Options, /, *, details: str | None, **given: object) -> None:
        said = {name: given.pop(name) for name in names & given.keys()}
        wish = Wish(details=read_details(details), **said)  # type: ignore[arg-type]  # click made them
        function(options, wish, **given)  # type: ignore[call-arg, arg-type]  # click passes what was declared

    declared: Callable[..., None] = run
    for option in reversed(_OPTIONS):
        declared = option(declared)
    return declared


def read_details(given: str | None) -> object:
    """Read what a room type asks, given as JSON.

    What is no JSON is left as it was written: the desk names it with all else that is wrong.
    """
    if given is None:
        return None
    try:
        found: object = json.loads(given)
    except ValueError:
        return given
    return given if found is None else found


def needed(wish: Wish, *names: str) -> None:
    """Refuse a wish that leaves one of these out.

    Raises:
        InvalidRequest: naming all that are missing.
    """
    missing = [name for name in names if not getattr(wish, name)]
    if missing:
        raise InvalidRequest(
            Fault(path=name, code="INPUT_MISSING", expected=f"--{name}") for name in missing
        )
