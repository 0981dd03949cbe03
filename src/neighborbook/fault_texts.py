"""Faults in Chinese: what is wrong, and the phrases that say what would be accepted.

The English phrase stands where a fault is found, and is its own key here; ``{names}`` in it are
facts. A phrase of the core that is not in this table is a failing test.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from neighborbook.fault_texts_of_moving import MOVING_PHRASES
from neighborbook.fault_texts_of_notices import NOTICE_PHRASES

CODES: Mapping[str, str] = MappingProxyType(
    {
        "INPUT_MISSING": "缺少",
        "INPUT_INVALID": "无效",
        "INPUT_TOO_LONG": "过长",
        "UNKNOWN_COUNTRY": "未知的国家",
        "UNKNOWN_FEATURE": "未知的设施",
        "UNKNOWN_HOURS": "未知的开放时间",
        "UNKNOWN_KEY": "未知的键",
        "UNKNOWN_OFFERING": "未知的预约项目",
        "UNKNOWN_PARTY": "未知的个人或组织",
        "UNKNOWN_PLUGIN": "未知的插件",
        "UNKNOWN_RESOURCE": "未知的场地或物品",
        "UNKNOWN_ROOM_TYPE": "未知的类型",
        "UNKNOWN_SUBDIVISION": "未知的地区",
        "UNKNOWN_ZONE": "未知的时区",
    }
)
"""What is wrong, by code."""

GIVEN: Mapping[str, str] = MappingProxyType(
    {
        "{n} characters": "{n}个字符",
        "{n} of them": "{n}项",
        "{n} kinds": "{n}种",
    }
)
"""How much was given, where it was too much."""

SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "center file": "中心文件",
    }
)
"""What a center file is called that has no name."""

PHRASES: Mapping[str, str] = MappingProxyType(
    {
        **NOTICE_PHRASES,
        "a time": "时间",
        "there is no such day or time": "没有这样的日期或时间",
        "a path": "路径",
        "a file that can be read": "可读取的文件",
        "lengths by class": "按类别的时长",
        "an address such as 'name@example.org'": "地址，如 'name@example.org'",
        "a date from 1900 to today, such as '1958-03-01'": "1900年至今天的日期，如 '1958-03-01'",
        "nothing: an organization has none": "不应提供：组织没有此项",
        "to whom, or for a proxy a grid": "对方；代理人也可写网格",
        "somebody else": "另一方",
        "nothing, but for a proxy": "不应提供，代理人除外",
        "until when: no proxy is for good": "截止时间：代理不能永久有效",
        "room types: nobody serves everything": "类型：无人服务于全部",
        "a person who is registered": "已登记的个人",
        "an organization that is registered": "已登记的组织",
        "a person": "个人",
        "somebody under 18; for a grown-up, proxy_for with an end": (
            "未满18岁的人；成年人请用 proxy_for 并写明截止时间"
        ),
        "a person whose birth date is known": "出生日期已知的个人",
        "a part of a name, or at least 4 digits": "姓名的一部分，或至少4位数字",
        "one who may book for the organization": "可为该组织预约的人",
        **MOVING_PHRASES,
        "lengths such as '15m', in a list": "时长列表，如 '15m'",
        "no date that is among the holidays too: {date}": "不应同时列为节假日的日期：{date}",
        "none: this is not your own calendar": "不应提供：这不是您本人的日历",
        "the {kind} that had this name": "原来使用该名称的对象（{kind}）",
        "what is to be changed": "要更改的内容",
        "whole days, at most 366": "整天数，最多366天",
        "a time such as '2026-12-01T10:00' or '2026-12-01T10:00+08:00', or a date": (
            "时间，如 '2026-12-01T10:00' 或 '2026-12-01T10:00+08:00'，或日期"
        ),
        "a time such as '2026-12-01T10:00' or '2026-12-01T10:00+08:00', or a date ({why})": (
            "时间，如 '2026-12-01T10:00' 或 '2026-12-01T10:00+08:00'，或日期（{why}）"
        ),
        "a date such as '2026-12-01'": "日期，如 '2026-12-01'",
        "a date such as '2026-12-01' ({why})": "日期，如 '2026-12-01'（{why}）",
        "a datetime whose zone works": "时区有效的 datetime",
        "a datetime with a zone, or local time as text": "带时区的 datetime，或文本形式的当地时间",
        "a day that {zone} did not skip": "{zone}未跳过的日期",
        "a year from {first} to {last}": "{first}年至{last}年之间",
        "whole seconds, without a fraction": "整秒，不带小数",
        "whole seconds: use .replace(microsecond=0)": "整秒：可用 .replace(microsecond=0)",
        "{one} or {other}; the clock shows this time twice": (
            "{one} 或 {other}；时钟会两次显示该时间"
        ),
        "{one} or {other}; the clock skips this time": "{one} 或 {other}；时钟会跳过该时间",
        "a length with its units, such as '90m', '1h30m', '2d' or 'PT2H'": (
            "带单位的时长，如 '90m'、'1h30m'、'2d' 或 'PT2H'"
        ),
        (
            "a length with its units, such as '90m', '1h30m', '2d' or 'PT2H', from '0s' to "
            "ten years"
        ): ("带单位的时长，如 '90m'、'1h30m'、'2d' 或 'PT2H'，从 '0s' 到十年"),
        "a length with its units, such as '90m', '1h30m', '2d' or 'PT2H', in whole seconds": (
            "带单位的时长，如 '90m'、'1h30m'、'2d' 或 'PT2H'，以整秒计"
        ),
        (
            "a length with its units, such as '90m', '1h30m', '2d' or 'PT2H'; months differ "
            "in length"
        ): ("带单位的时长，如 '90m'、'1h30m'、'2d' 或 'PT2H'；各月长短不一"),
        "a length from {least} to {most}": "{least}至{most}之间的时长",
        "a length of at least a second": "至少一秒的时长",
        "an end after the start": "晚于开始的结束时间",
        "either end or length": "结束时间或时长，二者择一",
        "at most ten years after the start": "至多在开始后十年",
        "at most {days} days after the start": "至多在开始后{days}天",
        "a time on the clock such as '08:00'": "钟点，如 '08:00'",
        "clock times from 00:00 to 24:00": "00:00至24:00之间的钟点",
        "a closing other than the opening; or 'open'": "与开门不同的关门时间；或 'open'",
        "hours such as '07:30-21:00', '08:00-12:00, 13:00-17:00', 'open' or 'closed'": (
            "开放时间，如 '07:30-21:00'、'08:00-12:00, 13:00-17:00'、'open' 或 'closed'"
        ),
        "hours such as '07:30-21:00', '08:00-12:00, 13:00-17:00', 'open' or 'closed' ({why})": (
            "开放时间，如 '07:30-21:00'、'08:00-12:00, 13:00-17:00'、'open' 或 'closed'（{why}）"
        ),
        "a day such as 'mon-fri' or 'daily'": "星期，如 'mon-fri' 或 'daily'",
        "days that {rival} does not name, or a part of its days": (
            "{rival}未列出的日子，或其中一部分"
        ),
        "an IANA zone such as 'Asia/Shanghai'": "IANA时区，如 'Asia/Shanghai'",
        "a zone with an offset at every instant": "任何时刻都有偏移量的时区",
        "whom the booking belongs to": "预约归属于谁",
        "an id": "编号",
        "an id that does not begin with ~": "不以 ~ 开头的编号",
        "an offering of this center": "本中心的预约项目",
        "an offering, or a room_type, or features": "预约项目，或 room_type，或 features",
        "a resource, an offering, or the center": "场地或物品、预约项目，或中心",
        "exactly one of resource, offering, party, organization": (
            "resource、offering、party、organization 中恰好一个"
        ),
        "nothing": "留空",
        "nothing: an offering has none": "留空：预约项目没有数量",
        "nothing: the offering has its own": "留空：预约项目自有其类型",
        "nothing: the slot says it": "留空：时段已说明",
        "nothing, unless an offering or a room_type is named": (
            "留空，除非指定了预约项目或 room_type"
        ),
        "one of {words}": "以下之一：{words}",
        "some of {words}": "以下若干项：{words}",
        "none: there are none here": "留空：此处没有",
        "a set of features": "一组设施要求",
        "a list": "列表",
        "a list of {n}": "{n}项的列表",
        "a party, or a mapping of party, role and details": (
            "参与者编号，或含 party、role、details 的映射"
        ),
        "party, role or details": "party、role 或 details",
        "at most {n} texts by name": "至多{n}项有名称的文本",
        "a Slot as slots() has returned it": "slots() 返回的 Slot",
        "a Slot with a start and an end after it": "结束晚于开始的 Slot",
        "a token that changes() has returned": "changes() 返回的令牌",
        "a token up to {token}": "不超过 {token} 的令牌",
        "a mapping (an object of JSON), or {kind}": "映射（JSON对象）或 {kind}",
        "a text": "文本",
        "a text that is not empty": "非空文本",
        "one line without control characters": "不含控制字符的一行文本",
        "text without NUL characters and half surrogate pairs": "不含NUL字符和半个代理对的文本",
        "true or false": "true 或 false",
        "a number": "数字",
        "a number from 0": "不小于0的数字",
        "a number from 0 to {most}": "0至{most}之间的数字",
        "a number of at most 64 bits": "不超过64位的数字",
        "a number of seconds above 0": "大于0的秒数",
        "a whole number": "整数",
        "a whole number from {least} to {most}": "{least}至{most}之间的整数",
        "at most {most}": "至多{most}",
        "a list of plugins: modules or objects": "插件列表：模块或对象",
        "POSITION:HASH, as check --head prints it": "POSITION:HASH，即 check --head 的输出",
        "a database without this center": "不含此中心的数据库",
        "another database than the source": "与来源不同的数据库",
        "a place where nothing is yet, or --replace": "尚无内容的位置，或加 --replace",
        "a path, or postgresql://…": "路径，或 postgresql://…",
        "an object of JSON": "JSON对象",
        "a path, or the text of a center file": "路径，或中心文件的文本",
        "a file that can be read ({why})": "可读取的文件（{why}）",
        "the path of a file": "文件路径",
        "at most {n} bytes": "至多{n}字节",
        "text saved as UTF-8": "以UTF-8保存的文本",
        "TOML; {why}": "有效的TOML；{why}",
        "lists and tables less deep": "层数更少的列表和表",
        "tables at most {n} deep": "至多{n}层的表",
        "at most {n} tables": "至多{n}个表",
        "a key of letters, digits": "由字母、数字组成的键",
        "at most {most} characters, not {n}": "至多{most}个字符，而非{n}个",
        "one line of text without control characters": "不含控制字符的一行文本",
        "a number of at most {most}": "至多{most}的数字",
        "a number that can be counted": "可计数的数字",
        "text, number, list or table": "文本、数字、列表或表",
        "a table: [center]": "表：[center]",
        "a table: [center] with id and zone": "含 id 和 zone 的表：[center]",
        "a table: [{name}]": "表：[{name}]",
        "tables: [{kind}.…]": "表：[{kind}.…]",
        "an id: 1 to 64 letters a-z, digits, '.', '_' or '-', a letter or digit first": (
            "编号：1至64个字母a-z、数字、'.'、'_'或'-'，以字母或数字开头"
        ),
        "1 to 64 letters a-z, digits, '.', '_' or '-', a letter or digit first": (
            "1至64个字母a-z、数字、'.'、'_'或'-'，以字母或数字开头"
        ),
        "an id that is no longer in this file; rename in two loads": (
            "本文件中已不存在的编号；请分两次载入改名"
        ),
        "an id that nothing else in this file was": "本文件中别处未曾用过的编号",
        "no rename: {new} was booked under its own id; retire {old} instead": (
            "不改名：{new}已以自己的编号被预约；请改为停用{old}"
        ),
        "text in quotes, not empty": "引号中的非空文本",
        "text by language, such as {example}": "按语言的文本，如 {example}",
        "a language such as en or zh": "语言，如 en 或 zh",
        "true or false, without quotes": "true 或 false，不加引号",
        "a whole number from {least} to {most}, without quotes": (
            "{least}至{most}之间的整数，不加引号"
        ),
        "an id in quotes, or a list of ids in brackets": "引号中的编号，或方括号中的编号列表",
        "at most {most} ids, not {n}": "至多{most}个编号，而非{n}个",
        "the id of a [{kind}.…] of this file": "本文件中某个 [{kind}.…] 的编号",
        "a short name for the center that never changes, such as 'anping'": (
            "中心永不更改的短名称，如 'anping'"
        ),
        "the time zone of the center, such as 'Asia/Shanghai'": "中心的时区，如 'Asia/Shanghai'",
        "a country as well, or no subdivision": "同时给出国家，或不给地区",
        "two capital letters of ISO 3166, such as 'CN'": "ISO 3166的两个大写字母，如 'CN'",
        "a country of ISO 3166 such as 'CN', and a subdivision of it": (
            "ISO 3166国家代码，如 'CN'，及其地区"
        ),
        "a subdivision of {country} whose holidays are known, or none": (
            "{country}中节假日已知的地区，或不填"
        ),
        "three capital letters of ISO 4217, such as 'CNY'": "ISO 4217的三个大写字母，如 'CNY'",
        "an installed plugin ({listed}); install it, or take the name out": (
            "已安装的插件（{listed}）；请安装，或删去该名称"
        ),
        (
            "{center}, the center of this desk; for another center, open one of its own: "
            "center={own}, or --center {id}"
        ): "{center}，即本服务台的中心；如为另一中心，请另行打开：center={own}，或 --center {id}",
        "{center}, the center of this catalog; its id never changes": (
            "{center}，即本目录的中心；其编号永不更改"
        ),
        "at least one part; leave the key out for a leaf": "至少一个部分；不可分的请去掉此键",
        "ways to it, not itself": "通往它的路，而非它自己",
        "{n}, for as many units are named": "{n}，与列出的件数一致",
        "no {key}: it is made of parts, and they have it": "不设 {key}：它由各部分组成，由部分决定",
        "parts of parts at most {n} deep": "至多{n}层的组成",
        "parts that do not contain {id} again": "不再包含{id}的部分",
        "a room type of a plugin that center.plugins enables ({known})": (
            "center.plugins 启用的插件所提供的类型（{known}）"
        ),
        "a list with at least one place: the id of a resource, or a table such as {example}": (
            "至少有一个场地的列表：场地编号，或表，如 {example}"
        ),
        "the id of a resource, or a table such as {example}": "场地编号，或表，如 {example}",
        "the id of a resource": "场地编号",
        "it only once": "只列一次",
        "at most {most} places, not {n}": "至多{most}个场地，而非{n}个",
        "at most {most} layouts of all places together, not {n}": (
            "所有场地合计至多{most}种布置，而非{n}种"
        ),
        "pools and single things; none that is made of parts": "成批或单件的物品，不含由部分组成的",
        "a table such as {example}": "表，如 {example}",
        "a table such as {example}, or up to {n} of them": "表，如 {example}，或至多{n}个这样的表",
        "1 to {n} layouts": "1至{n}种布置",
        "one quota for each window": "每个时间范围一个限额",
        "hours such as '8h', or a number of bookings": "时长，如 '8h'，或预约次数",
        "how many days a rolling quota looks back": "滚动限额回溯的天数",
        "no days, or per = 'rolling'": "不设 days，或 per = 'rolling'",
        "whole minutes that divide a day, such as '15m' or '30m'": (
            "能整除一天的整分钟数，如 '15m' 或 '30m'"
        ),
        "a shortest length that is not over the longest": "不超过最长时长的最短时长",
        "a hold_ttl that is not over hold_most": "不超过 hold_most 的 hold_ttl",
        "a value: the room type has no default": "一个值：该类型没有默认值",
        "a whole number, without quotes": "整数，不加引号",
        "a number, without quotes": "数字，不加引号",
        "text in quotes": "引号中的文本",
        "text in quotes, or a table of it by language": "引号中的文本，或按语言的文本表",
        "a table, such as {example}": "表，如 {example}",
        "a table": "表",
        "a list in brackets": "方括号中的列表",
        "{hours}, or a day such as 'mon', or '{word}'": "{hours}，或星期，如 'mon'，或 '{word}'",
        "what the room type takes ({why})": "该类型接受的值（{why}）",
        "a file that does not exist yet; nothing is written over": (
            "尚不存在的文件；不会覆盖任何内容"
        ),
        "a file that can be written ({why})": "可写入的文件（{why}）",
        "a file that can be made there ({why})": "可在该处生成的文件（{why}）",
        (
            "another --db, since this one holds {some} already; to found one beside that, "
            "--center with an id that is new, before init"
        ): (
            "另一个 --db，因为此数据库已有{some}；如要在其旁另建一个中心，"
            "请在 init 之前以 --center 给出新的编号"
        ),
        "--yes where nobody is there to be asked": "--yes，因为无人可询问",
        "--{question}, {what}": "以 --{question} 给出{what}",
        "how people call the center, in at most {most} characters": "中心名称，至多{most}个字符",
        "a short name that never changes, of letters a-z, digits and '-': corner-house": (
            "永久编号，由字母 a-z、数字和 '-' 组成：corner-house"
        ),
        "the time zone of the center: Asia/Shanghai": "中心的时区：Asia/Shanghai",
        "two capital letters, CN, whose public holidays are known; or - for none": (
            "节假日已知的国家的两个大写字母，如 CN；或 -，表示不适用"
        ),
        "08:00-20:00, or for some days: mon-fri 08:00-20:00; sat 09:00-17:00": (
            "08:00-20:00，或按星期：mon-fri 08:00-20:00; sat 09:00-17:00"
        ),
        "a name and how many people it holds: 'Training room:40'": "名称及可容纳人数：'培训室:40'",
        "a word or some, of letters a-z and digits: tool-library": (
            "一个或多个词，由字母 a-z 和数字组成：tool-library"
        ),
        "a name that no installed plugin has; to begin anew, uninstall that one first": (
            "未被已安装插件使用的名称；如要重新开始，请先卸载该插件"
        ),
        "a folder that does not exist yet and can be made ({why})": (
            "尚不存在且可生成的文件夹（{why}）"
        ),
        "a file: nothing can lie beside a database on a server": (
            "一个文件：服务器上的数据库旁边不能放文件"
        ),
        "--secret FILE: nothing can lie beside a database on a server": (
            "--secret FILE：服务器上的数据库旁边不能放文件"
        ),
        "nothing beside --{option}": "不与 --{option} 同用",
        "nothing: publishing is for the trusted program alone": "不应提供：只有受信任的程序可发布",
        "the secret from which the links in this folder follow, or --new-secret": (
            "生成此文件夹中链接的密钥，或 --new-secret"
        ),
        "a folder in which nobody else keeps files": "没有他人文件的文件夹",
    }
)
"""What would be accepted."""

_HINT = "{phrase}; did you mean {word}?"
_HINT_ZH = "{phrase}；是否指{word}？"
_FACT = re.compile(r"\{(\w+)\}")


def in_chinese(phrase: str, table: Mapping[str, str] = PHRASES) -> str:
    """Return a phrase in Chinese; one that is not of the core stays as it is.

    >>> in_chinese("at most 400 days after the start")
    '至多在开始后400天'
    >>> in_chinese("one of hall, den; did you mean 'den'?")
    "以下之一：hall, den；是否指'den'？"
    """
    known = table.get(phrase)
    if known is not None:
        return known
    for pattern, words in _patterns(tuple(table.items())):
        if found := pattern.fullmatch(phrase):
            return _filled(words, found.groupdict(), table)
    return phrase


def _filled(words: str, facts: Mapping[str, str], table: Mapping[str, str]) -> str:
    """Fill in facts, which may be phrases themselves."""
    return _FACT.sub(lambda place: in_chinese(facts[place[1]], table), words)


@cache
def _patterns(table: tuple[tuple[str, str], ...]) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return what holds facts, as patterns: the most particular first, but hints before all."""
    with_facts = [(english, words) for english, words in table if _FACT.search(english)]
    with_facts.sort(key=lambda entry: -len(_FACT.sub("", entry[0])))
    return tuple((_pattern(english), words) for english, words in [(_HINT, _HINT_ZH), *with_facts])


def _pattern(english: str) -> re.Pattern[str]:
    # Odd parts are names: what stands between braces.
    parts = _FACT.split(english)
    said = (f"(?P<{part}>.+)" if n % 2 else re.escape(part) for n, part in enumerate(parts))
    return re.compile("".join(said), re.DOTALL)
