"""What callers say of parties, read word by word; every fault of a call at once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from itertools import islice

import attrs

from neighborbook.desk.asking import When
from neighborbook.desk.faults import MOST_REASON, Faults, kept, known, party, plain
from neighborbook.desk.loaded import Loaded
from neighborbook.domain.catalog import Catalog
from neighborbook.domain.party import Grant, Link, Term, Tie
from neighborbook.domain.person import Stated
from neighborbook.rights import ROLES, Standing

MOST_NAME = 200
MOST_PHONE = 40
MOST_EMAIL = 254
MOST_WORD = 40
MOST_VALUE = 200
MOST_ROOM_TYPES = 50
EARLIEST = date(1900, 1, 1)
GRANTED = tuple(sorted({*(role.value for role in ROLES), Standing.CARER.value}))
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_TEXTS = {"name": MOST_NAME, "language": MOST_WORD, "phone": MOST_PHONE, "email": MOST_EMAIL}
LANGUAGES = ("en", "zh")
"""In which people can be written to; a region or a script may follow: zh-Hans-CN."""
OF_PERSONS = frozenset({"born_on", "grid", "resident_since"})


@attrs.frozen(kw_only=True)
class Said:
    """What a call says of a party; ``None`` leaves it as it is, an empty text clears it."""

    name: str | None = attrs.field(default=None, converter=plain)
    born_on: date | str | None = None
    language: str | None = attrs.field(default=None, converter=plain)
    phone: str | None = attrs.field(default=None, converter=plain)
    email: str | None = attrs.field(default=None, converter=plain)
    grid: str | None = attrs.field(default=None, converter=plain)
    resident_since: date | str | None = None

    @property
    def fields(self) -> frozenset[str]:
        """What it says anything about."""
        names = (field.name for field in attrs.fields(type(self)))
        return frozenset(name for name in names if getattr(self, name) is not None)


def said_of(said: Said, today: date, faults: Faults) -> dict[str, object]:
    """Read what is said of a party into attributes of ``Person`` and ``Organization``.

    Args:
        today: the civil day of the center, after which nobody was born.
    """
    found: dict[str, object] = {}
    for name, most in _TEXTS.items():
        value = getattr(said, name)
        if value is not None:
            found[name] = faults.text(name, value, most, needed=name == "name")
    spoken = str(found.get("language", ""))
    if spoken and re.split("[-_]", spoken.lower())[0] not in LANGUAGES:
        faults.add("language", "INPUT_INVALID", spoken, f"one of {', '.join(LANGUAGES)}")
    email = found.get("email", "")
    if email and "@" not in str(email):
        faults.add("email", "INPUT_INVALID", "", "an address such as 'name@example.org'")
    if said.grid is not None:
        found["grid"] = faults.text("grid", said.grid, MOST_WORD)
    for name in ("born_on", "resident_since"):
        if getattr(said, name) is not None:
            found[name] = day_in_life(name, getattr(said, name), today, faults)
    return found


def fits_kind(said: Said, *, is_person: bool, faults: Faults) -> None:
    """Note what only a person can have."""
    for name in sorted(said.fields & OF_PERSONS) if not is_person else ():
        faults.add(name, "INPUT_INVALID", "", "nothing: an organization has none")


def day_in_life(path: str, value: object, today: date, faults: Faults) -> date | None:
    """Read a civil day from 1900 to today; an empty text is none. What was given is not told."""
    if value == "":
        return None
    found: date | None = None
    if isinstance(value, date) and not isinstance(value, datetime):
        found = date(value.year, value.month, value.day)
    elif isinstance(value, str) and _DATE.fullmatch(value.strip()):
        try:
            found = date.fromisoformat(value.strip())
        except ValueError:
            found = None
    if found is None or not EARLIEST <= found <= today:
        faults.add(path, "INPUT_INVALID", "", "a date from 1900 to today, such as '1958-03-01'")
        return None
    return found


@attrs.frozen(kw_only=True)
class TermSaid:
    """The words that limit a link or a grant."""

    room_types: Iterable[str] = attrs.field(default=(), converter=kept)
    grid: str = attrs.field(default="", converter=plain)
    since: When | None = None
    until: When | None = None


def term_of(said: TermSaid, loaded: Loaded, faults: Faults) -> Term:
    """Read for which room types, for whose people, and from when until when it holds."""
    since = _instant("since", said.since, loaded.catalog, faults)
    until = _instant("until", said.until, loaded.catalog, faults)
    if since is not None and until is not None and not faults.found and until <= since:
        faults.add("until", "INPUT_INVALID", said.until, "an end after the start")
    return Term(
        room_types=_room_types(said.room_types, loaded, faults),
        grid=faults.text("grid", said.grid, MOST_WORD),
        since_at=since,
        until_at=until,
    )


def _instant(path: str, value: When | None, catalog: Catalog, faults: Faults) -> int | None:
    return None if value is None else faults.time(path, value, catalog)


def _room_types(given: object, loaded: Loaded, faults: Faults) -> frozenset[str]:
    if isinstance(given, str | bytes) or not isinstance(given, Iterable):
        faults.add("room_types", "INPUT_INVALID", given, "a list")
        return frozenset()
    named = list(islice(given, MOST_ROOM_TYPES + 1))
    if len(named) > MOST_ROOM_TYPES:
        faults.add("room_types", "INPUT_TOO_LONG", "", f"at most {MOST_ROOM_TYPES}")
    found = (
        known(each, loaded.named_types, f"room_types.{n}", "UNKNOWN_ROOM_TYPE", faults)
        for n, each in enumerate(named)
    )
    return frozenset(found)


def link_of(
    id: str, tie: object, other: object, said: TermSaid, loaded: Loaded, faults: Faults
) -> Link:
    """Read a tie of a party to another; who they are is not looked up."""
    named = known(tie, [each.value for each in Tie], "tie", "INPUT_INVALID", faults)
    found = Tie(named) if named else Tie.MEMBER_OF_HOUSEHOLD
    term = term_of(said, loaded, faults)
    to = "" if other == "" else party("other", other, faults)
    of_grid = found is Tie.PROXY_FOR and bool(term.grid)
    if found is Tie.PROVIDER_OF:
        known(other, loaded.catalog.resources, "other", "UNKNOWN_RESOURCE", faults)
    elif not to and not of_grid and other == "":
        faults.add("other", "INPUT_MISSING", "", "to whom, or for a proxy a grid")
    if to and to == id:
        faults.add("other", "INPUT_INVALID", "", "somebody else")
    if found is not Tie.PROXY_FOR and term.grid:
        faults.add("grid", "INPUT_INVALID", term.grid, "nothing, but for a proxy")
    if found is Tie.PROXY_FOR and said.until is None:
        faults.add("until", "INPUT_MISSING", "", "until when: no proxy is for good")
    return Link(tie=found, other=to, **attrs.asdict(term, recurse=False))


def grant_of(role: object, said: TermSaid, loaded: Loaded, faults: Faults) -> Grant:
    """Read a role at the center."""
    named = known(role, GRANTED, "role", "INPUT_INVALID", faults)
    term = term_of(said, loaded, faults)
    if named == Standing.CARER and not term.room_types:
        faults.add("room_types", "INPUT_MISSING", "", "room types: nobody serves everything")
    return Grant(role=named, **attrs.asdict(term, recurse=False))


def stated_of(
    name: object, value: object, source: object, until: When | None, loaded: Loaded, faults: Faults
) -> Stated:
    """Read one more thing that is known of somebody; an empty value takes it back."""
    return Stated(
        name=faults.text("name", name, MOST_WORD, needed=True),
        value=faults.text("value", value, MOST_VALUE),
        source=faults.text("source", source, MOST_REASON),
        until_at=_instant("until", until, loaded.catalog, faults),
    )
