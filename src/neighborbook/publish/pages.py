"""Published pages: whole in themselves, printable, in Chinese and English, without a time stamp.

A page is the same to the byte as long as what it tells is the same.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from zoneinfo import ZoneInfo

import attrs
import jinja2

from neighborbook.domain.spans import Span
from neighborbook.domain.text import Text
from neighborbook.domain.times import to_local
from neighborbook.publish.day_plan import Line, RoomPlan, on_request, written_on
from neighborbook.publish.words import WEEKDAYS, WORDS, both


@attrs.frozen(kw_only=True)
class Link:
    """A file beside the index, and what it is called there."""

    file: str
    text: str


@attrs.frozen(kw_only=True)
class _ShownLine:
    kind: str
    time: str
    text: str
    counted: bool


@attrs.frozen(kw_only=True)
class _ShownRoom:
    name: str
    floor: str
    retired: bool
    opens: tuple[str, ...]
    lines: tuple[_ShownLine, ...]


def day_page(center: Text, day: date, plans: Iterable[RoomPlan], zone: ZoneInfo) -> bytes:
    """Return the page of a day: every room with what is booked, shut, and free."""
    rooms = [_room(plan, plan.lines, day, zone) for plan in plans]
    return _page("day.html", center, day, rooms=rooms)


def sheet(
    center: Text,
    day: date,
    floor: str,
    plans: Iterable[RoomPlan],
    zone: ZoneInfo,
    *,
    asked: Collection[str] = (),
) -> bytes:
    """Return the sheet of a floor for the wall, with a line to write on for each free hour.

    Args:
        asked: rooms that must be asked for; into these nobody writes himself.
    """
    shown = list(plans)
    rooms = [
        _room(
            plan, on_request(plan.lines) if plan.id in asked else written_on(plan, zone), day, zone
        )
        for plan in shown
    ]
    walk_in = any(plan.id not in asked for plan in shown)
    return _page("sheet.html", center, day, rooms=rooms, floor=floor_called(floor), walk_in=walk_in)


def index_page(
    center: Text,
    *,
    days: Sequence[Link],
    sheets: Sequence[Link],
    rooms: Sequence[Link],
    offerings: Sequence[Link],
) -> bytes:
    """Return the page from which all else is found, but for what only its owner may find."""
    return _rendered(
        "index.html", center, days=days, sheets=sheets, rooms=rooms, offerings=offerings
    )


def weekday(day: date) -> str:
    """Return what a day of the week is called.

    >>> weekday(date(2026, 12, 1))
    '星期二 Tuesday'
    """
    return both(WEEKDAYS[day.weekday()])


def floor_called(floor: str) -> str:
    """Return how a floor of the center file is called on a wall.

    >>> floor_called("5"), floor_called("Annex")
    ('5层 Floor 5', 'Annex')
    """
    return f"{floor}层 Floor {floor}" if floor.isdigit() else floor


def _page(template: str, center: Text, day: date, **facts: object) -> bytes:
    return _rendered(template, center, day=day.isoformat(), weekday=weekday(day), **facts)


def _rendered(template: str, center: Text, **facts: object) -> bytes:
    words = {name: both(text) for name, text in WORDS.items()}
    text = _templates().get_template(template).render(center=both(center), words=words, **facts)
    return text.encode()


@functools.cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("neighborbook.publish"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def _room(plan: RoomPlan, lines: Iterable[Line], day: date, zone: ZoneInfo) -> _ShownRoom:
    return _ShownRoom(
        name=both(plan.name),
        floor=floor_called(plan.floor),
        retired=plan.retired,
        opens=tuple(_time(span, day, zone) for span in plan.opens),
        lines=tuple(
            _ShownLine(
                kind=line.kind,
                time=_time(line.span, day, zone),
                text=both(line.text),
                counted=line.counted,
            )
            for line in lines
        ),
    )


def _time(span: Span, day: date, zone: ZoneInfo) -> str:
    """Return a time on the wall clock; what lies on another day says so."""
    return f"{_clock(span.start, day, zone)}–{_clock(span.end, day, zone)}"


def _clock(instant: int, day: date, zone: ZoneInfo) -> str:
    local = to_local(instant, zone)
    days = (local.date() - day).days
    if days == 1 and (local.hour, local.minute) == (0, 0):
        return "24:00"
    return f"{local:%H:%M}" + (f" ({local:%m-%d})" if days else "")
