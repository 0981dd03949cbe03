"""The rules of counseling: one rule, one function, one name."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import neighborbook as nb
from neighborbook_counsel.details import Visit, client_of, details_of
from neighborbook_counsel.settings import DAY, settings_of

NAME = "counsel"
AROUND = 400 * DAY
"""How far around now a client's talks are looked at."""

Rule = Callable[[nb.Candidate, nb.Seen], Iterator[nb.Refusal]]


def question_of(ask: nb.Ask) -> nb.PartyBookings | None:
    """Return the one question: which talks has this client, for whatever time is asked?"""
    client = client_of(ask.request)
    if client is None:
        return None
    return nb.PartyBookings(
        party=client,
        start=ask.now - AROUND,
        end=ask.now + AROUND,
        room_types=frozenset({NAME}),
    )


def talks(ask: nb.Ask, seen: nb.Seen) -> list[nb.Booking]:
    """Return the client's talks that stand or were had, by start, without the one being changed."""
    question = question_of(ask)
    found = seen.answers.get(question, ()) if question is not None else ()
    old = ask.replaces
    standing = [
        one
        for one in found
        if one.organizer == ask.request.organizer
        and one.state is not nb.State.VOID
        and (old is None or one.id != old.id)
        and (one.resource or not details_of(one.details).crisis)
    ]
    return sorted(standing, key=lambda one: one.start_at)


def calls_for_help(ask: nb.Ask) -> bool:
    """Whether it is judged as a call for help, to which the answer is never no.

    A talk from within which help was asked for is moved, or brought back, as any other talk:
    else it would lose counselor and room.
    """
    old = ask.replaces
    if not details_of(ask.request.details).crisis:
        return False
    if old is None or not old.chosen or keeps_talk(ask):
        return True
    return old.state is not nb.State.VOID and not details_of(old.details).crisis


def keeps_talk(ask: nb.Ask) -> bool:
    """Whether a talk that stands goes on at its time; who asks for help only now keeps it so."""
    old, asked = ask.replaces, ask.request
    if old is None or not old.chosen or old.state is nb.State.VOID:
        return False
    same = asked.resource in (None, old.resource) or not details_of(old.details).crisis
    return same and (asked.start, asked.end) == (old.start_at, old.end_at)


def own_name(ask: nb.Ask) -> Iterator[nb.Refusal]:
    """Nobody asks in another's name: only a child's guardian, and who refers somebody here.

    Whoever is refused is told whom to call in a crisis all the same.
    """
    client, settings = client_of(ask.request), settings_of(ask.offering)
    if client is None or _is_program(ask) or ask.actor.party == client:
        return
    referred = details_of(ask.request.details).referral
    if referred and (ask.acts_as("staff") or ask.acts_as("carer")):
        return
    age = _age(ask, client)
    if age is not None and age < settings.adult_from and _is_guardian(ask, client):
        return
    yield _no(
        nb.Code.NOT_AUTHORIZED_FOR,
        "own_name",
        severity=nb.Severity.HARD,
        allowed=(settings.hotline,) if settings.hotline else (),
    )


def guardian(ask: nb.Ask) -> Iterator[nb.Refusal]:
    """A child does not ask alone."""
    client, least = client_of(ask.request), settings_of(ask.offering).alone_from
    age = None if client is None else _age(ask, client)
    if age is not None and age < least and ask.actor.party == client:
        yield _no(nb.Code.GUARDIAN_REQUIRED, "guardian", severity=nb.Severity.HARD, least=least)


def referral_by_staff(ask: nb.Ask) -> Iterator[nb.Refusal]:
    """That somebody is referred is for who works here to say."""
    referred = details_of(ask.request.details).referral
    if referred and not (ask.acts_as("staff") or ask.acts_as("carer")):
        yield _no(nb.Code.NOT_ALLOWED, "referral", severity=nb.Severity.HARD, subject="referral")


def consent(ask: nb.Ask) -> Iterator[nb.Refusal]:
    """A client has agreed to the words on confidentiality that hold now."""
    needed = settings_of(ask.offering).consent_version
    given = details_of(ask.request.details).consent
    if client_of(ask.request) is not None and given < needed:
        yield _no(nb.Code.CONSENT_MISSING, "consent", severity=nb.Severity.HARD, least=needed)


def crisis(ask: nb.Ask) -> Iterator[nb.Refusal]:
    """Who needs help now is told whom to call."""
    hotline = settings_of(ask.offering).hotline
    yield _no("X_CRISIS", "crisis", severity=nb.Severity.WARNING, subject=hotline)


def intake_first(candidate: nb.Candidate, seen: nb.Seen) -> Iterator[nb.Refusal]:
    """The first talk is the intake; others follow when that was had."""
    ask = candidate.ask
    if not _goes_on(ask):
        return
    had = (
        one
        for one in talks(ask, seen)
        if details_of(one.details).visit is Visit.INTAKE and one.state is nb.State.DONE
    )
    if next(had, None) is None:
        yield _no("X_INTAKE_FIRST", "intake_first", severity=nb.Severity.SOFT)


def same_counselor(candidate: nb.Candidate, seen: nb.Seen) -> Iterator[nb.Refusal]:
    """Whoever has begun with a client goes on, unless the client is referred to somebody else."""
    if not _goes_on(candidate.ask) or not candidate.chosen:
        return
    before = next(begun_with(candidate.ask, seen), None)
    if before is not None and candidate.chosen[0].option.resource != before:
        yield _no("X_SAME_COUNSELOR", "same_counselor", severity=nb.Severity.SOFT, subject=before)


def review(candidate: nb.Candidate, seen: nb.Seen) -> Iterator[nb.Refusal]:
    """After some talks the counselor looks back before there are more."""
    ask, most = candidate.ask, settings_of(candidate.ask.offering).review_after
    if not most or not _goes_on(ask):
        return
    since = talks(ask, seen)
    intakes = [n for n, one in enumerate(since) if _is_intake(one)]
    sessions = since[intakes[-1] + 1 :] if intakes else since
    if len(sessions) >= most:
        yield _no(nb.Code.NEEDS_APPROVAL, "review", severity=nb.Severity.APPROVAL, most=most)


BEFORE_THE_BOOK = (own_name, guardian, referral_by_staff, consent)
RULES: tuple[Rule, ...] = (intake_first, same_counselor, review)


def begun_with(ask: nb.Ask, seen: nb.Seen) -> Iterator[str]:
    """Yield with whom the client had, or will have, a talk: the latest first.

    Who no longer works here cannot go on, and who refers a client is not told with whom.
    """
    if details_of(ask.request.details).referral:
        return
    latest = (one.resource for one in reversed(talks(ask, seen)) if one.resource)
    known = ask.catalog.resources
    yield from (who for who in dict.fromkeys(latest) if who in known and not known[who].retired)


def _goes_on(ask: nb.Ask) -> bool:
    """Whether a client goes on by herself: only then it is asked what there was before.

    Who refers her has looked at that herself, or does not know it and must not learn it.
    """
    asked = details_of(ask.request.details)
    return asked.visit is Visit.SESSION and not asked.referral


def _is_program(ask: nb.Ask) -> bool:
    return ask.actor.kind.value == "program"


def _is_intake(booking: nb.Booking) -> bool:
    return details_of(booking.details).visit is Visit.INTAKE


def _is_guardian(ask: nb.Ask, client: str) -> bool:
    links = ask.facts_of(ask.actor.party).links
    return any(
        link.tie is nb.Tie.GUARDIAN_OF and link.other == client and link.holds(ask.now, NAME)
        for link in links
    )


def _age(ask: nb.Ask, client: str) -> int | None:
    return ask.facts_of(client).age_on(ask.local(ask.request.start).date())


def _no(
    code: str,
    rule: str,
    *,
    severity: nb.Severity,
    subject: str = "",
    least: int | None = None,
    most: int | None = None,
    allowed: tuple[str, ...] = (),
) -> nb.Refusal:
    return nb.Refusal(
        code=code,
        rule=rule,
        severity=severity,
        subject=subject,
        least=least,
        most=most,
        allowed=allowed,
        override="override" if severity is nb.Severity.SOFT else "",
    )
