"""What is expected of files that come in, in Chinese: a part of the phrases of faults."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

MOVING_PHRASES: Mapping[str, str] = MappingProxyType(
    {
        "a calendar that begins with BEGIN:VCALENDAR": "以 BEGIN:VCALENDAR 开头的日历",
        "a UID for each entry": "每个条目的UID",
        "a calendar in UTF-8": "UTF-8编码的日历",
        "a date such as 20261201": "日期，如 20261201",
        "a length such as PT2H": "时长，如 PT2H",
        "a line of at most {most} octets": "至多{most}字节的行",
        "a name, a colon, and a value": "名称、冒号和值",
        "a rule of {parts}": "由{parts}组成的规则",
        "a start for each entry": "每个条目的开始时间",
        "a PartyRow": "一个 PartyRow",
        "a JSON object, or {said}": "JSON对象，或{said}",
        "a list in JSON, or {said}": "JSON列表，或{said}",
        "a column for the id; write a mapping with --guess and correct it": (
            "表示编号的列；可用 --guess 生成对照文件并改正"
        ),
        "a table of people: no calendar has one": "人员表格：日历中没有",
        "a table of closures: no calendar has one": "关闭表格：日历中没有",
        "an id of its own: line {first} has the same": "唯一的编号：第{first}行已有相同编号",
        "each of them once": "各项只出现一次",
        "nothing, but for a person": "个人以外须留空",
        "nothing of the kind in one's own row: another administrator makes one a carer": (
            "本人的行中不含此项，须由另一位管理员任命"
        ),
        "what is kept of this id, or nothing: an import changes nobody": (
            "与该编号已登记的内容相同，或留空：导入不会更改任何人"
        ),
        "yes, or nothing": "yes，或留空",
        "a time such as 20261201T100000Z": "时间，如 20261201T100000Z",
        "a whole calendar, from BEGIN:VCALENDAR to END:VCALENDAR": (
            "从 BEGIN:VCALENDAR 到 END:VCALENDAR 的完整日历"
        ),
        "a zone of IANA or of Windows, or a VTIMEZONE with its X-LIC-LOCATION": (
            "IANA或Windows的时区，或带 X-LIC-LOCATION 的 VTIMEZONE"
        ),
        "at most 1 MB of a calendar": "日历至多1 MB",
        "at most {most} components": "至多{most}个部件",
        "at most {most} components in one another": "部件嵌套至多{most}层",
        "one rule for each entry": "每个条目只有一条规则",
        "a change of one occurrence alone": "只更改其中一次",
        "rules that recur on at most {most} days": "所有规则至多涉及{most}天",
        "the END of what began last": "与最近的BEGIN相应的END",
        "a spreadsheet in the format of Excel 2007": "Excel 2007格式的电子表格",
        "an ImportRow": "一个 ImportRow",
        "a ClosureRow": "一个 ClosureRow",
        "rows, one after another": "逐行给出的行",
        "a JSON object": "一个JSON对象",
        "one JSON object on each line": "每行一个JSON对象",
        "a file of TOML in UTF-8": "UTF-8编码的TOML文件",
        (
            "a key under which nothing else came before; if this is the file of another system, "
            "give it a source of its own in the mapping"
        ): (
            "此前未用于其他预约的编号；如果这是另一系统的文件，请在对照文件中为它写上自己的 source"
        ),
        "a key of its own: line {first} has the same": "唯一的编号：第{first}行已有相同编号",
        "a list in JSON, or names with commas between them": "JSON列表，或以逗号分隔的名称",
        "a text, or a list of texts": "文本，或文本列表",
        "an id here for it, in words.{field} of the mapping": (
            "与之对应的本中心编号，写在对照文件的 words.{field} 中"
        ),
        "a name of one place alone; else its id, in words.resource of the mapping": (
            "唯一场地的名称；否则将其编号写在对照文件的 words.resource 中"
        ),
        "a place here, by its id or name; else its id, in words.resource of the mapping": (
            "本中心场地的编号或名称；否则将其编号写在对照文件的 words.resource 中"
        ),
        "a column for the start; write a mapping with --guess and correct it": (
            "表示开始时间的列；可用 --guess 生成对照文件并改正"
        ),
        "a file that exists": "存在的文件",
        "a file of {kinds}": "以下格式的文件：{kinds}",
        "a first line that names the columns": "列出各列名称的首行",
        "a row of CSV": "符合CSV格式的一行",
        "at least one row below the names of the columns": "列名之下至少一行",
        "columns with names of their own": "名称互不相同的列",
        "at most {most} MB": "至多{most} MB",
        "at most {most} cells, as the first line has": "与首行一样，至多{most}格",
        "at most {most} rows of one import": "一次导入至多{most}行",
        "one of neighborbook's own, or nothing": "neighborbook自己的编号，或留空",
        "text in UTF-8 or GB18030: save it as UTF-8": "UTF-8或GB18030文本：请另存为UTF-8",
        "text in UTF-8 or GB18030, one of them throughout": (
            "UTF-8或GB18030文本，全文只用其中一种"
        ),
        "GB18030 like the lines around it: this is UTF-8": "与其他行一样用GB18030：此行是UTF-8",
    }
)
