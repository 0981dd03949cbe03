"""The rules of counseling in words, by rule."""

from __future__ import annotations

from collections.abc import Mapping

import neighborbook as nb


def _both(en: str, zh: str) -> nb.Text:
    return nb.Text.of({"en": en, "zh": zh})


REASONS: Mapping[str, nb.Text] = {
    "client": _both("The client cannot come", "来访者不能前来"),
    "counselor": _both("The counselor is not there", "咨询师不在"),
    "room": _both("The room cannot be used", "咨询室不可用"),
    "mistake": _both("It was booked by mistake", "预约有误"),
    "other": _both("Something else", "其他"),
}
"""Why a talk is cancelled or changed: nothing is written about it."""

TEXTS: Mapping[str, nb.Text] = {
    "own_name": _both(
        "A talk can be asked for in one's own name alone, or for a child by its guardian."
        "[ In a crisis call {allowed} now.]",
        "咨询只能由本人预约，未成年人可由监护人预约。[紧急情况请立即拨打{allowed}。]",
    ),
    "guardian": _both(
        "Who is younger than {least} asks together with a guardian.",
        "未满{least}岁须由监护人预约。",
    ),
    "referral": _both(
        "That somebody is referred is for the staff to say.",
        "转介须由工作人员登记。",
    ),
    "consent": _both(
        "Please read and agree to the words on confidentiality (version {least}).",
        "请先阅读并同意保密协议（第{least}版）。",
    ),
    "crisis": _both(
        "You are not alone: call {subject} now, at any hour. Do not wait for us to call.",
        "您并不孤单：请立即拨打{subject}（全天候），不必等我们联系。",
    ),
    "intake_first": _both(
        "The first talk is the intake; others follow when it was had.",
        "首次为初访，初访完成后再预约后续咨询。",
    ),
    "same_counselor": _both(
        "You are with {subject}; whom you would rather talk to can be told there.",
        "您的咨询师是{subject}；如需更换，请与咨询师商量。",
    ),
    "review": _both(
        "After {most} talks your counselor looks back with you before there are more.",
        "咨询满{most}次后，由咨询师与您回顾后再继续预约。",
    ),
}

REMEDIES: Mapping[str, nb.Text] = {
    "own_name": _both("Let the person ask; any name will do.", "请由本人预约，可使用化名。"),
    "guardian": _both("Let a guardian ask.", "请由监护人预约。"),
    "referral": _both("Leave that out, or ask at the front desk.", "请去掉此项，或咨询前台。"),
    "consent": _both(
        "Then ask again, with the version to which you agree.", "同意后请填写版本号并重新预约。"
    ),
}
"""What would help, where the words of the rule do not say it."""

WORDS: Mapping[str, nb.Text] = {
    "counselor": _both("counselor", "咨询师"),
    "room": _both("room", "咨询室"),
    "intake": _both("first talk", "初次访谈"),
    "session": _both("another talk", "后续咨询"),
    "none": _both("not at all", "请勿联系"),
    "phone": _both("phone", "电话"),
    "message": _both("message", "短信"),
    "mail": _both("mail", "邮件"),
}
"""What roles and answers are called."""
