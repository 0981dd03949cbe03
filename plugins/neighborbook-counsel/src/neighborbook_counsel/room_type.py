"""The room type ``counsel``: talks of which nobody else learns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import ClassVar

import attrs

import neighborbook as nb
from neighborbook_counsel.details import TOLD_BY, CounselDetails, client_of, details_of, faults_of
from neighborbook_counsel.rules import (
    BEFORE_THE_BOOK,
    NAME,
    RULES,
    begun_with,
    calls_for_help,
    crisis,
    keeps_talk,
    own_name,
    question_of,
)
from neighborbook_counsel.settings import MINUTE, POLICY, Settings, settings_of
from neighborbook_counsel.texts import REASONS, REMEDIES, TEXTS, WORDS


class Counsel(nb.RoomType):
    """A counselor and a room for fifty minutes, sealed; in a crisis never a no."""

    name: ClassVar[str] = NAME
    details: ClassVar[type] = CounselDetails
    settings: ClassVar[type] = Settings
    policy: ClassVar[nb.Policy] = POLICY
    privacy: ClassVar[nb.Privacy] = nb.Privacy.SEALED
    serves_attendees: ClassVar[bool] = True
    timeless: ClassVar[bool] = False
    neutral: ClassVar[nb.Text] = nb.Text.of({"en": "Appointment", "zh": "预约"})
    labels: ClassVar[Mapping[str, nb.State]] = {
        "intake": nb.State.ACTIVE,
        "active": nb.State.ACTIVE,
        "referred": nb.State.DONE,
    }
    moves: ClassVar[frozenset[tuple[str, str]]] = frozenset(
        {
            ("confirmed", "intake"),
            ("confirmed", "active"),
            ("intake", "referred"),
            ("active", "referred"),
        }
    )
    reasons: ClassVar[Mapping[str, nb.Text]] = REASONS
    texts: ClassVar[Mapping[str, nb.Text]] = TEXTS
    remedies: ClassVar[Mapping[str, nb.Text]] = REMEDIES
    words: ClassVar[Mapping[str, nb.Text]] = WORDS

    def offering_faults(self, offering: nb.Offering, catalog: nb.Catalog) -> Iterable[nb.Fault]:
        """Yield rooms that do not exist, and a quota: who refers a client would learn by it."""
        if offering.quotas:
            yield nb.Fault(
                path="quota",
                code="INPUT_INVALID",
                expected="none: whoever is refused by it learns of other talks",
                expected_zh="不设限额：因限额被拒者会由此得知其他咨询",
            )
        for room in settings_of(offering).rooms:
            if room not in catalog.resources:
                yield nb.Fault(
                    path="rooms",
                    code="INPUT_INVALID",
                    given=room,
                    expected="a resource",
                    expected_zh="资源",
                )

    def faults(
        self, request: nb.Request, offering: nb.Offering, catalog: nb.Catalog
    ) -> Iterable[nb.Fault]:
        """Yield anybody besides the client, and anything written about it."""
        return faults_of(request)

    def policy_for(self, ask: nb.Ask) -> nb.Policy:
        """In a crisis nothing is too soon, too short, or off any grid."""
        policy = ask.offering.policy
        if not calls_for_help(ask):
            return policy
        return attrs.evolve(
            policy,
            granularity=1,
            shortest=MINUTE,
            longest=None,
            notice=0,
            horizon=None,
            approval=False,
        )

    def demand(self, ask: nb.Ask) -> nb.Demand:
        """Take a counselor and a room; in a crisis nothing, so that nothing can be full.

        Who asks for help from within a talk keeps the talk.
        """
        if not details_of(ask.request.details).crisis:
            return self._talk(ask)
        if calls_for_help(ask):
            demand = nb.Demand(keeps=keeps_talk(ask), refusals=tuple(own_name(ask)))
        else:
            demand = self._talk(ask)
        said = (*demand.refusals, *crisis(ask))
        return attrs.evolve(demand, effects=("duty_contact",), refusals=said)

    def _talk(self, ask: nb.Ask) -> nb.Demand:
        client, question = client_of(ask.request), question_of(ask)
        said = tuple(refusal for rule in BEFORE_THE_BOOK for refusal in rule(ask))
        places = nb.suitable_places(ask, None)
        if not places:
            return nb.Demand(refusals=(*said, *nb.unsuitable(ask, None)))
        policy, rooms = ask.offering.policy, settings_of(ask.offering).rooms
        legs = [
            nb.Leg(
                role="counselor",
                options=tuple(nb.place_option(one, ask.catalog, policy, None) for one in places),
            )
        ]
        if rooms:
            options = (
                nb.place_option(nb.Place(resource=room), ask.catalog, policy, None)
                for room in rooms
                if not ask.catalog.resources[room].retired
            )
            legs.append(nb.Leg(role="room", options=tuple(options)))
        return nb.Demand(
            legs=tuple(legs),
            questions=() if question is None else (question,),
            presences=() if client is None else (client,),
            joint=True,
            refusals=said,
        )

    def check(
        self, ask: nb.Ask, candidates: tuple[nb.Candidate, ...], seen: nb.Seen
    ) -> Iterator[tuple[nb.Candidate, nb.Refusal]]:
        """Yield what is against a client's talk; see ``rules``."""
        if client_of(ask.request) is None or calls_for_help(ask):
            return
        for candidate in candidates:
            for rule in RULES:
                for refusal in rule(candidate, seen):
                    yield candidate, refusal

    def prefers(self, ask: nb.Ask, seen: nb.Seen) -> Iterable[str]:
        """The counselor with whom the client has begun."""
        return begun_with(ask, seen)

    def late_after(self, ask: nb.Ask) -> int:
        """Cancel by the same hour of the working day before."""
        start, days = ask.local(ask.request.start), settings_of(ask.offering).cancel_working_days
        day = ask.catalog.working_days.add_working_days(start.date(), -days)
        return int((start - timedelta(days=(start.date() - day).days)).timestamp())

    def in_own_calendar(self, booking: nb.Booking) -> bool:
        """Only if the client has asked for that."""
        return details_of(booking.details).in_calendar

    def told_by(self, booking: nb.Booking) -> frozenset[str]:
        """As the client has said, and by nothing else; by nothing unless she has said so."""
        return TOLD_BY[details_of(booking.details).contact]

    def rooms_of(
        self, booking: nb.Booking, offering: nb.Offering, catalog: nb.Catalog
    ) -> tuple[str, ...]:
        """Return the room that was taken with the counselor; a call for help alone has none."""
        return tuple(one.option.resource for one in booking.chosen if one.role == "room")

    def title(self, booking: nb.Booking, audience: nb.Audience) -> str:
        """There is none, for anybody."""
        return ""
