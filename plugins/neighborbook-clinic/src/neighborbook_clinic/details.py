"""What a patient is asked beyond time and practitioner."""

from __future__ import annotations

import enum
from collections.abc import Iterator

import neighborbook as nb
from neighborbook_clinic.settings import MINUTE, settings_of


class Channel(enum.StrEnum):
    """By which way somebody asks; who walks in is written down by the front desk."""

    ONLINE = "online"
    PHONE = "phone"
    DESK = "desk"
    WALK_IN = "walk-in"


class Priority(enum.StrEnum):
    """How soon somebody must be seen; that it is urgent is for the front desk to say."""

    ROUTINE = "routine"
    URGENT = "urgent"


@nb.details
class ClinicDetails:
    """Why somebody comes, as a coded choice, and how the appointment was made.

    The organizer is the patient, whoever calls; there is no free text but a short note to staff.

    >>> ClinicDetails(service="general").priority.value
    'routine'
    """

    service: str = nb.asks(
        label="Service", label_zh="服务项目", privacy=nb.Privacy.CARE, default="", most=64
    )
    channel: Channel = nb.asks(
        label="Asked by way of",
        label_zh="预约渠道",
        privacy=nb.Privacy.CARE,
        default=Channel.ONLINE,
    )
    priority: Priority = nb.asks(
        label="Priority", label_zh="优先级", privacy=nb.Privacy.CARE, default=Priority.ROUTINE
    )
    overbook: bool = nb.asks(
        label="Squeezed in (staff only)",
        label_zh="加号（仅限工作人员）",
        privacy=nb.Privacy.CARE,
        default=False,
    )
    note: str = nb.asks(
        label="A short note to the staff",
        label_zh="给工作人员的备注",
        privacy=nb.Privacy.CARE,
        default="",
        most=100,
    )


def details_of(asked: object) -> ClinicDetails:
    """Return the details of a request or a booking; nothing asked is what the form starts with."""
    return asked if isinstance(asked, ClinicDetails) else ClinicDetails()


def patient_of(request: nb.Request) -> str | None:
    """Return whose appointment it would be; ``None`` in a search for nobody in particular."""
    return None if request.organizer.startswith("~") else request.organizer


def faults_of(request: nb.Request, offering: nb.Offering) -> Iterator[nb.Fault]:
    """Yield what is wrong with the arguments whatever is booked already."""
    yield from _service(request, offering)
    if request.headcount != 1:
        yield _invalid("headcount", expected="1: one patient", expected_zh="1：每次一位患者")
    if any(attendee.party != request.organizer for attendee in request.attendees):
        yield _invalid(
            "attendees",
            expected="nobody but the patient, who is the organizer",
            expected_zh="仅限患者本人（即预约归属人）",
        )
    if request.title:
        yield _invalid(
            "title",
            expected="nothing: why somebody comes is the service alone",
            expected_zh="不填：就诊事由只按服务项目选择",
        )


def _service(request: nb.Request, offering: nb.Offering) -> Iterator[nb.Fault]:
    asked, settings = details_of(request.details).service, settings_of(offering)
    known = ", ".join(sorted(id for id, _ in settings.services))
    if settings.service(asked) is None:
        code = "INPUT_INVALID" if asked else "INPUT_MISSING"
        yield nb.Fault(
            path="details.service",
            code=code,
            expected=f"one of {known}",
            expected_zh=f"以下之一：{known}",
        )
        return
    step = offering.policy.granularity
    minutes = settings.cells(asked, step) * step
    if request.end - request.start != minutes * MINUTE:
        yield _invalid(
            "end",
            expected=f"an end {minutes} minutes after the start: one service in one piece",
            expected_zh=f"开始后{minutes}分钟结束：每次只预约一项服务的连续时段",
        )


def _invalid(path: str, *, expected: str, expected_zh: str) -> nb.Fault:
    return nb.Fault(path=path, code="INPUT_INVALID", expected=expected, expected_zh=expected_zh)
