"""A mail server and a web server on the loopback, that keep what they are given."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import attrs


@attrs.define
class Mails:
    """A mail server that speaks as much of RFC 5321 as smtplib asks for.

    Attributes:
        answers: what it says instead, by the first word of a command.
    """

    port: int = 0
    kept: list[tuple[str, bytes]] = attrs.field(factory=list)
    answers: dict[str, str] = attrs.field(factory=dict)
    heard: list[str] = attrs.field(factory=list)


@contextmanager
def mail_server() -> Iterator[Mails]:
    """Run a mail server."""
    mails = Mails()

    class Session(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            self.say("220 loopback")
            to = ""
            while line := self.rfile.readline():
                words = line.decode().strip()
                mails.heard.append(words)
                verb = words.partition(" ")[0].upper()
                if verb in mails.answers:
                    self.say(mails.answers[verb])
                elif verb == "EHLO":
                    self.say("250-loopback\r\n250 AUTH PLAIN")
                elif verb == "AUTH":
                    self.say("235 welcome")
                elif verb == "RCPT":
                    to = words.partition("<")[2].rstrip(">")
                    self.say("250 ok")
                elif verb == "DATA":
                    self.say("354 go on")
                    mails.kept.append((to, self.data()))
                    self.say("250 kept")
                elif verb == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 ok")

        def data(self) -> bytes:
            lines = []
            while (line := self.rfile.readline()) != b".\r\n":
                lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
            return b"".join(lines)

    with _served(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session)) as port:
        mails.port = port
        yield mails


@attrs.define
class Posts:
    """A web server that keeps what is posted; ``status`` and ``answer`` are what it says."""

    port: int = 0
    status: int = 204
    answer: bytes = b""
    kept: list[tuple[str, Mapping[str, str], bytes]] = attrs.field(factory=list)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def web_server() -> Iterator[Posts]:
    """Run a web server."""
    posts = Posts()

    class Request(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            posts.kept.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            self.send_response(posts.status)
            self.send_header("Location", f"{posts.url}/elsewhere")
            self.send_header("Content-Length", str(len(posts.answer)))
            self.end_headers()
            self.wfile.write(posts.answer)

        def log_message(self, *words: object) -> None:
            """Say nothing."""

    with _served(ThreadingHTTPServer(("127.0.0.1", 0), Request)) as port:
        posts.port = port
        yield posts


@contextmanager
def _served(server: socketserver.TCPServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
