"""The pages and their calls over HTTP, without a browser."""

import hashlib
import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient

from forms.record import Doubt
from review.app import create_app
from tests.review.conftest import BASE
from tests.review.seeding import BLANK, JIDO, RISAI, START, UNCERTAIN, Office
from tests.review.visiting import JSON, Visitor
from workflows.reviewing import Reviewing
from workflows.reviewing.overview import Overview
from workflows.store.records import Reason
from workflows.store.states import State
from workflows.store.tables import EntryRow, EvidenceRow


@pytest.fixture
def clerk(client: TestClient) -> Visitor:
    return Visitor(client).sign_in("田中")


def test_before_signing_in_every_page_asks_for_it_and_leads_back(client: TestClient) -> None:
    assert client.get("/").headers["location"] == "/sign-in"
    for path in ("/records/1", "/records/1/history", "/records/1/pages/1?grant=x"):
        answer = client.get(path)
        wanted = f"/sign-in?{urlencode({'next': path})}"
        assert (answer.status_code, answer.headers["location"]) == (303, wanted)


def test_a_call_without_signing_in_is_told_so(client: TestClient) -> None:
    answer = client.post("/records/1/release", headers=JSON, json={})
    assert answer.status_code == 401
    assert "サインイン" in answer.json()["message"]


def test_the_queue_shows_forms_ages_counts_and_holders(office: Office) -> None:
    now = START + timedelta(hours=3)
    app = create_app(office.store, office.catalogue, office.settings, clock=lambda: now)
    office.add("risai-shomei", RISAI, {"name": UNCERTAIN, "kana": UNCERTAIN})
    other = office.add("jido-teate-nintei", JIDO, {"seikyusha_name": UNCERTAIN})
    office.add("risai-shomei", RISAI)
    Reviewing(office.store, office.catalogue, office.settings, lambda: now).open(other, "鈴木")
    with TestClient(app, base_url=BASE, follow_redirects=False) as client:
        text = Visitor(client).sign_in("田中").text("/")
    assert "罹災証明書交付申請書" in text
    assert "鈴木 さんが確認中" in text
    assert re.search(r"<td class=\"figure\">3時間</td>\s*<td class=\"figure\">2 項目</td>", text)
    assert re.search(r"<dt>確認待ち</dt><dd>2</dd>", text)
    assert re.search(r"<dt>入力待ち</dt><dd>1</dd>", text)


def test_records_aside_stand_with_reason_and_advice(clerk: Visitor, office: Office) -> None:
    rejected = office.add("risai-shomei", RISAI)
    words = Reason("Rejected", "返答: 「<受付済み>です」", "記録を直してください。")
    office.go_through(rejected, State.SUBMITTING, State.REJECTED, reason=words)
    office.add_held(Reason("UnknownForm", "どの様式とも合いません。", "様式を確かめてください。"))
    unsure = office.add("risai-shomei", RISAI)
    words = Reason("Unconfirmed", "結果の画面が出ませんでした。", "検索してください。")
    office.go_through(unsure, State.SUBMITTING, State.UNCONFIRMED, reason=words)
    text = clerk.text("/")
    assert "返答: 「&lt;受付済み&gt;です」" in text
    for words_shown in ("記録を直してください。", "どの様式とも", "結果の画面が出ませんでした。"):
        assert words_shown in text
    assert text.count("確認へ戻す") == 1


def test_a_rejected_record_is_taken_back_to_review_with_the_words(
    clerk: Visitor, office: Office
) -> None:
    record = office.add("risai-shomei", RISAI)
    words = Reason("Rejected", "住所が違います。", "記録を直してください。")
    office.go_through(record, State.SUBMITTING, State.REJECTED, reason=words)
    answer = clerk.client.post(f"/records/{record}/reopen", data={"token": clerk.token})
    assert answer.headers["location"] == f"/records/{record}"
    assert "住所が違います。" in clerk.text(f"/records/{record}")
    assert office.state(record) is State.DOUBTED


def test_a_record_asks_for_its_doubted_fields_alone(clerk: Visitor, office: Office) -> None:
    record = office.add("risai-shomei", RISAI, {"name": Doubt("lexicon", "辞書にない氏名です。")})
    asked, rest = clerk.text(f"/records/{record}").split('<details id="rest">')
    assert re.findall(r'data-field="(\w+)"', asked) == ["name"]
    assert "辞書にない氏名です。" in asked
    assert len(re.findall(r"data-field=", rest)) == len(office.catalogue["risai-shomei"].fields) - 1


def test_a_record_in_another_hand_is_locked(clerk: Visitor, office: Office) -> None:
    record = office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    Reviewing(office.store, office.catalogue, office.settings).open(record, "鈴木")
    answer = clerk.client.get(f"/records/{record}")
    assert answer.status_code == 409
    assert "鈴木 さんが確認中" in answer.text
    call = clerk.call(f"/records/{record}/fields/name", {"text": "山田　花"})
    assert call.status_code == 409
    assert office.values(record)["name"] == "山田　花子"


def test_what_is_not_there_is_a_page_in_japanese(clerk: Visitor) -> None:
    for path in ("/records/99", "/records/99/history", "/nowhere", "/records/99/pages/1"):
        answer = clerk.client.get(path)
        assert answer.status_code == 404, path
        assert "見つかりません" in answer.text


def test_a_record_that_is_done_says_so(clerk: Visitor, office: Office) -> None:
    record = office.add("risai-shomei", RISAI)
    answer = clerk.client.get(f"/records/{record}")
    assert answer.status_code == 409
    assert "確認待ちではありません" in answer.text


def test_an_unforeseen_error_is_a_page_without_a_stack(
    clerk: Visitor,
    office: Office,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("山田花子")

    monkeypatch.setattr(Overview, "counts", broken)
    answer = clerk.client.get("/")
    assert answer.status_code == 500
    assert "画面を表示できませんでした" in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "KeyError" in caplog.text
    assert "山田花子" not in caplog.text + answer.text


def test_an_answer_brings_the_rows_that_its_rules_touch(clerk: Visitor, office: Office) -> None:
    record = office.add("risai-shomei", {**RISAI, "risai_date": "2026-04-14"})
    answer = clerk.call(f"/records/{record}/fields/risai_date", {"text": "R8.3.14", "seconds": 2})
    body = answer.json()
    assert (body["settled"], body["left"]) == (True, 0)
    assert set(body["rows"]) == {"risai_date", "shinsei_date"}
    assert "令和8年3月14日" in body["rows"]["risai_date"]


def test_only_a_blank_in_a_required_field_may_be_let_stand(clerk: Visitor, office: Office) -> None:
    record = office.add("risai-shomei", {**RISAI, "kana": None}, {"kana": BLANK})
    url = f"/records/{record}/fields/kana"
    blank = clerk.call(url, {"text": None})
    assert (blank.status_code, blank.json()["can_override"]) == (422, True)
    wrong = clerk.call(url, {"text": "123"})
    assert (wrong.status_code, wrong.json()["can_override"]) == (422, False)
    assert clerk.call(url, {"text": "", "override": True}).json()["settled"]


@pytest.mark.parametrize(
    "body",
    [
        {"text": 1}, {"text": "x" * 2001}, {"seconds": -1}, {"seconds": 1e9}, {"extra": 1},
        {"seconds": "nan"}, [],
    ],
)  # fmt: skip
def test_a_call_that_makes_no_sense_changes_nothing(
    clerk: Visitor, office: Office, body: object
) -> None:
    record = office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    answer = clerk.call(f"/records/{record}/fields/name", body)
    assert answer.status_code == 422
    assert "読めませんでした" in answer.json()["message"]
    assert office.state(record) is State.DOUBTED


def test_a_field_that_the_form_has_not_is_not_found(clerk: Visitor, office: Office) -> None:
    record = office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    assert clerk.call(f"/records/{record}/fields/nothing", {"text": "x"}).status_code == 404


def test_an_unfinished_record_cannot_be_confirmed(clerk: Visitor, office: Office) -> None:
    record = office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    answer = clerk.call(f"/records/{record}/confirm", {})
    assert answer.status_code == 422
    assert "氏名" in answer.json()["message"]
    assert office.state(record) is State.DOUBTED


def test_the_next_record_is_one_that_nobody_holds(clerk: Visitor, office: Office) -> None:
    first = office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    held = office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    free = office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    Reviewing(office.store, office.catalogue, office.settings).open(held, "鈴木")
    clerk.call(f"/records/{first}/fields/name", {"text": None})
    assert clerk.call(f"/records/{first}/confirm", {}).json() == {"next": f"/records/{free}"}


def test_a_form_in_the_address_cannot_lead_elsewhere(clerk: Visitor, office: Office) -> None:
    record = office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    clerk.call(f"/records/{record}/fields/name", {"text": None})
    answer = clerk.call(f"/records/{record}/confirm?form=x%26y%3D%2F%2Fz", {})
    assert answer.json() == {"next": "/?form=x%26y%3D%2F%2Fz"}


def test_the_history_tells_the_way_with_private_values_masked(
    clerk: Visitor, office: Office
) -> None:
    record = office.add("jido-teate-nintei", JIDO)
    evidence = _entry(office, record)
    text = clerk.text(f"/records/{record}/history")
    assert "123456789018" not in text
    assert "************" in text
    assert "昭和60年4月3日" in text
    assert "読み取り中 → <strong>入力待ち</strong>" in text
    assert "受付番号 J-0001" in text
    assert "自動処理" in text
    picture = f"/records/{record}/evidence/{evidence}"
    assert picture in text
    assert clerk.client.get(picture).headers["content-type"] == "image/png"


def test_the_history_shows_the_words_of_a_screen_escaped_with_hash_and_time(
    clerk: Visitor, office: Office
) -> None:
    record = office.add("jido-teate-nintei", JIDO)
    _entry(office, record)
    text = clerk.text(f"/records/{record}/history")
    assert "- 行: 氏名 | 佐藤 &lt;b&gt;健一&lt;/b&gt;" in text
    assert "[ボタン 登録]" in text
    assert "登録した後の画面の文字" in text
    assert text.count("保存したときのまま") == 2
    assert hashlib.sha256(b"\x89PNG").hexdigest() in text


@pytest.mark.parametrize("name", ["after.png", "after.txt"])
def test_evidence_that_was_changed_is_told_and_not_shown(
    clerk: Visitor, office: Office, name: str
) -> None:
    record = office.add("jido-teate-nintei", JIDO)
    evidence = _entry(office, record)
    (office.settings.home_path / "evidence" / name).write_bytes(b"other")
    text = clerk.text(f"/records/{record}/history")
    assert text.count("保存した後に変わっています") == 2
    assert text.count("保存したときのまま") == 1
    assert "other" not in text
    piece = evidence if name.endswith("png") else evidence + 1
    answer = clerk.client.get(f"/records/{record}/evidence/{piece}")
    assert answer.status_code == 409
    assert "other" not in answer.text


def test_a_file_of_the_target_is_only_to_be_saved(clerk: Visitor, office: Office) -> None:
    record = office.add("risai-shomei", RISAI)
    evidence = _entry(office, record)
    with office.store.write() as session:
        row = session.get_one(EvidenceRow, evidence)
        place = office.settings.home_path / "evidence" / "paper.html"
        place.write_bytes(b"<script>alert(1)</script>")
        row.kind, row.path = "download", "evidence/paper.html"
        row.sha256 = hashlib.sha256(place.read_bytes()).hexdigest()
    answer = clerk.client.get(f"/records/{record}/evidence/{evidence}")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "業務システムから受け取ったファイル" in clerk.text(f"/records/{record}/history")


def test_evidence_is_given_for_its_own_record_alone(clerk: Visitor, office: Office) -> None:
    record = office.add("risai-shomei", RISAI)
    evidence = _entry(office, office.add("jido-teate-nintei", JIDO))
    assert clerk.client.get(f"/records/{record}/evidence/{evidence}").status_code == 404


def _entry(office: Office, record: int) -> int:
    folder = office.settings.home_path / "evidence"
    folder.mkdir(parents=True)
    (folder / "after.png").write_bytes(b"\x89PNG")
    words = "# MAIN\n- row: 氏名 | 佐藤 <b>健一</b>\n- text: [button 登録]\n"
    (folder / "after.txt").write_bytes(words.encode())
    with office.store.write() as session:
        entry = EntryRow(
            record_id=record, kind="put_in", attempt=1, by="host:1:ab", started_at=START,
            submitted_at=START, ended_at=START, outcome="verified",
            message="個人番号 123456789018 を登録", receipt_number="J-0001",
            values={"seikyusha_my_number": "123456789018", "seikyusha_name": "佐藤　健一"},
        )  # fmt: skip
        session.add(entry)
        session.flush()
        picture = EvidenceRow(
            entry_id=entry.id, kind="after", path="evidence/after.png",
            sha256=hashlib.sha256(b"\x89PNG").hexdigest(), taken_at=START,
        )  # fmt: skip
        text = EvidenceRow(
            entry_id=entry.id, kind="after-text", path="evidence/after.txt",
            sha256=hashlib.sha256(words.encode()).hexdigest(), taken_at=START,
        )  # fmt: skip
        session.add_all([picture, text])
        session.flush()
        return picture.id
