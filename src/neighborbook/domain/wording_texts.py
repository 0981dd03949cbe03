"""The sentences themselves, in English and Chinese: by rule, by code, and the words within them.

``{name}`` stands for a fact of the refusal: subject, asked, least, most, left, earliest_at,
latest_at, resets_at, allowed. A clause in ``[brackets]`` is left out when a fact within is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from neighborbook.codes import Code
from neighborbook.domain.text import Text


def _both(en: str, zh: str) -> Text:
    return Text((("en", en), ("zh", zh)))


RULES: Mapping[str, Text] = MappingProxyType(
    {
        "past": _both(
            "This time is past[; now none can start before {earliest_at}].",
            "该时间已过[，现在的开始时间不得早于{earliest_at}]。",
        ),
        "grid": _both(
            "Bookings start and end on a grid[ of {least}][: at {earliest_at}][ or {latest_at}].",
            "预约的开始和结束时间须对齐[，以{least}为一格][，前一格为{earliest_at}][，"
            "后一格为{latest_at}]。",
        ),
        "length": _both(
            "This lasts {asked}; a booking lasts at least {least}[ and at most {most}].",
            "本次时长{asked}，每次至少{least}[，至多{most}]。",
        ),
        "notice": _both(
            "Bookings are made at least {least} ahead[; now none can start before {earliest_at}].",
            "须至少提前{least}预约[，现在的开始时间不得早于{earliest_at}]。",
        ),
        "horizon": _both(
            "This is too far ahead[; it opens for booking at {earliest_at}]"
            "[, and now only what starts before {latest_at} is open].",
            "该日期尚未开放预约[，{earliest_at}开放预约][，目前只开放{latest_at}之前开始的时段]。",
        ),
        "closed": _both(
            "[{subject} is ]not open for all of this time[; it opens at {earliest_at}]"
            "[ and closes at {latest_at}].",
            "[{subject}]在该时段并非全程开放[，{earliest_at}开门][，{latest_at}关门]。",
        ),
        "staffed": _both(
            "Setup and teardown must lie in staffed hours[: start at {earliest_at} or later]"
            "[, end by {latest_at}].",
            "布置和收拾须在有人值守的时间内[，最早{earliest_at}开始][，最晚{latest_at}结束]。",
        ),
        "offering_closed": _both(
            "[{subject} is ]not offered at this time[, until {earliest_at}].",
            "[{subject}]在该时段暂停预约[，至{earliest_at}为止]。",
        ),
        "retired": _both(
            "[{subject} is ]no longer offered.",
            "[{subject}]已停止预约。",
        ),
        "place": _both(
            "{subject} is taken[ until {earliest_at}].",
            "{subject}已被占用[，至{earliest_at}为止]。",
        ),
        "blocked": _both(
            "{subject} is closed at this time[; what is in the way ends at {earliest_at}].",
            "{subject}在该时段关闭[，占用至{earliest_at}为止]。",
        ),
        "held": _both(
            "{subject} is being held for somebody[; unless confirmed, the hold lapses at "
            "{latest_at}].",
            "{subject}正被他人暂留[，如未确认，暂留于{latest_at}到期]。",
        ),
        "pool": _both(
            "{subject}: {left} left, {asked} needed.",
            "{subject}剩余{left}，需要{asked}。",
        ),
        "combination": _both(
            "This cannot be put together: no {subject} is free.",
            "没有可行的组合：{subject}无空闲。",
        ),
        "way_in": _both(
            "The way in by {subject} is closed[ until {latest_at}][; asked for: {allowed}].",
            "通往该场地的{subject}[在{latest_at}之前]关闭[（要求：{allowed}）]。",
        ),
        "person": _both(
            "Somebody who is to come cannot at this time.",
            "参加者中有人该时段已有安排。",
        ),
        "layout_capacity": _both(
            "At most {most} people fit there[, and {asked} are to come].",
            "该处最多容纳{most}人[，本次{asked}人]。",
        ),
        "layout": _both(
            "There is no layout {subject}[; choose among {allowed}].",
            "没有“{subject}”布置[，可选：{allowed}]。",
        ),
        "features": _both(
            "No place of {subject} has all that is wanted[: {allowed}].",
            "{subject}没有同时满足要求的场地[：{allowed}]。",
        ),
        "quota_hours": _both(
            "{subject} has {left} left of {most}, and this takes {asked}[; the count begins "
            "anew on {resets_at}].",
            "{subject}的限额为{most}，还剩{left}，本次需要{asked}[，{resets_at}重新计算]。",
        ),
        "quota_bookings": _both(
            "{subject} may have {most} bookings[ and {left} are left][; the count begins anew on "
            "{resets_at}].",
            "{subject}最多可有{most}个预约[，还剩{left}个][，{resets_at}重新计算]。",
        ),
        "open_holds": _both(
            "{most} places are held already, which is the most at a time.",
            "同时最多暂留{most}个。",
        ),
        "approval": _both("This must be approved.", "该预约需要审批。"),
        "member": _both(
            "You are not entered as one who books for {subject}.",
            "您未登记为{subject}的预约人。",
        ),
        "registered": _both(
            "The id {subject} is taken, if only by somebody who is kept no longer.",
            "编号{subject}已被使用，可能属于已删除的记录。",
        ),
        "erased": _both(
            "Whoever had the id {subject} was erased, and comes back only if you say so.",
            "编号{subject}的记录已删除，经明确许可才能恢复。",
        ),
        "to_come": _both(
            "Bookings are to come that are this person's own[ ({asked})].",
            "本人尚有未开始的预约[（{asked}个）]。",
        ),
        "authorized": _both(
            "You are not entered as one who may act for {subject}.",
            "您未登记为可代{subject}办理的人。",
        ),
        "disabled": _both("Nothing is booked for this party at present.", "目前不能为该方预约。"),
        "own_care": _both(
            "Nobody makes herself one who serves and reads what is served.",
            "任何人不得自行成为服务人员并查看服务内容。",
        ),
        "right": _both(
            "You are not allowed to {subject}[; {allowed} may].",
            "您无权{subject}[，可办理者：{allowed}]。",
        ),
        "state": _both(
            "This cannot be done: it is {subject}[, and would have to be {allowed}].",
            "当前为“{subject}”，不能进行此操作[，须为：{allowed}]。",
        ),
        "label": _both(
            "This cannot be done: it is {subject}[, and goes on from there to {allowed} alone].",
            "当前为“{subject}”，不能进行此操作[，只能推进到：{allowed}]。",
        ),
        "cancelled": _both(
            "This is cancelled already[, since {latest_at}].",
            "该预约已取消[，取消时间为{latest_at}]。",
        ),
        "expired": _both(
            "This has expired already[, at {latest_at}].",
            "该预约已过期[，过期时间为{latest_at}]。",
        ),
        "not_void": _both(
            "This is not cancelled: it is {subject}.", "该预约未取消，当前为“{subject}”。"
        ),
        "reopened": _both(
            "This closure was taken back already[, at {latest_at}].",
            "该关闭已撤销[，撤销时间为{latest_at}]。",
        ),
        "not_begun": _both(
            "It is too early for this[; it can be noted from {earliest_at} on].",
            "现在登记为时过早[，最早可于{earliest_at}登记]。",
        ),
        "needs_move": _both(
            "Nobody could come, its place being closed or too small now.",
            "场地已关闭或减少，无法到场。",
        ),
        "noted_ahead": _both(
            "What has not happened yet cannot be noted[; it is {latest_at} now].",
            "尚未发生的事不能登记[，现在是{latest_at}]。",
        ),
        "version": _both(
            "The booking was changed in the meantime[: it has version {most} and you gave "
            "{asked}].",
            "该预约已被修改[，现为第{most}版，您提交的是第{asked}版]。",
        ),
        "key": _both(
            "This key was used for another request before.",
            "该请求标识已用于另一请求。",
        ),
        "cancel_late": _both(
            "It is too late to cancel[; that was possible until {latest_at}].",
            "已过取消期限[，截止时间为{latest_at}]。",
        ),
        "plugin": _both(
            "The rules of {subject} could not be checked.",
            "“{subject}”的规则未能核对。",
        ),
    }
)
"""What each rule of the core says."""

CODES: Mapping[str, Text] = MappingProxyType(
    {
        Code.PAST: _both("This time is past.", "该时间已过。"),
        Code.OFF_GRID: _both("This time is off the grid.", "该时间未对齐预约时段。"),
        Code.LENGTH: _both("This is too short or too long.", "时长不符合规定。"),
        Code.CLOSED: _both("It is closed at this time.", "该时段不开放。"),
        Code.TOO_SOON: _both("This is too soon.", "预约过晚，未达到提前时间。"),
        Code.TOO_FAR: _both("This is too far ahead.", "该日期尚未开放预约。"),
        Code.CUTOFF_PASSED: _both(
            "It is too late to ask for this[; that was possible until {latest_at}].",
            "已过截止时间[（{latest_at}）]。",
        ),
        Code.FULL: _both("Nothing is left.", "已满。"),
        Code.INSUFFICIENT: _both("Less is left than is asked for.", "余量不足。"),
        Code.HELD_BY_OTHER: _both("It is being held for somebody.", "正被他人暂留。"),
        Code.CONFLICT_RESOURCE: _both("It is taken.", "已被占用。"),
        Code.CONFLICT_PERSON: _both(
            "Somebody who is to come cannot at this time.", "参加者中有人该时段已有安排。"
        ),
        Code.NO_COMBINATION: _both("No combination is free.", "没有可行的组合。"),
        Code.LAYOUT_TOO_SMALL: _both("The place is too small.", "场地容纳不下。"),
        Code.FEATURE_MISSING: _both("Something that is wanted is missing.", "缺少所要求的条件。"),
        Code.AGE: _both(
            "The age does not fit[: at least {least}][, at most {most}].",
            "年龄不符[，至少{least}][，至多{most}]。",
        ),
        Code.RESIDENCY: _both("This is for residents.", "仅面向本地居民。"),
        Code.NOT_MEMBER: _both("This is for members.", "仅面向成员。"),
        Code.NOT_ALLOWED: _both("You are not allowed to do this.", "您无权进行此操作。"),
        Code.GUARDIAN_REQUIRED: _both("A guardian must book this.", "须由监护人预约。"),
        Code.CONSENT_MISSING: _both("A consent is missing.", "缺少同意书。"),
        Code.NOT_AUTHORIZED_FOR: _both(
            "You are not authorized to act for this person.", "您未获授权代该人办理。"
        ),
        Code.RATIO: _both(
            "Too few adults are there[: {least} are needed][ and {left} come].",
            "在场成人不足[，需要{least}人][，现有{left}人]。",
        ),
        Code.QUOTA: _both("The quota is used up.", "限额已用完。"),
        Code.DUPLICATE: _both("This is booked already.", "已有相同预约。"),
        Code.INTERVAL_TOO_SHORT: _both(
            "This is too close to the one before[; none can start before {earliest_at}].",
            "与上一次间隔太短[，开始时间不得早于{earliest_at}]。",
        ),
        Code.SUSPENDED: _both(
            "Booking is suspended[ until {resets_at}].", "预约资格暂停[至{resets_at}]。"
        ),
        Code.NEEDS_APPROVAL: _both("This must be approved.", "该预约需要审批。"),
        Code.CANCEL_TOO_LATE: _both("It is too late to cancel.", "已过取消期限。"),
        Code.STATE: _both(
            "This cannot be done with the booking as it stands.", "该预约当前状态不能进行此操作。"
        ),
        Code.STALE_VERSION: _both("The booking was changed in the meantime.", "该预约已被修改。"),
        Code.KEY_REUSED: _both(
            "This key was used for another request before.", "该请求标识已用于另一请求。"
        ),
        Code.NOT_SERVED_AREA: _both("This address is not served.", "该地址不在服务范围内。"),
        Code.PLUGIN_ERROR: _both("Some rules could not be checked.", "有规则未能核对。"),
    }
)
"""What a code says where its rule has no words, or lacks a fact for them."""

OTHER = _both("A rule of this center says no.", "本中心的规定不允许。")
"""For codes that plugins add without words."""

REMEDIES: Mapping[str, Text] = MappingProxyType(
    {
        "retired": _both(
            "Ask for something else: what is offered now is listed among the offerings.",
            "请改约其他项目，现有项目见预约项目列表。",
        ),
        Code.HELD_BY_OTHER: _both(
            "Choose another time or another place, or try again when the hold has lapsed.",
            "请另选时间或场地，或在暂留到期后重试。",
        ),
        Code.CONFLICT_PERSON: _both("Choose another time.", "请另选时间。"),
        Code.NO_COMBINATION: _both(
            "Choose another time, or leave open where and with whom.",
            "请另选时间，或不指定场地和人员。",
        ),
        Code.LAYOUT_TOO_SMALL: _both(
            "Choose a larger place, another layout where there is one, or fewer people.",
            "请改换布置、更大的场地或减少人数。",
        ),
        "layout": _both("Choose a layout that there is.", "请选择已有的布置。"),
        "way_in": _both(
            "Choose another time or another place, or do without that way in.",
            "请另选时间或场地，或放弃对通道的要求。",
        ),
        Code.FEATURE_MISSING: _both(
            "Choose another place, or ask for less.", "请另选场地或减少要求。"
        ),
        Code.INSUFFICIENT: _both("Ask for less, or another time.", "请减少数量或另选时间。"),
        "open_holds": _both("Confirm or cancel what is held first.", "请先确认或取消已有的暂留。"),
        Code.AGE: _both(
            "Another time changes nothing; a date of birth that is wrong is corrected at the "
            "front desk.",
            "另选时间无济于事；出生日期如登记有误，请到前台更正。",
        ),
        Code.RESIDENCY: _both(
            "Another time changes nothing; what is wrong in the register is corrected at the "
            "front desk.",
            "另选时间无济于事；登记如有误，请到前台更正。",
        ),
        Code.NOT_SERVED_AREA: _both(
            "Give an address that is served, or ask at the front desk.",
            "请提供服务范围内的地址，或咨询前台。",
        ),
        Code.NOT_MEMBER: _both(
            "Let the organization or the front desk enter you first.",
            "请先由该组织或前台登记。",
        ),
        Code.NOT_ALLOWED: _both("Ask somebody who may.", "请找有权限的人办理。"),
        Code.GUARDIAN_REQUIRED: _both("Let a guardian book it.", "请由监护人预约。"),
        Code.CONSENT_MISSING: _both("Bring the consent first.", "请先提交同意书。"),
        Code.NOT_AUTHORIZED_FOR: _both("Ask for the authorization first.", "请先取得授权。"),
        Code.RATIO: _both("Let more adults come, or fewer children.", "请增加成人或减少人数。"),
        Code.INTERVAL_TOO_SHORT: _both("Choose a later time.", "请选择更晚的时间。"),
        Code.SUSPENDED: _both("Ask at the front desk.", "请咨询前台。"),
        Code.CUTOFF_PASSED: _both("Choose a later day.", "请选择更晚的日期。"),
        Code.QUOTA: _both(
            "Ask for less, or for a time when the count has begun anew.",
            "请减少用量，或选择重新计算之后的时间。",
        ),
        Code.CANCEL_TOO_LATE: _both("Ask at the front desk.", "请咨询前台。"),
        Code.DUPLICATE: _both("Use or change the booking that you have.", "请使用或修改已有预约。"),
        "registered": _both("Choose another id.", "请换用其他编号。"),
        "erased": _both(
            "Give the row another id, or let them come back with --readmit.",
            "请改用其他编号，或用 --readmit 许可恢复。",
        ),
        "to_come": _both("Cancel them, then ask again.", "请取消后再试。"),
        "reopened": _both(
            "What is still closed is listed among the closures.", "请查看现有的关闭。"
        ),
        "cancelled": _both("To have it back, restore it.", "如需恢复，请使用 restore。"),
        "expired": _both("To have it back, restore it.", "如需恢复，请使用 restore。"),
        "not_void": _both("There is nothing to bring back.", "无需恢复。"),
        "not_begun": _both("Note it then.", "请届时再登记。"),
        "needs_move": _both("Move it or cancel it.", "请改期、换场或取消。"),
        "noted_ahead": _both("Note it when it has happened.", "请在发生后再登记。"),
        "label": _both("Nothing was changed.", "未作任何更改。"),
        Code.STATE: _both(
            "Nothing was changed; its history says how it came to that.",
            "未作任何更改；可查看其历史。",
        ),
        Code.STALE_VERSION: _both("Read it again and repeat your change.", "请重新读取后再修改。"),
        Code.KEY_REUSED: _both("Use a new key.", "请换用新的标识。"),
        Code.PLUGIN_ERROR: _both(
            "Try again, and tell the center if it stays so.", "请重试，如仍失败请告知中心。"
        ),
    }
)
"""What would help where nothing better is known, by rule or by code."""

ASK_CENTER = _both("Ask at the front desk what would help.", "请咨询前台如何办理。")
OTHER_REMEDY = _both("Choose another time or another place.", "请另选时间或场地。")
FRONT_DESK = _both("The front desk can allow it.", "前台可以破例办理。")
YOURSELF = _both(
    "You can allow it with a reason: book or change it with `--override REASON` "
    "(`override=` in a program).",
    "您可以说明理由后破例办理：预约或变更时用 `--override 理由`（程序中用 `override=`）。",
)
"""In place of it, to whoever may pass rules."""

INSTEAD = _both("Instead you could have: {slots}.", "可改约：{slots}。")
ACCEPTED = _both("This can be booked.", "可以预约。")
REQUESTED = _both("This can be asked for.", "可以提交申请。")
OVERRIDDEN = _both("Passed by the front desk: {said}", "前台已破例：{said}")
WITHOUT_APPROVAL = _both(
    "The front desk has passed the approval that it would need[: {said}].",
    "前台已免去所需的审批[：{said}]。",
)
ASKS = _both("needs approval", "需审批")
