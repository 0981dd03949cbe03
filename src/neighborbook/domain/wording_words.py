"""Words within the sentences: rights, roles, and states, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from neighborbook.domain.text import Text


def _both(en: str, zh: str) -> Text:
    return Text((("en", en), ("zh", zh)))


WORDS: Mapping[str, Text] = MappingProxyType(
    {
        "place": _both("place", "场地"),
        "staff": _both("the front desk", "前台"),
        "approver": _both("those who approve", "审批人"),
        "administrator": _both("administrators", "管理员"),
        "book": _both("book this", "预约"),
        "change": _both("change this", "修改"),
        "cancel": _both("cancel this", "取消"),
        "restore": _both("restore this", "恢复"),
        "approve": _both("approve or decline this", "审批"),
        "override": _both("pass rules", "破例"),
        "check_in": _both("check people in", "签到"),
        "mark": _both("mark what became of this", "标记"),
        "close": _both("close or reopen this", "关闭或恢复场地"),
        "outage": _both("record an outage", "登记停摆"),
        "report_fault": _both("report a fault", "报修"),
        "load": _both("load a center file", "载入中心文件"),
        "settle": _both("settle what is due", "处理到期事项"),
        "check": _both("check the database", "检查数据库"),
        "see_slots": _both("see slots", "查看可约时段"),
        "see_board": _both("see the board", "查看日程"),
        "see_booking": _both("see this", "查看该预约"),
        "see_history": _both("see the history of this", "查看历史"),
        "see_changes": _both("see changes", "查看变更"),
        "see_usage": _both("see what was used", "查看用量"),
        "see_closure_reason": _both("see why it is closed", "查看关闭原因"),
        "see_person": _both("see what is kept of this person", "查看该人的登记信息"),
        "find_people": _both("look people up", "查找人员"),
        "correct_person": _both("correct what is kept of this person", "更正该人的登记信息"),
        "keep_people": _both("register people and keep their entries", "登记和维护人员信息"),
        "keep_members": _both("say who belongs to this organization", "维护该组织的成员"),
        "hand_over": _both("hand bookings over", "移交预约"),
        "grant_roles": _both("give or take roles", "授予或收回角色"),
        "export_person": _both("print all that is stored of somebody", "导出个人的全部信息"),
        "erase_person": _both("erase people", "删除个人信息"),
        "roll_call": _both("call the roll", "查看在馆人员名单"),
        "see_notices": _both("see what could not be delivered", "查看未送达的通知"),
        "import": _both("import", "导入"),
        "export": _both("export", "导出"),
        "carer": _both("those who serve", "服务人员"),
        "held": _both("held", "暂留"),
        "waiting": _both("waiting", "候补"),
        "offered": _both("offered", "待接受"),
        "pending": _both("pending", "待审批"),
        "confirmed": _both("confirmed", "已确认"),
        "arrived": _both("arrived", "已到"),
        "active": _both("active", "进行中"),
        "done": _both("done", "已完成"),
        "void": _both("void", "已作废"),
    }
)
"""Rights, roles, and states, where a sentence speaks of them."""

WORDED = frozenset({"right", "state", "label", "not_void", "combination"})
"""Rules whose subject and ``allowed`` are such words."""
