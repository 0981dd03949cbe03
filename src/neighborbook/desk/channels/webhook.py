"""A webhook by the form of Standard Webhooks: JSON, with an id, a time, and a signature."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

import attrs

from neighborbook.desk.channels.channel import Message, NotYet
from neighborbook.desk.channels.posting import post
from neighborbook.desk.channels.secret_places import secret_of
from neighborbook.desk.clock import Clock, SystemClock
from neighborbook.domain.notice import ChannelSetting

PREFIX = "whsec_"


@attrs.frozen(kw_only=True)
class Webhook:
    """An address of another program, which can tell by the signature that it is really we.

    Attributes:
        clock: who receives it compares the time with its own, so it is the machine's.
    """

    setting: ChannelSetting
    clock: Clock = attrs.field(factory=SystemClock)
    needs: str = ""
    shared: bool = False
    sender: str = ""

    def deliver(self, message: Message) -> None:
        """Post one message; see ``post`` for what it raises."""
        body = json.dumps(message.as_record(), ensure_ascii=False).encode()
        at = self.clock.now()
        headers = {
            "webhook-id": message.id,
            "webhook-timestamp": str(at),
            "webhook-signature": signature(secret_of(self.setting), message.id, at, body),
        }
        post(self.setting.url, body, headers, self.setting.timeout)


def signature(secret: str, id: str, at: int, body: bytes) -> str:
    """Return the signature of a message, version 1: HMAC-SHA256 over id, time, and body.

    Args:
        secret: the key in base64, with or without ``whsec_`` before it.
        at: UTC seconds.

    >>> signature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek",
    ...     1614265330, b'{"test": 2432232314}')
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
    """
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except ValueError:
        raise NotYet("the key of the signature is not base64") from None
    signed = hmac.digest(key, f"{id}.{at}.".encode() + body, hashlib.sha256)
    return f"v1,{base64.b64encode(signed).decode()}"
