"""Desks and plugins that leak on purpose: a search that finds nothing in these finds nothing.

Each function breaks one thing until the end of the test, and returns the room types to try it with.
"""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable
from urllib.parse import quote

import attrs
import pytest

import neighborbook as nb
from neighborbook.desk import calendars, looking, showing, vevents
from neighborbook.desk.loaded import Loaded
from neighborbook.domain.closure import Closure
from neighborbook.domain.party import Actor, Facts
from neighborbook.ical import vevent
from tests.properties.canary_house import KINDS, Kind, Open, Taken, Told

Kinds = tuple[type[nb.RoomType], ...]


def _with(kind: type[Kind]) -> Kinds:
    return tuple(kind if known.name == kind.name else known for known in KINDS)


def a_title_that_tells_a_sealed_detail(_: pytest.MonkeyPatch) -> Kinds:
    """To everybody, percent-encoded, as in an address."""

    class Telling(Open):
        def title(self, booking: nb.Booking, audience: nb.Audience) -> str:
            told = booking.details
            return quote(told.sealed) if isinstance(told, Told) else ""

    return _with(Telling)


def a_title_that_tells_whose_it_is(_: pytest.MonkeyPatch) -> Kinds:
    """In the public calendar of a room, in base64."""

    class Telling(Open):
        def title(self, booking: nb.Booking, audience: nb.Audience) -> str:
            return base64.b64encode(f"by {booking.organizer}".encode("utf-16-le")).decode()

    return _with(Telling)


def a_log_of_what_is_booked(monkeypatch: pytest.MonkeyPatch) -> Kinds:
    """A room type that logs for debugging."""

    class Logging(Taken):
        def late_after(self, ask: nb.Ask) -> int:
            logging.getLogger("plugin").debug("asked: %s", ask.request)
            return super().late_after(ask)

    return _with(Logging)


def a_history_that_tells_all(monkeypatch: pytest.MonkeyPatch) -> Kinds:
    """Who did what, and why, to whoever may read the history at all."""
    monkeypatch.setattr(looking, "change_shown", lambda *_: _[-1])
    return KINDS


def a_calendar_that_redacts_nothing(monkeypatch: pytest.MonkeyPatch) -> Kinds:
    """It makes entries of bookings as they are stored."""
    monkeypatch.setattr(calendars, "shown", lambda *_: _[-1])
    return KINDS


def a_calendar_that_names_the_organizer(monkeypatch: pytest.MonkeyPatch) -> Kinds:
    """Of its reader's own bookings only: in no feed stands anything of persons."""
    honest = vevents.booking_vevent

    def telling(booking: nb.Booking, *rest: object, **words: object) -> vevent.Vevent | None:
        made = honest(booking, *rest, **words)  # type: ignore[arg-type]
        who = booking.organizer
        return made and attrs.evolve(made, description=f"{who}\n{made.description}")

    monkeypatch.setattr(calendars, "booking_vevent", telling)
    return KINDS


def a_closure_that_says_why(monkeypatch: pytest.MonkeyPatch) -> Kinds:
    """Its inner reason, to everybody."""

    def telling(
        loaded: Loaded, actor: Actor, facts: Facts, closure: Closure, *, reasons: bool
    ) -> Closure:
        return closure

    monkeypatch.setattr(looking, "closure_shown", telling)
    return KINDS


def a_proxy_who_reads_what_is_sealed(monkeypatch: pytest.MonkeyPatch) -> Kinds:
    """As whoever it belongs to reads it."""
    monkeypatch.setattr(showing, "privacy_of", lambda *_: nb.Privacy.CARE)
    return KINDS


LEAKS: dict[str, Callable[[pytest.MonkeyPatch], Kinds]] = {
    leak.__name__: leak
    for leak in (
        a_title_that_tells_a_sealed_detail,
        a_title_that_tells_whose_it_is,
        a_log_of_what_is_booked,
        a_history_that_tells_all,
        a_calendar_that_redacts_nothing,
        a_calendar_that_names_the_organizer,
        a_closure_that_says_why,
        a_proxy_who_reads_what_is_sealed,
    )
}
