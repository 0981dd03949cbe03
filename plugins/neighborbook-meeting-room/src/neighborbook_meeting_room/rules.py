"""The rules of meeting rooms: one rule, one function, one name.

Each takes a candidate and what was seen, and yields the reasons that it finds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import attrs

import neighborbook as nb
from neighborbook_meeting_room.details import details_of
from neighborbook_meeting_room.places import layout_of
from neighborbook_meeting_room.settings import DAY, settings_of

NAME = "meeting-room"

MINUTES_OF_A_DAY = 24 * 60

STRIKES = frozenset({nb.VoidReason.CANCELLED_LATE, nb.VoidReason.NO_SHOW, nb.VoidReason.RELEASED})
"""How a booking ends when a room was kept for nobody."""

Rule = Callable[[nb.Candidate, nb.Seen], Iterator[nb.Refusal]]


def long(candidate: nb.Candidate, seen: nb.Seen) -> Iterator[nb.Refusal]:
    """What is longer than some hours must be approved."""
    length, most = (
        candidate.end - candidate.start,
        settings_of(candidate.ask.offering).approval_over,
    )
    if length > most:
        yield _to_approve("length_approval", asked=length, most=most, unit="seconds")


def large(candidate: nb.Candidate, seen: nb.Seen) -> Iterator[nb.Refusal]:
    """A large meeting must be approved."""
    people = candidate.ask.request.headcount
    most = settings_of(candidate.ask.offering).approval_people
    if people > most:
        yield _to_approve("size_approval", asked=people, most=most, unit="people")


def evening(candidate: nb.Candidate, seen: nb.Seen) -> Iterator[nb.Refusal]:
    """What lasts into the evening must be approved: somebody has to stay and lock up."""
    ask, settings = candidate.ask, settings_of(candidate.ask.offering)
    if settings.evening_minutes >= MINUTES_OF_A_DAY:
        return
    first, last = ask.local(candidate.start), ask.local(candidate.end - 1)
    late = last.hour * 60 + last.minute >= settings.evening_minutes
    if late or last.date() > first.date():
        yield _to_approve("evening_approval", subject=settings.evening_from)


def visitors(candidate: nb.Candidate, seen: nb.Seen) -> Iterator[nb.Refusal]:
    """A meeting with visitors, or open to the public, must be approved."""
    asked = details_of(candidate.ask.request.details)
    wanted = asked.visitors or asked.public_facing
    if wanted and settings_of(candidate.ask.offering).approval_visitors:
        yield _to_approve("visitors_approval", asked=asked.visitors, unit="people")


def strikes(candidate: nb.Candidate, seen: nb.Seen) -> Iterator[nb.Refusal]:
    """Who left rooms empty too often must ask for approval for a while."""
    question = strikes_question(candidate.ask)
    if question is None:
        return
    settings = settings_of(candidate.ask.offering)
    until = paused_until(
        seen.answers.get(question, ()),
        most=settings.strikes,
        within=settings.strike_days * DAY,
        pause=settings.strike_pause_days * DAY,
    )
    if until is not None and candidate.ask.now < until:
        yield _to_approve("strikes_approval", most=settings.strikes, resets_at=until)


def smaller_room(candidate: nb.Candidate, seen: nb.Seen) -> Iterator[nb.Refusal]:
    """Who names a room far too large hears of a smaller one that is free as well.

    Only parts of the room named are looked at: they are free whenever the whole is. Who names no
    room gets the smallest that is free anyhow.
    """
    ask, percent = candidate.ask, settings_of(candidate.ask.offering).roomy_percent
    place = candidate.chosen[0].option if candidate.chosen else None
    if place is None or place.holds is None:
        return
    if ask.request.headcount * 100 >= percent * place.holds:
        return
    anywhere = attrs.evolve(ask, request=attrs.evolve(ask.request, resource=None))
    taken = {take.leaf for take in place.takes}
    for smaller in nb.suitable_places(anywhere, layout_of(ask)):
        if set(ask.catalog.leaves(smaller.resource)) < taken:
            yield nb.Refusal(
                code="X_SMALLER_ROOM",
                rule="smaller_room",
                severity=nb.Severity.WARNING,
                subject=smaller.resource,
                asked=ask.request.headcount,
                most=place.holds,
                unit="people",
            )
            return


RULES: tuple[Rule, ...] = (long, large, evening, visitors, strikes, smaller_room)


def strikes_question(ask: nb.Ask) -> nb.PartyBookings | None:
    """Return the question by which strikes are counted; none where nobody checks in."""
    settings = settings_of(ask.offering)
    if not settings.strikes or not ask.catalog.center.check_in:
        return None
    past = (settings.strike_days + settings.strike_pause_days) * DAY
    # A booking cancelled late may still lie ahead, by as much as its notice.
    return nb.PartyBookings(
        party=ask.request.organizer,
        start=ask.now - past,
        end=ask.now + settings.half_day_cancel_notice + ask.offering.policy.cancel_notice + DAY,
        room_types=frozenset({NAME}),
    )


def paused_until(
    bookings: tuple[nb.Booking, ...], *, most: int, within: int, pause: int
) -> int | None:
    """Return until when everything must be approved: ``pause`` after the latest strike too many.

    Strikes are counted at the start of the booking that was missed.
    """
    missed = sorted(booking.start_at for booking in bookings if booking.void_reason in STRIKES)
    too_many = [
        last
        for first, last in zip(missed, missed[most - 1 :], strict=False)
        if last - first < within
    ]
    return max(too_many) + pause if too_many else None


def _to_approve(
    rule: str,
    *,
    subject: str = "",
    asked: int | None = None,
    most: int | None = None,
    unit: str = "count",
    resets_at: int | None = None,
) -> nb.Refusal:
    return nb.Refusal(
        code=nb.Code.NEEDS_APPROVAL,
        rule=rule,
        severity=nb.Severity.APPROVAL,
        subject=subject,
        asked=asked,
        most=most,
        unit=unit,
        resets_at=resets_at,
    )
