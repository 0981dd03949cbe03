"""What a room type adds to the tables of its offerings, made into its ``settings`` class."""

from __future__ import annotations

import enum
import math
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final, TypeAlias, get_args, get_origin

import attrs
import cattrs
from cattrs.gen import make_dict_structure_fn

from neighborbook.center_file.findings import Findings, joined, nearest
from neighborbook.domain.text import Text
from neighborbook.domain.time_fault import TimeFault
from neighborbook.domain.times import parse_date, parse_length
from neighborbook.room_type import Seconds

_Hook: TypeAlias = Callable[[object, type], object]


class _Wrong(ValueError):
    """A value is not of the type of its field."""

    def __init__(self, given: object, expected: str) -> None:
        shown = "" if isinstance(given, Mapping | list) else given
        self.given = str(shown).lower() if isinstance(shown, bool) else shown
        self.expected = expected
        super().__init__(expected)


class _Several(Exception):
    """What is wrong below one value, each with the key or place at which it stands."""

    def __init__(self, found: list[tuple[object, Exception]]) -> None:
        self.found = found
        super().__init__(str(len(found)))


def setting_names(settings: type) -> tuple[str, ...]:
    """Return the keys that a ``settings`` class adds to the table of an offering."""
    if not attrs.has(settings):
        return ()
    return tuple(field.name for field in attrs.fields(settings) if field.init)


def read_settings(
    settings: type, entries: Mapping[str, object], path: str, findings: Findings
) -> object:
    """Return an instance of a ``settings`` class, or ``None`` with its faults noted.

    Types are taken strictly: ``true`` is no number, ``"3"`` neither. Fields of type ``Seconds``
    are written as lengths (``"15m"``), pairs of text and value as a table.
    """
    try:
        made: object = _CONVERTER.structure(entries, settings)
    except Exception as broken:  # noqa: BLE001  a plugin's validator may raise anything
        _note(broken, path, findings)
        return None
    return made


def _note(broken: BaseException, path: str, findings: Findings) -> None:
    """Turn what cattrs gathered into faults, each at the place where it was written."""
    if isinstance(broken, _Several):
        for key, inner in broken.found:
            _note(inner, joined(path, key), findings)
    elif isinstance(broken, cattrs.ClassValidationError):
        placed, bare = broken.group_exceptions()
        for inner, note in placed:
            _note_field(inner, joined(path, note.name), findings)
        for inner in bare:
            _note(inner, path, findings)
    elif isinstance(broken, cattrs.ForbiddenExtraKeysError):
        known = [field.name for field in attrs.fields(broken.cl)]
        for key in sorted(map(str, broken.extra_fields)):
            expected = f"one of {', '.join(known)}{nearest(key, known)}"
            findings.add(joined(path, key), "UNKNOWN_KEY", expected=expected)
    elif isinstance(broken, TimeFault | _Wrong):
        findings.add(path, "INPUT_INVALID", given=broken.given, expected=broken.expected)
    else:
        said = str(broken) or type(broken).__name__
        findings.add(path, "INPUT_INVALID", expected=f"what the room type takes ({said[:200]})")


def _note_field(broken: Exception, path: str, findings: Findings) -> None:
    if isinstance(broken, KeyError):
        findings.add(path, "INPUT_MISSING", expected="a value: the room type has no default")
    else:
        _note(broken, path, findings)


def _each(found: Mapping[Any, object], take: Callable[[object], object]) -> dict[Any, object]:
    """Take every value, and raise all that is wrong at once."""
    taken: dict[Any, object] = {}
    wrong: list[tuple[object, Exception]] = []
    for key, value in found.items():
        try:
            taken[key] = take(value)
        except Exception as broken:  # noqa: BLE001  collected; it is that value's fault
            wrong.append((key, broken))
    if wrong:
        raise _Several(wrong)
    return taken


def _whole(value: object, kind: type) -> object:
    if issubclass(kind, enum.Enum):
        return _word_of(value, kind)
    if type(value) is int:
        return value
    raise _Wrong(value, "a whole number, without quotes")


def _number(value: object, _: object) -> float:
    if type(value) in (int, float) and math.isfinite(value):  # type: ignore[arg-type]
        return float(value)  # type: ignore[arg-type]
    raise _Wrong(value, "a number, without quotes")


def _flag(value: object, _: object) -> bool:
    if isinstance(value, bool):
        return value
    raise _Wrong(value, "true or false, without quotes")


def _words(value: object, kind: type) -> object:
    # cattrs takes the hook of a class for what inherits from it, such as a StrEnum.
    if issubclass(kind, enum.Enum):
        return _word_of(value, kind)
    if isinstance(value, str):
        return value
    raise _Wrong(value, "text in quotes")


def _text(value: object, _: object) -> Text:
    if isinstance(value, str) and value.strip():
        return Text.of(value)
    if isinstance(value, Mapping) and value and all(isinstance(v, str) for v in value.values()):
        return Text.of({str(language): str(words) for language, words in value.items()})
    raise _Wrong(value, "text in quotes, or a table of it by language")


def _day(value: object, _: object) -> date:
    return parse_date(value)


def _seconds(value: object, _: object) -> int:
    return parse_length(value)


def _word_of(value: object, kind: type[enum.Enum]) -> enum.Enum:
    for member in kind:
        if type(member.value) is type(value) and member.value == value:
            return member
    raise _Wrong(value, f"one of {', '.join(str(member.value) for member in kind)}")


def _is_pairs(kind: object) -> bool:
    """Whether it is ``tuple[tuple[str, X], ...]``: a table, kept in the order of the file."""
    parts = get_args(kind)
    if get_origin(kind) is not tuple or len(parts) != 2 or parts[1] is not Ellipsis:
        return False
    pair = get_args(parts[0])
    return get_origin(parts[0]) is tuple and len(pair) == 2 and pair[0] is str


def _is_list(kind: object) -> bool:
    """Whether it is ``tuple[X, ...]`` or ``frozenset[X]``."""
    parts = get_args(kind)
    if get_origin(kind) is frozenset:
        return True
    return get_origin(kind) is tuple and len(parts) == 2 and parts[1] is Ellipsis


def _is_table(kind: object) -> bool:
    """Whether it is ``Mapping[str, X]``."""
    return get_origin(kind) in (Mapping, dict) and get_args(kind)[0] is str


def _table_of(value: object, of: type, converter: cattrs.Converter) -> dict[str, object]:
    if not isinstance(value, Mapping):
        raise _Wrong(value, "a table, such as { theatre = … }")
    return _each(value, lambda inner: converter.structure(inner, of))


def _table_hook(kind: type, converter: cattrs.Converter) -> _Hook:
    of = get_args(kind)[1]
    return lambda value, _: _table_of(value, of, converter)


def _pairs_hook(kind: type, converter: cattrs.Converter) -> _Hook:
    of = get_args(get_args(kind)[0])[1]
    return lambda value, _: tuple(_table_of(value, of, converter).items())


def _list_hook(kind: type, converter: cattrs.Converter) -> _Hook:
    of = get_args(kind)[0]
    make = frozenset if get_origin(kind) is frozenset else tuple

    def take(value: object, _: type) -> object:
        if not isinstance(value, list):
            raise _Wrong(value, "a list in brackets")
        taken = _each(dict(enumerate(value)), lambda inner: converter.structure(inner, of))
        return make(taken.values())

    return take


def _class_hook(kind: type, converter: cattrs.Converter) -> _Hook:
    inner: Callable[[Any, Any], object] = make_dict_structure_fn(
        kind, converter, _cattrs_forbid_extra_keys=True, _cattrs_detailed_validation=True
    )

    def take(value: object, of: type) -> object:
        if not isinstance(value, Mapping):
            raise _Wrong(value, "a table")
        return inner(value, of)

    return take


_SINGLE: Final[tuple[tuple[type, _Hook], ...]] = (
    (int, _whole),
    (float, _number),
    (bool, _flag),
    (str, _words),
    (date, _day),
    (Text, _text),
)


def _converter() -> cattrs.Converter:
    """Return the converter for settings; of two hooks for a type, the later one is asked first."""
    converter = cattrs.Converter(forbid_extra_keys=True, detailed_validation=True)
    converter.register_structure_hook_factory(attrs.has, _class_hook)
    converter.register_structure_hook_factory(_is_list, _list_hook)
    converter.register_structure_hook_factory(_is_pairs, _pairs_hook)
    converter.register_structure_hook_factory(_is_table, _table_hook)
    for kind, hook in _SINGLE:
        converter.register_structure_hook(kind, hook)
    converter.register_structure_hook_func(
        lambda kind: isinstance(kind, type) and issubclass(kind, enum.Enum), _word_of
    )
    converter.register_structure_hook_func(lambda kind: kind == Seconds, _seconds)
    return converter


_CONVERTER = _converter()
