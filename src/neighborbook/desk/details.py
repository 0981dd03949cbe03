"""A booking's details: from what callers write, to the room type's class, to what is kept."""

from __future__ import annotations

import enum
import json
from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, TypeVar, get_args, get_origin

import attrs
import cattrs

from neighborbook.domain.booking import Booking, StoredDetails
from neighborbook.domain.time_fault import printable
from neighborbook.room_type import Privacy, RoomType, asked_of

if TYPE_CHECKING:
    from neighborbook.desk.faults import Faults

T = TypeVar("T")
MOST_TEXT = 1000
MOST_NUMBER = 2**53
MOST_ITEMS = 200


def _converter() -> cattrs.Converter:
    made = cattrs.Converter(forbid_extra_keys=True, detailed_validation=True)

    # cattrs takes the hook of a class for what inherits from it, such as a StrEnum.
    def whole(value: object, kind: type) -> object:
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValueError("a whole number")
        return _member(value, kind) if issubclass(kind, enum.Enum) else int(value)

    def words(value: object, kind: type) -> object:
        if not isinstance(value, str):
            raise ValueError("a text")
        return _member(value, kind) if issubclass(kind, enum.Enum) else str.__str__(value)

    def number(value: object, _: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError("a number")
        return float(value)

    def flag(value: object, _: object) -> bool:
        if not isinstance(value, bool):
            raise ValueError("true or false")
        return value

    made.register_structure_hook(int, whole)
    made.register_structure_hook(str, words)
    made.register_structure_hook(bool, flag)
    made.register_structure_hook(float, number)
    made.register_structure_hook_func(_is_list, partial(_listed, made))
    return made


def _member(value: object, kind: type[enum.Enum]) -> enum.Enum:
    try:
        return kind(value)
    except ValueError:
        raise ValueError(f"one of {', '.join(str(each.value) for each in kind)}") from None


def _is_list(kind: object) -> bool:
    return get_origin(kind) in {tuple, list, set, frozenset}


def _listed(made: cattrs.Converter, value: object, kind: type) -> object:
    """Read a list; a bare text is none, or it would be taken for its letters."""
    if not isinstance(value, list | tuple | set | frozenset):
        raise ValueError("a list")
    origin, of = get_origin(kind) or tuple, get_args(kind)
    if origin is not tuple or of[1:] == (Ellipsis,):
        return origin(made.structure(one, of[0]) for one in value)
    if len(of) != len(value):
        raise ValueError(f"a list of {len(of)}")
    return tuple(made.structure(one, each) for one, each in zip(value, of, strict=True))


_CONVERTER = _converter()


def structure(kind: RoomType, given: object, faults: Faults) -> object:
    """Read details into the room type's class, noting every fault.

    Takes an instance of the class, a mapping, or nothing.
    """
    if isinstance(given, kind.details):
        given = {field.name: getattr(given, field.name) for field in attrs.fields(kind.details)}
    if given is None:
        given = {}
    if not isinstance(given, Mapping):
        expected = f"a mapping (an object of JSON), or {kind.details.__name__}"
        faults.add("details", "INPUT_INVALID", given, expected)
        return None
    attrs.resolve_types(kind.details)  # annotations may be text
    fields = [field.name for field in attrs.fields(kind.details)]
    for name in given:
        if name not in fields:
            expected = f"one of {', '.join(fields)}" if fields else "nothing"
            faults.add(f"details.{printable(name)}", "UNKNOWN_KEY", "", expected)
    known = {name: given[name] for name in fields if name in given}
    found: dict[str, object] = {}
    for name, value in known.items():
        wanted = getattr(attrs.fields(kind.details), name).type
        try:
            found[name] = _CONVERTER.structure(value, wanted)
        except Exception as error:  # noqa: BLE001 - a plugin's class may raise anything
            path = f"details.{name}"
            if _confidential(getattr(attrs.fields(kind.details), name)):
                faults.add(path, "INPUT_INVALID", "", getattr(wanted, "__name__", str(wanted)))
            else:
                faults.add(path, "INPUT_INVALID", value, _expected(error, wanted))
    if len(found) < len(known):
        for name, value in found.items():
            _check_field(getattr(attrs.fields(kind.details), name), value, faults)
        return None
    try:
        made: object = kind.details(**found)
    except (TypeError, ValueError) as error:
        faults.add("details", "INPUT_INVALID", "", str(error)[:100])
        return None
    check_bounds(made, faults)
    return made


def _confidential(field: attrs.Attribute[object]) -> bool:
    """Whether nothing of a detail may be repeated in a message."""
    asked = asked_of(field)
    return asked is None or asked.privacy in {Privacy.CARE, Privacy.SEALED}


def _expected(error: Exception, wanted: object) -> str:
    said = [str(part) for part in getattr(error, "exceptions", (error,))]
    return said[0][:100] if said and said[0] else str(wanted)


def check_bounds(details: object, faults: Faults) -> None:
    """Note texts that are too long or unfit, and numbers that are too large or negative.

    What a field's ``most`` says holds for each value in a list or mapping.
    """
    kind: type[attrs.AttrsInstance] | type = type(details)
    for field in attrs.fields(kind):
        _check_field(field, getattr(details, field.name), faults)


def _check_field(field: attrs.Attribute[object], value: object, faults: Faults) -> None:
    asked = asked_of(field)
    _bounded(f"details.{field.name}", value, asked.most if asked else None, faults)


def _bounded(path: str, value: object, most: int | None, faults: Faults) -> None:
    if isinstance(value, str):
        faults.text(path, value, MOST_TEXT if most is None else most)
    elif isinstance(value, bool):
        return
    elif isinstance(value, int | float):
        # Written so that what is no number at all fails too.
        if not 0 <= value <= (MOST_NUMBER if most is None else most):
            upper = f" to {most}" if most is not None else ""
            faults.add(path, "INPUT_INVALID", "", f"a number from 0{upper}")
    elif isinstance(value, Mapping):
        for name, inner in _few(path, value.items(), faults):
            _bounded(path, name, MOST_TEXT, faults)
            _bounded(f"{path}.{printable(name)}", inner, most, faults)
    elif isinstance(value, tuple | list | set | frozenset):
        for number, inner in _few(path, enumerate(value), faults):
            _bounded(f"{path}.{number}", inner, most, faults)


def _few(path: str, items: Iterable[T], faults: Faults) -> list[T]:
    found = list(items)
    if len(found) > MOST_ITEMS:
        faults.add(path, "INPUT_TOO_LONG", f"{len(found)} of them", f"at most {MOST_ITEMS}")
    return found[:MOST_ITEMS]


def stored(kind: RoomType | None, details: object) -> StoredDetails:
    """Return details as they are kept: JSON of today's fields, with the class's version."""
    if isinstance(details, StoredDetails):
        return details
    if kind is None or details is None:
        return StoredDetails(version=0, body="{}")
    body = json.dumps(_CONVERTER.unstructure(details), ensure_ascii=False, sort_keys=True)
    return StoredDetails(version=kind.details_version, body=body)


def hydrated(kind: RoomType | None, booking: Booking) -> Booking:
    """Return a booking with its details as an instance of the room type's class.

    If the plugin is gone, or its class no longer reads what was kept, the details stay as they were
    stored: the booking holds its place and can be read and cancelled.
    """
    kept = booking.details
    if kind is None or not isinstance(kept, StoredDetails):
        return booking
    try:
        fields: Mapping[str, object] = json.loads(kept.body)
        if kept.version != kind.details_version:
            fields = kind.upgrade(fields, kept.version)
        return attrs.evolve(booking, details=_CONVERTER.structure(fields, kind.details))
    except Exception:  # noqa: BLE001 - whatever is wrong with it, the booking stands
        return booking
