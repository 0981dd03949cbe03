"""The help in Chinese: of commands by their names, of options by what they say in English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "neighborbook": """预约邻里中心的房间、座位和物品。

第一次使用请运行：neighborbook init

不写 --as 和 --public 时，您是受信任的程序，可以做任何事。
时间为中心当地时间：2026-12-01 14:00；只写日期表示当天零点。

\b
退出码：0 完成，1 被拒绝，2 请求或用法有误，3 找不到，
4 数据库，5 插件有问题或内部错误，6 检查发现损坏。""",
        "offerings": "列出可预约的项目及其地点。",
        "resources": "列出现有的房间、物品及其组成。",
        "slots": """列出 --start 与 --end 之间可预约 --length 时长的时间。

可查一个项目，也可查某 --room-type 类型或具备各 --feature 设施的任一项目。""",
        "explain": "说明现在预约会得到什么答复；若会被拒绝，退出码为 1。",
        "book": "预约；被拒绝时，原因和可改约的时间写到标准错误。",
        "hold": "暂留一段时间；confirm 使其成为预约，到期自动释放。",
        "extend": "延长暂留，最多到该项目允许的最长时间。",
        "confirm": "将暂留变为预约；需要审批的变为申请。",
        "change": "一步更改预约；被拒绝时保持原样。",
        "cancel": "取消预约、申请或暂留；场地立即空出。",
        "restore": "恢复已取消或已过期的预约，前提是今天仍会被接受。",
        "check-in": "登记已到。",
        "complete": "登记已结束；提前结束时，余下时间立即空出。",
        "no-show": "登记无人到场；余下时间空出，时长仍计入。",
        "advance": "将预约推进到该类型自己的标记。",
        "approve": "批准待审批的申请。",
        "decline": "拒绝待审批的申请；场地和时长退回。",
        "close": """按编号关闭场地、项目或整个中心；不取消任何预约。

需要因此调整的预约会列出。""",
        "affected": "列出因某次关闭而需要调整的预约。",
        "reopen": "撤销关闭；受影响的预约重新有效。",
        "closures": "列出临时关闭及其编号，供 reopen 和 affected 使用。",
        "outage": """登记中心无法联系的时段：期间无人算作未到。

期间本应到期的事项补回相应时间，除非场地已被占用。""",
        "holidays": """显示与平常不同的日子，以及受影响的预约。

每年年底公布次年安排后：

\b
1. pip install -U holidays    或在中心文件中写明日期并载入：
     [center]
     holidays = [2027-02-11]    make-up = [2027-02-20]
2. neighborbook holidays
3. 联系所列预约的人：现已关闭的，改期或取消；
   当天调休的，询问是否仍来。

尚未公布的年份称为暂定：法定节假日已知，调休未知。""",
        "day": "显示某天的安排，不写日期为今天；按查询人可见的范围。",
        "booking": "显示一个预约；按查询人可见的范围。",
        "bookings": """按开始时间列出查询人可见的预约；各条件逐一收窄。

查询人无权读取的内容不会被用来查找：就诊和咨询的归属人、项目只告知提供服务的人，前台不可见。""",
        "history": "显示对一个预约做过的事，从早到晚。",
        "changes": "显示某个标记之后的变更，每项一次；最后一行是新标记。",
        "usage": "显示某方已用的额度和剩余。",
        "calendar": "输出一个对象的 iCalendar 日历；按查询人可见的范围。",
        "person": "管理个人和组织：登记、关联、查找、导出、删除。",
        "person add": """登记个人；写 --organization 则登记组织。

编号由您选定，会出现在预约中：请勿使用姓名或电话号码。""",
        "person show": "显示所保存的个人或组织信息。",
        "person find": "按姓名或电话查找个人和组织。",
        "person change": "更改所保存的信息；空文本表示清除。",
        "person state": "记录关于某人的另一项信息。",
        "person disable": "停用某人：不再接受其请求；已有预约保留。",
        "person enable": "恢复某人。",
        "person link": "建立与另一方的关系，读作一句话：li-wei guardian_of li-na。",
        "person unlink": "解除关系。",
        "person grant": "授予某人在中心的角色。",
        "person revoke": "收回角色。",
        "person hand-over": """将某人为组织所做的未来预约转交给同事。

离开者为他人所做的预约保持不变，并会列出。""",
        "person export": """以 JSON 输出所保存的某人的全部信息。

密封内容仅提供给本人（--as PARTY）和程序。管理员得到其余全部内容，且无从得知是否有密封内容。""",
        "person erase": """从所保存的一切中删除某人；统计和占用保留。

无法撤销。备份中仍有的内容在恢复时再次删除；以其他方式恢复后请运行
neighborbook person reapply。""",
        "person reapply": "在恢复的数据库中，再次删除名单上的人。",
        "retain": """按类别显示超过保存期限的内容；--apply 将其清除。

期限按中心文件中的 keep。过期的预约不再留有姓名，但仍计入统计。""",
        "roll-call": "逐层打印现在馆内的人员，供工作人员使用。",
        "init": """创建一个中心：询问基本情况，写出中心文件和旁边的数据库。

没有用选项给出的内容会逐一询问。不写 FILE 时为 center.toml。
已有的内容不会被覆盖；数据库已有中心时，须在 init 之前以 --center 给出新编号才会再建一个。
最后列出接下来可输入的命令。""",
        "load": "载入中心文件；重复载入不会再有变化。",
        "settle": """写下时间带来的变化；迟做、常做、多处同时做都无妨。

也读取到期的外部日历，发送到期的通知。
任何答复都不依赖它；只有日历、通知和变更记录要等它。""",
        "following": """列出场地所跟随的外部日历，以及自何时起无法读取。

其间，此前读到的关闭仍然有效。到期的由 settle 读取。""",
        "notices": """按预约开始时间列出尚未送达的通知。

已不属实的不列出。""",
        "upgrade": """备份后，将较旧的数据库升级到当前版本。

请先关闭使用它的其他程序。结果和回退方法会列出。""",
        "check": """检查数据库：各行互相核对，并核对保护约束和变更记录。

退出码 0：一切正常；6：发现损坏，逐项列出并说明如何处理。
只读取某一时刻的内容，不写入；SQLite 会先复制到临时文件。""",
        "backup": "将数据库备份到文件夹，以及从备份恢复。",
        "backup-to": """将此刻的整个数据库备份成一个文件并检查。

期间他人可继续写入。新备份完好才删除旧备份；退出码 6：已保留，但其中发现损坏。""",
        "backup-restore": """用备份恢复数据库，前后各检查一次。

残缺或损坏的备份会被拒绝，不作任何更改。请先停止使用该数据库的程序。
PostgreSQL 中原有内容会被 --replace 清除，请先备份。
删除记录文件（ledger）中所列的人会再次删除。""",
        "copy-to": """将所有中心（或 --center 的中心）复制到另一数据库：要么全部，要么全无。

目标中不能已有该中心。请先停止写入：复制期间写入的内容不会带走。
两边检查会得到相同的变更记录头。""",
        "import": """导入其他系统的预约、关闭或人员，或本系统导出的文件。

每行都按预约、关闭或登记来判断；以前导入过的行不会再有变化。
要么全部导入，要么都不导入；--skip 略过有误的行。退出码 1：有行有误。""",
        "export": """将全部预约、关闭或人员写入文件，格式为 CSV 或 JSON lines。

用 import 读回不会有任何变化。已失效的也在其中，已删除的人不在其中。""",
        "imports": "列出有内容导入的各批次，最近的在前：由谁导入，多少行。",
        "publish": """将日历、每日安排页和张贴用表写入文件夹，供他人查看。

文件整体替换，且仅在内容有变时才写入。
知道 private/ 中文件名的人即可查看该日历，因此不可列出该文件夹。""",
        "plugins": """列出已安装的插件、启用它的中心及其内容。

每个插件都会被导入以便查询，包括没有中心启用的。""",
        "plugin": "开始编写自己的插件。",
        "new": """生成一个带有自己房间类型的软件包，其测试立即通过。

生成在 neighborbook-NAME 文件夹中，该文件夹不能已存在。
修改后，其测试会说明是否仍符合对所有房间类型的要求。""",
    }
)

OPTIONS: Mapping[str, str] = MappingProxyType(
    {
        "The id of a person or an organization.": "个人或组织的编号。",
        "Date of birth: 1958-03-01.": "出生日期：1958-03-01。",
        "In which they want to be written to: en or zh.": "希望使用的语言：en 或 zh。",
        "By which they are called.": "联系电话。",
        "To which mail is sent.": "电子邮箱。",
        "The part of the neighborhood.": "所属网格。",
        "Since when they live here.": "何时起居住于此。",
        "From when it holds; else at once.": "何时起有效；不写则立即。",
        "From when it no longer holds.": "何时起失效。",
        "Where erasures are noted; else beside the database file.": (
            "删除记录的文件；不写则在数据库文件旁。"
        ),
        "For this type alone. Repeatable.": "仅限此类型。可重复。",
        "guardian_of, proxy_for, employee_of, manager_of, provider_of, …": (
            "guardian_of、proxy_for、employee_of、manager_of、provider_of 等。"
        ),
        "To whom, or of what.": "对方或物品。",
        "staff, approver, administrator, or carer.": "staff、approver、administrator 或 carer。",
        "How they are called.": "名称。",
        "It is an organization: member, community, or center.": (
            "是组织：member、community 或 center。"
        ),
        "Who manages it. Repeatable.": "管理人。可重复。",
        "A part of the name, or the last digits of the phone.": "姓名的一部分，或电话末几位。",
        "How they are called now.": "新名称。",
        "What it is about: residency.": "内容：residency。",
        "What is known; an empty text takes it back.": "已知信息；空文本表示撤回。",
        "Where it is known from.": "信息来源。",
        "Who leaves.": "离开的人。",
        "Who goes on.": "接手的人。",
        "For which it was booked.": "为哪个组织预约。",
        "Another keeping time than that of the center file: booking=1095d. Repeatable.": (
            "不按中心文件的其他保存期限：booking=1095d。可重复。"
        ),
        "Remove what is past its time.": "清除已过期的内容。",
        "2026-12-01 14:00, local to the center.": "2026-12-01 14:00，中心当地时间。",
        "2h, 90m.": "2h、90m。",
        "Where to; replaced if it exists.": "写到何处；已存在的会被替换。",
        "Else by the end of the file's name; else csv.": "不写则看文件名后缀，再不然为 csv。",
        "Else by the end of the file's name.": "不写则看文件名后缀。",
        "Bookings, closures, or persons and organizations.": "预约、关闭，或个人与组织。",
        "Let people come back who were erased.": "许可已删除的人恢复。",
        "With a mark for Excel that it is UTF-8.": "带 BOM，便于 Excel 识别 UTF-8。",
        "What to import.": "要导入的文件。",
        "What its columns mean.": "各列含义的对照文件。",
        "The system that wrote it.": "写出该文件的系统。",
        "Write a mapping into this file, to be corrected.": "将对照写入此文件，供改正。",
        "Say what would become of it; write nothing.": "只说明各行会怎样，不写入。",
        "Leave out what is bad; else all or nothing.": "略过有误的行；不写则全有或全无。",
        "The past comes in as it was: only places count.": "过去的照旧导入：只判断场地。",
        "Pass soft rules and approvals.": "越过可放宽的规则和审批。",
        "Write what became of each row, as CSV.": "将每行的结果写成 CSV。",
        "Take an import back, but for what was touched.": "撤回一次导入，已有变动的除外。",
        "08:00-20:00, or mon-fri 08:00-20:00; sat 09:00-17:00.": (
            "08:00-20:00，或 mon-fri 08:00-20:00; sat 09:00-17:00。"
        ),
        "A SQLite file, or postgresql://…; else $NEIGHBORBOOK_DB, else neighborbook.db.": (
            "SQLite 文件或 postgresql://…；不写则用 $NEIGHBORBOOK_DB 或 neighborbook.db。"
        ),
        "Its id, as offerings lists them.": "编号，见 offerings。",
        "Its id.": "编号。",
        "What it is about: tool-library.": "插件的内容：tool-library。",
        "The center file to make; else center.toml.": "要生成的中心文件；不写则为 center.toml。",
        "2026-12-01; else today.": "2026-12-01；不写则为今天。",
        "As the room type calls it.": "该类型自己的叫法。",
        "Where it lies.": "文件位置。",
        "A backup; it stays as it is.": "备份文件，保持不变。",
        "A person or an organization.": "个人或组织。",
        "Its id, as closures lists them.": "编号，见 closures。",
        "Id of a resource, of an offering, or of the center.": "场地、项目或中心的编号。",
        "A file, not stdout.": "写到文件，而非标准输出。",
        "A new end.": "新的结束时间。",
        "A new length, instead of a new end.": "新的时长，代替新的结束时间。",
        "A new start; alone it keeps the length.": "新的开始时间；只写它时时长不变。",
        "A head that was kept elsewhere: the log must still hold it.": (
            "另存的记录头；变更记录须仍含此项。"
        ),
        "Again and again, until it is stopped; what there was to do is told round by round.": (
            "反复执行直到被停止；每轮有事才输出。"
        ),
        "Any offering of this type.": "此类型的任一项目。",
        "Another place.": "换到其他地点。",
        "Ask all of them first, due or not.": "先全部读取一遍，不论是否到期。",
        "Only those who must be called: the call list.": "只列需要打电话的：电话名单。",
        "Take this one off the list: somebody has called.": "将此条移出名单：已打过电话。",
        "Answer in English or Chinese; else $NEIGHBORBOOK_LANG, else as the terminal.": (
            "用英文或中文答复；不写则用 $NEIGHBORBOOK_LANG 或终端语言。"
        ),
        "Answer in JSON.": "用 JSON 答复。",
        "Answer in this language.": "用这种语言答复。",
        "Ask nothing: take what is suggested for the rest.": "不询问，其余采用建议值。",
        "Asia/Shanghai; else the zone of this machine.": "Asia/Shanghai；不写则用本机时区。",
        "At most so many.": "最多这么多。",
        "Else from today to the end of the next year.": "不写则从今天到明年年底。",
        "From which their names follow; else beside the database file.": (
            "生成其文件名的密钥文件；不写则在数据库文件旁。"
        ),
        "Give this party's calendar another name.": "为此方的日历更换文件名。",
        "No calendars of persons and organizations.": "不含个人和组织的日历。",
        "Only say where this party's calendar lies.": "只说明此方的日历在何处。",
        "Pages of so many days, from today.": "从今天起这么多天的页面。",
        "The folder.": "文件夹。",
        "Even if there is a database: it is kept beside.": "即使已有数据库；原文件另存在旁边。",
        "For everybody to read.": "所有人可见。",
        "For how long: 10m; else the offering's own.": "暂留多久：10m；不写则用该项目的时长。",
        "For staff.": "仅工作人员可见。",
        "From now: 10m; else the offering's own.": "从现在起：10m；不写则用该项目的时长。",
        "Half-open: this instant is free again.": "不含此刻：此刻起空闲。",
        "Half-open: this instant is open again.": "不含此刻：此刻起开放。",
        "How far back, in whole days.": "追溯多久，以整天计。",
        "How many come.": "到场人数。",
        "How people call the center.": "中心名称。",
        "In nobody's name: what everybody may see.": "不以任何人的名义：人人可见的内容。",
        "In plain sentences, room by room: to be read aloud.": "逐个房间用句子说明，便于朗读。",
        "In the name of this person.": "以此人的名义。",
        "In the window that holds this; else now.": "包含此刻的时段；不写则为现在。",
        "In which this party has any part.": "与此方有关的。",
        "Its short name, which never changes; else made of its name.": (
            "永久编号；不写则由名称生成。"
        ),
        "Of a firm or a group.": "企业或团体的。",
        "Of a person.": "个人的。",
        "Of a pool, how many are out of use; else all.": "同类物品中停用几件；不写则全部。",
        "Of a room or thing.": "房间或物品的。",
        "Of this offering.": "此项目的。",
        "Of what can be asked for.": "可预约项目的。",
        "Of which center; else $NEIGHBORBOOK_CENTER, else the only one in the database.": (
            "哪个中心；不写则用 $NEIGHBORBOOK_CENTER 或数据库中唯一的中心。"
        ),
        "On this, its parts, or what it is part of.": "在此场地、其组成部分或其所属整体。",
        "Only if it is still of that version.": "仅当仍为此版本时。",
        "Only there.": "只在此处。",
        "Only what begins earlier.": "只列更早开始的。",
        "Only what ends later.": "只列更晚结束的。",
        "Only what lies earlier.": "只列更早的。",
        "Only what lies later.": "只列更晚的。",
        "Only when it is taken.": "只含占用时间。",
        "Pass soft rules, for who may.": "越过可放宽的规则，须有权限。",
        "Print the head of the change log alone, to keep.": "只输出变更记录头，供另存。",
        "Repeatable.": "可重复。",
        "Repeatable; all it must have.": "可重复；须具备的全部设施。",
        "Repeatable; all who come.": "可重复；所有到场的人。",
        "Say what would change; write nothing.": "只说明将有的变化，不写入。",
        "Say whom it would displace; write nothing.": "只说明将影响谁，不写入。",
        "Show the version and exit.": "显示版本。",
        "Show this message and exit.": "显示本说明。",
        "So long before each start, in one's own calendar: 15m. Repeatable.": (
            "每次开始前多久提醒，仅限本人日历：15m。可重复。"
        ),
        "So many backups of this database stay.": "此数据库保留这么多份备份。",
        "That belong to this party.": "属于此方的。",
        "The other database; made if it is empty.": "另一数据库；为空则新建。",
        "The same as one VFREEBUSY.": "同上，写成一个 VFREEBUSY。",
        "The token that the last call gave; else from the first.": "上次给出的标记；不写则从头。",
        "Training room:40. Repeatable.": "培训室:40。可重复。",
        "What it is called, for those who may see it.": "标题，有权者可见。",
        """What the room type asks: '{"layout": …}'.""": """该类型所问：'{"layout": …}'。""",
        "The secret is another one now; all links change.": "密钥已更换；所有链接随之改变。",
        "What is meant, where several have that id.": "有多个同编号时，指明是哪一种。",
        "When it was, if not now: 2026-12-01 14:05.": "若非现在，何时：2026-12-01 14:05。",
        "When that year was announced: who booked later knew. Else 1 January of each year.": (
            "该年安排的公布日：之后预约的人已知晓。不写则为当年 1 月 1 日。"
        ),
        "Where its folder is made; else here.": "生成到何处；不写则为此处。",
        "Whom it belongs to; else who asks.": "属于谁；不写则为预约人。",
        "Whose public holidays apply: CN; - for none.": "适用哪国节假日：CN；- 表示不适用。",
        "Why, for the history.": "原因，写入历史。",
        "Your own name for this write: sent twice, it is done once.": (
            "为此次写入自定的名称：发送两次只执行一次。"
        ),
        "held, pending, confirmed, arrived, done, void, …": (
            "held、pending、confirmed、arrived、done、void 等。"
        ),
    }
)
