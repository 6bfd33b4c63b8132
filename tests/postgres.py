"""A PostgreSQL of our own for tests and benchmarks: a private cluster in a temporary folder.

It sorts as Japanese does (ICU ja-JP), asks for a password (SCRAM), and listens on a free port of
the loopback alone. PostgreSQL refuses to run as root: there its processes run as `postgres`.

`Cluster.url()` gives a new, empty database; `kill` ends every process of it by SIGKILL, as a power
cut would, and `start` brings it up again with what was committed.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest

from workflows.store.database import Store

ON_POSTGRES = os.environ.get("UTSUSHI_TEST_STORE") == "postgresql"
USER, PASSWORD = "utsushi", "mitsu-no-kagi"
MISSING = "PostgreSQL is not installed here (apt-get install postgresql, or its bin folder on PATH)"
START_SECONDS = 60.0
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "100",
    "unix_socket_directories": "",
    "log_min_messages": "fatal",
    "shared_buffers": "64MB",
}

_SWEEP = """
DO $$ DECLARE each text; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR each IN SELECT tablename FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP EXECUTE format('DELETE FROM public.%I', each); END LOOP;
    PERFORM setval(format('public.%I', sequencename)::regclass, 1, false) FROM pg_sequences
        WHERE schemaname = 'public';
END $$
"""


def bin_folder() -> Path | None:
    """Where `initdb` and `postgres` lie: on PATH or in the folders of Debian; None where nowhere.

    Below links: beside the real program lie its fellows.
    """
    found = shutil.which("initdb")
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: path.parts[-3]
    )
    if found is None and not debian:
        return None
    return Path(found).resolve().parent if found else debian[-1].parent


class Cluster:
    """One PostgreSQL server. `is_durable=False` trades safety against power cuts of the machine
    (not against kill -9) for speed."""

    def __init__(self, folder: Path, bins: Path, *, is_durable: bool = False) -> None:
        self._folder, self._bins = folder, bins
        self._is_durable = is_durable
        self.port = _free_port()
        self._server: subprocess.Popen[bytes] | None = None
        self._numbers = count(1)

    def make(self) -> None:
        """Lay the files of the cluster down."""
        secret = self._folder / "password"
        secret.write_text(PASSWORD, encoding="ascii")
        _give(self._folder, secret)
        self._run(
            "initdb", "--pgdata", self._data, "--username", USER, "--pwfile", str(secret),
            "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8",
            "--locale-provider", "icu", "--icu-locale", "ja-JP", "--no-sync",
        )  # fmt: skip

    def start(self) -> None:
        """Returns when it takes connections. Raises RuntimeError where it does not."""
        safety = () if self._is_durable else ("fsync=off",)
        settings = [f"{name}={value}" for name, value in _SETTINGS.items()]
        options = [part for each in (*settings, *safety) for part in ("-c", each)]
        with (self._folder / "server.log").open("ab") as log:
            self._server = subprocess.Popen(
                [str(self._bins / "postgres"), "-D", self._data, "-p", str(self.port), *options],
                stdout=log, stderr=log, cwd=self._folder, env=_environment(), **_as_postgres(),
                start_new_session=True,  # a Ctrl+C at us is not for it: we still clear up
            )  # fmt: skip
        limit = time.monotonic() + START_SECONDS
        while not self._is_serving():
            if self._server.poll() is not None or time.monotonic() > limit:
                raise RuntimeError((self._folder / "server.log").read_text(errors="replace"))
            time.sleep(0.05)  # between two questions; there is nothing to wait on

    def kill(self) -> None:
        """SIGKILL to the server and to each of its processes."""
        server = self._server
        if server is None:
            return
        mine = [server.pid, *_children(server.pid)]
        for pid in mine:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        server.wait()
        limit = time.monotonic() + START_SECONDS
        while any(_is_alive(pid) for pid in mine[1:]) and time.monotonic() < limit:
            time.sleep(0.02)  # until the kernel has taken them away
        self._server = None

    def stop(self) -> None:
        """Cut every connection and end (a "fast" stop)."""
        if self._server is not None:
            self._server.send_signal(signal.SIGINT)
            self._server.wait()
            self._server = None

    def speak_tls(self, certificate: bytes, key: bytes) -> None:
        """From now on also TLS with this certificate (PEM)."""
        for name, content in (("server.crt", certificate), ("server.key", key)):
            path = Path(self._data) / name
            path.write_bytes(content)
            path.chmod(0o600)
            _give(path)
        with self.connect() as link:
            link.execute("ALTER SYSTEM SET ssl = on")
            link.execute("SELECT pg_reload_conf()")

    def memory(self) -> int:
        """Resident bytes of its processes, shared pages counted once a process."""
        if self._server is None:
            return 0
        pids = (self._server.pid, *_children(self._server.pid))
        return sum(_resident(pid) for pid in pids)

    def url(self, template: str = "template0", driver: str = "postgresql") -> str:
        """A new database, and the address of it, the password inside."""
        name = f"utsushi_{os.getpid()}_{next(self._numbers)}"
        with self.connect() as link:
            link.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return f"{driver}://{USER}:{PASSWORD}@127.0.0.1:{self.port}/{name}"

    def drop(self, url: str) -> None:
        """Take a database away, with whoever is still connected."""
        with self.connect() as link:
            link.execute(f'DROP DATABASE IF EXISTS "{url.rpartition("/")[2]}" WITH (FORCE)')

    def sweep(self, url: str) -> None:
        """Take all rows but those of the migrations away, and whoever is still connected."""
        name = url.rpartition("/")[2]
        with self.connect(name) as link:
            link.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE datname = %s AND pid <> pg_backend_pid()", (name,),
            )  # fmt: skip
            link.execute(_SWEEP)

    def connect(self, database: str = "postgres") -> "psycopg.Connection[Any]":
        """A plain connection, each statement of which is committed at once."""
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user=USER, password=PASSWORD, dbname=database,
            autocommit=True, connect_timeout=60,
        )  # fmt: skip

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    def _is_serving(self) -> bool:
        with suppress(psycopg.OperationalError), self.connect():
            return True
        return False

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self._bins / program), *arguments], cwd=self._folder, env=_environment(),
            capture_output=True, text=True, check=False, **_as_postgres(),
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(done.stderr)


@contextmanager
def cluster(*, is_durable: bool = False) -> Iterator[Cluster]:
    """A running cluster for the block; skips the test where PostgreSQL is not installed."""
    bins = bin_folder()
    if bins is None:
        pytest.skip(MISSING)
    folder = Path(tempfile.mkdtemp(prefix="utsushi-postgres-"))
    _give(folder)
    made = Cluster(folder, bins, is_durable=is_durable)
    try:
        made.make()
        made.start()
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """One cluster for all tests of this process. Who kills it must start it again."""
    with cluster() as made:
        yield made


@pytest.fixture
def postgres_url(postgres: Cluster) -> Iterator[str]:
    """A new, empty database."""
    url = postgres.url()
    yield url
    postgres.drop(url)


@pytest.fixture(scope="session")
def postgres_migrated(postgres: Cluster) -> str:
    """The address of a store that is up to date."""
    url = postgres.url()
    Store.open(url).close()
    return url


@pytest.fixture
def postgres_store(postgres: Cluster, postgres_migrated: str) -> str:
    """The address of an empty store that is up to date: one database for all tests, swept before
    each. Making a new one takes half a second."""
    postgres.sweep(postgres_migrated)
    return postgres_migrated


@pytest.fixture
def chosen_store(request: pytest.FixtureRequest) -> str:
    """Where the tests of a room keep their store: "" is the default (SQLite in the home folder),
    else an address of its own for each test, as `UTSUSHI_TEST_STORE=postgresql` wants."""
    if not ON_POSTGRES:
        return ""
    return str(request.getfixturevalue("postgres_store"))


def _as_postgres() -> dict[str, Any]:
    """Arguments of a process that may not be root's."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return {"user": "postgres", "group": "postgres", "extra_groups": ()} if is_root else {}


def _give(*paths: Path) -> None:
    if _as_postgres():
        for path in paths:
            shutil.chown(path, "postgres", "postgres")


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
    return {**kept, "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _children(pid: int) -> Sequence[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(each) for path in tasks for each in path.read_text().split()]


def _is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def _resident(pid: int) -> int:
    with suppress(OSError):
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    return 0
