"""A line to PostgreSQL that is cut at the worst moment: while a commit is under way."""

from __future__ import annotations

import contextlib
import enum
import socket
import struct
import threading
from collections.abc import Generator
from typing import Self
from urllib.parse import parse_qs, urlsplit

import attrs

_LENGTH = struct.Struct("!I")


class Cut(enum.Enum):
    """Where a line is cut."""

    COMMIT = "before a COMMIT reaches the server"
    ANSWER = "before the answer to a COMMIT reaches the client"


@attrs.define
class _Line:
    """One connection: a client's end and the server's end."""

    client: socket.socket
    server: socket.socket
    statements: dict[bytes, bytes] = attrs.field(factory=dict)

    def commits(self, kind: bytes, body: bytes) -> bool:
        """Whether a message of the client carries out a COMMIT, prepared or not."""
        if kind == b"P":
            name, query, _ = body.split(b"\0", 2)
            self.statements[name] = query
        elif kind == b"B":
            _, name, _ = body.split(b"\0", 2)
            return self.statements.get(name) == b"COMMIT"
        return kind == b"Q" and body == b"COMMIT\0"

    def close(self) -> None:
        for end in (self.client, self.server):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


class Proxy:
    """Listens on a loopback port and passes everything on to the server at an address.

    Attributes:
        url: the same database through this line.
        cuts: how often it was cut.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._server = parts.hostname, parts.port, parse_qs(parts.query).get("host", [""])[0]
        self._listening = socket.create_server(("127.0.0.1", 0))
        port = self._listening.getsockname()[1]
        user = (parts.netloc.rpartition("@")[0] or "postgres") + "@"
        self.url = (
            f"postgresql://{user}127.0.0.1:{port}{parts.path}?sslmode=disable&gssencmode=disable"
        )
        self.cuts = 0
        self._next: Cut | None = None
        self._lines: list[_Line] = []
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for line in self._lines:
            line.close()
        for thread in self._threads:
            thread.join()
        for line in self._lines:
            line.client.close()
            line.server.close()

    def cut_next(self, where: Cut) -> None:
        """Cut the line at the next COMMIT."""
        self._next = where

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            # Each message goes on by itself and must not wait for the receipt of the last one.
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            line = _Line(client, self._connect())
            self._lines.append(line)
            for pump in (self._to_server, self._to_client):
                thread = threading.Thread(target=pump, args=(line,))
                self._threads.append(thread)
                thread.start()

    def _connect(self) -> socket.socket:
        host, port, folder = self._server
        if folder.startswith("/"):
            server = socket.socket(socket.AF_UNIX)
            server.connect(f"{folder}/.s.PGSQL.{port or 5432}")
            return server
        return socket.create_connection((host or "127.0.0.1", port or 5432))

    def _to_server(self, line: _Line) -> None:
        messages = _messages(line.client, begin=True)
        with contextlib.suppress(OSError), contextlib.closing(messages):
            for kind, body in messages:
                if line.commits(kind, body) and self._is_cut(Cut.COMMIT):
                    break
                line.server.sendall(_packed(kind, body))
        line.close()

    def _to_client(self, line: _Line) -> None:
        messages = _messages(line.server)
        with contextlib.suppress(OSError), contextlib.closing(messages):
            for kind, body in messages:
                if kind == b"C" and body == b"COMMIT\0" and self._is_cut(Cut.ANSWER):
                    break
                line.client.sendall(_packed(kind, body))
        line.close()

    def _is_cut(self, where: Cut) -> bool:
        if self._next is not where:
            return False
        self._next = None
        self.cuts += 1
        return True


def _packed(kind: bytes, body: bytes) -> bytes:
    return kind + _LENGTH.pack(len(body) + 4) + body


def _messages(
    end: socket.socket, *, begin: bool = False
) -> Generator[tuple[bytes, bytes], None, None]:
    """Yield (kind, body) of each message; the very first one of a client has no kind."""
    with end.makefile("rb") as stream:
        while True:
            kind = b"" if begin else stream.read(1)
            head = stream.read(4)
            if len(head) < 4:
                return
            begin = False
            yield kind, stream.read(_LENGTH.unpack(head)[0] - 4)
