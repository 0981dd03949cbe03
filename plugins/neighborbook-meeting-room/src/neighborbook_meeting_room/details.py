"""What a meeting is asked beyond time, party, and headcount."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from neighborbook.domain.slot import Request
from neighborbook.errors import Fault
from neighborbook.room_type import Privacy, asks, details

MOST_KINDS = 7
"""A demand has at most eight legs: the place, and so many kinds of equipment."""


@details
class MeetingDetails:
    """How the room is to be set up, who else comes, and what is needed in it.

    The headcount is asked by neighborbook itself; ``visitors`` are those among it who do not belong
    to the organization. ``equipment`` says how many of each pool.

    >>> MeetingDetails(layout="theatre", equipment={"projector": 1}).visitors
    0
    """

    layout: str = asks(
        label="Layout", label_zh="布置方式", privacy=Privacy.MEMBER, default="", most=40
    )
    visitors: int = asks(
        label="Visitors among those who come",
        label_zh="其中外来人数",
        privacy=Privacy.MEMBER,
        default=0,
        most=10_000,
    )
    equipment: Mapping[str, int] = asks(
        label="Portable equipment",
        label_zh="借用设备",
        privacy=Privacy.MEMBER,
        default={},
        most=999,
    )
    purpose: str = asks(
        label="Purpose", label_zh="用途", privacy=Privacy.MEMBER, default="", most=200
    )
    catering: bool = asks(
        label="With catering", label_zh="需要餐饮", privacy=Privacy.MEMBER, default=False
    )
    public_facing: bool = asks(
        label="Open to the public", label_zh="对外开放", privacy=Privacy.MEMBER, default=False
    )
    announce: bool = asks(
        label="Everybody may see its title (only if open to the public)",
        label_zh="同意公开活动名称（仅限对外开放的活动）",
        privacy=Privacy.MEMBER,
        default=False,
    )


def details_of(asked: object) -> MeetingDetails:
    """Return the details of a request or a booking; nothing asked is what the form starts with."""
    return asked if isinstance(asked, MeetingDetails) else MeetingDetails()


def faults_of(request: Request) -> Iterator[Fault]:
    """Yield what is wrong with the details whatever the center looks like."""
    asked = details_of(request.details)
    if not 0 <= asked.visitors <= request.headcount:
        yield _invalid(
            "visitors",
            given=str(asked.visitors),
            expected=f"a number from 0 to the headcount ({request.headcount})",
        )
    if len(asked.equipment) > MOST_KINDS:
        yield _invalid(
            "equipment",
            given=f"{len(asked.equipment)} kinds",
            expected=f"at most {MOST_KINDS} kinds of equipment",
        )
    for pool, number in asked.equipment.items():
        if number < 1:
            yield _invalid(
                f"equipment.{pool}", given=str(number), expected="a number from 1, or leave it out"
            )
    if asked.announce and not asked.public_facing:
        yield _invalid(
            "announce", given="true", expected="false, unless the meeting is open to the public"
        )


def _invalid(field: str, *, given: str, expected: str) -> Fault:
    return Fault(path=f"details.{field}", code="INPUT_INVALID", given=given, expected=expected)
