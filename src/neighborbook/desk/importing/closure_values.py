"""What is to be closed by an import."""

from __future__ import annotations

import attrs

from neighborbook.desk.asking import When
from neighborbook.errors import Fault


@attrs.frozen(kw_only=True)
class ClosureRow:
    """One closure of another system, or of an export of ours.

    Attributes:
        line: where it stands, counting from 1, for people.
        key: by which it is known when it comes again: of an export of ours, its id.
        subject, start, end, kind, amount, reason, public_reason: as for ``close``.
        reopened: it was taken back there.
        followed: an outside calendar closed it there; it is for that calendar to close it here.
        faults: what whoever read it found wrong already.
    """

    line: int
    key: str
    subject: str = ""
    start: When = ""
    end: When = ""
    kind: str | None = None
    amount: int | None = None
    reason: str = ""
    public_reason: str = ""
    reopened: bool = False
    followed: bool = False
    faults: tuple[Fault, ...] = ()


@attrs.frozen(kw_only=True)
class ImportingClosures:
    """How closures are to be brought in.

    Attributes:
        source: what it is, for people: the name of a file.
        preview: write nothing.
        skip: leave out what is bad; else it is all or nothing.
    """

    source: str = ""
    preview: bool = False
    skip: bool = False
