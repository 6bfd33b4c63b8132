"""The review desk over HTTP: parts of the queue, search, sending back, another form, drafts."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from review.app import create_app
from tests.review.conftest import BASE
from tests.review.seeding import BLANK, JIDO, RISAI, START, UNCERTAIN, Office
from tests.review.visiting import Visitor
from workflows.accounts import Role
from workflows.audit import Act
from workflows.store.records import Reason
from workflows.store.states import State
from workflows.store.tables import DocumentRow, RecordRow

NUMBER = "123456789018"
SECRET = "seikyusha_my_number"


@pytest.fixture
def clerk(client: TestClient) -> Visitor:
    return Visitor(client).sign_in("田中")


def picked(text: str) -> list[int]:
    return [int(each) for each in re.findall(r'class="pick" href="/records/(\d+)', text)]


def at(office: Office, moment: datetime) -> Visitor:
    """A clerk of a server whose clock stands there."""
    app = create_app(office.store, office.catalogue, office.settings, clock=lambda: moment)
    return Visitor(TestClient(app, base_url=BASE, follow_redirects=False)).sign_in("田中")


def test_the_queue_is_parted_by_form_department_and_age(office: Office) -> None:
    first = office.add("risai-shomei", RISAI, {"name": UNCERTAIN}, picture=False)
    second = office.add("jido-teate-nintei", JIDO, {"seikyusha_name": UNCERTAIN}, picture=False)
    clerk = at(office, START + timedelta(days=2))
    home = office.catalogue["risai-shomei"].department
    assert picked(clerk.text("/")) == [first, second]
    assert picked(clerk.text("/?form=jido-teate-nintei")) == [second]
    assert picked(clerk.text(f"/?department={home}")) == [first]
    assert picked(clerk.text("/?age=1")) == [first, second]
    assert picked(clerk.text("/?age=0")) == []
    assert picked(clerk.text(f"/?age=1&department={home}&form=jido-teate-nintei")) == []


def test_each_part_is_counted_within_the_others(office: Office) -> None:
    for _ in range(2):
        office.add("risai-shomei", RISAI, {"name": UNCERTAIN}, picture=False)
    office.add("jido-teate-nintei", JIDO, {"seikyusha_name": UNCERTAIN}, picture=False)
    text = at(office, START + timedelta(days=8)).text("/?form=risai-shomei")
    ages = dict(re.findall(r'>([^<>]*日[^<>]*) <span class="number">(\d+)</span>', text))
    assert ages == {"今日": "0", "1〜2日前": "0", "3〜6日前": "0", "7日以上前": "2"}
    assert re.search(r'児童手当[^<]* <span class="number">1</span>', text)


@pytest.mark.parametrize(
    ("days", "hours", "age"),
    [(0, 0, "0"), (0, 14, "0"), (0, 15, "1"), (2, 14, "1"), (2, 15, "3"), (6, 14, "3"),
     (6, 15, "7"), (40, 0, "7")],
)  # fmt: skip
def test_days_end_at_midnight_in_tokyo(office: Office, days: int, hours: int, age: str) -> None:
    record = office.add("risai-shomei", RISAI, {"name": UNCERTAIN}, picture=False)
    clerk = at(office, START + timedelta(days=days, hours=hours))  # it came in at 9:05
    assert [a for a in "0137" if picked(clerk.text(f"/?age={a}")) == [record]] == [age]


def test_the_next_record_is_one_of_the_same_part(clerk: Visitor, office: Office) -> None:
    first = office.add("risai-shomei", RISAI, {"name": UNCERTAIN}, picture=False)
    office.add("jido-teate-nintei", JIDO, {"seikyusha_name": UNCERTAIN}, picture=False)
    third = office.add("risai-shomei", RISAI, {"name": UNCERTAIN}, picture=False)
    answer = clerk.call(f"/records/{first}/hold?form=risai-shomei", {"reason": "照会"})
    assert answer.json()["next"] == f"/records/{third}?form=risai-shomei"


def test_a_record_is_found_by_number_file_and_receipt(clerk: Visitor, office: Office) -> None:
    first = office.add("risai-shomei", RISAI, {"name": UNCERTAIN}, picture=False)
    second = office.add("risai-shomei", RISAI, picture=False)
    with office.store.write() as session:
        session.get_one(RecordRow, second).receipt_number = "R-77"

    def found(text: str) -> list[str]:
        page = clerk.client.get("/", params={"q": text}).text.split('id="waiting"')[0]
        return re.findall(r'class="pick" href="(/records/[^"]+)"', page)

    assert found(f"{first}") == [f"/records/{first}"]
    assert found("scan_002") == [f"/records/{second}/history"]
    assert found("SCAN_0") == [f"/records/{second}/history", f"/records/{first}"]
    assert found("R-77") == [f"/records/{second}/history"]
    assert found("山田") == []


@pytest.mark.parametrize(
    "text",
    [
        "%",
        "sc_n",
        "scan%1",
        "' OR 1=1 --",
        "1; DROP TABLE records",
        '" OR ""="',
        "\\",
        "9" * 40,
        "１",
        "\x00",
    ],
)
def test_a_search_is_text_and_never_sql(clerk: Visitor, office: Office, text: str) -> None:
    office.add("risai-shomei", RISAI, {"name": UNCERTAIN}, picture=False)
    answer = clerk.client.get("/", params={"q": text})
    assert answer.status_code == 200
    assert "見つかりません" in answer.text
    assert picked(answer.text) == [1]


def test_another_department_s_record_is_not_found(office: Office, client: TestClient) -> None:
    office.add("risai-shomei", RISAI, {"name": UNCERTAIN}, picture=False)
    other = office.catalogue["jido-teate-nintei"].department
    clerk = Visitor(client).sign_in("鈴木", Role.CLERK, [other])
    text = clerk.text("/?q=scan_001")
    assert "見つかりません" in text
    assert picked(text) == []


def test_sending_back_prints_a_slip_without_values(clerk: Visitor, office: Office) -> None:
    values = {**JIDO, "seikyusha_phone": None}
    record = office.add(
        "jido-teate-nintei", values, {"seikyusha_phone": BLANK, SECRET: UNCERTAIN}, picture=False
    )
    page = clerk.text(f"/records/{record}/send-back")
    ticked = re.findall(r'name="field" value="(\w+)" checked', page)
    assert ticked == ["seikyusha_phone"]
    said = {"token": clerk.token, "reason": "記入もれ", "field": ["seikyusha_phone", SECRET]}
    answer = clerk.client.post(f"/records/{record}/send-back", data=said)
    assert answer.headers["location"] == f"/records/{record}/slip"
    slip = clerk.text(f"/records/{record}/slip")
    for words in ("記入もれ", "記入がありません", "佐藤　健一 様", "担当 田中"):
        assert words in slip
    assert NUMBER not in slip
    assert str(JIDO["seikyusha_address"]) not in slip
    assert office.state(record) is State.RETURNED
    (line,) = office.audited(Act.MOVED)
    assert (line.by, line.record, line.what) == ("田中", record, "returned")
    queue = clerk.text("/")
    assert "申請者へ差戻し: 記入もれ" in queue
    assert f'href="/records/{record}/slip"' in queue


def test_a_broken_rule_stands_on_the_slip_without_what_was_written(
    clerk: Visitor, office: Office
) -> None:
    values = {**RISAI, "agent_name": RISAI["name"], "agent_phone": "0761111111"}
    record = office.add("risai-shomei", values, picture=False)
    assert "氏名: 山田" in clerk.text(f"/records/{record}")
    page = clerk.text(f"/records/{record}/send-back")
    assert re.findall(r'name="field" value="(\w+)" checked', page) == ["name", "agent_name"]
    assert "代理人が申請者本人になっています" in page
    assert "山田" not in page


def test_sending_back_needs_a_reason_or_a_field_and_the_token(
    clerk: Visitor, office: Office
) -> None:
    record = office.add("risai-shomei", RISAI, {"name": UNCERTAIN}, picture=False)
    path = f"/records/{record}/send-back"
    assert clerk.client.post(path, data={"reason": "x", "token": "y"}).status_code == 403
    assert clerk.client.post(path, data={"token": clerk.token}).status_code == 422
    said = {"token": clerk.token, "field": "nothing"}
    assert clerk.client.post(path, data=said).status_code == 422
    assert office.state(record) is State.DOUBTED


def test_a_record_sent_back_is_taken_up_again(clerk: Visitor, office: Office) -> None:
    record = office.add("risai-shomei", RISAI, {"name": UNCERTAIN}, picture=False)
    said = {"token": clerk.token, "reason": "記入もれ"}
    clerk.client.post(f"/records/{record}/send-back", data=said)
    clerk.client.post(f"/records/{record}/reopen", data={"token": clerk.token})
    assert office.state(record) is State.DOUBTED


def test_another_form_is_asked_for_and_the_next_record_opens(
    clerk: Visitor, office: Office
) -> None:
    first = office.add("risai-shomei", RISAI, {"name": UNCERTAIN}, picture=False)
    second = office.add("risai-shomei", RISAI, {"name": UNCERTAIN}, picture=False)
    with office.store.write() as session:
        session.get_one(DocumentRow, 1).stored_path = "originals/x.pdf"
    page = clerk.text(f"/records/{first}/other-form")
    assert "児童手当" in page
    said = {"token": clerk.token, "form": "jido-teate-nintei", "version": ""}
    answer = clerk.client.post(f"/records/{first}/other-form", data=said)
    assert answer.headers["location"] == f"/records/{second}"
    assert office.state(first) is State.RECEIVED
    (line,) = office.audited(Act.MOVED)
    assert line.what == "reread=jido-teate-nintei"


@pytest.mark.parametrize(
    ("said", "status"),
    [({}, 422), ({"form": "nothing"}, 409), ({"form": "risai-shomei", "token": "x"}, 403)],
)
def test_another_form_is_refused_in_words(
    clerk: Visitor, office: Office, said: dict[str, str], status: int
) -> None:
    record = office.add("risai-shomei", RISAI, {"name": UNCERTAIN}, picture=False)
    answer = clerk.client.post(f"/records/{record}/other-form", data={"token": clerk.token, **said})
    assert answer.status_code == status
    assert office.state(record) is State.DOUBTED


def test_only_forms_of_the_own_departments_are_offered(office: Office, client: TestClient) -> None:
    record = office.add("risai-shomei", RISAI, {"name": UNCERTAIN}, picture=False)
    own = office.catalogue["risai-shomei"].department
    clerk = Visitor(client).sign_in("鈴木", Role.CLERK, [own])
    offered = set(
        re.findall(r'name="form" value="([^"]+)"', clerk.text(f"/records/{record}/other-form"))
    )
    assert offered - {"*"} == {f.id for f in office.catalogue if f.department == own}


def test_a_held_paper_that_no_form_explains_offers_the_forms(
    clerk: Visitor, office: Office
) -> None:
    record = office.add_held(
        Reason("UnknownForm", "どの様式とも合いません。", "確かめてください。")
    )
    with office.store.write() as session:
        session.get_one(DocumentRow, 1).stored_path = "originals/x.pdf"
    assert f'href="/records/{record}/other-form"' in clerk.text("/")
    said = {"token": clerk.token, "form": "*"}
    assert clerk.client.post(f"/records/{record}/other-form", data=said).status_code == 303
    assert office.state(record) is State.RECEIVED


def draft(clerk: Visitor, record: int, field: str, text: str | None) -> Any:
    return clerk.call(f"/records/{record}/fields/{field}/draft", {"text": text})


def row(page: str, field: str) -> str:
    """Its opening tag."""
    found = re.search(rf'<li class="row[^>]*id="row-{field}"[^>]*>', page)
    assert found
    return found[0]


def test_what_was_typed_is_offered_again(clerk: Visitor, office: Office) -> None:
    record = office.add("risai-shomei", RISAI, {"name": UNCERTAIN}, picture=False)
    assert draft(clerk, record, "name", '山田<"華"子').status_code == 200
    page = clerk.text(f"/records/{record}")
    assert 'data-draft="山田&lt;&#34;華&#34;子"' in row(page, "name")
    assert "途中の 1 項目を戻しました" in page
    clerk.call(f"/records/{record}/fields/name", {"text": "山田　華子"})
    assert "data-draft" not in clerk.text(f"/records/{record}")


def test_a_typed_my_number_comes_back_only_when_asked_for(clerk: Visitor, office: Office) -> None:
    record = office.add("jido-teate-nintei", {**JIDO, SECRET: None}, {SECRET: BLANK}, picture=False)
    draft(clerk, record, SECRET, NUMBER)
    page = clerk.text(f"/records/{record}")
    assert NUMBER not in page
    assert "data-hidden" in row(page, SECRET)
    assert office.audited(Act.REVEALED) == []
    shown = clerk.call(f"/records/{record}/fields/{SECRET}/reveal", {}).json()["row"]
    assert f'data-draft="{NUMBER}"' in shown
    assert len(office.audited(Act.REVEALED)) == 1


def test_what_one_person_typed_is_not_shown_to_another(
    clerk: Visitor, office: Office, client: TestClient
) -> None:
    record = office.add("risai-shomei", RISAI, {"name": UNCERTAIN}, picture=False)
    draft(clerk, record, "name", "山田　華子")
    clerk.call(f"/records/{record}/release", {})
    other = Visitor(client).sign_in("鈴木")
    assert "華子" not in other.text(f"/records/{record}")


def test_the_last_typing_goes_with_the_giving_back(clerk: Visitor, office: Office) -> None:
    record = office.add("risai-shomei", RISAI, {"name": UNCERTAIN}, picture=False)
    clerk.text(f"/records/{record}")
    clerk.call(f"/records/{record}/release", {"drafts": {"name": "山田　華子"}})
    assert office.holder(record) is None
    assert 'data-draft="山田　華子"' in clerk.text(f"/records/{record}")


def test_whoever_was_too_late_is_told_who_has_taken_over(office: Office) -> None:
    record = office.add("risai-shomei", RISAI, {"name": UNCERTAIN}, picture=False)
    clerk = at(office, START)
    clerk.text(f"/records/{record}")
    later = at(office, START + timedelta(seconds=office.settings.review_lock_seconds + 1))
    other = later.sign_in("鈴木")
    assert "田中 さんが開いたままだったため" in other.text(f"/records/{record}")
    late = later.sign_in("田中")
    for call in ("keep", "fields/name/draft", "fields/name"):
        answer = late.call(f"/records/{record}/{call}", {})
        assert answer.status_code == 409
        assert "鈴木 さんが確認中" in answer.json()["message"]


def test_a_page_gets_the_token_of_the_new_session(clerk: Visitor) -> None:
    answer = clerk.client.get("/session/token")
    assert answer.json() == {"person": "田中", "token": clerk.token}
    assert answer.headers["cache-control"] == "no-store"
    clerk.client.cookies.clear()
    assert (
        clerk.client.get("/session/token", headers={"Accept": "application/json"}).status_code
        == 401
    )


def test_an_auditor_looks_and_changes_nothing(office: Office, client: TestClient) -> None:
    record = office.add("risai-shomei", RISAI, {"name": UNCERTAIN}, picture=False)
    office.add_held(Reason("UnknownForm", "不明です。", "確かめてください。"))
    auditor = Visitor(client).sign_in("監査役", Role.AUDITOR)
    text = auditor.text("/")
    assert f'href="/records/{record}/history"' in text
    for words in ("確認へ戻す", "様式を選ぶ"):
        assert words not in text
    for page in ("send-back", "other-form", ""):
        assert client.get(f"/records/{record}/{page}".rstrip("/")).status_code == 403


def test_everything_done_to_a_record_stands_in_the_audit_log_without_values(
    clerk: Visitor, office: Office
) -> None:
    record = office.add("risai-shomei", RISAI, {"name": UNCERTAIN}, picture=False)
    clerk.text(f"/records/{record}")
    draft(clerk, record, "name", "山田　華子")
    clerk.call(f"/records/{record}/fields/name", {"text": "山田　華子"})
    clerk.call(f"/records/{record}/confirm", {})
    lines = [(e.act, e.record, e.field, e.what) for e in office.audited() if e.by == "田中"]
    assert lines == [
        ("opened", record, "", ""),
        ("answered", record, "name", "corrected"),
        ("moved", record, "", "confirmed"),
    ]
    assert office.state(record) is State.READY
