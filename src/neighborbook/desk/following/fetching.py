"""Get a calendar from an address, within limits; run by ``child``, never in the desk's process."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from pathlib import Path
from urllib.parse import SplitResult, urljoin, urlsplit
from urllib.request import url2pathname

from neighborbook.domain.following import NotHeard
from neighborbook.ical.lines import MOST_BYTES

MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_EMBEDDED = ipaddress.ip_network("64:ff9b::/96")
"""IPv6 addresses that stand for an IPv4 one, which is their last four bytes (RFC 6052)."""


_Place = tuple[str, int]


class NotHeardError(Exception):
    """It was not heard; ``fault`` says why, and never at which address."""

    def __init__(self, why: NotHeard, detail: object = "") -> None:
        self.fault = f"{why}:{detail}" if detail != "" else why.value
        super().__init__(self.fault)


def fetch(address: str, timeout: float) -> bytes:
    """Return the bytes at an address, at most ``MOST_BYTES``.

    Raises:
        NotHeardError: it cannot be had.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        raise NotHeardError(NotHeard.ADDRESS) from None
    try:
        if parts.scheme == "file":
            return _from_file(parts)
        if parts.scheme in ("http", "https"):
            return _from_server(parts, timeout)
    except (OSError, ValueError, http.client.HTTPException) as failed:
        late = isinstance(failed, TimeoutError)
        raise NotHeardError(NotHeard.TIME if late else NotHeard.UNREACHABLE) from None
    raise NotHeardError(NotHeard.ADDRESS)


def _from_file(parts: SplitResult) -> bytes:
    path = Path(url2pathname(parts.path))  # on Windows, a drive stands behind a slash
    if not path.is_file():  # a pipe or a device may never end
        raise NotHeardError(NotHeard.UNREACHABLE)
    with path.open("rb") as file:
        return _within(file.read(MOST_BYTES + 1))


def _within(body: bytes) -> bytes:
    if len(body) > MOST_BYTES:
        raise NotHeardError(NotHeard.TOO_LARGE)
    return body


def _from_server(written: SplitResult, timeout: float) -> bytes:
    """Ask a server, and those that it leads to, of the same scheme and the same part of the net."""
    parts, kind = written, ""
    for _ in range(MOST_REDIRECTS + 1):
        places, found = _resolved(parts)
        kind = kind or found  # wherever the operator has written, he may be led
        if found not in ("global", kind):
            raise NotHeardError(NotHeard.REDIRECT)
        answer = _answer(parts, places, timeout)
        if isinstance(answer, bytes):
            return answer
        parts = urlsplit(urljoin(parts.geturl(), answer))
        if parts.scheme != written.scheme or not parts.hostname:
            raise NotHeardError(NotHeard.REDIRECT)
    raise NotHeardError(NotHeard.REDIRECT)


def _resolved(parts: SplitResult) -> tuple[tuple[_Place, ...], str]:
    """Return where a server is, and in which part of the net; what is checked is what is asked."""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    hosts = tuple(dict.fromkeys(str(each[4][0]) for each in found))
    kinds = {part_of_net(host) for host in hosts}
    if len(kinds) != 1:  # one name, in two parts of the net: nobody means that
        raise NotHeardError(NotHeard.REDIRECT)
    return tuple((host, port) for host in hosts), kinds.pop()


def part_of_net(host: str) -> str:
    """Return in which part of the net a host lies: only who is in it may be led there.

    >>> part_of_net("1.1.1.1"), part_of_net("::ffff:127.0.0.1"), part_of_net("169.254.169.254")
    ('global', 'loopback', 'link-local')
    """
    found = ipaddress.ip_address(host.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if found in _EMBEDDED:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        found = inner or found
    if found.is_loopback:
        return "loopback"
    if found.is_link_local:
        return "link-local"
    if found.is_global and not found.is_multicast:
        return "global"
    return "private" if found.is_private and not found.is_unspecified else "reserved"


def connected(places: tuple[_Place, ...], timeout: float) -> socket.socket:
    """Connect to the first that listens: a name may stand for IPv6, too, where nobody does."""
    for place in places[:-1]:
        try:
            return socket.create_connection(place, timeout)
        except OSError:
            continue
    return socket.create_connection(places[-1], timeout)


def _answer(parts: SplitResult, places: tuple[_Place, ...], timeout: float) -> bytes | str:
    """Return the body of an answer, or the address to which it leads."""
    host = parts.hostname or ""
    connection: http.client.HTTPConnection
    secure = parts.scheme == "https"
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = kind(host, places[0][1], timeout=timeout)
    try:
        # To an address that was checked: a name may lead elsewhere when it is asked again.
        plain = connected(places, timeout)
        connection.sock = plain
        if secure:
            context = ssl.create_default_context()
            connection.sock = context.wrap_socket(plain, server_hostname=host)
        path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        headers = {"Accept": "text/calendar", "Accept-Encoding": "identity"}
        connection.request("GET", path, headers={**headers, "User-Agent": "neighborbook"})
        return _read(connection.getresponse())
    finally:
        connection.close()


def _read(answer: http.client.HTTPResponse) -> bytes | str:
    if answer.status in _REDIRECTS:
        return answer.getheader("Location") or ""
    if answer.status != 200:
        raise NotHeardError(NotHeard.ANSWER, answer.status)
    if answer.getheader("Content-Encoding", "identity").strip().lower() != "identity":
        # Nobody asked for it to be packed; a small pack may hold any amount.
        raise NotHeardError(NotHeard.CALENDAR, 1)
    body = _within(answer.read(MOST_BYTES + 1))
    if answer.length:  # it promised more than came
        raise NotHeardError(NotHeard.UNREACHABLE)
    return body
