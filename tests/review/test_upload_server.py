"""Uploads through a server as it is run: piece by piece, cut off, killed."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from review.room import COOKIE
from tests.review.seeding import Office
from tests.review.signing_in import secret_for
from tests.waiting import WAIT_SECONDS, until
from workflows.shared_files import Files
from workflows.shared_files.growing import Growing
from workflows.store.tables import DocumentRow

KEY = "0123456789abcdef" * 2
BODY = b"%PDF-1.7\n" + os.urandom(6_000_000)


def headers(client: httpx.Client) -> dict[str, str]:
    found = re.search(r'name="csrf-token" content="([^"]+)"', client.get("/intake").text)
    assert found
    return {
        "Accept": "application/json", "X-CSRF-Token": found[1], "X-File-Name": "a.pdf",
        "X-Upload-Key": KEY, "Content-Length": str(len(BODY)),
    }  # fmt: skip


def browser(office: Office, address: str) -> httpx.Client:
    signed_in = {COOKIE: secret_for(office, "田中")}
    return httpx.Client(base_url=address, cookies=signed_in, timeout=WAIT_SECONDS)


def parts(office: Office) -> list[Path]:
    return list((office.settings.home_path / "tmp").glob("*.part"))


def test_a_body_goes_to_the_disk_piece_by_piece_and_a_cut_one_leaves_nothing(
    office: Office, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pieces: list[int] = []
    write = Growing.write

    def watched(growing: Growing, data: bytes) -> None:
        pieces.append(len(data))
        write(growing, data)

    monkeypatch.setattr(Growing, "write", watched)
    with browser(office, address) as client:
        sent = headers(client)
        with pytest.raises(ConnectionError):
            client.post("/intake/files", content=half(office), headers=sent)
    until(lambda: not parts(office))
    with browser(office, address) as client:
        answer = client.post("/intake/files", content=BODY, headers=headers(client))
    assert answer.json()["document"] == 1
    assert max(pieces) < 2_000_000
    assert parts(office) == []
    with office.store.read() as session:
        assert session.query(DocumentRow).count() == 1


def half(office: Office) -> Iterator[bytes]:
    """Half of it arrives, and then whoever sends it has gone."""
    yield BODY[: len(BODY) // 2]
    until(lambda: bool(parts(office)))
    raise ConnectionError


@pytest.mark.parametrize(
    ("changed", "status"),
    [({"X-CSRF-Token": "wrong"}, 403), ({"Cookie": ""}, 401), ({"X-Department": "?"}, 422)],
    ids=["token", "signed out", "department"],
)
def test_who_is_refused_is_told_so_however_much_was_being_sent(
    office: Office, address: str, changed: dict[str, str], status: int
) -> None:
    with browser(office, address) as client:
        sent = headers(client) | changed
        if "Cookie" in changed:
            client.cookies.clear()
        answer = client.post("/intake/files", content=BODY, headers=sent)
    assert answer.status_code == status
    assert answer.json()["message"]
    assert parts(office) == []


def serve(office: Office) -> tuple[subprocess.Popen[str], str]:
    environment = os.environ | {
        "UTSUSHI_HOME": str(office.settings.home_path), "UTSUSHI_REVIEW_PORT": "0",
        "PYTHONIOENCODING": "utf-8",
    }  # fmt: skip
    served = subprocess.Popen(
        [sys.executable, "-m", "review"], env=environment, stdout=subprocess.PIPE, text=True,
        encoding="utf-8",
    )  # fmt: skip
    assert served.stdout
    for line in served.stdout:
        if found := re.search(r"http://127\.0\.0\.1:\d+", line):
            return served, found[0]
    raise AssertionError("the server did not start")


def test_a_server_killed_in_the_middle_of_an_upload_takes_it_whole_when_it_is_sent_again(
    office: Office, address: str
) -> None:
    first, at = serve(office)
    with first, browser(office, at) as client:

        def killing() -> Iterator[bytes]:
            yield BODY[: len(BODY) // 2]
            until(lambda: bool(parts(office)))
            first.kill()
            first.wait()
            yield BODY[len(BODY) // 2 :]

        with pytest.raises(httpx.TransportError):
            client.post("/intake/files", content=killing(), headers=headers(client))
    with office.store.read() as session:
        assert session.query(DocumentRow).count() == 0
    with browser(office, address) as client:
        answer = client.post("/intake/files", content=BODY, headers=headers(client))
    assert answer.json()["document"] == 1
    with office.store.read() as session:
        stored = session.query(DocumentRow).one().stored_path or ""
    assert Files.of(office.settings).read(stored) == BODY
