"""The page about the command line has what the program has, option by option."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import attrs
import click
import pytest

from neighborbook.cli.commands import neighborbook
from neighborbook.cli.commands.calendar import Feed
from neighborbook.cli.commands.publish import PrivateLink, Published
from neighborbook.cli.commands.running import Upgrade
from neighborbook.cli.commands.transfer import Exported
from neighborbook.cli.failing import Failure
from neighborbook.cli.founding.founding import Founded
from neighborbook.cli.plugin_list import InstalledPlugin
from neighborbook.cli.plugin_new import Made
from neighborbook.desk.boards import Board, BoardRow, PoolTime
from neighborbook.desk.change_pages import Changes
from neighborbook.desk.holidays import Holidays, SpecialDay, StatedHours
from neighborbook.desk.importing.values import Imported, Stayed, Undone
from neighborbook.desk.keeping.backing_up import Backup, Restored
from neighborbook.desk.keeping.copying import CopiedCenter
from neighborbook.desk.loading import Loading
from neighborbook.desk.looking import Usage
from neighborbook.desk.notices.listing import Untold
from neighborbook.desk.people.erasing import Erasing
from neighborbook.desk.people.exporting import PersonExport
from neighborbook.desk.people.retaining import Retained
from neighborbook.desk.people.rolling import Presence, RollCall
from neighborbook.desk.settling import Settled
from neighborbook.domain.audit import Audit, Finding
from neighborbook.domain.booking import Booking
from neighborbook.domain.change import Change
from neighborbook.domain.claim import Chosen, Option, Take
from neighborbook.domain.closure import Closure
from neighborbook.domain.decision import Decision
from neighborbook.domain.following import Following
from neighborbook.domain.hours import DatedHours, TimeRange
from neighborbook.domain.offering import Offering, Place, Policy, Quota
from neighborbook.domain.party import Attendee, Grant, Link
from neighborbook.domain.person import Organization, Person, Stated
from neighborbook.domain.refusal import Refusal
from neighborbook.domain.resource import Resource
from neighborbook.domain.slot import Request, Slot
from neighborbook.errors import Fault
from neighborbook.storage.batches import Batch

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "command-line.md").read_text("utf-8")
BEFORE, _, JSON = PAGE.partition("## What `--json` prints\n")
RECORDS = (
    *(Attendee, Audit, Backup, Board, BoardRow, Booking, Change, Changes, Chosen),
    *(Closure, CopiedCenter, DatedHours, Decision, Failure, Fault, Feed, Finding),
    *(Following, Founded, Holidays, InstalledPlugin, Loading, Made, Offering, Option, Place),
    *(Policy, PoolTime, PrivateLink, Published, Quota, Refusal, Request, Resource, Restored),
    *(Settled, Slot, SpecialDay, StatedHours, Take, TimeRange, Untold, Upgrade, Usage),
    *(Erasing, Grant, Link, Organization, Person, PersonExport, Presence, Retained, RollCall),
    *(Batch, Exported, Imported, Stated, Stayed, Undone),
)
CONTEXT = click.Context(neighborbook, info_name="neighborbook")


def commands() -> Iterator[tuple[str, click.Command]]:
    for name in neighborbook.list_commands(CONTEXT):
        found = neighborbook.get_command(CONTEXT, name)
        if isinstance(found, click.Group):
            yield from ((f"{name} {inner}", each) for inner, each in found.commands.items())
        elif found is not None:
            yield name, found


COMMANDS = dict(commands())


def sections() -> dict[str, str]:
    """What the page says of each command, by its name."""
    parts = re.split(r"^### `([^`]+)`$", BEFORE, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def rows(options: list[click.Parameter]) -> list[str]:
    """The rows of a table of options, as the page has to have them."""
    found = []
    for each in options:
        if not isinstance(each, click.Option) or each.name in {"own", "own_json", "help"}:
            continue
        what = "" if each.is_flag else f" {each.make_metavar(CONTEXT)}"
        default = f" Default: {each.default}." if each.show_default else ""
        cells = ", ".join(f"`{opt}{what}`" for opt in each.opts), f"{each.help}{default}"
        found.append("| {} | {} |".format(*(cell.replace("|", "\\|") for cell in cells)))
    return found


def rows_in(text: str) -> list[str]:
    return re.findall(r"^\| `-.*$", text, re.MULTILINE)


def test_there_is_a_section_for_each_command_in_the_order_of_the_help() -> None:
    assert list(sections()) == list(COMMANDS)


def test_the_options_before_every_command_are_all_there() -> None:
    assert rows_in(BEFORE.partition("\n### ")[0]) == rows(neighborbook.params)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_documented_as_it_is(name: str) -> None:
    section, command = sections()[name], COMMANDS[name]
    assert rows_in(section) == rows(command.params)
    assert command.get_short_help_str(1000).rstrip(".") in section
    for argument in command.params:
        if isinstance(argument, click.Argument):
            assert f"| `{argument.make_metavar(CONTEXT)}` | {argument.help} |" in section
    assert f"```text\n{getattr(command, 'example', '')}\n```" in section


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_which_record_its_json_is(name: str) -> None:
    found = re.search(r"^With `--json`: (?:one|a list of) `(\w+)`", sections()[name], re.MULTILINE)
    assert found is not None
    assert found[1] in {record.__name__ for record in RECORDS}


def test_the_records_have_the_fields_that_json_shows() -> None:
    told = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", JSON, re.MULTILINE))
    shown = {
        record.__name__: [field.name for field in attrs.fields(record) if field.repr]
        for record in RECORDS
    }
    for name in ("Decision", "Finding"):
        shown[name].append("text")
    assert told == {
        name: ", ".join(f"`{field}`" for field in fields) for name, fields in shown.items()
    }
