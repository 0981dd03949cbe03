"""How the files of other systems look: their columns, and how they write times.

Column names are those of the systems in English; what a center has renamed is found by ``guess``,
or corrected by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

_AMERICAN = ("%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %I:%M %p", "%m/%d/%Y %H:%M", "%m/%d/%Y")


@attrs.frozen(kw_only=True)
class Preset:
    """What is known of the files of one system.

    Attributes:
        columns: by field, the columns that can make it up, the likeliest first; several with ``+``
            between them are put together.
        times: patterns of ``strptime``.
        words: by field, what its words mean here.
    """

    columns: Mapping[str, tuple[str, ...]]
    times: tuple[str, ...] = ()
    words: Mapping[str, Mapping[str, str]] = attrs.field(factory=dict)


_CALENDAR = Preset(
    columns=MappingProxyType(
        {
            "title": ("Subject", "Title"),
            "start": ("Start Date+Start Time", "Start Date"),
            "end": ("End Date+End Time", "End Date"),
            "resource": ("Location",),
            "organizer": ("Meeting Organizer",),
        }
    ),
    times=(*_AMERICAN, "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %I:%M %p", "%Y/%m/%d %H:%M:%S"),
)

PRESETS: Mapping[str, Preset] = MappingProxyType(
    {
        "mrbs": Preset(
            columns=MappingProxyType(
                {
                    "title": ("Brief description", "Brief Description", "Name"),
                    "resource": ("Room",),
                    "start": ("Start time", "Start Time", "Start date", "Start"),
                    "end": ("End time", "End Time", "End date", "End"),
                    "organizer": ("Created by", "Created By"),
                    "state": ("Approval status", "Confirmation status"),
                }
            ),
            times=(
                "%H:%M:%S - %A %d %B %Y",
                "%H:%M - %A %d %B %Y",
                "%A %d %B %Y %H:%M:%S",
                "%A %d %B %Y %H:%M",
                "%A, %d %B %Y %H:%M",
                "%A, %B %d, %Y, %I:%M %p",
                "%Y-%m-%d %H:%M:%S",
                "%Y-%m-%d %H:%M",
                "%d/%m/%Y %H:%M",
            ),
            words=MappingProxyType(
                {
                    "state": MappingProxyType(
                        {
                            "Approved": "confirmed",
                            "Awaiting approval": "pending",
                            "Confirmed": "confirmed",
                            "Tentative": "pending",
                        }
                    )
                }
            ),
        ),
        "librebooking": Preset(
            columns=MappingProxyType(
                {
                    "key": ("Reference Number", "ReferenceNumber"),
                    "title": ("Title",),
                    "resource": ("Resource",),
                    "start": ("Begin", "Begin Date", "Start"),
                    "end": ("End", "End Date"),
                    "organizer": ("User", "Owner"),
                    "state": ("Status",),
                }
            ),
            times=(*_AMERICAN, "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"),
            words=MappingProxyType(
                {
                    "state": MappingProxyType(
                        {
                            "Created": "confirmed",
                            "Pending": "pending",
                            "Deleted": "void",
                            "Approved": "confirmed",
                        }
                    )
                }
            ),
        ),
        "outlook": _CALENDAR,
        "google": _CALENDAR,
    }
)
"""By the name of the system."""

LIKELY: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "key": (
            *("key", "id", "booking id", "reference", "reference number"),
            *("编号", "预约编号", "预约单号", "预约号", "单号", "流水号"),
        ),
        "uid": ("uid",),
        "state": ("state", "status", "状态", "预约状态", "审批状态"),
        "offering": ("offering", "type", "项目", "预约项目", "服务项目", "预约类型"),
        "resource": (
            *("resource", "room", "location", "place"),
            *("场地", "房间", "会议室", "地点", "场所", "教室", "活动室", "诊室"),
            *("场地名称", "房间名称", "会议室名称", "预约场地", "预约房间", "预约会议室"),
        ),
        "start": (
            *("start", "start time", "begin", "begin time", "from", "start at"),
            *("开始", "开始时间", "起始", "起始时间", "预约开始时间", "使用开始时间", "起"),
            *("预约时间", "使用时间"),
        ),
        "end": (
            *("end", "end time", "until", "to", "finish", "end at"),
            *("结束", "结束时间", "终止", "终止时间", "截止时间", "预约结束时间", "使用结束时间"),
            *("止",),
        ),
        "length": ("length", "duration", "时长", "预约时长"),
        "organizer": (
            "organizer",
            "organiser",
            "user",
            "booked by",
            "created by",
            *("预约人", "申请人", "使用人", "预约单位", "申请单位", "使用单位", "单位", "部门"),
            *("姓名", "联系人"),
        ),
        "title": (
            *("title", "subject", "name", "description"),
            *("主题", "标题", "会议主题", "会议名称", "活动名称", "活动主题", "事由", "用途"),
        ),
        "headcount": (
            *("headcount", "attendance", "people", "number of people"),
            *("人数", "参加人数", "参会人数", "预计人数"),
        ),
        "attendees": ("attendees", "participants", "参加人", "参加人员", "参会人员"),
        "features": ("features", "设施"),
        "details": ("details",),
    }
)
"""What columns of any system may be called, in small letters."""

LIKELY_OF_PEOPLE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "id": (
            "id",
            "person id",
            "member id",
            "number",
            "no.",
            *("编号", "人员编号", "居民编号", "住户编号", "会员编号", "会员号", "工号"),
        ),
        "kind": ("kind", "type", "类型", "类别"),
        "name": ("name", "full name", "display name", "姓名", "名称", "名字"),
        "born_on": (
            *("born on", "birth date", "birthdate", "date of birth", "dob", "birthday"),
            *("出生日期", "出生年月日", "生日", "出生"),
        ),
        "language": ("language", "preferred language", "lang", "语言", "语种", "首选语言"),
        "phone": (
            *("phone", "telephone", "mobile", "phone number", "mobile number", "cell"),
            *("电话", "手机", "手机号", "联系电话", "电话号码"),
            *("移动电话", "手机号码", "联系方式"),
        ),
        "email": ("email", "e-mail", "mail", "email address", "邮箱", "电子邮箱", "电子邮件"),
        "grid": ("grid", "block", "网格", "片区", "所属网格"),
        "resident_since": ("resident since", "moved in", "居住起始日期", "入住日期"),
        "disabled": ("disabled", "locked", "停用"),
        "disabled_reason": ("disabled reason", "停用原因"),
        "stated": ("stated", "facts", "备案信息"),
        "links": ("links", "ties", "关系", "亲属关系"),
        "grants": ("grants", "roles", "role", "角色"),
    }
)
"""What columns of people may be called, in small letters."""

STATE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("approved", "accepted", "booked", "已预约", "预约成功"), "confirmed"),
        **dict.fromkeys(("已确认", "已通过", "已批准", "通过", "已审批"), "confirmed"),
        **dict.fromkeys(("awaiting approval", "tentative", "待审批", "待审核"), "pending"),
        **dict.fromkeys(("审批中", "审核中", "待确认"), "pending"),
        **dict.fromkeys(("canceled", "cancelled", "rejected", "declined", "deleted"), "void"),
        **dict.fromkeys(("已取消", "取消", "已撤销", "已拒绝", "已驳回", "已作废"), "void"),
        **dict.fromkeys(("completed", "finished", "已完成", "已结束", "已使用"), "done"),
    }
)
"""What bookings are called in other systems, in small letters, and what they are here."""

LIKELY_DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")
"""How civil days may be written where the year comes first: nothing else is without doubt."""

PEOPLE_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "kind": {
            **dict.fromkeys(("individual", "个人", "居民"), "person"),
            **dict.fromkeys(("organization", "company", "组织", "单位", "公司"), "member"),
            "社区": "community",
        },
        "language": {
            **dict.fromkeys(("english", "英文", "英语"), "en"),
            **dict.fromkeys(("chinese", "中文", "汉语", "普通话"), "zh"),
        },
    }
)
"""By field, words of other systems in small letters, and what they are here."""
