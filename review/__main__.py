"""`python -m review`: serve the pages until Ctrl+C."""

import logging
import socket
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

import uvicorn

from forms.errors import SetupError, UtsushiError
from review.app import create_app
from review.room import Room
from review.settings import ReviewSettings
from workflows.accounts.first import tell_setup_code
from workflows.backup.half import check_whole
from workflows.clock import utc_now
from workflows.common import check_common
from workflows.files import private_folder
from workflows.makers import open_catalogue
from workflows.opening import open_store
from workflows.settings import Settings

_LOG_BYTES, _LOG_FILES = 5_000_000, 20


def main() -> int:
    """Exit code of the error, 0 after a normal end."""
    try:
        serve(Settings.load(), ReviewSettings())
    except UtsushiError as error:
        print(f"{error.message}\n{error.advice}", file=sys.stderr)
        return error.exit_code
    return 0


def serve(settings: Settings, review: ReviewSettings) -> None:
    """Raises SetupError where the address is taken, StoreError where the store cannot be opened."""
    listening = bound(review.host, settings.review_port)
    _log_into(settings.home_path / "logs")
    check_whole(settings)
    store = open_store(settings, utc_now)
    try:
        check_common(store, settings, utc_now)
        catalogue = open_catalogue(settings)
        app = create_app(store, catalogue, settings, review)
        room: Room = app.state.room
        room.audit.mark()
        print(f"確認画面: {_address(listening)} （終わるときは Ctrl+C）", flush=True)
        if room.accounts.is_empty():
            tell_setup_code(settings, _address(listening))
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, proxy_headers=False
        )  # what a proxy says is read by `review.proxies`
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        store.close()
        listening.close()


def bound(host: str, port: int) -> socket.socket:
    """A listening socket. Raises SetupError where the address is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, else asyncio leaves Nagle's algorithm on and an answer waits 40 ms for an ACK.
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if sys.platform != "win32":  # there it would let two servers share the port
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host.strip("[]"), port))
        made.listen()  # from now on a browser that is faster than the server waits
    except OSError as error:
        made.close()
        raise SetupError(
            f"{host} の {port} 番では待ち受けられません。",
            advice="すでに動いていないか確かめるか、"
            "UTSUSHI_REVIEW_PORT に別の番号を指定してください。",
        ) from error
    return made


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _log_into(folder: Path) -> None:
    """Warnings of all, into one file for the owner alone."""
    path = private_folder(folder) / "review.log"
    path.touch(mode=0o600)
    handler = RotatingFileHandler(
        path, maxBytes=_LOG_BYTES, backupCount=_LOG_FILES, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)


if __name__ == "__main__":
    sys.exit(main())
