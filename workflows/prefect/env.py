"""How Prefect runs here: quiet, behind a password, on this machine alone unless the office says
otherwise, its data under our home.

The environment must be set before `prefect` is first imported.
"""

import hmac
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit

from forms.errors import SetupError
from workflows.files import private_folder
from workflows.parent import Kept, Process, end_child, start_child
from workflows.prefect import password as prefect_password
from workflows.prefect.coat import answers
from workflows.prefect.leaving import take_leave
from workflows.settings import Settings

HOST = "127.0.0.1"
EVERYWHERE = frozenset({"0.0.0.0", "::"})
PROOF_PATH = "/utsushi/proof"
DAY_SECONDS = 86_400
PORT_FILE = "server.port"
_LEASES = "prefect.server.concurrency.lease_storage.filesystem"
STOP_SECONDS = 15.0
START_SECONDS = 90.0  # a first start also makes its database; slow disks need long


def environment(settings: Settings, port: int) -> dict[str, str]:
    """What server and clients are given. Makes the password at the first call. Raises SetupError.

    Its request forgery protection stays off: whoever asks sends the password in a header of its
    own, never in a cookie, so that no other site can make a browser do it.
    """
    word = prefect_password.sign_in_word(settings)
    return {
        "PREFECT_HOME": str(_home(settings)),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_API_URL": api_url(port, settings.prefect_host),
        "PREFECT_API_AUTH_STRING": word,
        "PREFECT_SERVER_API_AUTH_STRING": word,
        "PREFECT_SERVER_API_HOST": settings.prefect_host,
        "PREFECT_SERVER_API_PORT": str(port),
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": f"http://{HOST}:{port}",
        "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
        "PREFECT_UI_API_URL": "/api",
        # The older interface asks no analytics host; `server` stops the newer one too.
        "PREFECT_SERVER_UI_V2_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        # A server that has gone costs a batch seconds, not minutes: the work goes on without.
        "PREFECT_CLIENT_MAX_RETRIES": "3",
        "PREFECT_API_REQUEST_TIMEOUT": "20",
        "PREFECT_LOGGING_LEVEL": "WARNING",
        # Held papers end as failed states, told there in Japanese; Prefect's English lines on the
        # same would only repeat them.
        "PREFECT_LOGGING_LOGGERS_PREFECT_FLOW_RUNS_LEVEL": "CRITICAL",
        "PREFECT_LOGGING_LOGGERS_PREFECT_TASK_RUNS_LEVEL": "CRITICAL",
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
        "PREFECT_INTERNAL_LOGGING_LEVEL": "CRITICAL",  # whole events while its server is away
        "PREFECT_SERVER_DATABASE_TIMEOUT": "60",  # a busy machine's SQLite; 10 gave up too early
        "PREFECT_SERVER_MEMO_STORE_PATH": str(_home(settings) / "memo_store.toml"),
        # Slots outlive a server that was killed, and the one after it takes them back.
        "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": _LEASES,
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(
            settings.prefect_keep_days * DAY_SECONDS
        ),
        "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": f"P{settings.prefect_keep_days}D",
    }


def free_port(wanted: int, host: str = HOST) -> int:
    """`wanted`, or another port where it is 0 or taken, of the address `host`."""
    with socket.socket() as probe:
        if os.name == "posix":  # a port in TIME_WAIT is free there
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((local_address(host), wanted))
        except OSError:
            probe.bind((local_address(host), 0))
        return int(probe.getsockname()[1])


def is_serving(port: int, path: str = "/api/health", host: str = HOST) -> bool:
    """Something answers `path` on this machine, be it by sending on to a sign-in page."""
    connection = HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status < 400
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def server_command(port: int) -> list[str]:
    return [sys.executable, "-m", "workflows.prefect.server", str(port), "--with-parent"]


def is_ours(settings: Settings, port: int) -> bool:
    """The server at `port` knows our password: no other installation's.

    It is asked for a proof, so that a stranger who listens there is not told the password.
    """
    question = prefect_password.new_question()
    connection = HTTPConnection(local_address(settings.prefect_host), port, timeout=5)
    try:
        connection.request("GET", f"{PROOF_PATH}?{question}")
        told = connection.getresponse().read(200).decode("ascii", "replace")
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
    key = prefect_password.proof_key(prefect_password.sign_in_word(settings))
    expected = prefect_password.proof(key, question)
    return hmac.compare_digest(told.encode(), expected.encode())


def note_port(settings: Settings, port: int) -> None:
    """Let other commands of this installation find the server."""
    private_folder(_home(settings))
    (_home(settings) / PORT_FILE).write_text(str(port), encoding="ascii")


def running_port(settings: Settings) -> int | None:
    """The port of this installation's running server."""
    ports = [settings.prefect_port]
    with suppress(OSError, ValueError):
        ports.append(int((_home(settings) / PORT_FILE).read_text(encoding="ascii")))
    return next((port for port in ports if port and is_ours(settings, port)), None)


@contextmanager
def server(settings: Settings) -> Iterator[int]:
    """A Prefect server for the block, and its port: one that runs already, else our own.

    The block's environment points to it; an address that the office has set itself holds, and a
    password set beside it.
    Raises SetupError where the server does not start.
    """
    before = dict(os.environ)
    given = before.get("PREFECT_API_URL")
    running = urlsplit(given).port or 80 if given else running_port(settings)
    port = free_port(settings.prefect_port, settings.prefect_host) if running is None else running
    ours = environment(settings, port)
    os.environ.update({**ours, **_given(before)})
    kept = None
    try:
        if running is None:
            kept = Kept(lambda: start_child(server_command(port), is_apart=True))
            wait_until_serving(kept.process, port, host=settings.prefect_host)
            kept.keep()
            note_port(settings, port)
        yield port
    finally:
        take_leave(is_there=answers(os.environ.get("PREFECT_API_URL", "")))
        if kept is not None:
            kept.end(STOP_SECONDS)
        for name in ours:
            os.environ.pop(name, None)
        os.environ.update(before)


def wait_until_serving(
    child: Process,
    port: int,
    path: str = "/api/health",
    is_stopped: Callable[[], bool] = lambda: False,
    host: str = HOST,
) -> None:
    """Return when the child answers. Raises SetupError where it ends or takes too long."""
    limit = time.monotonic() + START_SECONDS
    while not is_stopped() and not is_serving(port, path, local_address(host)):
        if child.poll() is not None or time.monotonic() > limit:
            raise SetupError(
                f"画面用のサーバーを始められませんでした (ポート {port})。",
                advice="ログを確かめてください。Prefect なしで動かすには --no-prefect を付けます。",
            )
        time.sleep(0.2)  # between two questions; there is nothing to wait on


def end(child: Process, seconds: float = STOP_SECONDS) -> None:
    """See `parent.end_child`."""
    end_child(child, seconds)


def api_url(port: int, host: str = HOST) -> str:
    """Where programs of this machine reach the server that is bound to `host`."""
    return f"http://{local_address(host)}:{port}/api"


def local_address(host: str) -> str:
    return HOST if host in EVERYWHERE else host


def _given(environ: Mapping[str, str]) -> dict[str, str]:
    """What the office has set itself of where the server is and how to sign in."""
    if "PREFECT_API_URL" not in environ:
        return {}
    names = ("PREFECT_API_URL", "PREFECT_API_AUTH_STRING")
    return {name: environ[name] for name in names if name in environ}


def _home(settings: Settings) -> Path:
    return settings.home_path / "prefect"
