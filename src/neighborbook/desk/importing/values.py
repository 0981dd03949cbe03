"""What is to be brought in, and what became of it."""

from __future__ import annotations

import enum

import attrs

from neighborbook.desk.asking import Asked
from neighborbook.domain.booking import Booking
from neighborbook.domain.decision import Decision
from neighborbook.errors import Fault
from neighborbook.storage.batches import BatchKind

MOST_ROWS = 200_000
"""Of one import; a larger book comes in several."""

MOST_KEY = 200
"""Characters of a key, which is known for ever."""


@attrs.frozen(kw_only=True)
class ImportRow:
    """One booking of another system, or of an export of ours.

    Attributes:
        line: where it stands, counting from 1, for people.
        key: by which it is known when it comes again; each once in a center.
        asked: the words in which it would be booked.
        id, uid: of an export of ours; "" else.
        ended: it was cancelled, declined, or missed there: by the word of its void reason, or "".
        faults: what whoever read it found wrong already.
    """

    line: int
    key: str
    asked: Asked = attrs.field(factory=Asked)
    id: str = ""
    uid: str = ""
    ended: str = ""
    faults: tuple[Fault, ...] = ()


class Did(enum.StrEnum):
    """What became of a row."""

    BOOKED = "booked"
    CLOSED = "closed"  # something is closed now
    REGISTERED = "registered"  # a person or an organization is kept now
    PENDING = "pending"  # booked, and somebody has to approve it
    UNCHANGED = "unchanged"  # it had come in before
    LEFT = "left"  # void there, or blanked by an erasure: nothing to bring
    BAD = "bad"


@attrs.frozen(kw_only=True)
class Outcome:
    """What became of one row, or would.

    Attributes:
        booking: id of what it has become, or was already, whatever that is; "" if none.
        faults: what is wrong with its words.
        decision: why it was refused, with every reason, or ``None``.
        beside: for history, the bookings in its way; for a closure, those that it displaces.
    """

    line: int
    key: str
    did: Did
    booking: str = ""
    faults: tuple[Fault, ...] = ()
    decision: Decision | None = None
    beside: tuple[Booking, ...] = ()


@attrs.frozen(kw_only=True)
class Imported:
    """What an import did, or would do.

    Attributes:
        batch: by which it can be undone; "" if nothing was written.
        booked, pending, registered, closed, unchanged, left, bad: how many rows each came to.
        written: what could be booked was; ``False`` for a preview, and for an import of all or
            nothing in which anything was bad.
    """

    batch: str = ""
    booked: int = 0
    pending: int = 0
    registered: int = 0
    closed: int = 0
    unchanged: int = 0
    left: int = 0
    bad: int = 0
    written: bool = False


class Why(enum.StrEnum):
    """Why somebody, or a closure, is kept when an import is taken back."""

    CHANGED = "changed"  # the entry was changed since
    NAMED = "named"  # bookings, closures, or the history name them
    LINKED = "linked"  # somebody who stays is tied to them
    REOPENED = "reopened"  # the closure was taken back since


@attrs.frozen(kw_only=True)
class Stayed:
    """Who or what is kept when an import is taken back, by id, and why."""

    id: str
    why: Why


@attrs.frozen(kw_only=True)
class Undone:
    """What undoing an import did.

    Attributes:
        taken_back: how many bookings are cancelled by it, people kept no longer, or closures
            reopened.
        touched: bookings that were changed, moved, or ended since: they stay as they are.
        stayed: people who were changed since, or whom something names, and closures that were
            reopened since: so do they.
    """

    batch: str
    kind: BatchKind = BatchKind.BOOKINGS
    taken_back: int = 0
    touched: tuple[Booking, ...] = ()
    stayed: tuple[Stayed, ...] = ()


@attrs.frozen(kw_only=True)
class Importing:
    """How rows are to be brought in.

    Attributes:
        source: what it is, for people: the name of a file.
        preview: write nothing.
        skip: leave out what is bad; else it is all or nothing.
        as_history: what began before now comes in as it was: only places are judged.
        override: the reason for passing soft rules, or ``None``.
    """

    source: str = ""
    preview: bool = False
    skip: bool = False
    as_history: bool = False
    override: str | None = None
