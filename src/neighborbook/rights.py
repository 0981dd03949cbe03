"""Who may do and see what: one table.

First ``standings`` says how somebody stands to a booking or to a center, then ``may`` looks the
right up. What of a booking is then shown is for ``redaction``.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Mapping
from types import MappingProxyType

from neighborbook.codes import Code, severity_of
from neighborbook.domain.party import BOOKS_FOR_FIRM, Actor, ActorKind, Attendee, Facts, Tie
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
    IMPORT = "import"  # and take an import back
    EXPORT = "export"
    SEE_SLOTS = "see_slots"  # slots, offerings, resources, closures with their public reason
    SEE_BOARD = "see_board"  # day and the calendars of rooms, redacted
    SEE_BOOKING = "see_booking"  # that it exists; what of it, its redaction says
    SEE_HISTORY = "see_history"
    SEE_CHANGES = "see_changes"  # the rows about a booking
    SEE_USAGE = "see_usage"  # how much of its quotas an organizer has used
    SEE_CLOSURE_REASON = "see_closure_reason"
    SEE_PERSON = "see_person"  # what the directory keeps of a person or an organization
    FIND_PEOPLE = "find_people"
    CORRECT_PERSON = "correct_person"  # name, language, phone, email
    KEEP_PEOPLE = "keep_people"  # register, change, state, link, disable
    KEEP_MEMBERS = "keep_members"  # who is employed by an organization
    HAND_OVER = "hand_over"  # what a leaver wrote for an organization
    GRANT_ROLES = "grant_roles"  # also: any tie of one's own
    EXPORT_PERSON = "export_person"
    ERASE_PERSON = "erase_person"  # also: what is past its keeping time
    ROLL_CALL = "roll_call"
    SEE_NOTICES = "see_notices"  # what has not arrived, and whom to call; and take off the list


class Standing(enum.StrEnum):
    """How somebody stands to a center, or to one booking."""

    PROGRAM = "program"  # the embedding program, trusted
    STAFF = "staff"
    APPROVER = "approver"
    ADMINISTRATOR = "administrator"
    ORGANIZER = "organizer"  # it belongs to this very person
    MEMBER = "member"  # it belongs to an organization that this person may book for
    MANAGER = "manager"  # it belongs to an organization that this person manages
    GUARDIAN = "guardian"  # it belongs to a child of whom this person is a guardian
    PROXY = "proxy"  # it belongs to somebody who has this person as proxy, now and for its kind
    CARER = "carer"  # this person serves it, or would
    ATTENDEE = "attendee"
    AUTHOR = "author"  # this person wrote it
    STRANGER = "stranger"  # a known person with none of the ties above
    PUBLIC = "public"  # nobody in particular


ROLES = frozenset({Standing.STAFF, Standing.APPROVER, Standing.ADMINISTRATOR})
"""The standings that ``Facts.roles`` gives, by the same words."""

_PROGRAM = frozenset({Standing.PROGRAM})
_DESK = _PROGRAM | {Standing.STAFF}
_KEEPERS = _PROGRAM | {Standing.ADMINISTRATOR}
_OWNERS = frozenset({Standing.ORGANIZER, Standing.MEMBER, Standing.GUARDIAN, Standing.PROXY})
_DIRECTORY = _DESK | _KEEPERS
_SELF = frozenset({Standing.ORGANIZER, Standing.GUARDIAN})
_READERS = _DESK | _OWNERS | {Standing.APPROVER}
_EVERYBODY = frozenset(Standing)

TABLE: Mapping[Right, frozenset[Standing]] = MappingProxyType(
    {
        Right.BOOK: _DESK | _OWNERS | {Standing.CARER},
        Right.CHANGE: _DESK | _OWNERS,
        Right.CANCEL: _DESK | _OWNERS,
        Right.RESTORE: _DESK | _OWNERS,
        Right.APPROVE: _PROGRAM | {Standing.APPROVER},
        Right.OVERRIDE: _DESK,
        Right.CHECK_IN: _DESK | _OWNERS | {Standing.ATTENDEE, Standing.CARER},
        Right.MARK: _DESK | {Standing.CARER},
        Right.CLOSE: _DESK,
        Right.OUTAGE: _DESK,
        Right.REPORT_FAULT: _EVERYBODY - {Standing.PUBLIC},
        Right.LOAD: _KEEPERS,
        Right.SETTLE: _KEEPERS,
        Right.CHECK: _KEEPERS,
        Right.IMPORT: _KEEPERS,
        Right.EXPORT: _KEEPERS,
        Right.SEE_SLOTS: _EVERYBODY,
        Right.SEE_BOARD: _EVERYBODY,
        Right.SEE_BOOKING: _READERS | {Standing.ATTENDEE, Standing.AUTHOR, Standing.CARER},
        Right.SEE_HISTORY: _READERS,
        Right.SEE_CHANGES: _READERS,
        Right.SEE_USAGE: _READERS,
        Right.SEE_CLOSURE_REASON: _DESK,
        Right.SEE_PERSON: _DIRECTORY | _SELF | {Standing.MANAGER},
        Right.FIND_PEOPLE: _DIRECTORY,
        Right.CORRECT_PERSON: _DIRECTORY | _SELF | {Standing.MANAGER},
        Right.KEEP_PEOPLE: _DIRECTORY,
        Right.KEEP_MEMBERS: _DIRECTORY | {Standing.MANAGER},
        Right.HAND_OVER: _DESK | {Standing.MANAGER},
        Right.GRANT_ROLES: _KEEPERS,
        Right.EXPORT_PERSON: _KEEPERS | {Standing.ORGANIZER},
        Right.ERASE_PERSON: _KEEPERS,
        Right.ROLL_CALL: _DESK,
        Right.SEE_NOTICES: _DESK,
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
    room_type: str | None = None,
    resources: Collection[str] = (),
) -> frozenset[Standing]:
    """Return how somebody stands to the center and, if it is given, to a booking.

    Who is disabled stands as the public does.

    Args:
        actor: who calls.
        facts: what is known of the actor, as of now; those of another party give nothing.
        organizer: whom the booking belongs to, or would belong to; or whose entry it is.
        attendees: who come.
        author: the booking's ``actor``.
        room_type: of the booking; what is held for some room types alone gives nothing without it.
        resources: what the booking takes, by id, or what is asked for by name: who provides one of
            them serves it.

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
    if own.disabled:
        return frozenset({Standing.PUBLIC})
    ties = {
        Standing.ORGANIZER: organizer == actor.party,
        Standing.MEMBER: bool(organizer) and organizer in own.organizations,
        Standing.ATTENDEE: any(one.party == actor.party for one in attendees),
        Standing.AUTHOR: author == actor.party,
    }
    tied = frozenset(standing for standing, holds in ties.items() if holds)
    tied |= _by_links(own, organizer or "", room_type, resources)
    roles = frozenset(role for role in ROLES if role.value in own.roles)
    granted = _by_grants(own, organizer or "", room_type)
    return roles | granted | (tied or {Standing.STRANGER})


def is_public(actor: Actor, facts: Facts) -> bool:
    """Whether somebody stands as the public does: nobody in particular, or who is locked out.

    >>> from neighborbook.domain.party import PUBLIC
    >>> is_public(PUBLIC, Facts(party=""))
    True
    """
    return Standing.PUBLIC in standings(actor, facts)


def _by_links(
    own: Facts, organizer: str, room_type: str | None, resources: Collection[str]
) -> frozenset[Standing]:
    """Return the standings that a person's ties to others give."""
    found: set[Standing] = set()
    for link in own.links:
        if not link.covers(room_type):
            continue
        if link.tie is Tie.PROVIDER_OF and link.other in resources:
            found.add(Standing.CARER)
        if not organizer or (link.grid and not own.lives_in(link.grid, organizer)):
            continue
        meant = link.other == organizer
        if link.tie is Tie.PROXY_FOR and (meant or (link.grid and not link.other)):
            found.add(Standing.PROXY)
        if link.tie is Tie.GUARDIAN_OF and meant:
            found.add(Standing.GUARDIAN)
        if link.tie in BOOKS_FOR_FIRM and meant:
            found.add(Standing.MEMBER)
        if link.tie is Tie.MANAGER_OF and meant:
            found.add(Standing.MANAGER)
    return frozenset(found)


def _by_grants(own: Facts, organizer: str, room_type: str | None) -> frozenset[Standing]:
    """Return the roles that are held for this room type and for the people of this grid.

    Carers are so for the room types named alone: nobody serves everything.
    """
    words = {role.value for role in ROLES}
    found: set[Standing] = set()
    for grant in own.grants:
        if not grant.covers(room_type):
            continue
        if grant.grid and not own.lives_in(grant.grid, organizer):
            continue
        if grant.role in words:
            found.add(Standing(grant.role))
        elif grant.role == Standing.CARER.value and grant.room_types:
            found.add(Standing.CARER)
    return frozenset(found)


def may(right: Right, standings: frozenset[Standing]) -> bool:
    """Whether one who stands so has the right.

    >>> may(Right.OVERRIDE, frozenset({Standing.STAFF})), may(Right.LOAD, frozenset())
    (True, False)
    """
    return not TABLE[right].isdisjoint(standings)


_BY_WHOSE = frozenset({Standing.PROGRAM, *_OWNERS, Standing.MANAGER})
"""The standings to a booking that go by whose it is, or by nothing of it at all."""


def owners(right: Right, actor: Actor, facts: Facts) -> frozenset[str] | None:
    """Return whose bookings one may have a right to; ``None`` if it may be anybody's.

    ``standings`` and ``may`` say of each booking whether one has it.

    >>> from neighborbook.domain.party import PUBLIC
    >>> li = Actor(kind=ActorKind.PERSON, party="li-wei")
    >>> known = Facts(party="li-wei", organizations=frozenset({"acme"}))
    >>> sorted(owners(Right.SEE_CHANGES, li, known) or ())
    ['acme', 'li-wei']
    >>> owners(Right.SEE_CHANGES, PUBLIC, Facts(party=""))
    frozenset()
    """
    if actor.kind is ActorKind.PROGRAM or not TABLE[right] - ROLES <= _BY_WHOSE:
        return None
    if Standing.PUBLIC in standings(actor, facts):
        return frozenset()
    own = facts if facts.party == actor.party else Facts(party=actor.party)
    words = {role.value for role in TABLE[right] & ROLES}
    held = {*own.roles, *(grant.role for grant in own.grants)}
    if words & held or any(link.grid for link in own.links):
        return None
    tied = {link.other for link in own.links}
    return frozenset({actor.party, *own.organizations, *tied} - {""})


def refusal_for(
    right: Right, standings: frozenset[Standing], organizer: str, *, is_person: bool = False
) -> Refusal:
    """Return the refusal for one who lacks a right.

    A person who asks for an organization that is not hers is no member (NOT_MEMBER, soft); who
    asks for another person is not authorized (NOT_AUTHORIZED_FOR, hard); every other lack is
    NOT_ALLOWED, and ``allowed`` names the roles that have the right.

    Args:
        right: what was asked for.
        standings: of the one who asked.
        organizer: whom it was asked for. Only where the asker named the organizer is it repeated:
            of a booking that exists, the refusal must not tell whose it is.
        is_person: the center keeps a directory, and this is no organization; persons whom it does
            not know count as well, so that the answer tells nobody who is known.
    """
    person = standings.isdisjoint({Standing.PROGRAM, Standing.PUBLIC})
    if person and organizer and right in {Right.BOOK, Right.SEE_USAGE}:
        code = Code.NOT_AUTHORIZED_FOR if is_person else Code.NOT_MEMBER
        return Refusal(
            code=code,
            rule="authorized" if is_person else "member",
            severity=severity_of(code),
            subject=organizer,
            override="" if is_person else Right.OVERRIDE,
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

    The widest view wins: a clerk who also attends looks as staff, and who serves a booking as
    carer, to whom the work shows more than to the desk. An approver must see what is to be
    approved. Who wrote a booking for an organization of hers looks as its owner; who wrote it and
    has left that organization is a stranger to it.

    >>> audience(frozenset({Standing.MEMBER})).value
    'member'
    """
    if Standing.CARER in standings:
        return Audience.CARER
    if standings & {Standing.PROGRAM, Standing.STAFF, Standing.APPROVER}:
        return Audience.STAFF
    if standings & {Standing.ORGANIZER, Standing.ATTENDEE, Standing.GUARDIAN, Standing.PROXY}:
        return Audience.OWN
    if Standing.MEMBER in standings:
        return Audience.OWN if Standing.AUTHOR in standings else Audience.MEMBER
    return Audience.PUBLIC
