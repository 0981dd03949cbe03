"""Post bytes to an address, with limits: no redirects, no endless answers, no waiting for ever."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Mapping
from urllib.parse import urlsplit

from neighborbook.desk.channels.channel import NotYet, Undeliverable

MOST_ANSWER = 64 * 1024
_AGAIN = frozenset({408, 409, 425, 429})
"""Answers of 4xx by which the other side asks for patience (RFC 9110; 409: it is at it)."""


def post(url: str, body: bytes, headers: Mapping[str, str], timeout: int) -> bytes:
    """Post a body of JSON and return the beginning of the answer.

    A redirect is followed nowhere: what is posted would go to whom nobody has named.

    Raises:
        Undeliverable: the other side refuses it for good.
        NotYet: it may go better another time. Neither tells the address, which may be a secret.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        secure = parts.scheme == "https"
        connection = (
            http.client.HTTPSConnection(
                host, port, timeout=timeout, context=ssl.create_default_context()
            )
            if secure
            else http.client.HTTPConnection(host, port, timeout=timeout)
        )
        try:
            connection.request(
                "POST", path, body, {"Content-Type": "application/json; charset=utf-8", **headers}
            )
            answer = connection.getresponse()
            status, said = answer.status, answer.read(MOST_ANSWER)
        finally:
            connection.close()
    except (OSError, http.client.HTTPException, ValueError) as failed:
        raise NotYet(f"the other side: {type(failed).__name__}") from None
    if 200 <= status < 300:
        return said
    if 300 <= status < 500 and status not in _AGAIN:
        raise Undeliverable(f"the other side answers {status}")
    raise NotYet(f"the other side answers {status}")
