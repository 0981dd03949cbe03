"""A wire between a client and PostgreSQL that can be watched and cut."""

from __future__ import annotations

import contextlib
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

FLUSH = b"H\x00\x00\x00\x04"
"""Asks for what is ready. After a Sync the server has nothing more to say: nobody waits for it."""


class Wire:
    """Passes on what is said; counts how often the client spoke after the server had answered.

    Attributes:
        trips: round trips so far, of all connections.
        cut_at: when the client says this, it is passed on, and the answer never comes.
        cut_before: when the client says this, the server does not get it.
    """

    def __init__(self, server: str, folder: Path) -> None:
        self._server = server
        self.trips = 0
        self.cut_at: bytes | None = None
        self.cut_before: bytes | None = None
        self._open: list[socket.socket] = []
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(folder / ".s.PGSQL.5432"))
        self._listening.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Cut every connection and take no more."""
        for each in (*self._open, self._listening):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(self._server)
            self._open += [client, server]
            Line(self, client, server).start()


class Line:
    """One connection: two threads, and who spoke last."""

    def __init__(self, wire: Wire, client: socket.socket, server: socket.socket) -> None:
        self._wire = wire
        self._client = client
        self._server = server
        self._server_spoke_last = True
        self._deaf = False

    def start(self) -> None:
        """Begin to pass on in both directions."""
        threading.Thread(target=self._to_server, daemon=True).start()
        threading.Thread(target=self._to_client, daemon=True).start()

    def _to_server(self) -> None:
        with contextlib.suppress(OSError):
            while said := self._client.recv(1 << 16):
                if self._server_spoke_last and said != FLUSH:
                    self._server_spoke_last = False
                    self._wire.trips += 1
                if self._wire.cut_before is not None and self._wire.cut_before in said:
                    break
                if self._wire.cut_at is not None and self._wire.cut_at in said:
                    self._deaf = True
                self._server.sendall(said)
        self._end()

    def _to_client(self) -> None:
        with contextlib.suppress(OSError):
            while said := self._server.recv(1 << 16):
                if self._deaf:
                    break
                self._server_spoke_last = True
                self._client.sendall(said)
        self._end()

    def _end(self) -> None:
        for each in (self._client, self._server):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


@contextmanager
def wired(url: str) -> Iterator[tuple[Wire, str]]:
    """Lay a wire to the server of an address; give it with the address to use instead."""
    host = parse_qs(urlsplit(url).query)["host"][0]
    with tempfile.TemporaryDirectory(prefix="nb-wire-") as folder:
        wire = Wire(f"{host}/.s.PGSQL.5432", Path(folder))
        try:
            yield wire, f"{url.partition('?')[0]}?host={quote(folder, safe='')}"
        finally:
            wire.close()
