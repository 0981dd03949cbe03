"""What stands on published pages, in English and Chinese: a wall is read by everybody."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from neighborbook.domain.text import Text


def _both(en: str, zh: str) -> Text:
    return Text.of({"en": en, "zh": zh})


WORDS: Mapping[str, Text] = MappingProxyType(
    {
        "busy": _both("Taken", "已占用"),
        "requested": _both("Requested", "待确认"),
        "closed": _both("Closed", "关闭"),
        "free": _both("Free", "空闲"),
        "some_free": _both("{some} of {all} free", "{all}个中余{some}个"),
        "some_closed": _both("{some} of {all} closed", "{all}个中{some}个关闭"),
        "not_open": _both("Not open", "不开放"),
        "retired": _both("No longer given", "已停用"),
        "rooms": _both("Rooms", "场地"),
        "offerings": _both("What can be booked", "可预约项目"),
        "calendar": _both("Calendar", "日历"),
        "days": _both("Days", "日程"),
        "sheets": _both("Sheets for the wall", "上墙表"),
        "room": _both("Room", "场地"),
        "open": _both("Open", "开放时间"),
        "booked": _both("Booked", "预约"),
        "time": _both("Time", "时间"),
        "who": _both("Who", "使用人"),
        "subscribe": _both(
            "Copy the address of a calendar into your calendar app, as a subscription.",
            "请复制日历地址，在日历应用中添加订阅。",
        ),
        "walk_in": _both(
            "Free times with a line can be taken on the spot: write your name on it.",
            "带横线的空闲时段可现场使用，请在横线上登记。",
        ),
        "ask_desk": _both("Free; please ask the desk", "空闲，请咨询前台"),
        "other_rooms": _both("Other rooms", "其他场地"),
        "every_floor": _both("All floors", "各层"),
    }
)

WEEKDAYS: tuple[Text, ...] = (
    _both("Monday", "星期一"),
    _both("Tuesday", "星期二"),
    _both("Wednesday", "星期三"),
    _both("Thursday", "星期四"),
    _both("Friday", "星期五"),
    _both("Saturday", "星期六"),
    _both("Sunday", "星期日"),
)


def of_many(word: str, some: int, every: int) -> Text:
    """Return how many of a pool are so.

    >>> both(of_many("some_free", 4, 6))
    '6个中余4个 4 of 6 free'
    """
    said = WORDS[word]
    return _both(*(said.in_(tag).format(some=some, all=every) for tag in ("en", "zh")))


def both(text: Text) -> str:
    """Return a text in Chinese and English, or once if both are the same.

    >>> both(WORDS["free"]), both(Text.of("A1"))
    ('空闲 Free', 'A1')
    """
    zh, en = text.in_("zh"), text.in_("en")
    return zh if zh == en else f"{zh} {en}"
