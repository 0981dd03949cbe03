"""What a channel is, and what it is given to deliver."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol, TypeAlias

import attrs

from neighborbook.domain.notice import Topic
from neighborbook.domain.times import local_start, zone


class Undeliverable(Exception):
    """It will never arrive by this channel: trying again is no use.

    Attributes:
        what: why, in a few words that hold nothing secret and nothing personal.
    """

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(what)


class NotYet(Exception):
    """It did not arrive this time; ``what`` says why, as for ``Undeliverable``."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(what)


@attrs.frozen(kw_only=True)
class Message:
    """One notice as one party reads it: redacted, in words, in the party's language.

    Attributes:
        id: the same each time it is sent; who has seen it already may drop it.
        topic: what it is about.
        center, booking: ids.
        party: for whom; "" for everybody who reads the channel.
        address: where to, as the channel needs it; "" where it needs none.
        language: ``"en"`` or ``"zh"``.
        subject: one line; text: all of it, lines that end with a line feed.
        start_at, end_at, zone: when the booking is, as the party may know.
        due_at: since when it was to be told.
        calendar: the booking as iCalendar, or nothing; method: its METHOD, or "".
    """

    id: str
    topic: Topic
    center: str
    booking: str
    party: str
    address: str
    language: str
    subject: str
    text: str
    start_at: int
    end_at: int
    zone: str
    due_at: int
    calendar: bytes = attrs.field(default=b"", repr=False)
    method: str = ""

    def as_record(self) -> dict[str, object]:
        """Return it as a webhook or a file tells it: what JSON can hold, times as ISO 8601."""
        where = zone(self.zone)
        return {
            "type": f"notice.{self.topic.value}",
            "timestamp": datetime.fromtimestamp(self.due_at, UTC).isoformat(),
            "data": {
                "id": self.id,
                "topic": self.topic.value,
                "center": self.center,
                "booking": self.booking,
                "party": self.party,
                "address": self.address,
                "language": self.language,
                "subject": self.subject,
                "text": self.text,
                "start": local_start(self.start_at, where),
                "end": local_start(self.end_at, where),
                "zone": self.zone,
                "calendar": self.calendar.decode(),
            },
        }


class Channel(Protocol):
    """A way by which notices leave. Threads may share it.

    Attributes:
        needs: which address of a party it needs (``mail``, ``phone``); "" if none.
        shared: whether one message is read by a whole group, which then sees what everybody may.
        sender: the mail address in whose name calendars are sent along, or "".
    """

    @property
    def needs(self) -> str: ...  # noqa: D102 - see the class
    @property
    def shared(self) -> bool: ...  # noqa: D102
    @property
    def sender(self) -> str: ...  # noqa: D102

    def deliver(self, message: Message) -> None:
        """Send it, and return once the other side has it.

        It may be given the same message again, with the same ``id``.

        Raises:
            Undeliverable: it is no use to try again.
            Exception: anything else means that it is tried again later.
        """
        ...


Deliver: TypeAlias = Callable[[Message], object]
"""A function of the program that delivers; what it raises means the same as for a channel."""


@attrs.frozen(kw_only=True)
class Calling:
    """A function of the program as a channel, without an address of its own to need."""

    function: Deliver
    needs: str = ""
    shared: bool = False
    sender: str = ""

    def deliver(self, message: Message) -> None:
        """Call the function."""
        self.function(message)
