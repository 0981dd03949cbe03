"""Answers as JSON: attrs values as objects, instants as ISO 8601 text in the center's zone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import TypeAlias

import attrs

from neighborbook.domain.audit import Finding
from neighborbook.domain.decision import Decision
from neighborbook.domain.text import Text
from neighborbook.domain.times import Span, format_local, zone

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

_INSTANTS = frozenset({"at", "start", "end", "late_after", "original_start"})
"""Fields besides those in ``_at`` that are UTC seconds."""

_NO_INSTANTS = frozenset({"opens_at"})
"""Fields in ``_at`` that are a clock's minutes."""

_LAST = 1 << 40
"""Instants from here on stand for "never ends"."""


def as_json(value: object, language: str, zone_key: str = "UTC") -> str:
    """Return a value as one JSON document.

    Args:
        language: in which a Decision or a Finding says itself.
        zone_key: in which instants are written, unless the value has a ``zone`` of its own.
    """
    return json.dumps(plain(value, zone_key, language), ensure_ascii=False, indent=2)


def as_line(value: object, language: str) -> str:
    """Return a value as one line of JSON, for answers that follow each other."""
    return json.dumps(plain(value, "UTC", language), ensure_ascii=False)


def plain(value: object, zone_key: str, language: str) -> Json:
    """Return a value as what JSON can hold.

    Args:
        value: an attrs value, or anything that is found within one.
        zone_key: in which instants are written, unless the value has a ``zone`` of its own.
        language: for the ``text`` of a Decision or a Finding.

    >>> plain(Span(1796090400, 1796094000), "Asia/Shanghai", "en")
    {'start': '2026-12-01T10:00:00+08:00', 'end': '2026-12-01T11:00:00+08:00'}
    """
    if isinstance(value, Enum):
        return plain(value.value, zone_key, language)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Text):
        return _text(value)
    if isinstance(value, Span):
        return _object({"start": value.start, "end": value.end}, zone_key, language)
    if attrs.has(type(value)):
        return _attrs(value, zone_key, language)
    if isinstance(value, Mapping):
        return {str(key): plain(inner, zone_key, language) for key, inner in value.items()}
    if isinstance(value, frozenset | set):
        return [plain(inner, zone_key, language) for inner in sorted(value, key=str)]
    if isinstance(value, list | tuple):
        return [plain(inner, zone_key, language) for inner in value]
    return str(value)


def _text(value: Text) -> Json:
    by_language = dict(value.by_language)
    return by_language.get("", "") if by_language.keys() <= {""} else dict(by_language)


def _attrs(value: object, zone_key: str, language: str) -> Json:
    own = getattr(value, "zone", None)
    where = own if isinstance(own, str) and own else zone_key
    fields = attrs.fields(type(value))  # type: ignore[arg-type]  # attrs.has was asked before
    shown = {field.name: getattr(value, field.name) for field in fields if field.repr}
    found = _object(shown, where, language)
    if isinstance(value, Decision | Finding):
        found["text"] = value.text(language)
    return found


def _object(fields: Mapping[str, object], zone_key: str, language: str) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for name, value in fields.items():
        instant = name in _INSTANTS or (name.endswith("_at") and name not in _NO_INSTANTS)
        if instant and isinstance(value, int):
            # 0 is what redaction leaves of an instant, and nothing happened in 1970.
            shown = 0 < value < _LAST
            found[name] = format_local(value, zone(zone_key)) if shown else None
        else:
            found[name] = plain(value, zone_key, language)
    return found
