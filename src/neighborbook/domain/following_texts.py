"""Why an outside calendar is not heard, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

FAULTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "address": (
            "its address begins with none of https://, http:// and file://",
            "地址不以 https://、http:// 或 file:// 开头",
        ),
        "no_secret": ("no address is found in {detail}", "在 {detail} 中找不到地址"),
        "no_plugin": ("no plugin knows how to ask it", "没有插件能读取它"),
        "plugin": ("the plugin {detail} failed", "插件 {detail} 出错"),
        "unreachable": ("it cannot be reached", "无法访问"),
        "answer": ("the server answers {detail}", "服务器回答 {detail}"),
        "redirect": (
            "it leads on to where nobody may be sent",
            "它转到了不允许访问的地方",
        ),
        "time": ("it took too long", "耗时过长"),
        "limit": (
            "reading it took more memory or time than it may, or broke off",
            "读取它所用的内存或时间超过了限制，或者读取中断",
        ),
        "too_large": ("it is larger than 1 MB", "超过 1 MB"),
        "too_many": ("it has too many entries", "条目过多"),
        "calendar": (
            "it is no calendar that can be read (line {detail})",
            "不是可以读取的日历（第 {detail} 行）",
        ),
    }
)
"""By ``NotHeard``."""
