"""「原本を取り出す」: the file as it arrived, for those who may see all of it."""

import hashlib

import pytest
from fastapi.testclient import TestClient

from tests.review.seeding import RISAI, Office
from tests.review.visiting import Visitor
from workflows.accounts import Role
from workflows.audit import Act
from workflows.shared_files import Files
from workflows.store.tables import DocumentRow, RecordRow

CONTENT = b"%PDF-1.7 paper"


@pytest.fixture
def document(office: Office) -> int:
    record = office.add("risai-shomei", RISAI)
    kept = Files.of(office.settings).keep_bytes(CONTENT, "originals", ".pdf")
    assert kept.sha256 == hashlib.sha256(CONTENT).hexdigest()
    with office.store.write() as session:
        row = session.get_one(DocumentRow, session.get_one(RecordRow, record).document_id)
        row.name, row.stored_path, row.size = "申請 一.pdf", kept.path, kept.size
        return row.id


def asked(visitor: Visitor, document: int, token: str | None = None) -> tuple[int, bytes]:
    answer = visitor.client.post(
        f"/documents/{document}/original", data={"token": visitor.token if token is None else token}
    )
    return answer.status_code, answer.content


def test_it_comes_as_it_was_and_stands_in_the_log(
    client: TestClient, office: Office, document: int
) -> None:
    visitor = Visitor(client).sign_in("田中")
    assert "原本を取り出す" in visitor.text(f"/documents/{document}")
    answer = visitor.client.post(f"/documents/{document}/original", data={"token": visitor.token})
    assert (answer.status_code, answer.content) == (200, CONTENT)
    assert "%E7%94%B3%E8%AB%8B%20%E4%B8%80.pdf" in answer.headers["content-disposition"]
    assert answer.headers["content-type"] == "application/octet-stream"
    (line,) = office.audited(Act.REVEALED)
    assert line.what == f"document {document} original"


def test_it_needs_the_token_and_the_right(
    client: TestClient, office: Office, document: int
) -> None:
    visitor = Visitor(client).sign_in("田中")
    assert asked(visitor, document, "wrong")[0] == 403
    visitor.sign_in("監査", Role.AUDITOR)
    assert asked(visitor, document)[0] == 403
    assert "原本を取り出す" not in visitor.text(f"/documents/{document}")
    assert office.audited(Act.REVEALED) == []


def test_a_file_with_a_record_of_another_department_is_not_given(
    client: TestClient, office: Office, document: int
) -> None:
    visitor = Visitor(client).sign_in("田中", Role.CLERK, ["危機管理課"])
    assert asked(visitor, document)[0] == 200
    other = office.add("jido-teate-nintei", {"seikyusha_name": "佐藤　花子"})
    with office.store.write() as session:
        row = session.get_one(RecordRow, other)
        row.document_id, row.ordinal = document, 2
    assert asked(visitor, document)[0] == 404


def test_where_there_is_no_file_there_is_no_button(client: TestClient, office: Office) -> None:
    record = office.add("risai-shomei", RISAI)
    visitor = Visitor(client).sign_in("田中")
    with office.store.read() as session:
        number = session.get_one(RecordRow, record).document_id
    assert "原本を取り出す" not in visitor.text(f"/documents/{number}")
    assert asked(visitor, number)[0] == 404
