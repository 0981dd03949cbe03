"""Every call of the desk, tried by everybody who may stand to a booking in some way or in none.

The table is written by hand. A call that is not in it fails, and so does a cell that is otherwise.
"""

from __future__ import annotations

import inspect
import shutil
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

import neighborbook as nb
from tests.unit.rights_table import CALLS, PEOPLE, TABLE, WHO, World, build


def public_calls(kind: type) -> set[str]:
    """Whatever can be called in whichever way it is written, but for what shuts the database."""
    found = inspect.getmembers(kind, callable)
    return {name for name, _ in found if name[0] != "_" and name != "close_database"}


def parts(kind: type) -> set[str]:
    """Whatever is reached without a call, such as a part with calls of its own."""
    named = {name for name in dir(kind) if name[0] != "_"}
    given = {name for name in inspect.get_annotations(kind) if name[0] != "_"}
    return (named | given) - public_calls(kind) - {"close_database"}


def test_every_call_is_in_the_table() -> None:
    assert {name for name in TABLE if "." not in name} == public_calls(nb.Desk)
    assert {name for name in TABLE if "." in name} == {
        f"people.{name}" for name in public_calls(nb.People)
    }
    assert CALLS.keys() == TABLE.keys()


def test_no_part_of_the_desk_has_calls_that_are_not_in_the_table() -> None:
    """A new part of the desk belongs into the table, as ``people`` does."""
    assert parts(nb.Desk) == {"center", "now", "people"}
    assert parts(nb.People) == set()


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World]:
    path = tmp_path_factory.mktemp("rights") / "book.db"
    return path, build(path)


def outcome(call: Callable[[], object]) -> str:
    """Tell in one letter how a call ended: what other rules say is no matter of rights."""
    try:
        found = call()
    except nb.NotFound:
        return "0"
    except nb.Refused as no:
        codes = no.decision.codes
    except nb.InvalidRequest:
        return "+"
    else:
        if isinstance(found, str):
            return found
        codes = found.codes if isinstance(found, nb.Decision) else ()
    for code, letter in (("NOT_ALLOWED", "-"), ("NOT_MEMBER", "m"), ("NOT_AUTHORIZED_FOR", "a")):
        if code in codes:
            return letter
    return "+"


@pytest.mark.parametrize("about", ["visit", "meeting"])
@pytest.mark.parametrize("name", sorted(TABLE))
def test_what_each_may_is_what_the_table_says(
    name: str, about: str, template: tuple[Path, World], tmp_path: Path
) -> None:
    path, world = template
    found = []
    for who in WHO:
        copy = tmp_path / f"{who}.db"
        shutil.copy(path, copy)
        with world.opened(copy) as desk:
            actor = PEOPLE[about].get(who, who)
            subject = attrs.evolve(world, about=about)
            found.append(outcome(lambda: CALLS[name](desk.acting_as(actor), subject)))  # noqa: B023
        copy.unlink()
    assert "".join(found) == TABLE[name][about == "meeting"]
