"""What the columns of a file mean: a mapping file, read and written as TOML."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs

from neighborbook.desk.faults import Faults
from neighborbook.domain.time_fault import UnknownZone
from neighborbook.domain.times import zone
from neighborbook.errors import InvalidRequest
from neighborbook.transfer.limits import check_size

MOST_BYTES = 1 << 20
_AT = re.compile(r" \(at (.*)\)$")
FIELDS = (
    "key",
    "id",
    "uid",
    "state",
    "void_reason",
    "offering",
    "resource",
    "start",
    "end",
    "length",
    "organizer",
    "title",
    "headcount",
    "attendees",
    "features",
    "details",
)
"""What a booking is made of; ``key`` is by what the old system knows it."""

WITH_WORDS = ("state", "offering", "resource", "organizer")
"""Fields whose words can be translated."""


PEOPLE_FIELDS = (
    *("id", "kind", "name", "born_on", "language", "phone", "email", "grid", "resident_since"),
    *("disabled", "disabled_reason", "stated", "links", "grants"),
)
"""What a person or an organization is made of."""


@attrs.frozen(kw_only=True)
class Columns:
    """What the columns of one kind of file can mean.

    Attributes:
        fields: what a row is made of; words: fields whose words can be translated.
        option: by which the command is told of it.
        fixed: fields that are likely to be the same in every row.
        keys: what a mapping file can say.
    """

    fields: tuple[str, ...]
    words: tuple[str, ...]
    option: str = ""
    fixed: str = ""
    keys: tuple[str, ...] = ("source", "zone", "times", "columns", "fixed", "words")


OF_BOOKINGS = Columns(fields=FIELDS, words=WITH_WORDS, fixed="offering, organizer")
OF_PEOPLE = Columns(
    fields=PEOPLE_FIELDS,
    words=("kind", "language", "grid", "disabled"),
    option=" --what people",
    fixed="kind, language",
    keys=("times", "columns", "fixed", "words"),
)


@attrs.frozen(kw_only=True)
class ColumnMap:
    """How a file is to be understood.

    Attributes:
        source: names the old system: keys of two systems are kept apart by it.
        zone: in which times without an offset are meant; "" for that of the center.
        times: patterns of ``strptime``, tried in turn; none: ISO 8601.
        columns: by field, the columns whose cells make it up, with a blank between them.
        fixed: by field, what it is in every row.
        words: by field, what the old system calls it, and what it is here.
    """

    source: str = ""
    zone: str = ""
    times: tuple[str, ...] = ()
    columns: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    fixed: Mapping[str, str] = attrs.field(factory=dict)
    words: Mapping[str, Mapping[str, str]] = attrs.field(factory=dict)


OWN = ColumnMap(source="", columns={field: (field,) for field in FIELDS})
"""Of our own exports, and of any file whose columns have our names."""

OWN_PEOPLE = ColumnMap(columns={field: (field,) for field in PEOPLE_FIELDS})
"""The same of people."""


def read_map(path: Path, of: Columns = OF_BOOKINGS) -> ColumnMap:
    """Read a mapping file.

    Raises:
        InvalidRequest: with every fault of it.
    """
    check_size(path, MOST_BYTES)
    faults = Faults()
    found = _toml(path)
    for key in sorted(found.keys() - set(of.keys)):
        faults.add(key, "UNKNOWN_KEY", "", f"one of {', '.join(of.keys)}")
    made = ColumnMap(
        source=_text("source", found.get("source", ""), faults),
        zone=_zone(found.get("zone", ""), faults),
        times=_texts("times", found.get("times", []), faults),
        columns={
            field: _texts(f"columns.{field}", [value] if isinstance(value, str) else value, faults)
            for field, value in _table("columns", found, of.fields, faults)
        },
        fixed={
            field: _text(f"fixed.{field}", value, faults)
            for field, value in _table("fixed", found, of.fields, faults)
        },
        words={
            field: {
                word: _text(f"words.{field}.{word}", ours, faults)
                for word, ours in _items(f"words.{field}", value, faults)
            }
            for field, value in _table("words", found, of.words, faults)
        },
    )
    faults.stop()
    return made


def _toml(path: Path) -> Mapping[str, object]:
    """Read a file of TOML.

    Raises:
        InvalidRequest: it is none; with the line.
    """
    content = path.read_bytes()
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as wrong:
        line = content.count(b"\n", 0, wrong.start) + 1
        where, why = f"line {line}", ""
    except tomllib.TOMLDecodeError as wrong:
        where, why = "".join(_AT.findall(str(wrong))), _AT.sub("", str(wrong))
    except RecursionError:
        where, why = "", "tables too deep"
    at = ", ".join(part for part in (path.name, where) if part)
    faults = Faults()
    faults.add(at, "INPUT_INVALID", why, "a file of TOML in UTF-8")
    raise InvalidRequest(faults.found)


def _text(path: str, value: object, faults: Faults) -> str:
    if isinstance(value, str):
        return value
    faults.add(path, "INPUT_INVALID", value, "a text")
    return ""


def _zone(value: object, faults: Faults) -> str:
    name = _text("zone", value, faults)
    try:
        if name:
            zone(name)
    except (UnknownZone, ValueError):
        faults.add("zone", "UNKNOWN_ZONE", name, "an IANA zone such as 'Asia/Shanghai'")
    return name


def _texts(path: str, value: object, faults: Faults) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    faults.add(path, "INPUT_INVALID", value, "a text, or a list of texts")
    return ()


def _items(path: str, value: object, faults: Faults) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        yield from value.items()
    else:
        faults.add(path, "INPUT_INVALID", value, "a table")


def _table(
    name: str, found: Mapping[str, object], known: tuple[str, ...], faults: Faults
) -> Iterator[tuple[str, object]]:
    for key, value in _items(name, found.get(name, {}), faults):
        if key in known:
            yield key, value
        else:
            faults.add(f"{name}.{key}", "UNKNOWN_KEY", "", f"one of {', '.join(known)}")


def map_text(made: ColumnMap, *, unused: tuple[str, ...] = (), of: Columns = OF_BOOKINGS) -> str:
    """Return a mapping as the text of a file, for people to correct.

    Args:
        unused: columns that mean nothing as yet.
    """
    lines = [
        "# What the columns of the old system's file mean. Correct it, then:",
        f"#   neighborbook import FILE{of.option} --mapping THIS --preview",
        "",
        *(_own_keys(made) if "source" in of.keys else ()),
        "# Patterns of times, tried in turn; none: 2026-12-01 14:00 and its like.",
        f"times = [{', '.join(map(_quoted, made.times))}]",
        "",
        "[columns]",
        f"# Fields: {', '.join(of.fields)}.",
        "# Several columns in a list are put together, a date and a time.",
    ]
    for field, columns in made.columns.items():
        named = [_quoted(column) for column in columns]
        lines.append(f"{field} = {named[0] if len(named) == 1 else '[' + ', '.join(named) + ']'}")
    lines += [f"# not used: {column}" for column in map(_quoted, unused)]
    lines += ["", "[fixed]", f"# What is the same in every row: {of.fixed}."]
    lines += [f"{field} = {_quoted(value)}" for field, value in made.fixed.items()]
    for field, words in made.words.items():
        lines += ["", f"[words.{field}]", "# What the old system calls it = its id here."]
        lines += [f"{_quoted(word)} = {_quoted(ours)}" for word, ours in words.items()]
    return "\n".join(lines) + "\n"


def _own_keys(made: ColumnMap) -> tuple[str, ...]:
    return (
        "# Names the old system: keys of two systems are kept apart by it.",
        f"source = {_quoted(made.source)}",
        "# In which times without an offset are meant; empty: the center's.",
        f"zone = {_quoted(made.zone)}",
    )


def _quoted(text: str) -> str:
    """Write a text as TOML does, which reads the escapes of JSON, but for one."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
