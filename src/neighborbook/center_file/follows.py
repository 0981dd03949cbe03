"""``[resource.X.follows.NAME]``: outside calendars whose entries close a room."""

from __future__ import annotations

import re
from datetime import date

from neighborbook.center_file.notices import ENVIRONMENT
from neighborbook.center_file.table import SLUG, Table
from neighborbook.domain.following import Follow
from neighborbook.domain.offering import DAY, MINUTE

MOST_FOLLOWS = 8
"""So many calendars may be followed by one room."""

_ADDRESS = re.compile(r"(https?://[A-Za-z0-9.\-\[\]:]+(/[!-~]*)?|file:///[!-~]+)")


def read_follows(table: Table, slug: str) -> tuple[Follow, ...]:
    """Return what the table of a resource says that it follows."""
    section = table.table("follows", f"tables: [{table.path}.follows.…]")
    if section is None:
        return ()
    if len(section.entries) > MOST_FOLLOWS:
        table.wrong("follows", f"at most {MOST_FOLLOWS} tables", "INPUT_TOO_LONG")
        return ()
    found = []
    for name in section.entries:
        inner = section.table(name, f"a table: [{section.path}.{name}]")
        if not SLUG.fullmatch(name):
            section.wrong(name, "a name of letters a-z, digits, '.', '_' or '-'")
        elif inner is not None:
            found.append(_follow(inner, slug, name))
    return tuple(found)


def _follow(table: Table, slug: str, name: str) -> Follow:
    kind = table.slug("from") or "ics"
    address, variable, path = _place(table, kind)
    every, timeout = table.length("every", MINUTE, DAY), table.length("timeout", 1, 60)
    follow = Follow(
        resource=slug,
        name=name,
        kind=kind,
        address=address,
        address_env=variable,
        address_file=path,
        every=900 if every is None else every,
        timeout=30 if timeout is None else timeout,
        until=_day(table, "until"),
        public_reason=table.words("public_reason") or "",
    )
    table.finish()
    return follow


def _place(table: Table, kind: str) -> tuple[str, str, str]:
    """Read the address, or where it lies; what was written for it is repeated nowhere."""
    keys = [key for key in ("address", "address_env", "address_file") if table.has(key)]
    if not keys:
        table.missing("address", "address, or where it lies: address_env or address_file")
    for key in keys[1:]:
        expected = "one of address, address_env and address_file"
        table.findings.add(table.at(key), "INPUT_INVALID", expected=expected)
    address = table.entries.get("address", "")
    if "address" in keys and not (isinstance(address, str) and _fits(address, kind)):
        expected = "an address that begins with https://, http:// or file:///"
        table.findings.add(table.at("address"), "INPUT_INVALID", expected=expected)
        address = ""
    variable, path = table.words("address_env"), table.words("address_file")
    if variable is not None and not ENVIRONMENT.fullmatch(variable):
        table.wrong("address_env", "the name of a variable that begins with NEIGHBORBOOK_")
    return str(address), variable or "", path or ""


def _fits(address: str, kind: str) -> bool:
    return is_address_of_calendar(address) if kind == "ics" else bool(address.strip())


def is_address_of_calendar(text: str) -> bool:
    """Whether a text is an address at which a calendar can be read.

    >>> is_address_of_calendar("https://example.org/hall.ics"), is_address_of_calendar("hall.ics")
    (True, False)
    """
    return _ADDRESS.fullmatch(text) is not None


def _day(table: Table, key: str) -> date | None:
    found = table.dates(key, 1)
    return found[0] if found else None
