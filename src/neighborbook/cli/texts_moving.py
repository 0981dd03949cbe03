"""Texts of the command line about whole books that come in and go out."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

MOVING: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "section_move": ("Move in and out", "导入导出"),
        "exported": ("{rows} rows written to {given}", "已将 {rows} 行写入 {given}"),
        "guessed": (
            (
                "Written: {given}. Correct it, then: "
                "neighborbook import {file}{which} --mapping {given} --preview"
            ),
            (
                "已写入 {given}。请改正后运行："
                "neighborbook import {file}{which} --mapping {given} --preview"
            ),
        ),
        "imported": (
            (
                "{booked} booked, {pending} wait for approval, {unchanged} were here already, "
                "{left} void or erased there, {bad} left out"
            ),
            (
                "已预约{booked}项，待审批{pending}项，原已导入{unchanged}项，原已失效或已删除{left}项，"
                "略过{bad}项"
            ),
        ),
        "previewed_import": (
            (
                "Would be {booked} booked, {pending} waiting for approval, {unchanged} are here "
                "already, {left} void or erased there, {bad} bad; nothing was written"
            ),
            (
                "将预约{booked}项，待审批{pending}项，原已导入{unchanged}项，原已失效或已删除{left}项，"
                "有误{bad}项；未写入任何内容"
            ),
        ),
        "imported_people": (
            "{registered} registered, {unchanged} were here already, {bad} left out",
            "已登记{registered}个，原已登记{unchanged}个，略过{bad}个",
        ),
        "previewed_import_people": (
            (
                "Would be {registered} registered, {unchanged} are here already, {bad} bad; "
                "nothing was written"
            ),
            "将登记{registered}个，原已登记{unchanged}个，有误{bad}个；未写入任何内容",
        ),
        "imported_closures": (
            (
                "{closed} closed, {unchanged} were here already, {left} reopened there, "
                "{bad} left out"
            ),
            "已关闭{closed}项，原已导入{unchanged}项，原已重新开放{left}项，略过{bad}项",
        ),
        "previewed_import_closures": (
            (
                "Would be {closed} closed, {unchanged} are here already, {left} reopened there, "
                "{bad} bad; nothing was written"
            ),
            (
                "将关闭{closed}项，原已导入{unchanged}项，原已重新开放{left}项，有误{bad}项；"
                "未写入任何内容"
            ),
        ),
        "not_imported": (
            (
                "{bad} rows are bad, so nothing was written. Mend them, or leave them out with "
                "--skip; --report FILE lists every row"
            ),
            "有{bad}行有误，未写入任何内容。请改正，或用 --skip 略过；--report FILE 可列出每一行",
        ),
        "bad_row": ("line {line}: {text}", "第{line}行：{text}"),
        "more_bad": ("… and {many} more", "……另有{many}行"),
        "undo_with": (
            "To take it back: neighborbook import --undo {batch}",
            "如需撤回：neighborbook import --undo {batch}",
        ),
        "settled_followed": (
            "closures by outside calendars changed: {followed}",
            "外部日历带来的关闭变动：{followed}",
        ),
        "settled_stale": (
            "outside calendars not heard: {stale}; see neighborbook following",
            "未能读取的外部日历：{stale}；见 neighborbook following",
        ),
        "nothing_followed": ("No room follows an outside calendar", "没有场地跟随外部日历"),
        "never_heard": ("not yet", "尚未"),
        "heard": (
            "{given}: closures to come {many}; heard {at}",
            "{given}：未来的关闭{many}项；最近读取：{at}",
        ),
        "not_heard": (
            "{given}: NOT HEARD since {at}: {why}; closures to come, as told before: {many}",
            "{given}：自{at}起无法读取：{why}；此前读到的未来关闭仍有效：{many}项",
        ),
        "followed_until": ("followed until {at}", "跟随至 {at}"),
        "undone": ("{many} bookings taken back", "已撤回{many}项预约"),
        "undone_people": ("{many} people taken back", "已撤回{many}个人或组织"),
        "undone_closures": ("{many} closures reopened", "已重新开放{many}项关闭"),
        "stayed": ("These stay as they are:", "以下保持不变："),
        "stayed_changed": ("changed since", "此后已有变动"),
        "stayed_named": (
            "named in bookings, closures, or the history",
            "预约、关闭或记录中已有其名",
        ),
        "stayed_reopened": ("reopened since", "此后已重新开放"),
        "stayed_linked": ("somebody who stays is tied to them", "与保留的人有关系"),
        "batch_of_bookings": ("bookings", "预约"),
        "batch_of_people": ("people", "人员"),
        "batch_of_closures": ("closures", "关闭"),
        "col_batch": ("Batch", "批次"),
        "col_made": ("When", "时间"),
        "col_by": ("By", "操作人"),
        "col_what": ("What", "内容"),
        "col_source": ("Of", "来源"),
        "col_brought": ("Brought", "导入"),
        "col_refused": ("Refused", "略过"),
        "col_taken_back": ("Taken back", "撤回"),
        "touched": (
            "Changed since, so they stay as they are:",
            "此后已有变动，保持不变：",
        ),
    }
)
