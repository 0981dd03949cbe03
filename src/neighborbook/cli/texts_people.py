"""What the command line says of people, in English and Chinese, by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

PEOPLE_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "section_people": ("People", "人员"),
        "party": ("person or organization", "个人或组织"),
        "link": ("tie", "关系"),
        "role": ("role", "角色"),
        "tie_guardian_of": ("guardian of {other}", "{other}的监护人"),
        "tie_proxy_for": ("proxy for {other}", "{other}的代理人"),
        "tie_employee_of": ("employed by {other}", "{other}的员工"),
        "tie_manager_of": ("manages {other}", "{other}的负责人"),
        "tie_member_of_household": ("in the household {other}", "{other}的家庭成员"),
        "tie_provider_of": ("serves at {other}", "在{other}提供服务"),
        "has_role": ("role: {role}", "角色：{role}"),
        "role_staff": ("front desk (staff)", "前台（staff）"),
        "role_approver": ("approver", "审批人（approver）"),
        "role_administrator": ("administrator", "管理员（administrator）"),
        "role_carer": ("serves (carer)", "服务人员（carer）"),
        "of_grid": ("grid {grid}", "网格{grid}"),
        "person": ("person", "个人"),
        "organization": ("organization", "组织"),
        "version_of": ("version {version}", "版本{version}"),
        "disabled": ("locked out", "已停用"),
        "born_on": ("born on", "出生日期"),
        "resident_since": ("lives here since", "入住日期"),
        "language": ("language", "语言"),
        "phone": ("phone", "电话"),
        "email": ("email", "邮箱"),
        "grid": ("grid", "网格"),
        "disabled_reason": ("why", "原因"),
        "holds_until": ("until {when}", "至{when}"),
        "holds_for": ("for {what}", "仅限{what}"),
        "said_hand_over": (
            "Handed over from {leaver} to {to}, for {organization} ({count}):",
            "已由{leaver}移交给{to}（{organization}，{count}项）：",
        ),
        "nothing_to_hand_over": (
            "Nothing was handed over: {leaver} wrote nothing for {organization} that is to come.",
            "未移交任何预约：{leaver}没有为{organization}登记尚未结束的预约。",
        ),
        "not_handed_over": (
            (
                "Not handed over, since it does not belong to {organization} but to whom it "
                "names; change or cancel it where it should not stand:"
            ),
            "以下预约不属于{organization}，未移交，仍归各自的归属人；如不应保留，请更改或取消：",
        ),
        "said_erase": (
            "Erased: {party}; named in {count} bookings, which are counted on.",
            "已删除：{party}；涉及{count}个预约，仍计入统计。",
        ),
        "said_bytes_remain": (
            """\
What was taken out is read by nobody here; bytes of it may remain in the files of the database.
On SQLite run neighborbook retain --apply when nobody reads; on PostgreSQL it is the operator's.""",
            """\
已清除的内容在此无人可读，但数据库文件中可能仍有残留字节。
SQLite：请在无人读取时运行neighborbook retain --apply；PostgreSQL：由运维人员处理。""",
        ),
        "col_class": ("CLASS", "类别"),
        "col_kept": ("KEPT", "保存期限"),
        "col_before": ("BEFORE", "早于"),
        "col_past": ("PAST", "已过期"),
        "col_removed": ("REMOVED", "已清除"),
        "yes": ("yes", "是"),
        "no": ("no", "否"),
        "keeping_booking": ("names in bookings", "预约中的姓名"),
        "keeping_history": ("who did what, and why", "操作人和原因"),
        "keeping_term": ("facts, ties and roles that have ended", "已结束的信息、关系和角色"),
        "keeping_person": ("persons not heard of since", "此后无往来的个人"),
        "field_actor": ("who looks after it", "经办人"),
        "keeping_key": ("remembered answers", "记住的答复"),
        "keeping_notice": ("notices that nobody fetched", "无人取走的通知"),
        "roll_head": (
            "In the building at {when}: {there} checked in, {more} more expected",
            "{when} 在馆：已登记{there}人，另预计{more}人",
        ),
        "roll_floor": ("Floor {floor}", "{floor}层"),
        "roll_no_floor": ("No floor given", "未注明楼层"),
        "roll_no_room": ("Room not known", "房间不明"),
        "roll_there": ("checked in", "已登记"),
        "roll_expected": ("expected", "预计"),
        "roll_nobody": ("Nobody is expected in the building.", "馆内预计无人。"),
    }
)
