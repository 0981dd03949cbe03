"""What an audit says, in English and Chinese: of each damage, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

FINDINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "file_damaged": (
            "the database itself finds its pages damaged ({said})",
            "数据库自检发现页面损坏（{said}）",
        ),
        "guard_missing": (
            "the database has lost the guard {name}",
            "数据库缺少保护约束 {name}",
        ),
        "guard_changed": (
            "the guard {name} of the database says something else",
            "数据库的保护约束 {name} 已被改动",
        ),
        "schema_changed": (
            "{kind} {name} is missing or says something else",
            "{kind} {name} 缺失或已被改动",
        ),
        "reference_broken": (
            "{rows} rows refer to rows of {parent} that are not there",
            "有 {rows} 行指向 {parent} 中不存在的行",
        ),
        "center_revision": (
            "the revision is {revision}, and {items} tables of its file are there",
            "修订号为 {revision}，而中心文件的表有 {items} 个",
        ),
        "catalog_unreadable": (
            "its part of the center file cannot be read",
            "中心文件的这一部分无法读取",
        ),
        "row_unreadable": ("the row cannot be read", "该行无法读取"),
        "state_impossible": (
            "no booking that is {state} can have {having}",
            "状态为 {state} 的预约不可能有 {having}",
        ),
        "lapse_incomplete": (
            "when it lapses and what becomes of it then do not fit together",
            "到期时间与到期后的状态不相符",
        ),
        "local_start": (
            "its start is {found} in its zone, and {kept} is written beside it",
            "其开始时间在所属时区为 {found}，旁边记录的却是 {kept}",
        ),
        "details_unreadable": (
            "what its room type asked cannot be read",
            "房间类型所问的内容无法读取",
        ),
        "offering_unknown": (
            "it names the offering {offering}, which the center does not have",
            "所指项目 {offering} 不存在",
        ),
        "resource_unknown": (
            "it names the place {resource}, which the center does not have",
            "所指地点 {resource} 不存在",
        ),
        "links_disagree": (
            (
                "{missing} of its rows for finding it by people and places are missing, {surplus} "
                "are too many"
            ),
            "按人和地点查找它的行缺 {missing} 个，多 {surplus} 个",
        ),
        "claim_missing": (
            "it has not got its claim on {leaf}",
            "缺少对 {leaf} 的占用",
        ),
        "claim_unasked": (
            "its claim on {leaf} is not what was chosen for it",
            "对 {leaf} 的占用与所选的不符",
        ),
        "claim_period": (
            "its claim on {leaf} is for {claimed_start}–{claimed_end}, not for {start}–{end}",
            "对 {leaf} 的占用时间为 {claimed_start}–{claimed_end}，而非 {start}–{end}",
        ),
        "claim_lapse": (
            "its claim on {leaf} lapses at another time than it, or is held otherwise",
            "对 {leaf} 的占用与预约的到期时间或暂留状态不符",
        ),
        "claim_room_type": (
            "its claim on {leaf} is of room type {claimed}, not {room_type}",
            "对 {leaf} 的占用属于房间类型 {claimed}，而非 {room_type}",
        ),
        "claim_of_void": (
            "it is void and still has its claim on {leaf}",
            "已失效但仍占用 {leaf}",
        ),
        "claim_of_nobody": (
            "a claim on {leaf} belongs to no booking and no closure",
            "对 {leaf} 的占用不属于任何预约或关闭",
        ),
        "blocks_disagree": (
            "its blocks are not what it closes: {found} are there, {wanted} should be",
            "其封锁与所关闭的不符：现有 {found} 个，应有 {wanted} 个",
        ),
        "over_capacity": (
            "with it {peak} of {leaf} are in use at once, and it was accepted under {capacity}",
            "连同它 {leaf} 同时使用 {peak}，而接受时的容量为 {capacity}",
        ),
        "limit_use_of_nobody": (
            "a use of a limit belongs to no booking",
            "一项额度使用不属于任何预约",
        ),
        "limit_use_of_void": (
            "it is void and still has a use of a limit that ends with it",
            "已失效但仍占用本应随之退回的额度",
        ),
        "limit_use_at": (
            "its use of a limit counts at {at}, not at its start, {start}",
            "其额度使用计在 {at}，而非其开始时间 {start}",
        ),
        "limit_use_lapse": (
            "its use of a limit lapses at another time than it",
            "其额度使用与预约的到期时间不符",
        ),
        "limit_use_amount": (
            "it uses {found} of its quota, and what it has takes {wanted}",
            "其额度使用为 {found}，而按其时长和地点应为 {wanted}",
        ),
        "limit_use_missing": (
            "it has no use of the quota of {most} of its offering",
            "其预约项目的额度 {most} 中没有它的使用记录",
        ),
        "limit_use_key": (
            "its use of a quota counts for another organizer or offering than its own",
            "其额度使用计在别的归属者或预约项目名下",
        ),
        "limit_exceeded": (
            "{used} of a quota of {most} are used in one window, and nobody passed the rule",
            "某一时段内额度 {most} 已用 {used}，而无人越过该规则",
        ),
        "version_untold": (
            "it is of version {version}, and {missing} of its versions have no change",
            "版本为 {version}，其中 {missing} 个版本没有变更记录",
        ),
        "change_of_nothing": (
            "a change tells of version {version}, which is not there, or was told already",
            "有变更记录称版本 {version}，该版本不存在或已有记录",
        ),
        "log_gap": (
            "position {position} of the change log is missing",
            "变更记录缺少第 {position} 号",
        ),
        "log_altered": (
            "position {position} of the change log, or what came before it, was altered",
            "变更记录第 {position} 号或其之前的内容被改动",
        ),
        "log_payload": (
            "who did position {position} of the change log, or why, was altered",
            "变更记录第 {position} 号的操作人或原因被改动",
        ),
        "log_unsealed": (
            "{changes} changes have waited for their number for more than a day",
            "有 {changes} 项变更一天多仍未编号",
        ),
        "log_anchor": (
            "the change log does not hold at position {position} what was kept outside",
            "变更记录第 {position} 号与另存的锚点不符",
        ),
        "notice_of_nothing": (
            "a notice is about version {version} of a booking that is not there or not so far",
            "一项通知所指预约不存在或未到版本 {version}",
        ),
        "delivery_of_nothing": (
            "it tells of version {version} of a booking that is not there or not so far",
            "所告知的预约不存在或未到版本 {version}",
        ),
        "delivery_id": (
            "its id is not that of its notice, party and channel, so it could be sent anew",
            "其编号与通知、收件人、渠道不符，可能被重复发送",
        ),
        "delivery_state": (
            "nothing that is {state} after {tries} tries can have {having}",
            "状态为 {state}、已尝试 {tries} 次的递送不可能有 {having}",
        ),
        "delivery_untaken": (
            "the notice {notice} that it was made of still waits, and would be told again",
            "其来源通知 {notice} 仍在等待，会被再次告知",
        ),
        "delivery_twice": (
            "somebody is told one notice, {notice}, {rows} times",
            "同一人被告知同一通知 {notice} {rows} 次",
        ),
        "delivery_to_erased": (
            "it goes to somebody who was erased",
            "收件人已被删除",
        ),
        "batch_item_of_nothing": (
            "batch {batch} brought it in version {version}, and one of the two is not so far",
            "批次 {batch} 以版本 {version} 导入了它，而两者之一不存在或未到该版本",
        ),
        "batch_item_twice": (
            "{rows} imported rows say that they have become it",
            "有 {rows} 条导入记录都称已成为它",
        ),
        "batch_closure_of_nothing": (
            "batch {batch} brought it, and one of the two is not there",
            "批次 {batch} 导入了它，而两者之一不存在",
        ),
        "batch_closure_of_outage": (
            "batch {batch} brought it, and it is an outage: those are never imported",
            "批次 {batch} 导入了它，而它是故障期：故障期从不导入",
        ),
        "batch_of_others": (
            "batch {batch} brought it, and is said to have brought {kind}",
            "批次 {batch} 导入了它，而该批次登记的内容是 {kind}",
        ),
        "batch_tally": (
            "{taken_back} rows of it are taken back, and it brought {brought}",
            "已撤回 {taken_back} 行，而只导入了 {brought} 行",
        ),
        "key_of_nothing": (
            "a key answers with a booking, closure or party that is not there",
            "一个写入名称所指的预约、关闭或人员不存在",
        ),
        "of_no_party": (
            "{rows} rows tell of a party that is not there",
            "有 {rows} 行涉及不存在的人员或组织",
        ),
        "tombstone_tells": (
            "it was erased, and something is still kept of it, {rows} rows among it",
            "已被删除，但仍留有内容，其中 {rows} 行",
        ),
        "link_to_erased": (
            "{rows} of its ties lead to somebody who was erased",
            "其关系中有 {rows} 个指向已删除的人员",
        ),
        "party_sought": (
            "it is not found by its name and phone",
            "按其姓名和电话查找不到",
        ),
    }
)

REMEDIES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "restore": (
            "Stop writing, keep the file, and restore the last backup that checks clean.",
            "请停止写入，保留此文件，并恢复最近一份检查无误的备份。",
        ),
        "guards": (
            (
                "Stop every program that writes, copy the database with copy-to into an empty one, "
                "which has its guards, and go on with that."
            ),
            "请停止所有写入，用 copy-to 复制到空数据库（其中约束完整），之后改用该数据库。",
        ),
        "again": (
            "Cancel it and book it again, or take its rows from a backup.",
            "请取消后重新预约，或从备份取回其各行。",
        ),
        "people": (
            "Look at what both sides were promised, and move one of the bookings.",
            "请核对双方约定，并改动其中一个预约。",
        ),
        "load": (
            "Load the center file again.",
            "请重新载入中心文件。",
        ),
        "log": (
            "Compare with a backup from before: somebody wrote past neighborbook.",
            "请与之前的备份比对：有人绕过 neighborbook 写入了数据。",
        ),
        "settle": (
            "Run neighborbook settle, now and regularly.",
            "请立即并定期运行 neighborbook settle。",
        ),
        "row": (
            "Compare with a backup from before, and take the row out or back by hand.",
            "请与之前的备份比对，并手工删除或恢复该行。",
        ),
    }
)

REMEDY_OF: Mapping[str, str] = MappingProxyType(
    {
        code: remedy
        for remedy, codes in {
            "restore": "file_damaged reference_broken row_unreadable details_unreadable",
            "guards": "guard_missing guard_changed schema_changed",
            "again": (
                "state_impossible lapse_incomplete local_start links_disagree claim_missing "
                "claim_unasked claim_period claim_lapse claim_room_type limit_use_at "
                "limit_use_lapse limit_use_amount limit_use_missing limit_use_key"
            ),
            "people": "over_capacity limit_exceeded",
            "load": "center_revision catalog_unreadable offering_unknown resource_unknown "
            "blocks_disagree",
            "log": "version_untold change_of_nothing log_gap log_altered log_payload log_anchor",
            "settle": "log_unsealed",
            "row": (
                "claim_of_void claim_of_nobody limit_use_of_nobody limit_use_of_void "
                "notice_of_nothing delivery_of_nothing delivery_id delivery_state delivery_untaken "
                "delivery_twice delivery_to_erased batch_item_of_nothing batch_item_twice "
                "batch_closure_of_nothing batch_closure_of_outage batch_of_others batch_tally "
                "key_of_nothing of_no_party tombstone_tells link_to_erased party_sought"
            ),
        }.items()
        for code in codes.split()
    }
)
