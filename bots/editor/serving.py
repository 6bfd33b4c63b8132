"""Serving the editor on this machine alone."""

import secrets
import socket
from dataclasses import dataclass

import uvicorn

from bots.drawers import Drawer
from bots.editor.app import Editor, create_app
from bots.editor.mending import Book

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Serving:
    """A server that listens already. `address` holds what only its reader can guess."""

    address: str
    server: uvicorn.Server
    listening: socket.socket

    def run(self) -> None:
        """Answer until Ctrl+C or `stop`."""
        try:
            self.server.run(sockets=[self.listening])
        finally:
            self.listening.close()

    def stop(self) -> None:
        self.server.should_exit = True


def listen(book: Book, pictures: Drawer) -> Serving:
    """On a free port of the loopback, under a token of its own."""
    token = secrets.token_urlsafe(24)
    # Named as TCP, else asyncio leaves Nagle's algorithm on: 40 ms an answer.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind((HOST, 0))
    listening.listen()
    app = create_app(Editor(book, pictures, token), token)
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
    port = listening.getsockname()[1]
    return Serving(f"http://{HOST}:{port}/{token}/", uvicorn.Server(config), listening)
