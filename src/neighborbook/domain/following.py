"""Outside calendars that a room follows while the system behind them is still in use."""

from __future__ import annotations

import enum
import re
from collections.abc import Collection, Mapping
from datetime import date

import attrs

from neighborbook.domain.following_texts import FAULTS

MOST_CLOSURES = 5_000
"""So many times of one calendar are followed; whoever tells more is not believed."""

MOST_FAULT = 100
"""Characters of what is said to be at fault."""

SECRET_FROM = 16
"""Characters from which on a part of an address may be a secret by itself."""

_SIGNS = re.compile(r"[/?&=#@:;]+")

LAST_AT = 7_289_654_400
"""The end of the year 2200: nothing here begins before 1970, or ends after it."""


@attrs.frozen(kw_only=True)
class Follow:
    """What a room follows, as the center file says it.

    Attributes:
        resource: the room; ``name``: what the file calls the outside calendar.
        kind: by which plugin it is asked: ``"ics"`` is the core's own.
        address: where it is. It may hold a secret: it is shown nowhere, and belongs in no error.
        address_env, address_file: where the address lies if it is not in the file.
        every: seconds between two askings; ``timeout``: after so many nobody waits any longer.
        until: the first day, in the center's zone, on which it is followed no more.
        public_reason: what everybody may read of the closures.
    """

    resource: str
    name: str
    kind: str = "ics"
    address: str = attrs.field(default="", repr=False)
    address_env: str = ""
    address_file: str = attrs.field(default="", repr=False)
    every: int = 900
    timeout: int = 30
    until: date | None = None
    public_reason: str = ""

    @property
    def key(self) -> str:
        """What it is called: once in a center.

        >>> Follow(resource="hall", name="old").key
        'hall/old'
        """
        return f"{self.resource}/{self.name}"


@attrs.frozen(kw_only=True)
class OutsideClosure:
    """A time in which an outside calendar has the room taken; ``[start_at, end_at)``, UTC seconds.

    What it is taken for is nobody's business here, so nothing of it is told.

    Attributes:
        key: by which the same thing is known again when it has moved: the UID of an entry, with a
            slash and the UTC time of an occurrence where it is one of a series.
    """

    key: str
    start_at: int
    end_at: int


class NotHeard(enum.StrEnum):
    """Why an outside calendar was not heard; a detail may follow, after a colon."""

    ADDRESS = "address"
    NO_SECRET = "no_secret"  # noqa: S105 - that there is none
    NO_PLUGIN = "no_plugin"
    PLUGIN = "plugin"
    UNREACHABLE = "unreachable"
    ANSWER = "answer"
    REDIRECT = "redirect"
    TIME = "time"
    LIMIT = "limit"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    CALENDAR = "calendar"


@attrs.frozen(kw_only=True)
class Heard:
    """What a plugin heard of one outside calendar.

    Attributes:
        closures: all that end after the beginning of the window that was asked about, and begin
            before its end.
        fault: why that is not all of it, "" if it is: one of ``NotHeard``, or a plugin's own
            words, which tell no address. What is missing is then not taken for gone.
    """

    closures: tuple[OutsideClosure, ...] = ()
    fault: str = ""


@attrs.frozen(kw_only=True)
class FollowState:
    """When an outside calendar was asked, and how it went; all instants are UTC seconds.

    Attributes:
        next_at: when it is asked again, or, while somebody asks, when that is taken over.
        tries: rises with each asking; by it one who asked knows whether he was the last.
        heard_at: when it was last heard in full; ``stale_since``: when it first failed after that.
        failed: how often it has failed in a row; ``fault``: in what way, last.
    """

    resource: str
    name: str
    next_at: int
    tries: int = 0
    heard_at: int | None = None
    stale_since: int | None = None
    failed: int = 0
    fault: str = ""


@attrs.frozen(kw_only=True)
class Following:
    """How it stands with an outside calendar that a room follows.

    Attributes:
        closures: how many closures of it are still to come.
        heard_at: when it was last heard in full, UTC seconds; ``None``: never yet.
        stale_since: since when it has not been heard; ``None``: it is.
        fault: why it is not.
        next_at: when it is asked next; ``None``: at the next ``settle``.
        until: the first day on which it is followed no more.
    """

    resource: str
    name: str
    closures: int = 0
    heard_at: int | None = None
    stale_since: int | None = None
    fault: str = ""
    next_at: int | None = None
    until: date | None = None

    def why(self, language: str = "en") -> str:
        """Say in English or Chinese why it is not heard; "" if it is.

        >>> Following(resource="hall", name="old", fault="answer:404").why()
        'the server answers 404'
        """
        word, _, detail = self.fault.partition(":")
        said = FAULTS.get(word)
        if said is None:
            return self.fault
        return said[1 if language.lower().startswith("zh") else 0].format(detail=detail)


def read_heard(keys: Collection[str], answer: object) -> Mapping[str, Heard]:
    """Return what a plugin answered about those that it was asked about, and about no others.

    Raises:
        TypeError: it is no mapping of ``Heard``, or something in it is of another kind.
        ValueError: some closure has no key, holds no time, or lies where no calendar reaches.
    """
    if not isinstance(answer, Mapping):
        raise TypeError(type(answer).__name__)
    found = {}
    for key in keys:
        heard = answer.get(key)
        if heard is None:
            continue
        if not isinstance(heard, Heard):
            raise TypeError(type(heard).__name__)
        closures = tuple(map(_closure, heard.closures))
        found[key] = Heard(closures=closures, fault=_printable(str(heard.fault)))
    return found


def _printable(words: str) -> str:
    """Return words that every database keeps and no terminal obeys."""
    return "".join(sign if sign.isprintable() else "?" for sign in words)


def without_secret(heard: Heard, follow: Follow) -> Heard:
    """Return what was heard, with a fault that is short and does not tell the address.

    It is looked for before anything is cut off: half a secret is one, too.
    """
    parts = [follow.address, *_SIGNS.split(follow.address)]
    is_told = any(part in heard.fault for part in parts if len(part) >= SECRET_FROM)
    if follow.address and (is_told or follow.address in heard.fault):
        return attrs.evolve(heard, fault=f"{NotHeard.PLUGIN}:{follow.kind}")
    return attrs.evolve(heard, fault=heard.fault[:MOST_FAULT])


def _closure(given: object) -> OutsideClosure:
    if not isinstance(given, OutsideClosure):
        raise TypeError(type(given).__name__)
    if not isinstance(given.key, str):
        raise TypeError(type(given.key).__name__)
    for instant in (given.start_at, given.end_at):
        if type(instant) is not int:
            raise TypeError(type(instant).__name__)
    if not given.key or not 0 <= given.start_at < given.end_at <= LAST_AT:
        raise ValueError("a closure has a key and holds time")
    return given


def united(told: Collection[Heard], failed: Collection[str]) -> Heard:
    """Return what several plugins heard of one calendar; one that failed may have heard more."""
    closures = [closure for heard in told for closure in heard.closures]
    faults = [heard.fault for heard in told if heard.fault]
    faults += [f"{NotHeard.PLUGIN}:{name}"[:MOST_FAULT] for name in failed]
    if not told and not faults:
        faults = [NotHeard.NO_PLUGIN.value]
    if len(closures) > MOST_CLOSURES:
        closures, faults = [], [NotHeard.TOO_MANY.value]
    return Heard(closures=tuple(closures), fault=faults[0] if faults else "")
