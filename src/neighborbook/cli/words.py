"""What the command line itself says, in English and Chinese."""

from __future__ import annotations

import os
from collections.abc import Mapping
from types import MappingProxyType

LANGUAGES = ("en", "zh")

_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "no_database": (
            (
                "There is no database {given}. Load a center file into it first: "
                "neighborbook --db {given} load CENTER.toml"
            ),
            "数据库 {given} 不存在。请先载入中心文件：neighborbook --db {given} load CENTER.toml",
        ),
        "no_center": (
            (
                "The database {given} holds no center. Load a center file into it first: "
                "neighborbook --db {given} load CENTER.toml"
            ),
            (
                "数据库 {given} 中还没有中心。请先载入中心文件："
                "neighborbook --db {given} load CENTER.toml"
            ),
        ),
        "faults": ("Mend what is named here and ask again:", "请改正下列各处后重试："),
        "storage": ("The database could not do it:", "数据库未能完成操作："),
        "plugin": ("A plugin does not do its part:", "插件有问题："),
        "defect": ("This must not happen:", "程序内部错误："),
        "not_found": (
            "There is no {kind} {given} here. Check the id, the center, and who is asking.",
            "找不到{kind} {given}。请核对编号、中心以及查询人。",
        ),
        "loaded": (
            "{center}: {added} added, {changed} changed, {retired} retired",
            "{center}：新增{added}项，修改{changed}项，停用{retired}项",
        ),
        "previewed": (
            (
                "{center}: would be {added} added, {changed} changed, {retired} retired; "
                "nothing was written"
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
        "more_slots": (
            "There are more; ask for them with --limit.",
            "还有更多，可用 --limit 查看。",
        ),
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
        "cancelled_late": (
            "cancelled late: the hours stay spent",
            "已取消（晚于时限，时长仍计入）",
        ),
        "expired": ("expired", "已过期"),
        "declined": ("declined", "未获批准"),
        "no_show": ("nobody came", "未到"),
        "released": ("released", "已释放"),
        "displaced": ("displaced", "已被占用"),
        "must_move": ("needs a move", "需要调整"),
        "free": ("free", "空闲"),
        "taken": ("taken", "已占用"),
        "seen": ("taken, more below", "已占用，详见下方"),
        "asked": ("asked for or held", "待审批或暂留"),
        "around": ("set up or cleared", "布置或清场"),
        "retired": ("no longer offered", "已停用"),
        "shut": ("closed at short notice", "临时关闭"),
        "count": ("so many in use at once", "同时使用数"),
        "nothing_open": ("Nothing is open on this day.", "当天不开放。"),
    }
)


def say(word: str, language: str, **facts: object) -> str:
    """Return one of the texts above in a language, its places filled in.

    >>> say("asks_approval", "zh"), say("people", "en", most=30)
    ('需审批', 'up to 30 people')
    """
    return _WORDS[word][LANGUAGES.index(language)].format(**facts)


def known(word: str) -> bool:
    """Whether there is a text of that name."""
    return word in _WORDS


def own_language() -> str:
    """Return the language of the terminal: Chinese if its locale says so, else English."""
    for name in ("NEIGHBORBOOK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"
