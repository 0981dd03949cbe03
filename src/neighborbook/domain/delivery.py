"""What is to be told to one party by one channel, and how far that has come."""

from __future__ import annotations

import enum
import hashlib

import attrs

from neighborbook.domain.notice import Told, Topic


class DeliveryState(enum.StrEnum):
    """How far a delivery has come; one that has arrived is no more."""

    WAITING = "waiting"
    UNREACHED = "unreached"  # nobody tries any more: somebody has to call


@attrs.frozen(kw_only=True)
class Delivery:
    """One notice for one party.

    Attributes:
        id: the same each time it is sent: made of the notice, the party, and the channel.
        notice: the row of the outbox that it came from.
        topic: what it is about.
        told: as what the party is told.
        booking, version: of which booking, and its version when the notice was written.
        party: who is told; "" for everybody who reads a channel (a group's robot).
        channel: the name of the channel; "" if there was none by which to reach the party.
        left: names of the channels to be tried after it.
        due_at: since when it is due.
        next_at: when it is tried next; while somebody is at it, when others may take it over.
        tries: how often it was tried, the present one included.
        fault: why it did not arrive, in a few words that hold nothing secret or personal.
    """

    id: str
    notice: str
    topic: Topic
    told: Told
    booking: str
    version: int
    party: str
    channel: str
    left: tuple[str, ...] = ()
    due_at: int
    next_at: int
    tries: int = 0
    state: DeliveryState = DeliveryState.WAITING
    fault: str = ""


def delivery_id(notice: str, party: str, channel: str) -> str:
    """Return the id under which a notice goes to a party by a channel, however often.

    >>> delivery_id("n", "li-wei", "mail") == delivery_id("n", "li-wei", "mail")
    True
    """
    told = f"{notice}\0{party}\0{channel}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(told).hexdigest()[:32]
