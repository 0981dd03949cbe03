"""An old system: a real web server on this machine, which answers as a test has it answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import attrs

import neighborbook as nb

DAY = 86_400
NOW = 1_795_406_400
"""23 November 2026, noon in Shanghai."""

SECRET = "private-7f3a9c"
FILE = """
center = {{ id = "anping", zone = "Asia/Shanghai" }}
resource.hall = {{ follows.old = {{ address = "{address}", {words} }} }}
resource.small = {{}}
offering.hall = {{ places = ["hall"], horizon = 60 }}
offering.small = {{ places = ["small"], horizon = 60 }}
"""

Answer = Callable[[BaseHTTPRequestHandler], None]


@attrs.define
class Clock:
    """A clock that a test moves on."""

    at: int = NOW

    def now(self) -> int:
        return self.at


@attrs.define
class OldSystem:
    """What it answers with, and how often it was asked."""

    address: str
    answer: Answer
    asked: int = 0

    def tells(self, *events: str) -> None:
        """Answer with a calendar of these events from now on."""
        self.sends(calendar(*events))

    def sends(
        self, body: bytes, *, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> None:
        self.answer = sending(body, status, headers or {})

    def leads_to(self, address: str) -> None:
        self.sends(b"", status=302, headers={"Location": address})


def sending(body: bytes, status: int, headers: Mapping[str, str]) -> Answer:
    def answer(to: BaseHTTPRequestHandler) -> None:
        to.send_response(status)
        for name, word in {"Content-Length": str(len(body)), **headers}.items():
            to.send_header(name, word)
        to.end_headers()
        to.wfile.write(body)

    return answer


def endless(to: BaseHTTPRequestHandler) -> None:
    """Send for ever, as fast as it goes."""
    to.send_response(200)
    to.end_headers()
    while True:
        to.wfile.write(b"X-NOISE:" + b"x" * 60_000 + b"\r\n")


def slow(to: BaseHTTPRequestHandler) -> None:
    """Send a little now and then, so that no silence is ever long."""
    to.send_response(200)
    to.end_headers()
    for _ in range(300):
        to.wfile.write(b"X")
        to.wfile.flush()
        time.sleep(0.1)


@contextmanager
def old_system() -> Iterator[OldSystem]:
    system = OldSystem(address="", answer=sending(calendar(), 200, {}))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            system.asked += 1
            try:
                system.answer(self)
            except OSError:
                self.close_connection = True

        def log_message(self, *_: Any) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    system.address = f"http://127.0.0.1:{server.server_port}/{SECRET}/hall.ics"
    try:
        yield system
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def event(uid: str, start: str, end: str, *more: str) -> str:
    return "\r\n".join(
        ("BEGIN:VEVENT", f"UID:{uid}", f"DTSTART:{start}", f"DTEND:{end}", *more, "END:VEVENT")
    )


def calendar(*events: str) -> bytes:
    lines = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//old//EN", *events, "END:VCALENDAR", "")
    return "\r\n".join(lines).encode()


@contextmanager
def house(
    url: str, address: str, words: str = 'every = "15m"', clock: Clock | None = None
) -> Iterator[nb.Desk]:
    """A desk whose hall follows an address."""
    with nb.open(url, center="anping", clock=clock or Clock(), deadline=30) as desk:
        desk.load(FILE.format(address=address, words=words))
        yield desk


def shut(desk: nb.Desk) -> list[tuple[str, str]]:
    """When the hall is closed, by the wall clock."""
    form = "%m-%d %H:%M"
    return [
        (c.start.strftime(form), c.end.strftime(form))
        for c in desk.closures()
        if c.reopened_at is None
    ]
