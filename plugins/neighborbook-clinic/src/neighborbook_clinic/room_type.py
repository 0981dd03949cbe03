"""The room type ``clinic``: appointments at a health station."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar

import attrs

import neighborbook as nb
from neighborbook_clinic.checking import faults_of_settings
from neighborbook_clinic.details import (
    Channel,
    ClinicDetails,
    details_of,
    faults_of,
    patient_of,
)
from neighborbook_clinic.places import is_staff, legs_of, limits_of, rooms_taken
from neighborbook_clinic.rules import (
    NAME,
    OF_THE_PATIENT,
    OF_THE_TIME,
    on_behalf,
    question_of,
    seen_before,
    staff_only,
)
from neighborbook_clinic.settings import POLICY, Settings, settings_of
from neighborbook_clinic.texts import REASONS, REMEDIES, TEXTS, WORDS

THERE = frozenset({nb.State.ARRIVED, nb.State.ACTIVE})


class Clinic(nb.RoomType):
    """A practitioner, a room and devices at once, for one patient, seen by nobody else."""

    name: ClassVar[str] = NAME
    details: ClassVar[type] = ClinicDetails
    settings: ClassVar[type] = Settings
    policy: ClassVar[nb.Policy] = POLICY
    privacy: ClassVar[nb.Privacy] = nb.Privacy.CARE
    serves_attendees: ClassVar[bool] = True
    timeless: ClassVar[bool] = False
    checks_in: ClassVar[bool] = True
    neutral: ClassVar[nb.Text] = nb.Text.of({"en": "Appointment", "zh": "预约"})
    labels: ClassVar[Mapping[str, nb.State]] = {
        "called": nb.State.ARRIVED,
        "active": nb.State.ACTIVE,
        "left_unserved": nb.State.VOID,
    }
    moves: ClassVar[frozenset[tuple[str, str]]] = frozenset(
        {
            ("arrived", "called"),
            ("called", "called"),
            ("called", "active"),
            ("arrived", "left_unserved"),
            ("called", "left_unserved"),
        }
    )
    reasons: ClassVar[Mapping[str, nb.Text]] = REASONS
    texts: ClassVar[Mapping[str, nb.Text]] = TEXTS
    remedies: ClassVar[Mapping[str, nb.Text]] = REMEDIES
    words: ClassVar[Mapping[str, nb.Text]] = WORDS

    def offering_faults(self, offering: nb.Offering, catalog: nb.Catalog) -> Iterable[nb.Fault]:
        """Yield services and practitioners that name nothing."""
        return faults_of_settings(offering, catalog)

    def faults(
        self, request: nb.Request, offering: nb.Offering, catalog: nb.Catalog
    ) -> Iterable[nb.Fault]:
        """Yield an unknown service, a wrong length, and anybody besides the patient."""
        return faults_of(request, offering)

    def policy_for(self, ask: nb.Ask) -> nb.Policy:
        """Who walks in needs no notice, and does so today."""
        policy = ask.offering.policy
        if details_of(ask.request.details).channel is Channel.WALK_IN and is_staff(ask):
            return attrs.evolve(policy, notice=0, horizon=0, opens_at=None)
        return policy

    def demand(self, ask: nb.Ask) -> nb.Demand:
        """Take practitioner, room and devices, and a cell of the practitioner's session."""
        legs = legs_of(ask)
        refusals = (*staff_only(ask), *on_behalf(ask))
        question, patient = question_of(ask), patient_of(ask.request)
        questions = () if question is None else (question,)
        presences = () if patient is None else (patient,)
        for leg in legs:
            if not leg.options:
                missing = nb.Refusal(
                    code=nb.Code.NO_COMBINATION,
                    rule="practitioner",
                    severity=nb.Severity.HARD,
                    subject=leg.role,
                )
                return nb.Demand(questions=questions, refusals=(*refusals, missing))
        return nb.Demand(
            legs=legs,
            limits=tuple(limits_of(ask, legs)),
            questions=questions,
            presences=presences,
            joint=True,
            refusals=refusals,
        )

    def check(
        self, ask: nb.Ask, candidates: tuple[nb.Candidate, ...], seen: nb.Seen
    ) -> Iterator[tuple[nb.Candidate, nb.Refusal]]:
        """Yield what is against a patient, and against a time; see ``rules``."""
        for candidate in candidates:
            patient = patient_of(candidate.ask.request)
            for of_time in OF_THE_TIME:
                for refusal in of_time(candidate, seen):
                    yield candidate, refusal
            for of_patient in OF_THE_PATIENT if patient is not None else ():
                for refusal in of_patient(candidate, seen, patient or ""):
                    yield candidate, refusal

    def prefers(self, ask: nb.Ask, seen: nb.Seen) -> Iterable[str]:
        """A follow-up is rather with whom the patient saw last."""
        return seen_before(ask, seen)

    def auto_release(self, ask: nb.Ask) -> int | None:
        """Release a long appointment that nobody came to, where people check in."""
        return settings_of(ask.offering).late_most if ask.catalog.center.check_in else None

    def ends_at(self, booking: nb.Booking, offering: nb.Offering) -> int:
        """Wait for who is late, and serve who has come."""
        settings = settings_of(offering)
        if booking.state in THERE:
            return booking.end_at + settings.served_within
        return max(booking.end_at, booking.start_at + settings.late_most)

    def rooms_of(
        self, booking: nb.Booking, offering: nb.Offering, catalog: nb.Catalog
    ) -> tuple[str, ...]:
        """Return the room that was taken; who is squeezed in is where the practitioner may be."""
        return rooms_taken(booking, offering, catalog)

    def answers(self, offering: nb.Offering) -> Mapping[str, Mapping[str, nb.Text]]:
        """Return what the services of a station are called."""
        services = settings_of(offering).services
        return {"service": {id: service.name for id, service in services if service.name}}

    def title(self, booking: nb.Booking, audience: nb.Audience) -> str:
        """There is none: what stands in calendars is neutral."""
        return ""
