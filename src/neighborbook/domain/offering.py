"""What people ask for, and the numbers by which it is given."""

from __future__ import annotations

import enum

import attrs

from neighborbook.domain.text import Text

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR


class Over(enum.StrEnum):
    """What happens when a limit would be exceeded."""

    REFUSE = "refuse"
    APPROVAL = "approval"


class Per(enum.StrEnum):
    """Over which window the uses of a limit are summed, in the center's zone.

    DAY, WEEK, MONTH, YEAR: the civil period of the booking's start; a week begins on Monday.
    ROLLING: the days before its start. SITTING: that very start.
    AHEAD: everything that starts later than now. EVER: everything.
    """

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    ROLLING = "rolling"
    SITTING = "sitting"
    AHEAD = "ahead"
    EVER = "ever"


class Unit(enum.StrEnum):
    """What a quota counts: seconds of leaves claimed, or bookings."""

    HOURS = "hours"
    BOOKINGS = "bookings"


@attrs.frozen(kw_only=True)
class Quota:
    """How much of an offering one organizer may have in a window.

    Attributes:
        amount: seconds for ``Unit.HOURS`` (a composite counts each leaf), a number for
            ``Unit.BOOKINGS``.
        per: the window; ``days`` is its length for ``Per.ROLLING``.
        over: whether more than that is refused or can be asked for.
        free_within: a booking made less than this many seconds before its start is not counted.
    """

    amount: int
    unit: Unit = Unit.HOURS
    per: Per = Per.MONTH
    days: int = 0
    over: Over = Over.REFUSE
    free_within: int = 0


@attrs.frozen(kw_only=True)
class Place:
    """One place in which an offering can be given, with what it holds there.

    Attributes:
        resource: a leaf or a composite; its capacity per layout is declared, never summed.
        layouts: layout and the most people it holds, smallest first wins among equals.
        most: the most people where no layout is asked for; ``None`` is no limit.
    """

    resource: str
    layouts: tuple[tuple[str, int], ...] = ()
    most: int | None = None

    def holds(self, layout: str | None) -> int | None:
        """Return the most people that it holds in a layout; ``None`` if unlimited, -1 if never."""
        if layout is None:
            return max((n for _, n in self.layouts), default=None) if self.layouts else self.most
        return dict(self.layouts).get(layout, -1)


@attrs.frozen(kw_only=True)
class Policy:
    """The numbers of an offering; a room type brings its own defaults. Lengths are seconds.

    Attributes:
        notice: a booking must be made this long before it starts; exactly that is enough.
        horizon: it can be made this many civil days ahead, to the end of that day; ``None`` ever.
        opens_at: minutes since midnight at which a new day opens, on a working day; ``None`` is at
            midnight of any day.
        granularity: starts and ends lie on a wall-time grid of this many minutes from midnight.
        shortest, longest: bounds of the length; ``None`` is the whole opening of a day.
        over_breaks: it may lie over a closed break between two openings of one civil day.
        before, after: setup and teardown around each use.
        cancel_notice: cancelled later than this before the start is late.
        hold_ttl: how long a hold lasts unless asked otherwise; ``hold_most`` the longest.
        open_holds: how many holds one organizer may have open at a time.
        pending_days: working days after which an undecided request expires, and
            ``pending_before`` seconds before the start, whichever is first; asked later than that,
            it expires at the start.
        approval: whether every booking must be approved.
    """

    notice: int = 0
    horizon: int | None = 90
    opens_at: int | None = None
    granularity: int = 30
    shortest: int = 30 * MINUTE
    longest: int | None = None
    over_breaks: bool = False
    before: int = 0
    after: int = 0
    cancel_notice: int = 0
    hold_ttl: int = 10 * MINUTE
    hold_most: int = HOUR
    open_holds: int = 3
    pending_days: int = 2
    pending_before: int = DAY
    approval: bool = False


@attrs.frozen(kw_only=True)
class Offering:
    """What people ask for: the training room, a check-up, lunch.

    Attributes:
        id: stable slug of the center file.
        room_type: name of the plugin that says how it behaves.
        places: where it can be given, the preferred one first.
        equipment: pools that can be asked for along with it.
        hours: ids of opening hours that apply besides those of center and resource.
        staffed: ids of hours in which buffers may lie; empty: from one hour before the first
            opening of a day to one hour after its last closing, breaks included.
        policy: the numbers.
        quotas: how much one organizer may have.
        settings: an instance of the room type's ``settings`` class.
        retired: kept for its history; cannot be asked for.
    """

    id: str
    name: Text
    room_type: str = "room"
    places: tuple[Place, ...] = ()
    equipment: tuple[str, ...] = ()
    hours: tuple[str, ...] = ()
    staffed: tuple[str, ...] = ()
    policy: Policy = attrs.field(factory=Policy)
    quotas: tuple[Quota, ...] = ()
    settings: object = None
    retired: bool = False
