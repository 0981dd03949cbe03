"""What databases, backups and disks could not do, and what helps, in Chinese.

As in ``fault_texts`` the English phrase is the key, and ``{names}`` in it are facts. What a server
or a disk itself says stands within brackets as it says it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

STORAGE_PHRASES: Mapping[str, str] = MappingProxyType(
    {
        "See the cause; nothing was written.": "请查看原因；未写入任何内容。",
        "Nothing was written; ask again.": "未写入任何内容，请重试。",
        "Ask again with the same key: you get the booking if it was written.": (
            "请用相同的标识重试：如已写入，将得到该预约。"
        ),
        "Make the file and its folder writable for this user, or open a copy.": (
            "请使文件及其文件夹对当前用户可写，或打开副本。"
        ),
        "Make room on the disk and ask again; nothing was written.": (
            "请清出磁盘空间后重试；未写入任何内容。"
        ),
        "Put it aside and restore the last backup.": "请将其移开并恢复最近的备份。",
        "Name another file or schema.": "请另行指定文件或 schema。",
        "Open it once with upgrade=True; a backup is made first.": (
            "请用 upgrade=True 打开一次；会先作备份。"
        ),
        "Install the neighborbook that wrote it, or a newer one.": (
            "请安装写入它的 neighborbook 版本或更新版本。"
        ),
        # Backups and copies.
        "there is no backup {name}": "备份 {name} 不存在",
        "Name one that is there.": "请指定已有的备份。",
        "the backup {name} is torn, or was altered: its digest is not the one beside it": (
            "备份 {name} 不完整或被改动：校验值与旁边记录的不同"
        ),
        "the backup {name} is torn or damaged": "备份 {name} 不完整或已损坏",
        "the backup {name} is damaged ({why})": "备份 {name} 已损坏（{why}）",
        "Take an older one.": "请改用更早的备份。",
        "Take an older one; nothing was restored.": "请改用更早的备份；未恢复任何内容。",
        "the copy {name} is torn: its pages are damaged": "副本 {name} 不完整：其中有损坏的页",
        "See to the database by check; no backup was removed.": (
            "请用 check 检查数据库；未删除任何备份。"
        ),
        "{name} is no backup of neighborbook": "{name} 不是 neighborbook 的备份",
        "what arrived of center {center} is not what was sent": (
            "中心 {center} 收到的内容与发出的不同"
        ),
        "Nothing was written.": "未写入任何内容。",
        "that is no file": "那不是文件",
        # Files and folders.
        "the folder of {name} does not exist": "{name} 所在的文件夹不存在",
        "Make the folder first.": "请先建立文件夹。",
        "the folder of {name} may not be written": "{name} 所在的文件夹不可写",
        "the file {name} may not be written": "文件 {name} 不可写",
        "{name} is not a file": "{name} 不是文件",
        "{name} is not a SQLite database, or its first page is damaged": (
            "{name} 不是 SQLite 数据库，或其首页已损坏"
        ),
        "the file is not a SQLite database, or its first page is damaged": (
            "该文件不是 SQLite 数据库，或其首页已损坏"
        ),
        "{name} may not be read": "{name} 不可读",
        "{name} cannot be made or opened": "{name} 无法建立或打开",
        "{name} cannot be opened ({why})": "{name} 无法打开（{why}）",
        "{name} cannot be written ({why})": "{name} 无法写入（{why}）",
        "See to the folder of the book; nothing was written.": (
            "请检查数据库所在的文件夹；未写入任何内容。"
        ),
        "there is no space left for {name}": "没有空间存放 {name}",
        "{name} belongs to another program": "{name} 属于其他程序",
        "no file can be opened at that path": "该路径无法打开文件",
        "Name another one.": "请另行指定。",
        "{name} lies on a network drive, where locks and syncs cannot be relied upon": (
            "{name} 位于网络驱动器，其锁定和写盘不可靠"
        ),
        "Keep the file on a local disk, or use PostgreSQL.": (
            "请将文件放在本地磁盘，或使用 PostgreSQL。"
        ),
        "{name} was in use for {seconds} s": "{name} 已被占用{seconds}秒",
        "{name}: {why}": "{name}：{why}",
        # The database itself.
        "{name} was made by an older neighborbook": "{name} 由较旧的 neighborbook 创建",
        "{name} was made by a newer neighborbook (revision {found})": (
            "{name} 由较新的 neighborbook 创建（版本 {found}）"
        ),
        "{name} has no revision of neighborbook's": "{name} 没有 neighborbook 的版本标记",
        "{name} has lost its guards ({missing})": "{name} 缺少保护措施（{missing}）",
        "after the upgrade a row of {table} refers to nothing": (
            "升级后 {table} 中有一行所引用的内容不存在"
        ),
        "the book is damaged ({why})": "数据库已损坏（{why}）",
        "the database is damaged ({why})": "数据库已损坏（{why}）",
        "the book or its folder is read-only": "数据库或其文件夹为只读",
        "the book, or a file beside it, cannot be opened": "数据库或其旁边的文件无法打开",
        "the database may not be written ({why})": "数据库不可写（{why}）",
        "Connect to the primary server, as a user who may write the schema.": (
            "请连接主服务器，并使用可写该 schema 的用户。"
        ),
        "there is no space left for the book": "没有空间存放数据库",
        "the database server has no space left": "数据库服务器空间不足",
        "others were using the book until the deadline": "直到时限其他程序都在使用数据库",
        "others were writing until the deadline": "直到时限其他程序都在写入",
        "center {center} was written by others for {seconds} s": (
            "中心 {center} 被其他程序写入了{seconds}秒"
        ),
        "another program keeps the book open in a way that this SQLite cannot share": (
            "另一程序打开数据库的方式无法与此 SQLite 共用"
        ),
        "Close it there, or use the same version of SQLite in both.": (
            "请在另一程序中关闭，或两处使用相同版本的 SQLite。"
        ),
        "the commit failed ({why})": "提交失败（{why}）",
        "the disk reported an error ({why})": "磁盘报告错误（{why}）",
        "Look after the disk or the drive. Nothing was written; once it works again, ask again.": (
            "请检查磁盘或驱动器。未写入任何内容；恢复正常后请重试。"
        ),
        "Look after the disk or the drive, then ask again with the same key.": (
            "请检查磁盘或驱动器，然后用相同的标识重试。"
        ),
        "SQLite refused: {why}": "SQLite 拒绝：{why}",
        "this Python has SQLite {has}, and {wants} is the oldest that will do": (
            "此 Python 的 SQLite 为 {has}，至少须为 {wants}"
        ),
        "Use a Python with a newer SQLite, or PostgreSQL.": (
            "请使用带有较新 SQLite 的 Python，或使用 PostgreSQL。"
        ),
        "the store is closed": "数据库已关闭",
        "Open it again.": "请重新打开。",
        "this desk shows one moment": "此处只显示某一时刻",
        "Write by the desk that it came from.": "请在其来源处写入。",
        "a book in memory does not go along into a child process": "内存中的数据库不会随子进程带走",
        "Open it after the fork, or keep it in a file.": "请在 fork 之后打开，或存放在文件中。",
        "the ledger of erasures cannot be written ({why})": "删除记录无法写入（{why}）",
        "See that its folder is there and may be written; nobody was erased.": (
            "请确认其文件夹存在且可写；未删除任何人。"
        ),
        "the ledger of erasures cannot be read ({why})": "删除记录无法读取（{why}）",
        "See that it may be read; nobody was brought in.": "请确认其可读；未导入任何人。",
        # PostgreSQL and engines.
        "the engine keeps its database in memory, where nothing else can reach it": (
            "该 engine 的数据库在内存中，其他程序无法访问"
        ),
        "Give an engine with a file, or no engine for a book in memory.": (
            "请提供使用文件的 engine；如用内存数据库，请不要提供 engine。"
        ),
        "PostgreSQL is spoken to by psycopg, which is not installed": (
            "连接 PostgreSQL 需要 psycopg，尚未安装"
        ),
        "Run: pip install 'neighborbook[postgres]'.": (
            "请运行：pip install 'neighborbook[postgres]'。"
        ),
        "the engine does not use psycopg": "该 engine 未使用 psycopg",
        "Make it with postgresql+psycopg://.": "请用 postgresql+psycopg:// 建立。",
        "the engine speaks {what}": "该 engine 使用 {what}",
        "Give one of postgresql+psycopg, or of sqlite.": (
            "请提供 postgresql+psycopg 或 sqlite 的 engine。"
        ),
        "the schema {schema} holds tables of another program": "schema {schema} 中有其他程序的表",
        "Give an empty schema, or the name of a new one: schema=…": (
            "请提供空的 schema，或新的名称：schema=…"
        ),
        "the connection has no schema": "该连接没有 schema",
        "Name one: schema=…": "请指定：schema=…",
        "the schema is not what it was ({why})": "schema 与原来不同（{why}）",
        "the database lacks the extension btree_gist ({why})": "数据库缺少扩展 btree_gist（{why}）",
        "Have its administrator run once: CREATE EXTENSION btree_gist;": (
            "请由管理员运行一次：CREATE EXTENSION btree_gist;"
        ),
        "the database cannot be opened ({why})": "数据库无法打开（{why}）",
        "the database cannot be reached": "无法连接数据库",
        "the database cannot be reached ({why})": "无法连接数据库（{why}）",
        "See that the server runs and that the address and the password are right.": (
            "请确认服务器在运行，且地址和密码正确。"
        ),
        "See that the server runs and the address is right; nothing was written.": (
            "请确认服务器在运行且地址正确；未写入任何内容。"
        ),
        "the server's disk reported an error ({why})": "服务器的磁盘报告错误（{why}）",
        "Look after the server's disk; nothing was written.": (
            "请检查服务器的磁盘；未写入任何内容。"
        ),
        "the connection to the database was lost": "与数据库的连接已中断",
        "the connection was lost at the commit ({why})": "提交时连接中断（{why}）",
        "every connection to the database was in use": "数据库的连接均被占用",
        "PostgreSQL refused: {why}": "PostgreSQL 拒绝：{why}",
    }
)
"""What went wrong, and what helps."""
