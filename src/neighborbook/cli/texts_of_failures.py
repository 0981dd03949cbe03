"""What the command line says of what went wrong, in English and Chinese, by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

FAILURES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "no_database": (
            (
                "There is no database {given}. Begin with neighborbook init, or load a center "
                "file: neighborbook --db {given} load CENTER.toml"
            ),
            (
                "数据库 {given} 不存在。请先运行 neighborbook init，或载入中心文件：neighborbook "
                "--db {given} load CENTER.toml"
            ),
        ),
        "no_center": (
            (
                "The database {given} holds no center. Load a center file into it first: "
                "neighborbook --db {given} load CENTER.toml"
            ),
            (
                "数据库 {given} 中还没有中心。请先载入中心文件：neighborbook --db {given} load "
                "CENTER.toml"
            ),
        ),
        "usage_error": ("Error: {what}", "错误：{what}"),
        "try_help": ("Try '{command} --help' for help.", "说明见：{command} --help"),
        "as_or_public": (
            "--as and --public exclude each other; give one of them",
            "--as 与 --public 不能同时使用，请只写其一",
        ),
        "faults": ("Mend what is named here and ask again:", "请改正下列各处后重试："),
        "storage": (
            "The database could not do it: {what}. {remedy}",
            "数据库未能完成操作：{what}。{remedy}",
        ),
        "storage_particular": (
            "That could not be done: {what}. {remedy}",
            "操作未能完成：{what}。{remedy}",
        ),
        "plugin": ("A plugin does not do its part:", "插件有问题："),
        "defect": ("This must not happen:", "程序内部错误："),
        "not_found": (
            "There is no {kind} {given} here. Check the id, the center, and who is asking.",
            "找不到{kind} {given}。请核对编号、中心以及查询人。",
        ),
        "storage_Busy": (
            "Others were writing; nothing was written. Ask again.",
            "其他程序正在写入，未写入任何内容。请重试。",
        ),
        "storage_OutcomeUnknown": (
            "It may or may not have been written. Ask again with the same --key.",
            "不确定是否已写入。请用相同的 --key 重试。",
        ),
        "storage_ReadOnly": (
            (
                "The database may not be written. Make the file and its folder writable, or use a "
                "copy."
            ),
            "数据库不可写。请使文件及其文件夹可写，或使用副本。",
        ),
        "storage_Full": ("The disk is full; nothing was written.", "磁盘已满，未写入任何内容。"),
        "storage_Corrupt": (
            "The database is damaged. Put it aside and restore the last backup.",
            "数据库已损坏。请将其移开并恢复最近的备份。",
        ),
        "storage_NotOurs": (
            (
                "That is no database of neighborbook's, or no place to keep one. Name another "
                "with --db."
            ),
            "这不是 neighborbook 的数据库，或不适合存放数据库。请用 --db 另行指定。",
        ),
        "storage_SchemaOutdated": (
            "The database is of an older neighborbook. Run: neighborbook upgrade",
            "数据库由较旧的 neighborbook 创建。请运行：neighborbook upgrade",
        ),
        "storage_TooNew": (
            "The database is of a newer neighborbook. Install that one, or a newer one.",
            "数据库由较新的 neighborbook 创建。请安装该版本或更新版本。",
        ),
        "folder_full": (
            "{path}: there is no space left. Make room on the disk and publish again.",
            "{path}：磁盘空间不足。请清出空间后重新发布。",
        ),
        "folder_denied": (
            (
                "{path}: this user may not write there. Give the user the right to write there, or "
                "name another place."
            ),
            "{path}：当前用户无权写入。请授予写入权限，或另选位置。",
        ),
        "folder_in_the_way": (
            (
                "{path}: a file lies where a folder belongs, or a folder where a file does. Move "
                "it away, or name another place."
            ),
            "{path}：该处应为文件夹却有文件，或应为文件却有文件夹。请将其移开，或另选位置。",
        ),
        "folder_broken": (
            (
                "{path}: it holds no secret of neighborbook. Put it aside: a new one is made, and "
                "subscribers need new links."
            ),
            (
                "{path}：其中没有 neighborbook 的密钥。请将其移开：会生成新的密钥，"
                "订阅者需要新的链接。"
            ),
        ),
        "folder_failed": (
            "{path}: it cannot be read or written. See to that place and publish again.",
            "{path}：无法读写。请检查该处后重新发布。",
        ),
    }
)
