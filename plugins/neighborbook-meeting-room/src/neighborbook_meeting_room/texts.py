"""The rules of meeting rooms in words, by rule."""

from __future__ import annotations

from collections.abc import Mapping

import neighborbook as nb

TEXTS: Mapping[str, nb.Text] = {
    "length_approval": nb.Text.of(
        {
            "en": "Meetings longer than {most} must be approved; this one lasts {asked}.",
            "zh": "超过{most}的会议需要审批，本次为{asked}。",
        }
    ),
    "size_approval": nb.Text.of(
        {
            "en": "Meetings of more than {most} people must be approved; {asked} are coming.",
            "zh": "超过{most}人的会议需要审批，本次为{asked}人。",
        }
    ),
    "evening_approval": nb.Text.of(
        {
            "en": "Meetings that last past {subject} must be approved.",
            "zh": "{subject}以后的会议需要审批。",
        }
    ),
    "visitors_approval": nb.Text.of(
        {
            "en": "Meetings with visitors, or open to the public, must be approved.",
            "zh": "有外来人员参加或对外开放的会议需要审批。",
        }
    ),
    "strikes_approval": nb.Text.of(
        {
            "en": "{most} rooms were left empty or cancelled late: until {resets_at} every booking "
            "must be approved.",
            "zh": "已有{most}次未到场或取消过晚：{resets_at}之前的预约都需要审批。",
        }
    ),
    "smaller_room": nb.Text.of(
        {
            "en": "This room holds {most}; for {asked}, {subject} is smaller and free too.",
            "zh": "该房间可容纳{most}人，本次仅{asked}人；较小的{subject}也有空。",
        }
    ),
    "equipment": nb.Text.of(
        {
            "en": "{subject} cannot be had with this room[, but {allowed} can].",
            "zh": "该房间不提供{subject}[，可选：{allowed}]。",
        }
    ),
}
