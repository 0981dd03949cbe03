"""Who calls, who books, who comes, and what is known of them."""

from __future__ import annotations

import enum
from collections.abc import Mapping

import attrs


class ActorKind(enum.StrEnum):
    """The trusted program itself, a person, or anybody."""

    PROGRAM = "program"
    PERSON = "person"
    PUBLIC = "public"


@attrs.frozen(kw_only=True)
class Actor:
    """Who calls. Not necessarily who the booking belongs to.

    Attributes:
        kind: the trusted program, a person, or anybody.
        party: id of the person, or "".
    """

    kind: ActorKind
    party: str = ""

    @property
    def key(self) -> str:
        """A word for logs of changes and for keys; never empty.

        >>> PROGRAM.key, PUBLIC.key, Actor(kind=ActorKind.PERSON, party="li-wei").key
        ('~program', '~public', 'li-wei')
        """
        return self.party if self.kind is ActorKind.PERSON else f"~{self.kind.value}"


PROGRAM = Actor(kind=ActorKind.PROGRAM)
PUBLIC = Actor(kind=ActorKind.PUBLIC)

ANYBODY = "~anybody"
"""The organizer of a search that names none; no booking is ever its own."""


@attrs.frozen(kw_only=True)
class Attendee:
    """One who comes: a party, in a role, with what the room type asks about each."""

    party: str
    role: str = "attendee"
    details: Mapping[str, str] = attrs.field(factory=dict, eq=False)


@attrs.frozen(kw_only=True)
class Facts:
    """What is known of a party at the time of asking, given by ``provide_facts``.

    Attributes:
        party: opaque id.
        roles: what the person is at the center: ``"staff"``, ``"approver"``, ``"member-firm"``.
        organizations: whom the person may book for.
        organization_kind: of an organization: ``"center"``, ``"community"``, ``"member"``, or "".
        name: how it is called, where names may be shown.
    """

    party: str
    roles: frozenset[str] = frozenset()
    organizations: frozenset[str] = frozenset()
    organization_kind: str = ""
    name: str = ""
