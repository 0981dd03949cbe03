"""What a client is asked: as little as can be, and nothing in free words."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from types import MappingProxyType

import neighborbook as nb


class Visit(enum.StrEnum):
    """The first talk is the intake; the others follow it."""

    INTAKE = "intake"
    SESSION = "session"


class Contact(enum.StrEnum):
    """How the client can be reached without anybody else learning of it."""

    NONE = "none"
    PHONE = "phone"
    MESSAGE = "message"
    MAIL = "mail"


TOLD_BY: Mapping[Contact, frozenset[str]] = MappingProxyType(
    {
        Contact.NONE: frozenset(),
        Contact.PHONE: frozenset({"phone"}),
        Contact.MESSAGE: frozenset({"message", "sms"}),
        Contact.MAIL: frozenset({"mail"}),
    }
)
"""By which kinds of address, or channels of that name, a client is told."""


@nb.details
class CounselDetails:
    """How somebody wants to be called, and how to be reached; there is no field for a note.

    >>> CounselDetails(alias="Maple").visit.value
    'intake'
    """

    alias: str = nb.asks(
        label="What shall we call you? Any name will do",
        label_zh="怎么称呼您（可用化名）",
        privacy=nb.Privacy.SEALED,
        default="",
        most=40,
    )
    contact: Contact = nb.asks(
        label="How we may safely reach you",
        label_zh="方便且安全的联系方式",
        privacy=nb.Privacy.SEALED,
        default=Contact.NONE,
    )
    visit: Visit = nb.asks(
        label="First talk, or another one",
        label_zh="初次访谈或后续咨询",
        privacy=nb.Privacy.SEALED,
        default=Visit.INTAKE,
    )
    consent: int = nb.asks(
        label="Version of the words on confidentiality that you agree to",
        label_zh="所同意的保密协议版本",
        privacy=nb.Privacy.SEALED,
        default=0,
        most=10_000,
    )
    referral: bool = nb.asks(
        label="Referred by somebody who works here",
        label_zh="由工作人员转介",
        privacy=nb.Privacy.SEALED,
        default=False,
    )
    crisis: bool = nb.asks(
        label="I need help now",
        label_zh="我现在就需要帮助",
        privacy=nb.Privacy.SEALED,
        default=False,
    )
    in_calendar: bool = nb.asks(
        label="Show it in my own calendar, without saying what it is",
        label_zh="在我自己的日历中显示（不显示内容）",
        privacy=nb.Privacy.SEALED,
        default=False,
    )


def details_of(asked: object) -> CounselDetails:
    """Return the details of a request or a booking; nothing asked is what the form starts with."""
    return asked if isinstance(asked, CounselDetails) else CounselDetails()


def client_of(request: nb.Request) -> str | None:
    """Return who would come; ``None`` in a search for nobody in particular."""
    return None if request.organizer.startswith("~") else request.organizer


def faults_of(request: nb.Request) -> Iterator[nb.Fault]:
    """Yield what is wrong with the arguments whatever is booked already."""
    if request.headcount != 1:
        yield _invalid("headcount", expected="1: one client", expected_zh="1：每次一位来访者")
    if any(attendee.party != request.organizer for attendee in request.attendees):
        yield _invalid(
            "attendees",
            expected="nobody but the client, who is the organizer",
            expected_zh="仅限来访者本人（即预约归属人）",
        )
    if request.title:
        yield _invalid(
            "title", expected="nothing: nothing is written about a talk", expected_zh="不填"
        )


def _invalid(path: str, *, expected: str, expected_zh: str) -> nb.Fault:
    return nb.Fault(path=path, code="INPUT_INVALID", expected=expected, expected_zh=expected_zh)
