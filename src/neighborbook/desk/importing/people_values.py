"""What is to be brought in of people, and what was kept of them when it is taken back."""

from __future__ import annotations

import attrs

from neighborbook.desk.asking import When
from neighborbook.desk.people.words import Said, TermSaid
from neighborbook.errors import Fault

PERSON = "person"
"""The kind of a row that is about a person; of one about an organization, what it is here."""


@attrs.frozen(kw_only=True)
class StatedSaid:
    """The words of one more thing that is known of a party."""

    name: str = ""
    value: str = ""
    source: str = ""
    until: When | None = None


@attrs.frozen(kw_only=True)
class LinkSaid:
    """The words of a tie to another."""

    tie: str = ""
    other: str = ""
    term: TermSaid = attrs.field(factory=TermSaid)


@attrs.frozen(kw_only=True)
class GrantSaid:
    """The words of a role at the center."""

    role: str = ""
    term: TermSaid = attrs.field(factory=TermSaid)


@attrs.frozen(kw_only=True)
class PartyRow:
    """One person or organization of another system, or of an export of ours.

    What is ``None`` the row says nothing of: it is empty for who is new.

    Attributes:
        line: where it stands, counting from 1, for people.
        id: by which it is known when it comes again, and for ever.
        kind: ``"person"``, or what an organization is to the center.
        said: name, birth date, and so on.
        faults: what whoever read it found wrong already.
    """

    line: int
    id: str
    kind: str | None = None
    said: Said = attrs.field(factory=Said)
    disabled: bool | None = None
    disabled_reason: str | None = None
    stated: tuple[StatedSaid, ...] | None = None
    links: tuple[LinkSaid, ...] | None = None
    grants: tuple[GrantSaid, ...] | None = None
    faults: tuple[Fault, ...] = ()


@attrs.frozen(kw_only=True)
class ImportingPeople:
    """How people are to be brought in.

    Attributes:
        source: what it is, for people: the name of a file.
        preview: write nothing.
        skip: leave out what is bad; else it is all or nothing.
        readmit: let those come back who were erased.
    """

    source: str = ""
    preview: bool = False
    skip: bool = False
    readmit: bool = False
