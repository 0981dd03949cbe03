"""The room type ``meeting-room``: rooms for meetings, trainings, and team days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar

import attrs

import neighborbook as nb
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

UNDECIDED = frozenset({nb.State.HELD, nb.State.WAITING, nb.State.OFFERED, nb.State.PENDING})
NEVER_ACCEPTED = frozenset({nb.VoidReason.DECLINED, nb.VoidReason.EXPIRED})


class MeetingRoom(nb.RoomType):
    """Exclusive rooms that are set up for a layout, shared fairly, and approved when unusual."""

    name: ClassVar[str] = NAME
    details: ClassVar[type] = MeetingDetails
    settings: ClassVar[type] = Settings
    policy: ClassVar[nb.Policy] = POLICY
    quotas: ClassVar[tuple[nb.Quota, ...]] = QUOTAS
    privacy: ClassVar[nb.Privacy] = nb.Privacy.MEMBER
    timeless: ClassVar[bool] = True
    checks_in: ClassVar[bool] = True
    labels: ClassVar[Mapping[str, nb.State]] = {
        "setup": nb.State.CONFIRMED,
        "active": nb.State.ACTIVE,
        "teardown": nb.State.ACTIVE,
    }
    moves: ClassVar[frozenset[tuple[str, str]]] = frozenset(
        {
            ("confirmed", "setup"),
            ("confirmed", "active"),
            ("setup", "active"),
            ("arrived", "active"),
            ("active", "teardown"),
        }
    )
    texts: ClassVar[Mapping[str, nb.Text]] = TEXTS

    def faults(
        self, request: nb.Request, offering: nb.Offering, catalog: nb.Catalog
    ) -> Iterable[nb.Fault]:
        """Yield what is wrong with visitors, equipment, and consent."""
        return faults_of(request)

    def demand(self, ask: nb.Ask) -> nb.Demand:
        """Take one place, the smallest that will do, and the equipment asked for."""
        places = place_options(ask)
        question = strikes_question(ask)
        missing = () if places else nb.unsuitable(ask, layout_of(ask))
        legs = (nb.Leg(role="place", options=places), *equipment_legs(ask)) if places else ()
        return nb.Demand(
            legs=legs,
            questions=() if question is None else (question,),
            refusals=(*missing, *unknown_equipment(ask)),
        )

    def layout(self, ask: nb.Ask) -> str | None:
        """Return the layout asked for, or ``None`` for any that holds those who come."""
        return layout_of(ask)

    def check(
        self, ask: nb.Ask, candidates: tuple[nb.Candidate, ...], seen: nb.Seen
    ) -> Iterator[tuple[nb.Candidate, nb.Refusal]]:
        """Yield approvals and warnings; see ``rules``."""
        for candidate in candidates:
            for rule in RULES:
                for refusal in rule(candidate, seen):
                    yield candidate, refusal

    def variations(self, ask: nb.Ask) -> Iterator[nb.Request]:
        """Where the layout is too small: the same rooms in another one; then any other room."""
        request = ask.request
        if layout_of(ask) is not None and not nb.suitable_places(ask, layout_of(ask)):
            for layout in _layouts_instead(ask):
                other = attrs.evolve(details_of(request.details), layout=layout)  # type: ignore[misc]
                yield attrs.evolve(request, details=other)
        if request.resource is not None:
            yield attrs.evolve(request, resource=None)

    def auto_release(self, ask: nb.Ask) -> int | None:
        """Release a room that nobody came to, where people check in."""
        after = settings_of(ask.offering).release_after
        return after if after and ask.catalog.center.check_in else None

    def late_after(self, ask: nb.Ask) -> int:
        """Half and whole days are cancelled a day ahead, shorter meetings some hours."""
        request, settings = ask.request, settings_of(ask.offering)
        if request.end - request.start >= settings.half_day:
            return request.start - settings.half_day_cancel_notice
        return request.start - ask.offering.policy.cancel_notice

    def privacy_of(self, booking: nb.Booking) -> nb.Privacy:
        """Let everybody see what is open to the public, by consent; else one's own firm alone.

        Nobody else sees it before it is decided, or after it was declined.
        """
        asked = details_of(booking.details)
        undecided = booking.state in UNDECIDED or booking.void_reason in NEVER_ACCEPTED
        announced = asked.public_facing and asked.announce and not undecided
        return nb.Privacy.PUBLIC if announced else self.privacy


def _layouts_instead(ask: nb.Ask) -> tuple[str, ...]:
    places = nb.suitable_places(ask, None)
    found = [name for place in places for name in layouts_holding(place, ask.request.headcount)]
    return tuple(dict.fromkeys(found))
