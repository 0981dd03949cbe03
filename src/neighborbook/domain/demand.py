"""What a request needs, said before anything is locked or read."""

from __future__ import annotations

import attrs

from neighborbook.domain.claim import Leg
from neighborbook.domain.limit import Limit
from neighborbook.domain.refusal import Refusal


@attrs.frozen
class PartyBookings:
    """A question: which bookings has this organizer or attendee, starting in ``[start, end)``?

    Locks ``party:`` of that party. Void bookings are answered too: strikes are reckoned from them.
    """

    party: str
    start: int
    end: int
    room_types: frozenset[str] = frozenset()


Question = PartyBookings
"""The closed set of questions that a demand may ask of the book."""


@attrs.frozen(kw_only=True)
class Demand:
    """What a request turns into, purely: legs to meet, limits to use, questions to answer.

    Attributes:
        legs: each is met by exactly one of its options.
        limits: each is used by its amount, if the booking is accepted.
        questions: answered under the lock; ``check`` sees their answers and nothing undeclared.
        presences: persons who are served and cannot be in two places at once, besides the
            attendees of a room type that ``serves_attendees``.
        effects: kinds of notices that are written along with the booking, besides the usual one:
            ``"duty_contact"``, of whoever needs help at once; who is on duty may read it then.
        keeps: the booking that is changed keeps its places, limits and presences as they stand, and
            none of them is judged anew: nothing else is demanded. It holds only while the booking
            is not moved to another time.
        joint: people ask for a combination (a doctor and a room): a role of which every option
            fails is refused as NO_COMBINATION, without saying which resource is taken.
        refusals: what is known without the book: a layout too small, a missing feature; approvals
            and warnings may stand here too.
    """

    legs: tuple[Leg, ...] = ()
    limits: tuple[Limit, ...] = ()
    questions: tuple[Question, ...] = ()
    presences: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    keeps: bool = False
    joint: bool = False
    refusals: tuple[Refusal, ...] = ()
