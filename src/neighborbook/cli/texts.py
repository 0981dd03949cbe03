"""Every text of the command line, in English and Chinese, by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from neighborbook.cli.texts_moving import MOVING
from neighborbook.cli.texts_of_failures import FAILURES
from neighborbook.cli.texts_people import PEOPLE_TEXTS

TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        **FAILURES,
        **PEOPLE_TEXTS,
        "loaded": (
            "{center}: {added} added, {changed} changed, {retired} retired",
            "{center}：新增{added}项，修改{changed}项，停用{retired}项",
        ),
        "previewed": (
            (
                "{center}: would be {added} added, {changed} changed, {retired} retired; nothing "
                "was written"
            ),
            "{center}：将新增{added}项，修改{changed}项，停用{retired}项；未写入任何内容",
        ),
        "needs_move": ("Bookings that need a move:", "需要调整的预约："),
        "no_slots": (
            (
                "Nothing can be booked there and then. Widen --start and --end, shorten --length, "
                "or ask why: neighborbook explain"
            ),
            (
                "该时段没有可预约的时间。可放宽 --start 和 --end、缩短 --length，或用 "
                "neighborbook explain 查询原因"
            ),
        ),
        "more": ("There are more; ask for them with --limit.", "还有更多，可用 --limit 查看。"),
        "written": ("{size} bytes written to {given}", "已将 {size} 字节写入 {given}"),
        "people": ("up to {most} people", "最多{most}人"),
        "asks_approval": ("needs approval", "需审批"),
        "center": ("center", "中心"),
        "booking": ("booking", "预约"),
        "closure": ("closure", "关闭"),
        "held": ("held", "暂留"),
        "waiting": ("waiting", "候补"),
        "offered": ("offered", "候补待确认"),
        "pending": ("waits for approval", "待审批"),
        "confirmed": ("confirmed", "已确认"),
        "arrived": ("arrived", "已到"),
        "active": ("in use", "使用中"),
        "done": ("done", "已结束"),
        "void": ("void", "已失效"),
        "cancelled": ("cancelled", "已取消"),
        "cancelled_late": ("cancelled late", "已取消（晚于时限）"),
        "hours_spent": ("cancelled late: the hours stay spent", "已取消（晚于时限，时长仍计入）"),
        "expired": ("expired", "已过期"),
        "declined": ("declined", "未获批准"),
        "no_show": ("nobody came", "未到"),
        "released": ("released", "已释放"),
        "displaced": ("displaced", "已被占用"),
        "must_move": ("needs a move", "需要调整"),
        "until": ("until {until}", "至{until}"),
        "free": ("free", "空闲"),
        "taken": ("taken", "已占用"),
        "seen": ("taken, more below", "已占用，详见下方"),
        "asked": ("asked for or held", "待审批或暂留"),
        "around": ("set up or cleared", "布置或清场"),
        "retired": ("no longer offered", "已停用"),
        "shut": ("closed at short notice", "临时关闭"),
        "outside_hours": (
            "Bookings that lie outside the hours now ({n}); move or cancel them:",
            "{n}项预约现不在开放时间内，请改期或取消：",
        ),
        "shut_of_pool": (
            "{amount} of {capacity} closed",
            "{capacity}个中{amount}个关闭",
        ),
        "shut_of_each": ("{amount} of each closed", "每处各关闭{amount}个"),
        "count": ("so many in use at once", "同时使用数"),
        "nothing_open": ("Nothing is open on this day.", "当天不开放。"),
        "section_book": ("Book", "预约"),
        "section_door": ("At the door", "现场"),
        "section_office": ("The office", "办公室"),
        "section_read": ("Read", "查看"),
        "section_run": ("Run a center", "运行"),
        "said_book": ("Booked:", "已预约："),
        "said_request": (
            "Requested; it is booked once somebody has approved it:",
            "已提交申请，批准后才算预约：",
        ),
        "said_hold": ("Held:", "已暂留："),
        "said_extend": ("Held longer:", "已延长暂留："),
        "said_confirm": ("Booked:", "已预约："),
        "said_change": ("Changed:", "已更改："),
        "said_cancel": ("Cancelled:", "已取消："),
        "said_restore": ("Brought back:", "已恢复："),
        "said_check_in": ("They have come:", "已签到："),
        "said_complete": ("Done:", "已结束："),
        "said_no_show": ("Nobody came:", "未到："),
        "said_advance": ("Moved on:", "已推进："),
        "said_approve": ("Approved:", "已批准："),
        "said_decline": ("Declined:", "已拒绝："),
        "said_close": ("Closed:", "已关闭："),
        "previewed_closure": (
            "Would be closed; nothing was written:",
            "将关闭（未写入任何内容）：",
        ),
        "place_is_closed": (
            "  (the place {given} itself; the offering {given} alone: --kind offering)",
            "  （场地 {given} 本身；仅关闭预约项目 {given}：--kind offering）",
        ),
        "said_reopen": ("Open again:", "已重新开放："),
        "said_outage": ("Outage noted:", "已记录故障："),
        "said_upgrade": (
            (
                "{given} was upgraded from revision {before} to {after}. As it was it lies in "
                "{backup}; to go back, close every program that uses it, put that in its place, "
                "and install the neighborbook that you had."
            ),
            (
                "已将 {given} 从版本 {before} 升级到 {after}。原内容保存在 {backup}；如需回退，请"
                "关闭所有使用它的程序，换回该备份，并安装原来的 neighborbook。"
            ),
        ),
        "nothing_to_upgrade": ("{given} is up to date.", "{given} 已是最新。"),
        "settled": (
            "bookings settled: {lapsed}, changes numbered: {sealed}, notices sent: {told}",
            "已处理{lapsed}项预约，编号{sealed}项变更，发送{told}条通知",
        ),
        "settled_to_call": (
            "somebody must call about: {most} (new: {new}); see neighborbook notices --unreached",
            "需致电通知：{most}（新增{new}）；见 neighborbook notices --unreached",
        ),
        "without_sealed": (
            "Without what is sealed, if there is any: that is handed out to the person alone.",
            "不含密封内容（无论有无）：密封内容仅提供给本人。",
        ),
        "col_notice": ("NOTICE", "通知"),
        "col_booking": ("BOOKING", "预约"),
        "col_party": ("WHO", "对象"),
        "col_phone": ("PHONE", "电话"),
        "col_about": ("ABOUT", "事项"),
        "col_why": ("WHY", "原因"),
        "on_duty": ("whoever is on duty", "值班人员"),
        "notice": ("notice", "通知"),
        "resource": ("place or thing", "场地或物品"),
        "batch": ("import", "导入批次"),
        "said_told": ("Taken off the list.", "已从名单移除。"),
        "published": (
            "{folder}: {written} files written, {removed} removed, {unchanged} unchanged",
            "{folder}：写入{written}个文件，删除{removed}个，{unchanged}个未变",
        ),
        "no_file_yet": (
            "Nothing lies there yet: publish first; nobody has a calendar without entries.",
            "该处尚无文件：请先发布；没有日程的人没有日历。",
        ),
        "nothing": ("Nothing to show.", "没有内容。"),
        "nobody_displaced": ("No booking needs a move because of it.", "没有预约需要因此调整。"),
        "no_bookings": ("No bookings.", "没有预约。"),
        "kept_back": (
            (
                "Not among these: consultations, care and counseling of which you are not told "
                "whose or what they are. Look for those by --start, --end and --resource."
            ),
            (
                "其中不含就诊、照护和咨询中不向您告知归属或项目的预约；"
                "请用 --start、--end 和 --resource 查找。"
            ),
        ),
        "no_closures": ("Nothing is closed.", "没有关闭。"),
        "no_plugins": ("No plugins are installed.", "没有安装插件。"),
        "outage": ("outage", "故障"),
        "token": ("Next time: --since {token}", "下次：--since {token}"),
        "token_more": ("There is more: --since {token}", "还有更多：--since {token}"),
        "col_id": ("ID", "编号"),
        "col_name": ("NAME", "名称"),
        "col_type": ("ROOM TYPE", "类型"),
        "col_places": ("PLACES", "地点"),
        "col_capacity": ("CAPACITY", "容量"),
        "col_hours": ("HOURS", "开放时间"),
        "col_floor": ("FLOOR", "楼层"),
        "col_offering": ("OFFERING", "项目"),
        "col_amount": ("QUOTA", "额度"),
        "col_used": ("USED", "已用"),
        "col_left": ("LEFT", "剩余"),
        "col_resets": ("RENEWED", "重置时间"),
        "one_booking": ("1 booking", "1次预约"),
        "some_bookings": ("{number} bookings", "{number}次预约"),
        "act_book": ("booked", "预约"),
        "act_hold": ("held", "暂留"),
        "act_extend": ("held longer", "延长暂留"),
        "act_confirm": ("confirmed", "确认"),
        "act_change": ("changed", "更改"),
        "act_approve": ("approved", "批准"),
        "act_decline": ("declined", "拒绝"),
        "act_cancel": ("cancelled", "取消"),
        "act_restore": ("brought back", "恢复"),
        "act_check_in": ("checked in", "签到"),
        "act_complete": ("done", "结束"),
        "act_no_show": ("nobody came", "未到"),
        "act_advance": ("moved on", "推进"),
        "act_lapse": ("lapsed", "到期"),
        "act_close": ("its place was closed", "场地关闭"),
        "act_reopen": ("its place is open again", "场地重新开放"),
        "act_lower": ("its place became smaller", "场地缩减"),
        "act_outage": ("excused for an outage", "因故障免责"),
        "act_erase": ("somebody was taken out of it", "已清除个人信息"),
        "act_raise": ("its place became larger", "场地扩大"),
        "field_start": ("start", "开始"),
        "field_end": ("end", "结束"),
        "field_resource": ("place", "场地"),
        "field_headcount": ("headcount", "人数"),
        "field_title": ("title", "标题"),
        "field_attendees": ("attendees", "参加者"),
        "field_features": ("features", "设施要求"),
        "field_details": ("details", "详情"),
        "field_state": ("state", "状态"),
        "field_lapses": ("until when it lapses", "到期时间"),
        "not_installed": ("not installed", "未安装"),
        "enabled_by": ("enabled by", "启用的中心"),
        "nobody": ("nobody", "无"),
        "api": ("api", "接口版本"),
        "room_types": ("room types", "类型"),
        "hooks": ("hooks", "钩子"),
        "fault": ("fault", "故障"),
        "said_plugin_new": (
            (
                "{folder} was made. Next:\n  pip install -e {folder} pytest hypothesis\n  python "
                "-m pytest {folder}\nWhat to change first: {folder}/src/{module}/__init__.py"
            ),
            (
                "已生成 {folder}。接下来：\n  pip install -e {folder} pytest hypothesis\n  python "
                "-m pytest {folder}\n首先修改：{folder}/src/{module}/__init__.py"
            ),
        ),
        "the_day": ("The day {day}.", "{day} 的安排。"),
        "is_closed": ("{name} is closed all day.", "{name}全天关闭。"),
        "is_open": ("{name} is open {hours}.", "{name}开放{hours}。"),
        "is_taken": ("It is taken {hours}: {what}.", "{hours}已占用：{what}。"),
        "is_busy": ("It is taken {hours}.", "{hours}已占用。"),
        "some_taken": (
            "{taken} of {capacity} taken {hours}.",
            "{hours}{capacity}个中{taken}个已占用。",
        ),
        "of_these": ("One of them {hours}: {what}.", "其中一个{hours}：{what}。"),
        "is_shut": ("It is closed {hours}.", "{hours}临时关闭。"),
        "is_shut_because": ("It is closed {hours}: {why}.", "{hours}临时关闭：{why}。"),
        "is_partly_shut": (
            "{amount} of {capacity} closed {hours}.",
            "{hours}{capacity}个中{amount}个关闭。",
        ),
        "is_partly_shut_because": (
            "{amount} of {capacity} closed {hours}: {why}.",
            "{hours}{capacity}个中{amount}个关闭：{why}。",
        ),
        "is_free": ("Nothing is booked {hours}.", "{hours}无预约。"),
        "is_full": ("Nothing is left of the day.", "当天已无空闲。"),
        "all_day": ("all day", "全天"),
        "from_to": ("from {start} to {end}", "{start}至{end}"),
        "and_then": (" and ", "、"),
        "comma": (", ", "，"),
        "and_also": ("; ", "；"),
        "and_more": ("{n} more", "另{n}人"),
        "holidays_of": (
            "Holidays of {country}, {first} to {last}",
            "{country}节假日，{first}至{last}",
        ),
        "holidays_of_nobody": (
            "The center file names no country: no holidays apply, {first} to {last}",
            "中心文件未指定国家，不适用任何节假日，{first}至{last}",
        ),
        "provisional": (
            (
                "Provisional: {years}. Which days are exchanged is not announced yet, or your "
                "holidays package is older: pip install -U holidays, or state the days in the "
                "center file (holidays, make-up under [center])."
            ),
            (
                "暂定年份：{years}。调休安排尚未公布，或 holidays 软件包版本较旧：运行 pip "
                "install -U holidays，或在中心文件 [center] 中写明 holidays 和 make-up。"
            ),
        ),
        "special_days": ("Days that are not as their weekday says:", "与平常不同的日子："),
        "stated_hours": ("Dated hours of the center file:", "中心文件中的特定日期开放时间："),
        "shut_bookings": (
            "Bookings while it is closed now; move or cancel them:",
            "预约时间现已关闭，请改期或取消：",
        ),
        "moved_bookings": (
            "Bookings on a moved day, made before that was known; ask whether they still come:",
            "公布前预约、而当天已调休，请确认是否仍来：",
        ),
        "nobody_upset": ("No booking is concerned.", "没有预约受影响。"),
        "worked": ("worked", "上班"),
        "not_worked": ("not worked", "休息"),
        "stated": ("by the center file", "中心文件规定"),
        "moved": ("exchanged for another day", "调休"),
        "may_change": ("provisional", "暂定"),
        "all_day_closed": ("closed", "关闭"),
        "said_init": (
            "{file} and {database} were made. Type next:\n{steps}",
            "已生成 {file} 和 {database}。接下来可输入：\n{steps}",
        ),
        "ask_name": ("What is the center called?", "中心名称？"),
        "ask_id": ("A short name that never changes, its id?", "永久编号（小写字母、数字和 -）？"),
        "ask_zone": ("Its time zone?", "时区？"),
        "ask_country": (
            "Whose public holidays apply (CN; - for none)?",
            "适用哪个国家的节假日（CN；- 表示不适用）？",
        ),
        "ask_hours": (
            "When is it open (08:00-20:00, or mon-fri 08:00-20:00; sat 09:00-17:00)?",
            "开放时间（08:00-20:00，或 mon-fri 08:00-20:00; sat 09:00-17:00）？",
        ),
        "ask_room": (
            "A room and how many people it holds (Training room:40)?",
            "房间及可容纳人数（培训室:40）？",
        ),
        "ask_another_room": ("Another room (nothing ends it)?", "还有其他房间吗（直接回车结束）？"),
        "file_head": (
            "{name}: what it has, and by which rules that can be booked.",
            "{name}：有哪些场地，按什么规则预约。",
        ),
        "file_again": (
            "Change it, then load it again: neighborbook load {file}",
            "修改后重新载入：neighborbook load {file}",
        ),
        "file_id": ("never change it", "不可更改"),
        "file_name": (
            'in two languages: {{ en = "Hall", zh = "大厅" }}',
            '两种语言：{{ en = "Hall", zh = "大厅" }}',
        ),
        "file_country": ("whose public holidays and make-up days apply", "适用的节假日和调休"),
        "file_hours": (
            "a day that is not named is closed; breaks: 08:00-12:00, 14:00-18:00",
            "未列出的日子不开放；中间休息：08:00-12:00, 14:00-18:00",
        ),
        "file_holidays": (
            'holidays = "closed"  (or hours of their own; now they are days like others)',
            'holidays = "closed"（或另写时间；目前节假日照常开放）',
        ),
        "file_resource": (
            "resource: what there is; of a thing that exists three times: capacity = 3",
            "resource：实有场地；同样的有三件时：capacity = 3",
        ),
        "file_offering": (
            "offering: what people ask for; most: how many it holds",
            "offering：供预约的项目；most：可容纳人数",
        ),
        "audit_clean": (
            (
                "{center}: {bookings} bookings, {closures} closures, {claims} claims, "
                "{changes} changes; nothing is wrong"
            ),
            (
                "{center}：预约 {bookings} 个，关闭 {closures} 项，占用 {claims} 项，"
                "变更 {changes} 项；一切正常"
            ),
        ),
        "audit_found": (
            (
                "{center}: {bookings} bookings, {closures} closures, {claims} claims, "
                "{changes} changes; {found} found:"
            ),
            (
                "{center}：预约 {bookings} 个，关闭 {closures} 项，占用 {claims} 项，"
                "变更 {changes} 项；发现 {found} 处："
            ),
        ),
        "said_backup": (
            "Backed up to {path} ({size} bytes), sound; {removed} older ones removed.",
            "已备份到 {path}（{size} 字节），完好；删除旧备份 {removed} 份。",
        ),
        "said_damaged_backup": (
            "Backed up to {path} ({size} bytes), but damaged; {removed} older ones removed:",
            "已备份到 {path}（{size} 字节），但有损坏；删除旧备份 {removed} 份：",
        ),
        "said_restored": ("{given} was restored from {path}.", "已用 {path} 恢复 {given}。"),
        "said_restored_aside": (
            "{given} was restored from {path}; what was there before is {aside}.",
            "已用 {path} 恢复 {given}；原有内容在 {aside}。",
        ),
        "said_copied": (
            "{center}: {rows} rows copied, {bookings} bookings among them; the log ends at {head}",
            "{center}：已复制 {rows} 行，其中预约 {bookings} 个；变更记录止于 {head}",
        ),
        "more_findings": ("and {more} more", "另有 {more} 处"),
        "first_title": ("First meeting", "首次会议"),
        "usage": ("Usage:", "用法："),
        "arguments": ("Arguments", "参数"),
        "options": ("Options", "选项"),
        "commands": ("Commands", "命令"),
        "example": ("Example", "示例"),
        **MOVING,
    }
)
