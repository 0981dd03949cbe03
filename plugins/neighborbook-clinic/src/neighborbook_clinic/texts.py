"""A health station in words: its rules, what helps against them, and what its words are called."""

from __future__ import annotations

from collections.abc import Mapping

import neighborbook as nb


def _both(en: str, zh: str) -> nb.Text:
    return nb.Text.of({"en": en, "zh": zh})


REASONS: Mapping[str, nb.Text] = {
    "patient": _both("The patient cannot come", "患者不能前来"),
    "practitioner": _both("The practitioner is not there", "医务人员不在"),
    "station": _both("Room or device cannot be used", "诊室或设备不可用"),
    "mistake": _both("It was booked by mistake", "预约有误"),
    "other": _both("Something else", "其他"),
}
"""Why an appointment is cancelled or changed: nothing of anybody's health."""

TEXTS: Mapping[str, nb.Text] = {
    "online": _both(
        "What can be booked in advance is taken for this session; the front desk keeps places for "
        "those who walk in.",
        "本时段可提前预约的号源已满；现场号请到前台领取。",
    ),
    "overbooked": _both(
        "Nobody else can be squeezed in in this session[ (at most {most})].",
        "本时段加号已满[（最多{most}个）]。",
    ),
    "practitioner": _both(
        "Nobody gives this service[ in the role {subject}] there.",
        "此处无人提供该服务[（{subject}）]。",
    ),
    "on_behalf": _both(
        "Appointments are made by the patient, a guardian or proxy, or at the front desk.",
        "预约须由患者本人、监护人或代办人办理，或到前台办理。",
    ),
    "registered": _both(
        "The patient is not registered yet: register first, then book.",
        "患者尚未登记，请先登记再预约。",
    ),
    "one_a_day": _both(
        "There is an appointment for this service on that day already.",
        "当日已有该项目的预约。",
    ),
    "once_a_year": _both(
        "This service is given once in a calendar year.",
        "该项目每个自然年只提供一次。",
    ),
    "follow_up": _both(
        "A follow-up comes within {most} days after a visit.",
        "复诊须在就诊后{most}天内。",
    ),
    "no_shows": _both(
        "{most} appointments were missed: until {resets_at} appointments are made at the front "
        "desk; walking in is always possible.",
        "已爽约{most}次：{resets_at}之前请到前台预约，现场就诊不受限制。",
    ),
    "age": _both(
        "This service is for people of {least} and older[, and the patient will be {asked}].",
        "该项目面向{least}岁及以上人群[，届时患者{asked}岁]。",
    ),
    "age_unknown": _both(
        "This service is for people of {least} and older; the date of birth is not known.",
        "该项目面向{least}岁及以上人群，尚无出生日期。",
    ),
    "resident": _both(
        "This service is for who has lived here for {least} months.",
        "该项目面向在本社区居住满{least}个月的居民。",
    ),
    "service_hours": _both(
        "This service starts from {earliest_at} and before {latest_at}.",
        "该项目的开始时间为{earliest_at}至{latest_at}之间。",
    ),
    "fasting": _both("Come fasting.", "请空腹前来。"),
    "staff_only": _both(
        "Only the front desk can ask for that ({subject}).",
        "只有前台可以这样登记（{subject}）。",
    ),
}

REMEDIES: Mapping[str, nb.Text] = {
    "online": _both(
        "Choose another time or another practitioner, or walk in.",
        "请另选时间或医务人员，或现场就诊。",
    ),
    "overbooked": _both("Choose another session.", "请另选时段。"),
    "practitioner": _both(
        "Choose another service, or leave open with whom.", "请另选服务项目，或不指定医务人员。"
    ),
    "on_behalf": _both("Let one of them ask.", "请由上述人员办理。"),
    "once_a_year": _both(
        "Use or change the appointment of this year, or ask for one in another year.",
        "请使用或修改本年的预约，或预约其他年份。",
    ),
    "staff_only": _both("Leave it out, or ask at the front desk.", "请去掉此项，或到前台办理。"),
}
"""What would help, where the words of the rule do not say it."""

WORDS: Mapping[str, nb.Text] = {
    "called": _both("called", "已叫号"),
    "left_unserved": _both("left before being seen", "未就诊离开"),
    "practitioner": _both("practitioner", "医务人员"),
    "doctor": _both("doctor", "医生"),
    "nurse": _both("nurse", "护士"),
    "room": _both("room", "诊室"),
    "online": _both("online", "网上"),
    "phone": _both("phone", "电话"),
    "desk": _both("front desk", "前台"),
    "walk-in": _both("walking in", "现场就诊"),
    "routine": _both("routine", "普通"),
    "urgent": _both("urgent", "加急"),
    "overbook": _both("squeezing in", "加号"),
}
"""What labels, roles, and answers are called."""
