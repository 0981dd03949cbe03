"""The words of notices, in English and Chinese; of what is sensitive they say next to nothing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from neighborbook.domain.notice import Topic
from neighborbook.domain.text import Text


def _both(en: str, zh: str) -> Text:
    return Text.of({"en": en, "zh": zh})


SUBJECTS: Mapping[Topic, Text] = MappingProxyType(
    {
        Topic.CONFIRMATION: _both("Confirmed: {what}, {when}", "已确认：{what}，{when}"),
        Topic.CHANGE: _both("Changed: {what}, {when}", "已变更：{what}，{when}"),
        Topic.REMINDER: _both("Reminder: {what}, {when}", "提醒：{what}，{when}"),
        Topic.APPROVAL: _both("To be approved: {what}, {when}", "待审批：{what}，{when}"),
        Topic.APPROVAL_REMINDER: _both(
            "Still to be approved: {what}, {when}", "仍待审批：{what}，{when}"
        ),
        Topic.APPROVAL_DEPUTY: _both(
            "To be approved by you as deputy: {what}, {when}", "请代为审批：{what}，{when}"
        ),
        Topic.EXPIRY: _both("Not decided yet: {what}, {when}", "尚未审批：{what}，{when}"),
        Topic.EXPIRED: _both("Request expired: {what}, {when}", "申请已过期：{what}，{when}"),
        Topic.NEEDS_MOVE: _both(
            "Needs another place or time: {what}, {when}", "需更换场地或时间：{what}，{when}"
        ),
        Topic.HAS_PLACE: _both("Takes place after all: {what}, {when}", "照常进行：{what}，{when}"),
        Topic.CANCELLATION: _both("Cancelled: {what}, {when}", "已取消：{what}，{when}"),
        Topic.DECLINE: _both("Declined: {what}, {when}", "未批准：{what}，{when}"),
        Topic.RELEASE: _both("Released: {what}, {when}", "已释放：{what}，{when}"),
        Topic.NO_SHOW: _both("We missed you: {what}, {when}", "未能见到您：{what}，{when}"),
        Topic.DUTY_CONTACT: _both("Needs help now: {what}, {when}", "急需帮助：{what}，{when}"),
    }
)

SENTENCES: Mapping[Topic, Text] = MappingProxyType(
    {
        Topic.CONFIRMATION: _both("The booking is confirmed.", "预约已确认。"),
        Topic.CHANGE: _both(
            "The booking was changed; this is how it stands now.", "预约已变更，现为以下内容。"
        ),
        Topic.REMINDER: _both("This is coming up.", "预约时间将至。"),
        Topic.APPROVAL: _both("Somebody asks for this; please decide.", "有一项申请，请审批。"),
        Topic.APPROVAL_REMINDER: _both(
            "Half of the time to decide has passed.", "审批时间已过半，请尽快审批。"
        ),
        Topic.APPROVAL_DEPUTY: _both(
            "Nobody has decided yet; please decide as deputy.", "尚无人审批，请您代为审批。"
        ),
        Topic.EXPIRY: _both(
            "Nobody has decided about this request yet; soon it expires.",
            "该申请尚未审批，即将过期。",
        ),
        Topic.EXPIRED: _both(
            "Nobody decided about this request in time; it has expired.",
            "该申请未能及时审批，已过期。",
        ),
        Topic.NEEDS_MOVE: _both(
            "The place cannot be used then. Please choose another place or time.",
            "届时场地无法使用，请更换场地或时间。",
        ),
        Topic.HAS_PLACE: _both(
            "The place can be used again; the booking stands.", "场地恢复使用，预约照旧。"
        ),
        Topic.CANCELLATION: _both("The booking was cancelled.", "预约已取消。"),
        Topic.DECLINE: _both("The request was declined.", "申请未获批准。"),
        Topic.DUTY_CONTACT: _both(
            "Somebody needs help at once. Please look at this booking and get in touch.",
            "有人急需帮助，请立即查看此预约并联系。",
        ),
        Topic.RELEASE: _both(
            "Nobody came in time, so the place was released.", "因无人按时到场，场地已释放。"
        ),
        Topic.NO_SHOW: _both(
            "We were expecting you and did not see you. If you did come, please tell us; "
            "you are welcome to book another time.",
            "我们在约定时间未能见到您。如您已到场，请告知我们；欢迎另约时间。",
        ),
    }
)

WHAT = _both("What: {what}", "内容：{what}")
WHEN = _both("When: {when}", "时间：{when}")
WHERE = _both("Where: {where}", "地点：{where}")
DECIDE_BY = _both("To be decided by: {when}", "审批截止：{when}")

NUMBER = _both("Booking: {id}", "预约编号：{id}")
REACH = _both("To be reached by: {ways}", "联系方式：{ways}")
NO_WAY = _both(
    "Nobody has said how to reach them safely; the booking itself may tell more.",
    "对方未留下可安全使用的联系方式；预约中或有更多信息。",
)
WAYS: Mapping[str, Text] = MappingProxyType(
    {"phone": _both("phone", "电话"), "mail": _both("mail", "邮箱")}
)

BOOKING = _both("Booking", "预约")
APPOINTMENT = _both("Appointment", "预约")
"""What is said of a sensitive booking in place of its title and its offering."""
