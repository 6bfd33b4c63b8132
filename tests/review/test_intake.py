"""The page 「受付」 and the way of a paper, without a browser."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from tests.review.seeding import JIDO, RISAI, START, UNCERTAIN, Office
from tests.review.visiting import JSON, Visitor
from workflows.accounts import Role
from workflows.shared_files import FilesAway
from workflows.store import records
from workflows.store.records import Mark, Reason
from workflows.store.states import State
from workflows.store.tables import (
    AnswerRow,
    AuditRow,
    DocumentRow,
    LockRow,
    PastReadingRow,
    RecordRow,
    SendBackRow,
)

CHILDREN, DISASTER = "こども課", "危機管理課"
DAY = "/intake?day=2026-04-01"
UNKNOWN = Reason("UnknownForm", "どの様式とも一致しません。", "様式を確かめてください。")
BROKEN = Reason("UnreadableFile", "途中で切れています。", "入れ直してください。")
KEY = "0123456789abcdef" * 2
PDF = b"%PDF-1.7 invented"


@pytest.fixture
def clerk(client: TestClient) -> Visitor:
    return Visitor(client).sign_in("田中")


def change(office: Office, record: int, **values: Any) -> int:
    """Of the document of a record; its number."""
    with office.store.write() as session:
        document = session.get_one(RecordRow, record).document
        for name, value in values.items():
            setattr(document, name, value)
        return document.id


def upload(
    clerk: Visitor, data: bytes = PDF, name: str = "a.pdf", headers: dict[str, str] | None = None
) -> Any:
    sent = {"X-CSRF-Token": clerk.token, "X-File-Name": name, "X-Upload-Key": KEY}
    return clerk.client.post("/intake/files", content=data, headers=JSON | sent | (headers or {}))


def left(office: Office) -> list[Path]:
    home = office.settings.home_path
    return [e for part in ("tmp", "originals") for e in (home / part).rglob("*") if e.is_file()]


def test_the_day_shows_what_came_where_it_is_and_what_to_do(clerk: Visitor, office: Office) -> None:
    change(office, office.add("risai-shomei", RISAI, {"name": UNCERTAIN}), size=1_234_000)
    change(office, office.add("jido-teate-nintei", JIDO), uploaded_by="鈴木", department=CHILDREN)
    change(office, office.add_held(UNKNOWN), stored_path="x")
    text = clerk.text(DAY)
    assert "scan_001.pdf" in text
    assert "鈴木 さんが追加　こども課　1 ページ" in text
    assert "どの様式とも一致しません。" in text
    assert '<dd data-stage="doubted">1</dd>' in text
    assert '<dd data-stage="ready">1</dd>' in text
    assert '<dd data-stage="trouble">1</dd>' in text
    assert 'action="/records/3/read-again"' in text
    assert 'href="/records/1"' in text
    only = clerk.text(f"{DAY}&only=troubles")
    assert "scan_003.pdf" in only
    assert "scan_001.pdf" not in only
    assert "この日に届いた書類はありません" in clerk.text("/intake?day=2026-04-02")


@pytest.mark.parametrize(
    "query",
    ["day=9999-12-31", "day=0001-01-01", "day=x' OR 1=1 --", "skip=-5", "skip=999999999", "only=x"],
)
def test_odd_questions_are_answered_as_if_not_asked(clerk: Visitor, query: str) -> None:
    assert clerk.client.get(f"/intake?{query}").status_code == 200


def test_a_long_day_comes_in_parts(clerk: Visitor, office: Office) -> None:
    with office.store.write() as session:
        for number in range(1, 56):
            document = DocumentRow(
                name=f"n{number:02d}.pdf", arrival_path=f"/{number}", size=1, received_at=START
            )
            session.add(document)
            session.flush()
            session.add(
                RecordRow(document_id=document.id, ordinal=1, state="received", changed_at=START)
            )
    first = clerk.text(DAY)
    assert "n55.pdf" in first
    assert "n05.pdf" not in first
    assert "55 件のうち 1〜50 件目" in first
    assert "n05.pdf" in clerk.text(f"{DAY}&skip=50")


def test_the_list_alone_is_what_the_page_holds(clerk: Visitor, office: Office) -> None:
    office.add("risai-shomei", RISAI)
    part = clerk.text("/intake/list?day=2026-04-01")
    assert "<html" not in part
    assert part.strip() in clerk.text(DAY)


def test_asking_for_the_list_again_and_again_does_not_keep_a_session_alive(
    clerk: Visitor, office: Office
) -> None:
    from workflows.store.tables import SessionRow

    long_ago = START - timedelta(days=1)
    room = clerk.client.app.state.room  # type: ignore[attr-defined]
    with office.store.write() as session:
        for row in session.query(SessionRow):
            row.seen_at = room.clock() - timedelta(minutes=30)
            long_ago = row.seen_at
    assert clerk.client.get("/intake/list", headers={"X-Unattended": "1"}).status_code == 200
    with office.store.read() as session:
        assert session.query(SessionRow).one().seen_at == long_ago
    clerk.text("/intake")
    with office.store.read() as session:
        assert session.query(SessionRow).one().seen_at > long_ago


def test_another_departments_papers_are_neither_listed_nor_counted(
    client: TestClient, office: Office
) -> None:
    office.add("jido-teate-nintei", JIDO)
    change(office, office.add_held(UNKNOWN), department=CHILDREN)
    office.add_held(UNKNOWN)
    risai = office.add("risai-shomei", RISAI)
    change(office, risai, duplicate_of=1)
    with office.store.write() as session:
        session.get_one(RecordRow, risai).state = State.DUPLICATE
    visitor = Visitor(client).sign_in("田中", Role.CLERK, [DISASTER])
    text = visitor.text(DAY)
    assert "最初の書類" not in visitor.text("/documents/4")
    assert "scan_004.pdf" in text
    assert not [n for n in (1, 2, 3) if f"scan_00{n}.pdf" in text]
    assert '<dd data-stage="trouble">0</dd>' in text
    assert "/documents/1" not in text
    assert "最初の書類 1 を見る" in visitor.sign_in("伊藤").text("/documents/4")
    own = Visitor(client).sign_in("佐藤", Role.CLERK, [CHILDREN]).text(DAY)
    assert "scan_002.pdf" in own
    assert "scan_003.pdf" not in own


def test_a_duplicate_leads_to_the_first(clerk: Visitor, office: Office) -> None:
    office.add("risai-shomei", RISAI)
    again = office.add("risai-shomei", RISAI)
    change(office, again, duplicate_of=1)
    assert 'href="/documents/1">最初の書類 1 を見る' in clerk.text(DAY)


def test_a_script_in_the_name_of_a_file_or_a_person_is_text(
    client: TestClient, office: Office
) -> None:
    script = "<script>alert(1)</script>.pdf"
    record = office.add("risai-shomei", RISAI)
    number = change(office, record, name=script, uploaded_by="<b>x", department="<i>y")
    clerk = Visitor(client).sign_in("田中")
    for path in (DAY, f"/documents/{number}", f"/records/{record}/history"):
        text = clerk.text(path)
        assert "&lt;script&gt;alert(1)" in text
        assert "<script>alert" not in text
        assert "<b>x" not in text
        assert "<i>y" not in text


def test_it_is_said_when_nobody_reads_what_arrives(clerk: Visitor, office: Office) -> None:
    assert "読み取りが動いていません" in clerk.text("/intake")
    with office.store.write() as session:
        name = f"inbox:{office.settings.inbox_path}"
        session.add(LockRow(name=name, owner="x", until=START.replace(year=2990)))
    assert "読み取りが動いていません" not in clerk.text("/intake")


def test_a_folder_of_no_department_is_named_to_those_who_see_all(
    client: TestClient, office: Office
) -> None:
    (office.settings.inbox_path / "そのほか").mkdir(parents=True)
    (office.settings.inbox_path / CHILDREN).mkdir()
    visitor = Visitor(client)
    text = visitor.sign_in("田中").text("/intake")
    assert "「そのほか」は、どの部署の名前でもない" in text
    assert "そのほか" not in visitor.sign_in("佐藤", Role.CLERK, [CHILDREN]).text("/intake")


# Upload


def test_an_uploaded_file_has_a_row_with_its_uploader_and_department_and_is_audited(
    clerk: Visitor, office: Office
) -> None:
    name = "%E7%94%B3%E8%AB%8B.pdf"
    answer = upload(
        clerk, name=name, headers={"X-Department": "%E3%81%93%E3%81%A9%E3%82%82%E8%AA%B2"}
    )
    assert answer.json() == {"document": 1, "state": "received", "message": "受付済み"}
    with office.store.read() as session:
        row = session.get_one(DocumentRow, 1)
        audited = session.scalars(select(AuditRow).where(AuditRow.act == "uploaded")).one()
    assert (row.name, row.uploaded_by, row.department) == ("申請.pdf", "田中", CHILDREN)
    assert audited.by == "田中"
    assert "申請" not in audited.what
    assert "申請.pdf" in clerk.text("/intake")


def test_an_upload_whose_answer_was_lost_is_sent_again_without_a_second_row(
    clerk: Visitor,
) -> None:
    assert upload(clerk).json() == upload(clerk).json()
    other = upload(clerk, headers={"X-Upload-Key": "f" * 32}).json()
    assert (other["document"], other["state"]) == (2, "duplicate")
    assert "受付番号 1" in other["message"]


@pytest.mark.parametrize(
    ("data", "headers", "status", "words"),
    [
        (b"7z\xbc\xaf" + b"\0" * 9000, {"Content-Type": "application/pdf"}, 422, "7-Zip"),
        (b"<html><script>", {"Content-Type": "image/png"}, 422, "HTML"),
        (b"", {}, 422, "空のファイル"),
        (PDF, {"X-Upload-Key": "../../x"}, 422, "もう一度"),
        (PDF, {"X-Department": "nowhere"}, 422, "部署を選んで"),
    ],
    ids=["7-zip", "wrong content type", "empty", "odd key", "odd department"],
)
def test_what_cannot_be_taken_is_refused_in_words_and_leaves_nothing(
    clerk: Visitor, office: Office, data: bytes, headers: dict[str, str], status: int, words: str
) -> None:
    answer = upload(clerk, data, headers=headers)
    assert answer.status_code == status
    assert words in answer.json()["message"] + answer.json()["advice"]
    assert left(office) == []
    with office.store.read() as session:
        assert session.query(DocumentRow).count() == 0


def test_a_path_in_the_name_of_an_upload_leads_nowhere(clerk: Visitor, office: Office) -> None:
    assert upload(clerk, name="..%2F..%2Fevil%2F%00x.pdf").status_code == 200
    (kept,) = left(office)
    assert kept.parent.parent == office.settings.home_path / "originals"
    with office.store.read() as session:
        assert session.get_one(DocumentRow, 1).name == "x.pdf"
    assert not (office.settings.inbox_path).exists()


def test_an_upload_without_the_token_is_refused_before_a_byte_is_kept(
    clerk: Visitor, office: Office
) -> None:
    assert upload(clerk, headers={"X-CSRF-Token": "wrong"}).status_code == 403
    assert left(office) == []


def test_a_huge_body_is_refused_at_the_door(clerk: Visitor, office: Office) -> None:
    answer = upload(clerk, headers={"Content-Length": "200000001"})
    assert answer.status_code == 413
    assert upload(clerk, headers={"Content-Length": "9" * 5000}).status_code == 413
    assert left(office) == []


def test_a_full_disk_is_said_and_leaves_nothing(
    clerk: Visitor, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise FilesAway("番号 28")  # as it comes of "No space left on device"

    monkeypatch.setattr("workflows.shared_files.growing.Growing.write", full)
    answer = upload(clerk)
    assert answer.status_code == 507
    assert "空きがありません" in answer.json()["message"]
    assert left(office) == []


@pytest.mark.parametrize("department", ["", "%E3%81%93%E3%81%A9%E3%82%82%E8%AA%B2"])
def test_a_paper_cannot_be_dropped_where_the_uploader_would_not_see_it_again(
    client: TestClient, office: Office, department: str
) -> None:
    clerk = Visitor(client).sign_in("田中", Role.CLERK, [DISASTER])
    assert upload(clerk, headers={"X-Department": department}).status_code == 422
    assert left(office) == []


def test_an_auditor_sees_the_list_and_can_put_nothing_in(client: TestClient) -> None:
    auditor = Visitor(client).sign_in("監査", Role.AUDITOR)
    assert "ファイルを選ぶ" not in auditor.text("/intake")
    assert upload(auditor).status_code == 403


# What to do on the spot


def test_a_held_paper_is_read_again_as_the_form_that_a_person_chose(
    clerk: Visitor, office: Office
) -> None:
    record = office.add_held(UNKNOWN)
    number = change(office, record, stored_path="x")
    form = f"risai-shomei {office.catalogue['risai-shomei'].version}"
    answer = clerk.client.post(
        f"/records/{record}/read-again", data={"token": clerk.token, "form": form}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, f"/documents/{number}")
    with office.store.read() as session:
        row = session.get_one(RecordRow, record)
        assert (row.state, row.wanted_form) == (State.RECEIVED, "risai-shomei")


def test_a_form_of_another_department_cannot_be_chosen(client: TestClient, office: Office) -> None:
    record = office.add_held(UNKNOWN)
    change(office, record, stored_path="x", department=DISASTER)
    clerk = Visitor(client).sign_in("田中", Role.CLERK, [DISASTER])
    sent = {"token": clerk.token, "form": "jido-teate-nintei"}
    assert clerk.client.post(f"/records/{record}/read-again", data=sent).status_code == 409
    assert "児童手当" not in clerk.text(f"/records/{record}/history")
    assert office.state(record) is State.HELD


def test_a_broken_file_is_not_offered_for_another_reading(clerk: Visitor, office: Office) -> None:
    record = office.add_held(BROKEN)
    change(office, record, stored_path="x")
    assert "read-again" not in clerk.text(DAY)
    assert "入れ直してください。" in clerk.text(DAY)


def test_what_a_person_held_can_go_back_to_review_from_here(clerk: Visitor, office: Office) -> None:
    record = office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    office.go_through(record, State.HELD, reason=Reason("HeldByPerson", "本人に確かめる", "x"))
    assert f'action="/records/{record}/reopen"' in clerk.text(DAY)
    assert f'action="/records/{record}/reopen"' in clerk.text(f"/records/{record}/history")


# The way of a paper


def test_the_way_is_told_in_the_order_of_what_happened(clerk: Visitor, office: Office) -> None:
    record = office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    with office.store.write() as session:
        for minute, by in ((1, "田中"), (2, "田中"), (30, "田中"), (31, "佐藤")):
            session.add(
                AnswerRow(
                    record_id=record, field="name", kind="accepted", raw="", value="x", by=by,
                    at=START + timedelta(minutes=minute), seconds=1.0,
                )
            )  # fmt: skip
        later = Mark("佐藤", START + timedelta(minutes=32))
        records.move(session, records.get(session, record), State.READY, later)
    text = clerk.text(f"/records/{record}/history")
    told = ["「scan_001.pdf」が届きました", "読み取りました。人の確認を待ちます"]
    told += ["1 項目を確かめました"] * 3 + ["確認を終えました"]
    at = -1
    for each in told:
        at = text.index(each, at + 1)
    assert f"/records/{record}/pages/1/small" in text


def test_a_file_with_several_applications_has_one_way_of_those_that_are_seen(
    client: TestClient, office: Office
) -> None:
    first, second = office.add("risai-shomei", RISAI), office.add("jido-teate-nintei", JIDO)
    number = change(office, first)
    with office.store.write() as session:
        row = session.get_one(RecordRow, second)
        row.document_id, row.ordinal = number, 2
    visitor = Visitor(client).sign_in("田中")
    text = visitor.text(f"/documents/{number}")
    assert f"記録 {first}" in text
    assert f"記録 {second}" in text
    assert text.count("が届きました") == 1
    own = visitor.sign_in("佐藤", Role.CLERK, [DISASTER]).text(f"/documents/{number}")
    assert "罹災証明書" in own
    assert "児童手当" not in own
    assert "佐藤　健一" not in own


def test_small_pictures_hide_what_the_large_ones_hide(clerk: Visitor, office: Office) -> None:
    from io import BytesIO

    from PIL import Image

    record = office.add("jido-teate-nintei", JIDO)
    answer = clerk.client.get(f"/records/{record}/pages/1/small")
    picture = Image.open(BytesIO(answer.content))
    assert max(picture.size) <= 480
    box = office.catalogue["jido-teate-nintei"].field("seikyusha_my_number").box
    left_, top, right, bottom = box.to_px(*picture.size)
    colours = {picture.getpixel((x, (top + bottom) // 2)) for x in range(left_, right)}
    assert len(colours) <= 12  # one paint, but for what JPEG does to it
    held = office.add_held(UNKNOWN)
    assert clerk.client.get(f"/records/{held}/pages/1/small").status_code == 404


def test_what_was_read_before_is_no_help_to_two_who_type_blind(
    clerk: Visitor, office: Office
) -> None:
    """経過 shows nothing of a field that is typed by two people now, from no earlier reading."""
    record = office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    form = office.catalogue["risai-shomei"]
    read = [{"field": "postal", "value": "1350099"}, {"field": "phone", "value": "0312349876"}]
    with office.store.write() as session:
        records.get(session, record).double_fields = ["postal"]
        session.add(
            PastReadingRow(
                record_id=record, form=form.id, version=form.version, ended_at=START,
                pages=[], readings=read, answers=[],
            )
        )  # fmt: skip
    text = clerk.text(f"/records/{record}/history")
    assert "1350099" not in text
    assert "0312349876" in text


def test_a_page_of_a_form_that_is_declared_no_more_needs_a_grant(
    clerk: Visitor, office: Office
) -> None:
    """Nobody knows any more what is private on it."""
    record = office.add("jido-teate-nintei", JIDO, {"seikyusha_name": UNCERTAIN})
    with office.store.write() as session:
        records.get(session, record).form = "gone"
    for path in ("", "/small"):
        answer = clerk.client.get(f"/records/{record}/pages/1{path}")
        assert answer.status_code in (403, 404)
    said = clerk.call(f"/records/{record}/pages/1/reveal", {}).json()
    assert clerk.client.get(said["picture"]).status_code == 200


def test_earlier_readings_and_sendings_back_are_part_of_the_way(
    clerk: Visitor, office: Office
) -> None:
    record = office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    number = "123456789018"
    version = office.catalogue["jido-teate-nintei"].version
    said = {"field": "seikyusha_name", "value": "佐藤", "kind": "corrected", "by": "鈴木"}
    with office.store.write() as session:
        session.add(
            PastReadingRow(
                record_id=record, form="jido-teate-nintei", version=version, ended_at=START,
                pages=[], readings=[{"field": "seikyusha_my_number", "value": number}],
                answers=[said | {"at": START.isoformat()}],
            )
        )  # fmt: skip
        later = START + timedelta(minutes=1)
        records.move(session, records.get(session, record), State.RETURNED, Mark("佐藤", later))
        session.add(
            SendBackRow(
                record_id=record, receiver="applicant", reason="印がありません", missing=[],
                by="佐藤", at=later,
            )
        )  # fmt: skip
    text = clerk.text(f"/records/{record}/history")
    assert "前の読み取りをしまいました" in text
    assert "「児童手当 認定請求書」として読み取り、1 項目を確かめてありました" in text
    assert number not in text
    assert "申請者へ: 印がありません" in text
    assert f'href="/records/{record}/slip"' in text
