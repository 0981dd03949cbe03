"""The room type ``meeting-room``: rooms for meetings, trainings, and team days."""

# ruff: noqa: ARG002 - a method has the arguments that RoomType gives it

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar

import attrs

from neighborbook.domain.booking import Booking, State
from neighborbook.domain.catalog import Catalog
from neighborbook.domain.claim import Leg
from neighborbook.domain.demand import Demand
from neighborbook.domain.offering import Offering, Policy, Quota
from neighborbook.domain.refusal import Refusal
from neighborbook.domain.seen import Ask, Candidate, Seen
from neighborbook.domain.slot import Request
from neighborbook.domain.text import Text
from neighborbook.errors import Fault
from neighborbook.room_type import Privacy, RoomType, suitable_places, unsuitable
from neighborbook_meeting_room.details import MeetingDetails, details_of, faults_of
from neighborbook_meeting_room.places import (
    equipment_legs,
    layout_of,
    layouts_holding,
    place_options,
    unknown_equipment,
)
from neighborbook_meeting_room.rules import NAME, RULES, strikes_question
from neighborbook_meeting_room.settings import POLICY, QUOTAS, Settings, settings_of
from neighborbook_meeting_room.texts import TEXTS


class MeetingRoom(RoomType):
    """Exclusive rooms that are set up for a layout, shared fairly, and approved when unusual."""

    name: ClassVar[str] = NAME
    details: ClassVar[type] = MeetingDetails
    settings: ClassVar[type] = Settings
    policy: ClassVar[Policy] = POLICY
    quotas: ClassVar[tuple[Quota, ...]] = QUOTAS
    privacy: ClassVar[Privacy] = Privacy.MEMBER
    checks_in: ClassVar[bool] = True
    labels: ClassVar[Mapping[str, State]] = {
        "setup": State.CONFIRMED,
        "active": State.ACTIVE,
        "teardown": State.ACTIVE,
    }
    moves: ClassVar[frozenset[tuple[str, str]]] = frozenset(
        {("setup", "active"), ("active", "teardown"), ("setup", "teardown")}
    )
    texts: ClassVar[Mapping[str, Text]] = TEXTS

    def faults(self, request: Request, offering: Offering, catalog: Catalog) -> Iterable[Fault]:
        """Yield what is wrong with visitors, equipment, and consent."""
        return faults_of(request)

    def demand(self, ask: Ask) -> Demand:
        """Take one place, the smallest that will do, and the equipment asked for."""
        places = place_options(ask)
        question = strikes_question(ask)
        missing = () if places else unsuitable(ask, layout_of(ask))
        legs = (Leg(role="place", options=places), *equipment_legs(ask)) if places else ()
        return Demand(
            legs=legs,
            questions=() if question is None else (question,),
            refusals=(*missing, *unknown_equipment(ask)),
        )

    def layout(self, ask: Ask) -> str | None:
        """Return the layout asked for, or ``None`` for any that holds those who come."""
        return layout_of(ask)

    def check(
        self, ask: Ask, candidates: tuple[Candidate, ...], seen: Seen
    ) -> Iterator[tuple[Candidate, Refusal]]:
        """Yield approvals and warnings; see ``rules``."""
        for candidate in candidates:
            for rule in RULES:
                for refusal in rule(candidate, seen):
                    yield candidate, refusal

    def variations(self, ask: Ask) -> Iterator[Request]:
        """Where the layout is too small: the same rooms in another one; then any other room."""
        request = ask.request
        if layout_of(ask) is not None and not suitable_places(ask, layout_of(ask)):
            for layout in _layouts_instead(ask):
                other = attrs.evolve(details_of(request.details), layout=layout)  # type: ignore[misc]
                yield attrs.evolve(request, details=other)
        if request.resource is not None:
            yield attrs.evolve(request, resource=None)

    def auto_release(self, ask: Ask) -> int | None:
        """Release a room that nobody came to, where people check in."""
        after = settings_of(ask.offering).release_after
        return after if after and ask.catalog.center.check_in else None

    def late_after(self, ask: Ask) -> int:
        """Half and whole days are cancelled a day ahead, shorter meetings some hours."""
        request, settings = ask.request, settings_of(ask.offering)
        if request.end - request.start >= settings.half_day:
            return request.start - settings.half_day_cancel_notice
        return request.start - ask.offering.policy.cancel_notice

    def privacy_of(self, booking: Booking) -> Privacy:
        """Let everybody see what is open to the public, by consent; else one's own firm alone."""
        asked = details_of(booking.details)
        return Privacy.PUBLIC if asked.public_facing and asked.announce else self.privacy


def _layouts_instead(ask: Ask) -> tuple[str, ...]:
    places = suitable_places(ask, None)
    found = [name for place in places for name in layouts_holding(place, ask.request.headcount)]
    return tuple(dict.fromkeys(found))
