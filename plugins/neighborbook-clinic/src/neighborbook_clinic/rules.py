"""The rules of a health station: one rule, one function, one name.

Each takes a candidate and what was seen, and yields the reasons that it finds. What concerns the
patient is judged only where a patient is named: anybody may look for what is free.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import neighborbook as nb
from neighborbook_clinic.details import Channel, Priority, details_of, patient_of
from neighborbook_clinic.places import age_of, is_staff
from neighborbook_clinic.settings import DAY, Service, Settings, minutes_of, settings_of

NAME = "clinic"
AROUND = 400 * DAY
"""How far around now a patient's appointments are looked at: a year, and a while."""

ALL_DAY = (Service().starts_from, Service().starts_until)

ACTS_FOR = frozenset({nb.Tie.GUARDIAN_OF, nb.Tie.PROXY_FOR})

MISSED = frozenset({nb.VoidReason.NO_SHOW, nb.VoidReason.RELEASED})

Rule = Callable[[nb.Candidate, nb.Seen, str], Iterator[nb.Refusal]]


def question_of(ask: nb.Ask) -> nb.PartyBookings | None:
    """Return the one question: which appointments has this patient, for whatever time is asked?"""
    patient = patient_of(ask.request)
    if patient is None:
        return None
    return nb.PartyBookings(
        party=patient,
        start=ask.now - AROUND,
        end=ask.now + AROUND,
        room_types=frozenset({NAME}),
    )


def others(ask: nb.Ask, seen: nb.Seen) -> tuple[nb.Booking, ...]:
    """Return the patient's appointments here, without the one that is being changed."""
    question = question_of(ask)
    found = seen.answers.get(question, ()) if question is not None else ()
    old = ask.replaces
    return tuple(
        one
        for one in found
        if one.organizer == ask.request.organizer
        and one.offering == ask.offering.id
        and (old is None or one.id != old.id)
    )


def registered(candidate: nb.Candidate, seen: nb.Seen, patient: str) -> Iterator[nb.Refusal]:
    """Who is unknown is registered first; nobody is made up, and a firm is no patient."""
    ask = candidate.ask
    known = patient in ask.facts and not ask.facts_of(patient).organization_kind
    if settings_of(ask.offering).registered and not known:
        yield _no("X_NOT_REGISTERED", "registered", severity=nb.Severity.HARD)


def one_a_day(candidate: nb.Candidate, seen: nb.Seen, patient: str) -> Iterator[nb.Refusal]:
    """A patient has one appointment for a service in a civil day."""
    ask = candidate.ask
    standing = list(_standing(ask, seen))
    if not standing:
        return
    day, service = ask.local(candidate.start).date(), details_of(ask.request.details).service
    for one in standing:
        if _service_of(one) == service and ask.local(one.start_at).date() == day:
            yield _no(nb.Code.DUPLICATE, "one_a_day", severity=nb.Severity.HARD)
            return


def once_a_year(candidate: nb.Candidate, seen: nb.Seen, patient: str) -> Iterator[nb.Refusal]:
    """A yearly service is given once in a calendar year."""
    ask = candidate.ask
    if not _wanted(ask).yearly:
        return
    year, service = ask.local(candidate.start).year, details_of(ask.request.details).service
    for one in _standing(ask, seen):
        if _service_of(one) == service and ask.local(one.start_at).year == year:
            yield _no(nb.Code.DUPLICATE, "once_a_year", severity=nb.Severity.HARD)
            return


def follow_up(candidate: nb.Candidate, seen: nb.Seen, patient: str) -> Iterator[nb.Refusal]:
    """A follow-up comes within some days after a visit that is done."""
    ask, wanted = candidate.ask, _wanted(candidate.ask)
    if not wanted.after:
        return
    most, day = settings_of(ask.offering).follow_up_days, ask.local(candidate.start).date()
    done = [ask.local(one.start_at).date() for one in _done(ask, seen, wanted)]
    if not any(0 <= (day - before).days <= most for before in done):
        yield _no("X_NO_VISIT", "follow_up", severity=nb.Severity.SOFT, most=most)


def suspended(candidate: nb.Candidate, seen: nb.Seen, patient: str) -> Iterator[nb.Refusal]:
    """Who did not come too often cannot book online for a while; the front desk books as ever."""
    ask, settings = candidate.ask, settings_of(candidate.ask.offering)
    if not settings.no_shows or not ask.catalog.center.check_in or is_staff(ask):
        return
    until = closed_until(others(ask, seen), settings)
    if until is not None and ask.now < until:
        yield _no(
            nb.Code.SUSPENDED,
            "no_shows",
            severity=nb.Severity.SOFT,
            most=settings.no_shows,
            resets_at=until,
        )


def closed_until(bookings: tuple[nb.Booking, ...], settings: Settings) -> int | None:
    """Return until when online booking is closed: some days after the latest one too many."""
    missed = sorted(one.start_at for one in bookings if one.void_reason in MISSED)
    within = settings.no_show_days * DAY
    too_many = [
        last
        for first, last in zip(missed, missed[settings.no_shows - 1 :], strict=False)
        if last - first < within
    ]
    return max(too_many) + settings.no_show_pause_days * DAY if too_many else None


def old_enough(candidate: nb.Candidate, seen: nb.Seen, patient: str) -> Iterator[nb.Refusal]:
    """Some services are for elders; who has not told a date of birth is not known to be one."""
    ask, least = candidate.ask, _wanted(candidate.ask).least_age
    if not least:
        return
    age = age_of(ask, patient)
    if age is None:
        yield _no(nb.Code.AGE, "age_unknown", severity=nb.Severity.SOFT, least=least)
    elif age < least:
        yield _no(nb.Code.AGE, "age", severity=nb.Severity.SOFT, least=least, asked=age)


def resident(candidate: nb.Candidate, seen: nb.Seen, patient: str) -> Iterator[nb.Refusal]:
    """Some services are for who has lived here for some months, whatever the register says."""
    ask, months = candidate.ask, _wanted(candidate.ask).resident_months
    if not months:
        return
    since, day = ask.facts_of(patient).resident_since, ask.local(candidate.start).date()
    if since is None or _months_between(since, day) < months:
        yield _no(nb.Code.RESIDENCY, "resident", severity=nb.Severity.SOFT, least=months)


def in_its_hours(candidate: nb.Candidate, seen: nb.Seen) -> Iterator[nb.Refusal]:
    """Some services start in the morning alone: patients come fasting."""
    ask, wanted = candidate.ask, _wanted(candidate.ask)
    if (wanted.starts_from, wanted.starts_until) == ALL_DAY:
        return
    wall = ask.local(candidate.start)
    minutes = wall.hour * 60 + wall.minute
    first, last = minutes_of(wanted.starts_from), minutes_of(wanted.starts_until)
    if not first <= minutes < last:
        midnight = candidate.start - minutes * 60 - wall.second
        yield _no(
            nb.Code.CLOSED,
            "service_hours",
            severity=nb.Severity.SOFT,
            earliest_at=midnight + first * 60,
            latest_at=midnight + last * 60,
        )


def fasting(candidate: nb.Candidate, seen: nb.Seen) -> Iterator[nb.Refusal]:
    """Who must come fasting is told so."""
    if _wanted(candidate.ask).fasting:
        yield _no("X_FASTING", "fasting", severity=nb.Severity.WARNING)


def staff_only(ask: nb.Ask) -> Iterator[nb.Refusal]:
    """Squeezing in, writing down who walks in, and calling it urgent are for the front desk."""
    asked = details_of(ask.request.details)
    wanted = []
    if asked.overbook:
        wanted.append("overbook")
    if asked.channel is Channel.WALK_IN:
        wanted.append(Channel.WALK_IN.value)
    if asked.priority is Priority.URGENT:
        wanted.append(Priority.URGENT.value)
    for what in wanted if wanted and not is_staff(ask) else ():
        yield _no(nb.Code.NOT_ALLOWED, "staff_only", severity=nb.Severity.HARD, subject=what)


def on_behalf(ask: nb.Ask) -> Iterator[nb.Refusal]:
    """Only the patient, a guardian, a proxy, and who works here make an appointment."""
    patient = patient_of(ask.request)
    if patient is None or patient == ask.actor.party or is_staff(ask) or _is_tied(ask, patient):
        return
    yield _no(nb.Code.NOT_AUTHORIZED_FOR, "on_behalf", severity=nb.Severity.HARD)


def _is_tied(ask: nb.Ask, patient: str) -> bool:
    """Whether who asks may act for a patient now, or for everybody in the patient's grid."""
    grid = ask.facts_of(patient).grid
    return any(
        link.tie in ACTS_FOR
        and (link.other == patient or (not link.other and bool(grid) and link.grid == grid))
        and link.grid in ("", grid)
        and link.holds(ask.now, NAME)
        for link in ask.facts_of(ask.actor.party).links
    )


OF_THE_PATIENT: tuple[Rule, ...] = (
    registered,
    one_a_day,
    once_a_year,
    follow_up,
    suspended,
    old_enough,
    resident,
)
OF_THE_TIME = (in_its_hours, fasting)


def seen_before(ask: nb.Ask, seen: nb.Seen) -> Iterator[str]:
    """Yield whom the patient saw last, for a follow-up: the same practitioner, if it can be."""
    wanted = _wanted(ask)
    if not wanted.after:
        return
    done = sorted(_done(ask, seen, wanted), key=lambda one: one.start_at, reverse=True)
    yield from dict.fromkeys(one.resource for one in done if one.resource)


def _wanted(ask: nb.Ask) -> Service:
    found = settings_of(ask.offering).service(details_of(ask.request.details).service)
    return found if found is not None else Service()


def _service_of(booking: nb.Booking) -> str:
    return details_of(booking.details).service


def _standing(ask: nb.Ask, seen: nb.Seen) -> Iterator[nb.Booking]:
    return (one for one in others(ask, seen) if one.state is not nb.State.VOID)


def _done(ask: nb.Ask, seen: nb.Seen, wanted: Service) -> list[nb.Booking]:
    return [
        one
        for one in others(ask, seen)
        if one.state is nb.State.DONE and _service_of(one) in wanted.after
    ]


def _months_between(since: date, day: date) -> int:
    months = (day.year - since.year) * 12 + day.month - since.month
    return months - (day.day < since.day)


def _no(
    code: str,
    rule: str,
    *,
    severity: nb.Severity,
    subject: str = "",
    asked: int | None = None,
    least: int | None = None,
    most: int | None = None,
    earliest_at: int | None = None,
    latest_at: int | None = None,
    resets_at: int | None = None,
) -> nb.Refusal:
    return nb.Refusal(
        code=code,
        rule=rule,
        severity=severity,
        subject=subject,
        asked=asked,
        least=least,
        most=most,
        earliest_at=earliest_at,
        latest_at=latest_at,
        resets_at=resets_at,
        override="override" if severity is nb.Severity.SOFT else "",
    )
