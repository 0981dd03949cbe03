"""Who may do and see what: one table.

First ``standings`` says how somebody stands to a booking or to a center, then ``may`` looks the
right up. What of a booking is then shown is for ``redaction``.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from types import MappingProxyType

from neighborbook.codes import Code, severity_of
from neighborbook.domain.party import Actor, ActorKind, Attendee, Facts
from neighborbook.domain.refusal import Refusal
from neighborbook.room_type import Audience


class Right(enum.StrEnum):
    """What can be allowed; each call of the desk asks for one."""

    BOOK = "book"  # book, hold, extend, confirm; explain asks what book would
    CHANGE = "change"
    CANCEL = "cancel"
    RESTORE = "restore"
    APPROVE = "approve"  # and decline
    OVERRIDE = "override"  # pass soft refusals, with a reason
    CHECK_IN = "check_in"
    MARK = "mark"  # complete, no_show, advance
    CLOSE = "close"  # and reopen, affected
    OUTAGE = "outage"
    REPORT_FAULT = "report_fault"
    LOAD = "load"
    SETTLE = "settle"
    CHECK = "check"
    SEE_SLOTS = "see_slots"  # slots, offerings, resources, closures with their public reason
    SEE_BOARD = "see_board"  # day and the calendars of rooms, redacted
    SEE_BOOKING = "see_booking"  # that it exists; what of it, its redaction says
    SEE_HISTORY = "see_history"
    SEE_CHANGES = "see_changes"  # the rows about a booking
    SEE_USAGE = "see_usage"  # how much of its quotas an organizer has used
    SEE_CLOSURE_REASON = "see_closure_reason"


class Standing(enum.StrEnum):
    """How somebody stands to a center, or to one booking."""

    PROGRAM = "program"  # the embedding program, trusted
    STAFF = "staff"
    APPROVER = "approver"
    ADMINISTRATOR = "administrator"
    ORGANIZER = "organizer"  # it belongs to this very person
    MEMBER = "member"  # it belongs to an organization that this person may book for
    ATTENDEE = "attendee"
    AUTHOR = "author"  # this person wrote it
    STRANGER = "stranger"  # a known person with none of the four ties above
    PUBLIC = "public"  # nobody in particular


ROLES = frozenset({Standing.STAFF, Standing.APPROVER, Standing.ADMINISTRATOR})
"""The standings that ``Facts.roles`` gives, by the same words."""

_PROGRAM = frozenset({Standing.PROGRAM})
_DESK = _PROGRAM | {Standing.STAFF}
_KEEPERS = _PROGRAM | {Standing.ADMINISTRATOR}
_OWNERS = frozenset({Standing.ORGANIZER, Standing.MEMBER})
_READERS = _DESK | _OWNERS | {Standing.APPROVER}
_EVERYBODY = frozenset(Standing)

TABLE: Mapping[Right, frozenset[Standing]] = MappingProxyType(
    {
        Right.BOOK: _DESK | _OWNERS,
        Right.CHANGE: _DESK | _OWNERS,
        Right.CANCEL: _DESK | _OWNERS,
        Right.RESTORE: _DESK | _OWNERS,
        Right.APPROVE: _PROGRAM | {Standing.APPROVER},
        Right.OVERRIDE: _DESK,
        Right.CHECK_IN: _DESK | _OWNERS | {Standing.ATTENDEE},
        Right.MARK: _DESK,
        Right.CLOSE: _DESK,
        Right.OUTAGE: _DESK,
        Right.REPORT_FAULT: _EVERYBODY - {Standing.PUBLIC},
        Right.LOAD: _KEEPERS,
        Right.SETTLE: _KEEPERS,
        Right.CHECK: _KEEPERS,
        Right.SEE_SLOTS: _EVERYBODY,
        Right.SEE_BOARD: _EVERYBODY,
        Right.SEE_BOOKING: _READERS | {Standing.ATTENDEE, Standing.AUTHOR},
        Right.SEE_HISTORY: _READERS,
        Right.SEE_CHANGES: _READERS,
        Right.SEE_USAGE: _READERS,
        Right.SEE_CLOSURE_REASON: _DESK,
    }
)
"""Who may what. A right is given by any one of the standings in its row."""


def standings(
    actor: Actor,
    facts: Facts,
    *,
    organizer: str | None = None,
    attendees: tuple[Attendee, ...] = (),
    author: str | None = None,
) -> frozenset[Standing]:
    """Return how somebody stands to the center and, if it is given, to a booking.

    Args:
        actor: who calls.
        facts: what is known of the actor; those of another party give nothing.
        organizer: whom the booking belongs to, or would belong to.
        attendees: who come.
        author: the booking's ``actor``.

    >>> from neighborbook.domain.party import PUBLIC
    >>> li = Actor(kind=ActorKind.PERSON, party="li-wei")
    >>> known = Facts(party="li-wei", organizations=frozenset({"acme"}))
    >>> [one.value for one in standings(li, known, organizer="acme")]
    ['member']
    >>> [one.value for one in standings(PUBLIC, known, organizer="acme")]
    ['public']
    """
    if actor.kind is ActorKind.PROGRAM:
        return _PROGRAM
    # An empty id is what redaction leaves of an organizer: it must never be anybody's.
    if actor.kind is ActorKind.PUBLIC or not actor.party:
        return frozenset({Standing.PUBLIC})
    own = facts if facts.party == actor.party else Facts(party=actor.party)
    ties = {
        Standing.ORGANIZER: organizer == actor.party,
        Standing.MEMBER: bool(organizer) and organizer in own.organizations,
        Standing.ATTENDEE: any(one.party == actor.party for one in attendees),
        Standing.AUTHOR: author == actor.party,
    }
    tied = frozenset(standing for standing, holds in ties.items() if holds)
    roles = frozenset(role for role in ROLES if role.value in own.roles)
    return roles | (tied or {Standing.STRANGER})


def may(right: Right, standings: frozenset[Standing]) -> bool:
    """Whether one who stands so has the right.

    >>> may(Right.OVERRIDE, frozenset({Standing.STAFF})), may(Right.LOAD, frozenset())
    (True, False)
    """
    return not TABLE[right].isdisjoint(standings)


def refusal_for(right: Right, standings: frozenset[Standing], organizer: str) -> Refusal:
    """Return the refusal for one who lacks a right.

    A person who asks for an organization that is not hers is no member (NOT_MEMBER, soft); every
    other lack is NOT_ALLOWED, and ``allowed`` names the roles that have the right.

    Args:
        right: what was asked for.
        standings: of the one who asked.
        organizer: whom it was asked for. Only where the asker named the organizer is it repeated:
            of a booking that exists, the refusal must not tell whose it is.
    """
    person = standings.isdisjoint({Standing.PROGRAM, Standing.PUBLIC})
    if person and organizer and right in {Right.BOOK, Right.SEE_USAGE}:
        return Refusal(
            code=Code.NOT_MEMBER,
            rule="member",
            severity=severity_of(Code.NOT_MEMBER),
            subject=organizer,
            override=Right.OVERRIDE,
        )
    return Refusal(
        code=Code.NOT_ALLOWED,
        rule="right",
        severity=severity_of(Code.NOT_ALLOWED),
        subject=right.value,
        allowed=tuple(sorted(role.value for role in TABLE[right] & ROLES)),
    )


def audience(standings: frozenset[Standing]) -> Audience:
    """Return as whom one who stands so looks at a booking.

    The widest view wins: a clerk who also attends looks as staff. An approver must see what is to
    be approved. Who wrote a booking for an organization of hers looks as its owner; who wrote it
    and has left that organization is a stranger to it.

    >>> audience(frozenset({Standing.MEMBER})).value
    'member'
    """
    if standings & {Standing.PROGRAM, Standing.STAFF, Standing.APPROVER}:
        return Audience.STAFF
    if standings & {Standing.ORGANIZER, Standing.ATTENDEE}:
        return Audience.OWN
    if Standing.MEMBER in standings:
        return Audience.OWN if Standing.AUTHOR in standings else Audience.MEMBER
    return Audience.PUBLIC
