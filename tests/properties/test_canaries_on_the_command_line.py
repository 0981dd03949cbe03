"""The command line itself, as text and as JSON: what it prints to whom, and on stderr."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

import attrs
import pytest
from click.testing import CliRunner

import neighborbook as nb
from neighborbook.cli.commands import neighborbook
from tests.properties.canary_words import ascii_word, canaries_in, id_of, text_of

CENTER = """
center = { id = "corner", zone = "Asia/Shanghai" }
resource.hall = {}
offering.hall = { places = ["hall"] }
"""
FIELDS = ("title", "owner", "guest", "cancelled", "override", "inside", "key")
OWN = {"title", "owner", "guest", "cancelled"}
SEES = {
    "owner": OWN,
    "guest": OWN - {"cancelled"},  # the history is not for who comes
    "stranger": set(),
    "public": set(),
}
"""A plain room is ``busy``, and here nobody is known to be staff or to belong to a firm."""


@attrs.frozen
class Planted:
    """A database in which every text is a canary, named by what it is."""

    path: Path
    day: str
    canaries: dict[str, int]
    bookings: tuple[nb.Booking, ...]
    closure: str

    def says(self, party: str | None, *words: str) -> bytes:
        """Return all that a command prints, and the files that it names none of."""
        who = ["--public"] if party is None else ["--as", party]
        result = CliRunner().invoke(neighborbook, ["--db", str(self.path), *who, *words])
        assert isinstance(result.exception, SystemExit | None)
        assert result.exit_code != 2, result.stderr  # a call that is at fault reads nothing
        return result.stdout_bytes + result.stderr_bytes


@pytest.fixture
def planted(tmp_path: Path) -> Planted:
    tomorrow = datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(days=1)
    day, path = tomorrow.date().isoformat(), tmp_path / "book.db"
    numbers = dict(zip(FIELDS, count(0xBEEF0000, 2), strict=False))
    say = {name: text_of(number) for name, number in numbers.items()}
    owner, guest = id_of(numbers["owner"]), id_of(numbers["guest"])
    with nb.open(path, center="corner") as desk:
        desk.load(CENTER)
        made = [
            desk.book(
                "hall",
                start=f"{day} {hour}:00",
                length="2h",
                organizer=owner,
                title=say["title"],
                attendees=[guest],
                override=say["override"],
                key=f"{hour} {say['key']}",
            )
            for hour in (10, 14)
        ]
        desk.cancel(made[1].id, reason=say["cancelled"])
        shut = desk.close("hall", start=f"{day} 16:00", end=f"{day} 18:00", reason=say["inside"])
        return Planted(path, day, numbers, tuple(made), shut.id)


def commands(planted: Planted, organizer: str) -> list[list[str]]:
    day, ids = planted.day, [booking.id for booking in planted.bookings]
    wish = ["hall", "--start", f"{day} 10:00", "--length", "1h", "--organizer", organizer]
    return [
        ["day", day],
        ["day", day, "--sentences"],
        ["bookings"],
        ["changes"],
        ["closures"],
        ["affected", planted.closure],
        ["calendar", "--resource", "hall"],
        ["calendar", "--offering", "hall", "--busy"],
        ["calendar", "--resource", "hall", "--freebusy"],
        ["slots", "hall", "--start", day, "--end", f"{day} 20:00", "--length", "1h"],
        ["explain", *wish],
        ["book", *wish],
        *([verb, id] for id in ids for verb in ("booking", "history", "confirm", "restore")),
        *(["change", id, "--start", f"{day} 16:30"] for id in ids),
    ]


@pytest.mark.parametrize(
    ("actor", "way"),
    [*((actor, "json") for actor in SEES), ("owner", "en"), ("guest", "zh"), ("public", "zh")],
)
def test_what_is_printed_holds_what_its_reader_may_see_and_nothing_else(
    planted: Planted, actor: str, way: str
) -> None:
    parties = {
        "owner": id_of(planted.canaries["owner"]),
        "guest": id_of(planted.canaries["guest"]),
        "stranger": ascii_word(1),
    }
    names = {number: name for name, number in planted.canaries.items()}
    options = ["--json"] if way == "json" else ["--lang", way]
    found: set[str] = set()
    for words in commands(planted, parties.get(actor, ascii_word(2))):
        said = planted.says(parties.get(actor), *words[:1], *options, *words[1:])
        here = {names[number] for number in canaries_in(said) if number in names}
        assert here <= SEES[actor], words
        found |= here
    assert found == SEES[actor]  # in words and in JSON alike
