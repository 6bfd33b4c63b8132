"""Where notices arrive in tests: a mail server and an HTTP server on this machine."""

import email
import json
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import Any, cast


class _Mails(ThreadingTCPServer):
    """`signed_in`: the last who did, as `AUTH PLAIN` has it."""

    daemon_threads = True
    signed_in = ""
    got: "Queue[EmailMessage]"


class _Smtp(StreamRequestHandler):
    """As much of SMTP as smtplib speaks to send a mail."""

    def handle(self) -> None:
        self._say("220 sink")
        for line in iter(self.rfile.readline, b""):
            verb = line[:4].upper()
            if verb == b"DATA":
                self._say("354 go on")
                self._take()
            elif verb == b"EHLO":
                self._say("250-sink\r\n250 AUTH PLAIN")
            elif verb == b"AUTH":
                cast(_Mails, self.server).signed_in = b64decode(line.split()[2]).decode()
                self._say("235 come in")
            elif verb == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _take(self) -> None:
        lines = []
        for line in iter(self.rfile.readline, b".\r\n"):
            lines.append(line.removeprefix(b"."))
        message = email.message_from_bytes(b"".join(lines), policy=default)
        cast(_Mails, self.server).got.put(message)
        self._say("250 ok")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode("ascii"))


class _Posts(ThreadingHTTPServer):
    got: "Queue[dict[str, Any]]"


class _Http(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        length = int(self.headers["content-length"])
        content = json.loads(self.rfile.read(length))
        cast(_Posts, self.server).got.put({"path": self.path, **content})
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@contextmanager
def mail_sink() -> Iterator[tuple[str, "Queue[EmailMessage]", Callable[[], str]]]:
    """`host:port`, what arrives, and who signed in."""
    with _Mails(("127.0.0.1", 0), _Smtp) as server:
        server.got = Queue()
        with _served(server):
            port = server.server_address[1]
            yield f"127.0.0.1:{port}", server.got, lambda: server.signed_in


@contextmanager
def http_sink() -> Iterator[tuple[str, "Queue[dict[str, Any]]"]]:
    """An address to post to, and what arrives."""
    with _Posts(("127.0.0.1", 0), _Http) as server:
        server.got = Queue()
        with _served(server):
            yield f"http://127.0.0.1:{server.server_address[1]}/hook?token=geheim", server.got


@contextmanager
def _served(server: ThreadingTCPServer | ThreadingHTTPServer) -> Iterator[None]:
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
