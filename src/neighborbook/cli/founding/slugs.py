"""Readable ids for names, in any script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

MOST = 40

_WORDS = {
    "邻里中心": "center",
    "社区中心": "center",
    "服务中心": "center",
    "中心": "center",
    "会议室": "meeting-room",
    "培训教室": "training-room",
    "培训室": "training-room",
    "多功能厅": "hall",
    "报告厅": "auditorium",
    "礼堂": "auditorium",
    "大厅": "hall",
    "教室": "classroom",
    "活动室": "activity-room",
    "阅览室": "reading-room",
    "图书室": "library",
    "图书馆": "library",
    "书房": "study",
    "舞蹈室": "dance-room",
    "琴房": "piano-room",
    "健身房": "gym",
    "厨房": "kitchen",
    "餐厅": "dining-hall",
    "食堂": "canteen",
    "篮球场": "basketball",
    "羽毛球场": "badminton",
    "乒乓球室": "table-tennis",
    "网球场": "tennis",
    "一": "1",
    "二": "2",
    "三": "3",
    "四": "4",
    "五": "5",
    "六": "6",
    "七": "7",
    "八": "8",
    "九": "9",
}
"""What names in Chinese are mostly made of; longer ones are looked for first."""


def slug(name: str) -> str:
    """Return an id made of a name, or "" if nothing of it can be written in plain letters.

    >>> slug("Training room A"), slug("第二会议室"), slug("Café"), slug("棋牌")
    ('training-room-a', '2-meeting-room', 'cafe', '')
    """
    for word in sorted(_WORDS, key=len, reverse=True):
        name = name.replace(word, f" {_WORDS[word]} ")
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:MOST].strip("-")


def free_slug(name: str, taken: Collection[str], otherwise: str) -> str:
    """Return an id that is not taken, numbered if it must be.

    Args:
        otherwise: for names of which nothing can be written: it is numbered from 1.

    >>> free_slug("大厅", {"hall"}, "room"), free_slug("棋牌", {"hall"}, "room")
    ('hall-2', 'room-1')
    """
    found = slug(name)
    if found and found not in taken:
        return found
    base, number = (found, 2) if found else (otherwise, 1)
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"
