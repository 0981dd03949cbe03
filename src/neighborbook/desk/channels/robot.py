"""A robot of a group in an office chat: a template into which the text goes."""

from __future__ import annotations

import json

import attrs

from neighborbook.desk.channels.channel import Message, NotYet, Undeliverable
from neighborbook.desk.channels.posting import post
from neighborbook.desk.channels.secret_places import secret_of
from neighborbook.domain.notice import ChannelSetting

_CODES = ("errcode", "code", "StatusCode")
"""Where such robots say in an answer of 200 that it went wrong: anything but 0."""


@attrs.frozen(kw_only=True)
class Robot:
    """An address at which whatever is posted is read by a whole group."""

    setting: ChannelSetting
    needs: str = ""
    shared: bool = True
    sender: str = ""

    def deliver(self, message: Message) -> None:
        """Post one text; see ``post`` for what it raises."""
        setting = self.setting
        text = json.dumps(f"{message.subject}\n{message.text}".strip(), ensure_ascii=False)
        body = setting.body.replace('"{text}"', text).encode()
        url = setting.url or secret_of(setting)
        if not url.startswith(("https://", "http://")):
            raise Undeliverable("the secret is no address")
        _hear(post(url, body, {}, setting.timeout))


def _hear(answer: bytes) -> None:
    try:
        said = json.loads(answer)
    except ValueError:
        return
    for name in _CODES:
        code = said.get(name) if isinstance(said, dict) else None
        if isinstance(code, int) and code != 0:
            raise NotYet(f"the robot answers {code}")
