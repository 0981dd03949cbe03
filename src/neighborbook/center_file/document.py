"""A center file as plain values, and as the items that a database keeps of it.

There is one serialization: the file's own tables, as JSON. A database keeps them item by item and
rebuilds its catalog from them through the one parser.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Final, TypeAlias

import attrs

from neighborbook.domain.time_fault import printable
from neighborbook.errors import CenterFileError, Fault

Document: TypeAlias = Mapping[str, object]
"""A center file as tables, lists, texts, numbers and booleans: what JSON can hold."""

LARGEST_FILE: Final = 4 * 1024 * 1024
"""No center file may have more bytes."""

SECTIONS: Final = ("hours", "resource", "offering")
"""The sections that hold tables by id; ``center`` and ``notices`` are one table each."""

NOTICES: Final = "notices"

_PLACE = re.compile(r" \(at (line \d+, column \d+|end of document)\)$")


@attrs.frozen(kw_only=True)
class Item:
    """One table of a center file, as a database keeps it.

    Attributes:
        kind: ``"center"``, ``"notices"``, ``"hours"``, ``"resource"`` or ``"offering"``.
        id: the slug of the table.
        body: the table as compact JSON, its keys in the order of the file: the first language of
            a name stands in for those missing, so the order means something.
        retired: it is no longer in the file, and kept for what was booked.
    """

    kind: str
    id: str
    body: str
    retired: bool = False

    def table(self) -> dict[str, object]:
        """Return the body as a table of its own."""
        found = json.loads(self.body)
        return found if isinstance(found, dict) else {}

    @classmethod
    def of(cls, kind: str, slug: str, table: object, *, retired: bool = False) -> Item:
        """Make an item from a table.

        Raises:
            ValueError: the table holds what JSON cannot: parse the document first.
        """
        body = json.dumps(table, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return cls(kind=kind, id=slug, body=body, retired=retired)


LONGEST_PATH = 1000


def read(given: str | bytes | Path) -> Document:
    r"""Return a center file as a document; what it means is not judged yet.

    Args:
        given: the text, its bytes in UTF-8, or the ``Path`` of a file. A str is never a path.

    Raises:
        CenterFileError: it is no TOML (with the line), not UTF-8, too large, or cannot be opened.

    >>> read('[center]\nid = "anping"')
    {'center': {'id': 'anping'}}
    """
    if not isinstance(given, str | bytes | Path):
        raise _unreadable("center file", "file", "a path, or the text of a center file")
    source = source_of(given)
    content = _content(given, source)
    try:
        text = content if isinstance(content, str) else content.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        line = broken.object.count(b"\n", 0, broken.start) + 1
        raise _unreadable(source, f"line {line}", "text saved as UTF-8") from broken
    try:
        return {key: _plain(value) for key, value in tomllib.loads(text).items()}
    except RecursionError as broken:
        raise _unreadable(source, "file", "lists and tables less deep") from broken
    except ValueError as broken:
        message = str(broken)
        place = _PLACE.search(message)
        path = place[1] if place else "file"
        raise _unreadable(source, path, f"TOML; {_PLACE.sub('', message)}") from broken


def source_of(given: str | bytes | Path) -> str:
    """Return what a center file is called in a message: by its path, whole if it could be one."""
    if not isinstance(given, Path):
        return "center file"
    name = str(given)
    return name if len(name) <= LONGEST_PATH and name.isprintable() else printable(name)


def _content(given: str | bytes | Path, source: str) -> str | bytes:
    try:
        content = given.read_bytes() if isinstance(given, Path) else given
    except OSError as broken:
        why = broken.strerror or type(broken).__name__
        raise _unreadable(source, "file", f"a file that can be read ({why})") from broken
    except ValueError as broken:  # a name that no file can have
        raise _unreadable(source, "file", "the path of a file") from broken
    if len(content) > LARGEST_FILE:
        raise _unreadable(source, "file", f"at most {LARGEST_FILE} bytes", code="INPUT_TOO_LONG")
    return content


def _unreadable(
    source: str, path: str, expected: str, code: str = "INPUT_INVALID"
) -> CenterFileError:
    fault = Fault(path=path, code=code, expected=printable(expected))
    return CenterFileError([fault], source=source)


def _plain(value: object) -> object:
    """Turn TOML's own dates and times into the text that a quoted one would have been."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, time):
        return value.isoformat() if value.second or value.microsecond else f"{value:%H:%M}"
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value


def enabled_plugins(document: Document) -> tuple[str, ...]:
    """Return the plugins that a document enables, before anything of it is judged.

    >>> enabled_plugins({"center": {"plugins": ["meeting-room"]}}), enabled_plugins({})
    (('meeting-room',), ())
    """
    center = document.get("center")
    plugins = center.get("plugins") if isinstance(center, Mapping) else None
    if not isinstance(plugins, list):
        return ()
    return tuple(name for name in plugins if isinstance(name, str))


def split(document: Document) -> tuple[Item, ...]:
    """Return the items of a document that ``parse`` has accepted, in the order of the file.

    >>> [item.kind for item in split({"resource": {"A": {}}, "center": {"id": "anping"}})]
    ['center', 'resource']
    """
    center = document.get("center")
    items = []
    if isinstance(center, Mapping):
        items.append(Item.of("center", str(center.get("id", "")), dict(center)))
    notices = document.get(NOTICES)
    if isinstance(notices, Mapping):
        items.append(Item.of(NOTICES, NOTICES, dict(notices)))
    for kind in SECTIONS:
        section = document.get(kind)
        if isinstance(section, Mapping):
            items.extend(Item.of(kind, slug, table) for slug, table in section.items())
    return tuple(items)


def join(items: Iterable[Item]) -> Document:
    """Return the document that items were split from; retired ones are part of it again.

    But for ``notices``: nothing that was booked needs what is no longer told.

    >>> join(split({"center": {"id": "anping"}})) == {"center": {"id": "anping"}}
    True
    """
    center: dict[str, object] = {}
    sections: dict[str, dict[str, object]] = {}
    told: dict[str, object] = {}
    for item in items:
        if item.kind == "center":
            center = item.table()
        elif item.kind == NOTICES:
            told = {} if item.retired else {NOTICES: item.table()}
        else:
            sections.setdefault(item.kind, {})[item.id] = item.table()
    return {"center": center, **told, **sections}
