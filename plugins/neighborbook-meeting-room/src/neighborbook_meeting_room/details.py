"""What a meeting is asked beyond time, party, and headcount."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import neighborbook as nb

MOST_KINDS = 7
"""A demand has at most eight legs: the place, and so many kinds of equipment."""

LONGEST_NAME = 64
"""No resource has a longer id."""

MOST_OF_A_KIND = 999


@nb.details
class MeetingDetails:
    """How the room is to be set up, who else comes, and what is needed in it.

    The headcount is asked by neighborbook itself; ``visitors`` are those among it who do not belong
    to the organization. ``equipment`` says how many of each pool.

    >>> MeetingDetails(layout="theatre", equipment={"projector": 1}).visitors
    0
    """

    layout: str = nb.asks(
        label="Layout", label_zh="布置方式", privacy=nb.Privacy.MEMBER, default="", most=40
    )
    visitors: int = nb.asks(
        label="Visitors among those who come",
        label_zh="其中外来人数",
        privacy=nb.Privacy.MEMBER,
        default=0,
        most=10_000,
    )
    equipment: Mapping[str, int] = nb.asks(
        label="Portable equipment",
        label_zh="借用设备",
        privacy=nb.Privacy.MEMBER,
        default={},
        most=MOST_OF_A_KIND,
    )
    purpose: str = nb.asks(
        label="Purpose", label_zh="用途", privacy=nb.Privacy.MEMBER, default="", most=200
    )
    catering: bool = nb.asks(
        label="With catering", label_zh="需要餐饮", privacy=nb.Privacy.MEMBER, default=False
    )
    public_facing: bool = nb.asks(
        label="Open to the public", label_zh="对外开放", privacy=nb.Privacy.PUBLIC, default=False
    )
    announce: bool = nb.asks(
        label="Everybody may see its title (only if open to the public)",
        label_zh="同意公开活动名称（仅限对外开放的活动）",
        privacy=nb.Privacy.PUBLIC,
        default=False,
    )


def details_of(asked: object) -> MeetingDetails:
    """Return the details of a request or a booking; nothing asked is what the form starts with."""
    return asked if isinstance(asked, MeetingDetails) else MeetingDetails()


def faults_of(request: nb.Request) -> Iterator[nb.Fault]:
    """Yield what is wrong with the details whatever the center looks like."""
    asked = details_of(request.details)
    yield from _visitors(asked, request.headcount)
    yield from _equipment(asked)
    yield from _announcement(asked)


def _visitors(asked: MeetingDetails, headcount: int) -> Iterator[nb.Fault]:
    if not 0 <= asked.visitors <= headcount:
        yield _invalid(
            "visitors",
            given=str(asked.visitors),
            expected=f"a number from 0 to the headcount ({headcount})",
            expected_zh=f"0至人数（{headcount}）之间的数字",
        )


def _equipment(asked: MeetingDetails) -> Iterator[nb.Fault]:
    if len(asked.equipment) > MOST_KINDS:
        yield _invalid(
            "equipment",
            given=f"{len(asked.equipment)} kinds",
            expected=f"at most {MOST_KINDS} kinds of equipment",
            expected_zh=f"至多{MOST_KINDS}种设备",
        )
    if not all(map(_is_name, asked.equipment)):
        yield _invalid(
            "equipment",
            expected=f"names of 1 to {LONGEST_NAME} letters and digits",
            expected_zh=f"1至{LONGEST_NAME}个字母和数字的名称",
        )
        return
    for pool, number in asked.equipment.items():
        if not 1 <= number <= MOST_OF_A_KIND:
            yield _invalid(
                f"equipment.{pool}",
                given=str(number) if abs(number) <= MOST_OF_A_KIND else "",
                expected=f"a number from 1 to {MOST_OF_A_KIND}, or leave it out",
                expected_zh=f"1至{MOST_OF_A_KIND}之间的数字，或不填",
            )


def _is_name(pool: str) -> bool:
    return 0 < len(pool) <= LONGEST_NAME and pool.isprintable()


def _announcement(asked: MeetingDetails) -> Iterator[nb.Fault]:
    if asked.announce and not asked.public_facing:
        yield _invalid(
            "announce",
            given="true",
            expected="false, unless the meeting is open to the public",
            expected_zh="false，除非会议对外开放",
        )


def _invalid(field: str, *, given: str = "", expected: str, expected_zh: str) -> nb.Fault:
    return nb.Fault(
        path=f"details.{field}",
        code="INPUT_INVALID",
        given=given,
        expected=expected,
        expected_zh=expected_zh,
    )
