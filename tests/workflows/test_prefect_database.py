"""Prefect's own data in PostgreSQL: where it is told to be, and who is told the password."""

import os
import subprocess
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from forms.errors import SetupError, StoreAway
from tests.certificates import loopback
from tests.postgres import PASSWORD, Cluster
from workflows.parent import end_child
from workflows.prefect.database import database_environment
from workflows.prefect.env import free_port, server_command, wait_until_serving
from workflows.prefect.password import sign_in_word
from workflows.settings import Settings
from workflows.store.database import Store

NAME = "PREFECT_SERVER_DATABASE_CONNECTION_URL"
_SPEAKERS = (
    "SELECT DISTINCT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE datname = %s"
)
TLS = "PREFECT_SERVER_DATABASE_SQLALCHEMY_CONNECT_ARGS_TLS_"


def told(tmp_path: Path, url: str, store: str = "") -> dict[str, str]:
    return database_environment(
        Settings.load(home=tmp_path, prefect_database_url=url, store_url=store)
    )


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg", "postgresql+asyncpg"])
def test_the_address_is_given_with_the_driver_that_prefect_has(tmp_path: Path, scheme: str) -> None:
    assert told(tmp_path, f"{scheme}://a:b%40@c:1/d") == {NAME: "postgresql+asyncpg://a:b%40@c:1/d"}


def test_without_an_address_the_server_keeps_to_itself(tmp_path: Path) -> None:
    assert told(tmp_path, "") == {}


@pytest.mark.parametrize(
    ("query", "kept", "files", "is_host_checked"),
    [
        ("sslmode=require", "?ssl=require", {}, None),
        ("sslmode=require&options=-cx%3Dy&connect_timeout=3", "?ssl=require", {}, None),
        ("sslmode=verify-full&sslrootcert=/ca.pem", "", {"CA_FILE": "/ca.pem"}, "true"),
        ("sslmode=verify-ca&sslrootcert=/ca.pem", "", {"CA_FILE": "/ca.pem"}, "false"),
        ("sslmode=verify-full", "", {}, "true"),
    ],
)
def test_what_the_address_says_of_tls_is_said_as_prefect_understands_it(
    tmp_path: Path, query: str, kept: str, files: dict[str, str], is_host_checked: str | None
) -> None:
    made = told(tmp_path, f"postgresql://a@c/d?{query}")
    assert made.pop(NAME) == f"postgresql+asyncpg://a@c/d{kept}"
    wanted = {f"{TLS}{name}": value for name, value in files.items()}
    if is_host_checked:
        wanted |= {f"{TLS}ENABLED": "true", f"{TLS}CHECK_HOSTNAME": is_host_checked}
    assert made == wanted


@pytest.mark.parametrize("bad", ["nonsense", "sqlite:///x.db", "mysql://a@b/c"])
def test_another_kind_of_address_is_a_setup_error(tmp_path: Path, bad: str) -> None:
    with pytest.raises(SetupError, match="UTSUSHI_PREFECT_DATABASE_URL"):
        told(tmp_path, bad)


def test_the_database_of_the_store_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="同じデータベース"):
        told(tmp_path, "postgresql://a:b@c/d", "postgresql+psycopg://e:f@c:5432/d")


@pytest.fixture
def certificate(postgres: Cluster, tmp_path: Path) -> Path:
    """That of the server, which speaks TLS from now on."""
    made, key = loopback()
    postgres.speak_tls(made, key)
    path = tmp_path / "ca.pem"
    path.write_bytes(made)
    return path


def test_the_store_checks_the_certificate_of_its_server(
    tmp_path: Path, postgres_url: str, certificate: Path
) -> None:
    stranger = tmp_path / "stranger.pem"
    stranger.write_bytes(loopback()[0])
    store = Store.open(f"{postgres_url}?sslmode=verify-full&sslrootcert={certificate}")
    with store.read() as session:
        query = text("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
        assert session.scalar(query) is True
    store.close()
    with pytest.raises(StoreAway):
        Store.open(f"{postgres_url}?sslmode=verify-full&sslrootcert={stranger}")


@pytest.mark.prefect
def test_the_server_uses_it_over_tls_and_shows_the_password_nowhere(
    tmp_path: Path, postgres: Cluster, postgres_url: str, certificate: Path
) -> None:
    settings = Settings.load(home=tmp_path)
    url = f"{postgres_url}?sslmode=verify-full&sslrootcert={certificate}"
    port, log = free_port(0), tmp_path / "log"
    variables = os.environ | {
        "UTSUSHI_HOME": str(tmp_path), "UTSUSHI_PREFECT_DATABASE_URL": url,
    }  # fmt: skip
    with log.open("wb") as output:
        child = subprocess.Popen(
            server_command(port), stdin=subprocess.PIPE, stdout=output, stderr=output, env=variables
        )
        try:
            wait_until_serving(child, port)
            login, _, word = sign_in_word(settings).partition(":")
            place = f"http://127.0.0.1:{port}/api/admin/settings"
            shown = httpx.get(place, auth=(login, word), timeout=60).raise_for_status().text
            with postgres.connect() as link:
                used = link.execute(_SPEAKERS, (postgres_url.rpartition("/")[2],)).fetchall()
            lines = [Path(f"/proc/{child.pid}/cmdline").read_bytes()]
        finally:
            end_child(child, 15)
    with postgres.connect(postgres_url.rpartition("/")[2]) as link:
        assert link.execute("SELECT count(*) FROM flow_run").fetchone() == (0,)
    assert used == [(True,)]
    assert PASSWORD not in shown + log.read_text(encoding="utf-8")
    assert not any(PASSWORD.encode() in line for line in lines)
    assert not list((tmp_path / "prefect").glob("*.db"))
