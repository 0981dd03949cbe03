"""What click finds wrong with a command line, as the fault that programs read of any other call."""

from __future__ import annotations

import re

import click

from neighborbook.cli.failing import INVALID, Failure
from neighborbook.errors import Fault

_GIVEN = re.compile(r"'?(.+?)'? is not ", re.DOTALL)
_EXPECTED = {"integer": "a whole number", "float": "a number"}


def usage_failure(error: click.UsageError, text: str) -> Failure:
    """Return what ``--json`` shows of a call that cannot be read.

    Args:
        text: what stderr says of it.
    """
    return Failure(error="InvalidRequest", text=text, exit_code=INVALID, faults=(fault_of(error),))


def fault_of(error: click.UsageError) -> Fault:
    """Return where a command line is wrong: its option or argument, as it is typed without dashes.

    >>> fault_of(click.NoSuchOption("--nix", possibilities=["--next"]))
    Fault(path='nix', code='UNKNOWN_KEY', given='', expected='one of --next')
    """
    match error:
        case click.MissingParameter():
            return Fault(path=_named(error), code="INPUT_MISSING")
        case click.BadParameter():
            given, expected = _GIVEN.match(error.message), _accepted(error)
            return Fault(
                path=_named(error),
                code="INPUT_INVALID",
                given=given[1][:60] if given else "",
                expected=expected,
            )
        case click.NoSuchOption():
            likes = ", ".join(error.possibilities or ())
            expected = f"one of {likes}" if likes else ""
            path = error.option_name.lstrip("-")
            return Fault(path=path, code="UNKNOWN_KEY", expected=expected)
        case click.BadOptionUsage():
            return Fault(path=error.option_name.lstrip("-"), code="INPUT_INVALID")
        case _:
            return Fault(path="command", code="INPUT_INVALID")


def _named(error: click.BadParameter) -> str:
    parameter = error.param
    if parameter is None:
        return "command"
    longest = max(parameter.opts, key=len, default=parameter.name or "")
    return longest.lstrip("-")


def _accepted(error: click.BadParameter) -> str:
    kind = None if error.param is None else error.param.type
    if isinstance(kind, click.Choice):
        return f"one of {', '.join(map(str, kind.choices))}"
    return _EXPECTED.get(getattr(kind, "name", "").removesuffix(" range"), "")
