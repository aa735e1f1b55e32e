# SPDX-License-Identifier: MIT
"""A mail server (RFC 5321) that takes every letter and hands it to the test."""

from __future__ import annotations

import base64
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from queue import Queue
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

PATIENCE = 120


@dataclass
class Sink:
    """What the server does, and what it got."""

    port: int = 0
    certificate: Path | None = None
    """For STARTTLS, or with *tls* from the first octet."""
    tls: bool = False
    busy: int = 0
    """So many letters are refused for now, with the address in the refusal."""
    taken: Queue[tuple[str, EmailMessage]] = field(default_factory=Queue)
    users: list[str] = field(default_factory=list)
    """Who signed in, as "user password", over TLS alone."""

    def letter(self, to: str) -> EmailMessage:
        """Return the next letter; it has to be for *to*."""
        recipient, letter = self.taken.get(timeout=PATIENCE)
        assert recipient == to
        return letter

    @property
    def context(self) -> ssl.SSLContext:
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(self.certificate, self.certificate.with_suffix(".key"))
        return made


class _Handler(StreamRequestHandler):
    @property
    def sink(self) -> Sink:
        return self.server.sink

    def setup(self) -> None:
        if self.sink.tls:
            self.request = self.sink.context.wrap_socket(self.request, server_side=True)
        super().setup()

    def finish(self) -> None:
        super().finish()
        self.request.close()

    def say(self, *lines: str) -> None:
        last = len(lines) - 1
        for number, line in enumerate(lines):
            mark = " " if number == last else "-"
            self.wfile.write(f"{line[:3]}{mark}{line[4:]}\r\n".encode())

    def handle(self) -> None:
        self.to = ""
        self.say("220 sink")
        while line := self.rfile.readline():
            verb, _, rest = line.decode().strip().partition(" ")
            if getattr(self, f"do_{verb.lower()}", self.do_other)(rest):
                return

    def do_other(self, _rest: str) -> None:
        self.say("250 ok")

    def do_ehlo(self, _rest: str) -> None:
        encrypted = isinstance(self.request, ssl.SSLSocket)
        offered = "250 AUTH PLAIN" if encrypted else "250 STARTTLS"
        self.say("250 sink", *([offered] if self.sink.certificate else []))

    def do_starttls(self, _rest: str) -> None:
        self.say("220 go ahead")
        self.request = self.sink.context.wrap_socket(self.request, server_side=True)
        super().setup()

    def do_auth(self, rest: str) -> None:
        _, user, password = base64.b64decode(rest.split()[1]).decode().split("\0")
        self.sink.users.append(f"{user} {password}")
        self.say("235 welcome")

    def do_rcpt(self, rest: str) -> None:
        self.to = rest.partition("<")[2].rstrip(">")
        if self.sink.busy:
            self.sink.busy -= 1
            self.say(f"451 {self.to} later")
        else:
            self.say("250 ok")

    def do_data(self, _rest: str) -> None:
        self.say("354 go ahead")
        lines = iter(self.rfile.readline, b".\r\n")
        raw = b"".join(line.removeprefix(b".") for line in lines)
        self.say("250 taken")
        self.sink.taken.put((self.to, message_from_bytes(raw, policy=default)))

    def do_quit(self, _rest: str) -> bool:
        self.say("221 bye")
        return True


class _Server(ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, *_: object) -> None:
        """A client that goes away is no news in a test."""


@contextmanager
def serving_mail(sink: Sink) -> Iterator[Sink]:
    """Run the server on a port of its own."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.sink = sink
        sink.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield sink
        server.shutdown()
        thread.join()


def certificate(folder: Path) -> Path:
    """Make a certificate of this machine, with its key beside it."""
    path = folder / "server.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
         "-keyout", path.with_suffix(".key"), "-out", path],
        check=True, capture_output=True,
    )  # fmt: skip
    return path
