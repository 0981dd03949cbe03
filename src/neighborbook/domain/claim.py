"""What a booking takes: leaves for a time, and the choices that could meet a demand."""

from __future__ import annotations

import enum

import attrs


class ClaimKind(enum.StrEnum):
    """USE: a booking has it. BLOCK: a closure lies on it. PRESENCE: a person is there.

    A presence is a claim on the leaf ``person:<party>``; it is judged pair by pair, because room
    types may allow one another, so the guards of the database pass it over.
    """

    USE = "use"
    BLOCK = "block"
    PRESENCE = "presence"


def person_leaf(party: str) -> str:
    """Return the leaf on which the presence of a person is claimed."""
    return f"person:{party}"


@attrs.frozen(kw_only=True)
class Take:
    """An amount of one leaf, for the time of the booking, with its buffers.

    Attributes:
        before, after: setup and teardown in seconds; lengths of the claim, not rows of their own.
        layout: how the leaf is set up; two neighbors of different layout need the changeover.
    """

    leaf: str
    amount: int = 1
    before: int = 0
    after: int = 0
    layout: str | None = None


@attrs.frozen(kw_only=True)
class Option:
    """One way to meet a leg: a bundle of takes (a leaf, a composite, a doctor with his room).

    Attributes:
        resource: the resource that people see, a leaf or a composite.
        takes: one per leaf.
        layout: the layout chosen, or ``None``.
        holds: the most people, ``None`` if unlimited.
    """

    resource: str
    takes: tuple[Take, ...]
    layout: str | None = None
    holds: int | None = None


@attrs.frozen(kw_only=True)
class Leg:
    """A part of a demand that must be met by exactly one of its options.

    Attributes:
        role: what it is for: ``"place"``, ``"projector"``; named when no option is free.
        options: preferred first; at most 64. A demand has at most 8 legs.
        parts: leaf and what it is for, where an option bundles several things (a doctor with a
            room): if one of them is what every option lacks, a joint demand names that.
    """

    role: str
    options: tuple[Option, ...]
    parts: tuple[tuple[str, str], ...] = ()


@attrs.frozen(kw_only=True)
class Chosen:
    """The option by which a leg was met."""

    role: str
    option: Option


@attrs.frozen(kw_only=True)
class Claim:
    """A leaf, taken for ``[start, end)``: a use of a booking, a block, or a presence.

    Attributes:
        owner: id of the booking or of the closure.
        capacity: what the leaf's capacity was when the use was accepted; it never changes after.
        lapses_at: the instant from which it no longer counts, or ``None``.
        held: it belongs to a hold that nobody has confirmed.
        room_type: of the booking; tells which presences may overlap.
        order: place in the order of acceptance: the lower stays when capacity shrinks.
    """

    owner: str
    leaf: str
    start: int
    end: int
    amount: int = 1
    before: int = 0
    after: int = 0
    layout: str | None = None
    kind: ClaimKind = ClaimKind.USE
    capacity: int = 1
    lapses_at: int | None = None
    held: bool = False
    room_type: str = ""
    order: int = 0

    def live(self, now: int) -> bool:
        """Whether it still counts: at the very instant at which it lapses, it no longer does."""
        return self.lapses_at is None or self.lapses_at > now
