"""When notices are due, what they are about, and whether that is still true: pure.

A row of the outbox is written with the booking. Its kind is what was done (an ``Act``), due at
once, or the topic of what is told later: a reminder, half time of an approval. Whether it is told
is judged when it is due, and again just before it is sent, by the booking as it stands then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from neighborbook.domain.booking import LIVE, Booking, State, VoidReason
from neighborbook.domain.change import Act, Change
from neighborbook.domain.notice import NoticeTable, Topic
from neighborbook.domain.offering import DAY, MINUTE
from neighborbook.domain.times import day_of, resolve_wall, to_local, zone
from neighborbook.domain.working_days import WorkingDays

MOST_LATE = 3 * DAY
"""What could not be told for so long after it was due is told no more."""

MOST_PATIENCE = 15 * MINUTE
"""So long whoever has the channels may take to tell who is on duty; then somebody has to call."""

_STANDS = frozenset({State.CONFIRMED, State.ARRIVED, State.ACTIVE})
_AGREEING = frozenset({Act.BOOK, Act.CONFIRM, Act.APPROVE, Act.CHANGE, Act.RESTORE})
"""After these it is agreed anew when it takes place, or asked for anew."""

_CANCELLED = frozenset({VoidReason.CANCELLED, VoidReason.CANCELLED_LATE})
_TAKEN_BACK = _CANCELLED | {VoidReason.DECLINED}
_VOID: Mapping[Topic, frozenset[VoidReason]] = MappingProxyType(
    {
        Topic.CANCELLATION: _CANCELLED,
        Topic.DECLINE: frozenset({VoidReason.DECLINED}),
        Topic.EXPIRED: frozenset({VoidReason.EXPIRED}),
        Topic.RELEASE: frozenset({VoidReason.RELEASED}),
        Topic.NO_SHOW: frozenset({VoidReason.NO_SHOW}),
    }
)
_WAITING = frozenset({Topic.APPROVAL, Topic.APPROVAL_REMINDER, Topic.APPROVAL_DEPUTY, Topic.EXPIRY})
_OF_ACT: Mapping[Act, tuple[Topic, ...]] = MappingProxyType(
    {
        Act.BOOK: (Topic.CONFIRMATION, Topic.APPROVAL),
        Act.CONFIRM: (Topic.CONFIRMATION, Topic.APPROVAL),
        Act.APPROVE: (Topic.CONFIRMATION,),
        Act.RESTORE: (Topic.CONFIRMATION, Topic.APPROVAL),
        Act.CHANGE: (Topic.CHANGE, Topic.APPROVAL),
        Act.DECLINE: (Topic.DECLINE,),
        Act.CANCEL: (Topic.CANCELLATION,),
        Act.NO_SHOW: (Topic.NO_SHOW,),
        Act.LAPSE: (Topic.EXPIRED, Topic.RELEASE, Topic.NO_SHOW),
        Act.CLOSE: (Topic.NEEDS_MOVE,),
        Act.LOWER: (Topic.NEEDS_MOVE,),
        Act.OUTAGE: (Topic.NEEDS_MOVE,),
        Act.REOPEN: (Topic.HAS_PLACE,),
        Act.RAISE: (Topic.HAS_PLACE,),
    }
)


def later_rows(
    booking: Booking, act: Act, now: int, table: NoticeTable, days: WorkingDays
) -> tuple[tuple[Topic, int], ...]:
    """Return what is told of a booking later on, with when it is due.

    What would be due by now is left out: who books for tomorrow noon this evening has just heard.

    Args:
        booking: as it has just become.
        act: by what.
    """
    if act not in _AGREEING:
        return ()
    found: list[tuple[Topic, int]] = []
    if booking.state is State.CONFIRMED:
        leads = table.rule(Topic.REMINDER).leads
        found = [(Topic.REMINDER, booking.start_at - lead) for lead in leads]
    if booking.state is State.PENDING and booking.lapses_at is not None:
        life = booking.lapses_at - now
        found = [
            (Topic.APPROVAL_REMINDER, now + life // 2),
            (Topic.APPROVAL_DEPUTY, now + 3 * life // 4),
            (Topic.EXPIRY, a_working_day_before(booking.lapses_at, booking.zone, days)),
        ]
    return tuple((topic, due) for topic, due in found if due > now)


def a_working_day_before(instant: int, zone_name: str, days: WorkingDays) -> int:
    """Return the same time on the clock, one working day earlier."""
    where = zone(zone_name)
    wall = to_local(instant, where).time()
    return resolve_wall(days.previous_working_day(day_of(instant, where)), wall, where)


def topics_of(kind: str) -> tuple[Topic, ...]:
    """Return what a row of the outbox may be about; which of it, ``is_true`` says.

    >>> topics_of("book"), topics_of("reminder"), topics_of("complete")
    ((<Topic.CONFIRMATION: 'confirmation'>, <Topic.APPROVAL: 'approval'>),
     (<Topic.REMINDER: 'reminder'>,), ())
    """
    if kind in Topic.__members__.values() and kind != Act.CHANGE:
        return (Topic(kind),)
    return _OF_ACT.get(Act(kind), ()) if kind in Act.__members__.values() else ()


def is_true(topic: Topic, booking: Booking, now: int) -> bool:
    """Whether what a notice says of a booking is so now, and not over.

    Args:
        booking: as of now, with ``needs_move`` reckoned.
    """
    if topic is Topic.REMINDER:
        coming = booking.state is State.CONFIRMED and not booking.needs_move
        return coming and booking.start_at > now
    if topic is Topic.DUTY_CONTACT:  # late is better than never: only people take a call back
        return booking.void_reason not in _TAKEN_BACK
    # That nobody came, time tells only when it is over.
    if booking.end_at + (MOST_LATE if topic is Topic.NO_SHOW else 0) <= now:
        return False
    if topic in _VOID:
        return booking.state is State.VOID and booking.void_reason in _VOID[topic]
    if topic in _WAITING:
        return booking.state is State.PENDING
    if topic is Topic.NEEDS_MOVE:
        return booking.needs_move and booking.state in LIVE
    if topic is Topic.CONFIRMATION:
        return booking.state is State.CONFIRMED and not booking.needs_move
    return booking.state in _STANDS and not booking.needs_move


def is_too_late(topic: Topic, due_at: int, now: int) -> bool:
    """Whether nobody is told any more what was due then; who is on duty, late rather than never."""
    return topic is not Topic.DUTY_CONTACT and due_at + MOST_LATE <= now


def is_superseded(topic: Topic, version: int, changes: Iterable[Change]) -> bool:
    """Whether something later was done that is told by a notice of its own, in this one's place.

    Args:
        version: of the booking when the notice was written.
        changes: of the booking.
    """
    later = [each for each in changes if each.version > version and not _is_inert(each, topic)]
    if topic in _WAITING or topic in {Topic.REMINDER, Topic.CONFIRMATION, Topic.CHANGE}:
        return any(each.act in _AGREEING for each in later)
    return any(topic in _OF_ACT.get(each.act, ()) for each in later)


def _is_inert(change: Change, topic: Topic) -> bool:
    """Whether a change leaves everything but the title, of which a later notice of it tells."""
    inert = change.act is Act.CHANGE and set(change.fields) <= {"title"}
    return inert and topic is not Topic.CHANGE


def tells(topic: Topic, version: int, changes: Iterable[Change]) -> bool:
    """Whether the change by which a notice came about is worth telling under this topic.

    Another title is nothing that an approver is asked about again.
    """
    own = [each for each in changes if each.version == version]
    return topic is not Topic.APPROVAL or not any(_is_inert(each, topic) for each in own)
