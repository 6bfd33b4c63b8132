"""「アカウント」 and 「監査ログ」: for those whose they are, and what they show."""

import re

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from review.shown.deeds import in_words
from tests.review.seeding import RISAI, UNCERTAIN, Office
from tests.review.visiting import Visitor
from workflows.accounts import Role
from workflows.accounts.book import Accounts
from workflows.audit import Act

CHILDREN = "こども課"


@pytest.fixture
def keeper(client: TestClient) -> Visitor:
    return Visitor(client).sign_in("伊藤", Role.IT)


@pytest.fixture
def auditor(client: TestClient) -> Visitor:
    return Visitor(client).sign_in("会田", Role.AUDITOR)


def book(visitor: Visitor) -> Accounts:
    found: Accounts = visitor.client.app.state.room.accounts  # type: ignore[attr-defined]
    return found


def do(visitor: Visitor, path: str, **said: object) -> int:
    answer = visitor.client.post(path, data=said | {"token": visitor.token})
    return int(answer.status_code)


def add(keeper: Visitor, login: str = "sato", name: str = "佐藤") -> None:
    said = {"login": login, "name": name, "role": "clerk", "department": [CHILDREN]}
    assert do(keeper, "/accounts", **said) == 200


def test_a_new_account_shows_its_first_password_once(keeper: Visitor) -> None:
    said = {"login": "sato", "name": "佐藤", "role": "clerk", "department": [CHILDREN],
            "other": "税務課、 福祉課", "token": keeper.token}  # fmt: skip
    answer = keeper.client.post("/accounts", data=said)
    found = re.search(r"<code>([a-z2-9-]{19})</code>", answer.text)
    assert found
    assert found[1] not in keeper.text("/accounts") + keeper.text("/accounts/sato")
    scope = book(keeper).get("sato").account.scope
    assert scope.departments == {CHILDREN, "税務課", "福祉課"}


def test_an_account_that_cannot_be_made_says_why_and_keeps_what_was_typed(keeper: Visitor) -> None:
    add(keeper)
    said = {"login": "sato2", "name": "佐　藤", "role": "clerk", "sees_all": "1",
            "token": keeper.token}  # fmt: skip
    answer = keeper.client.post("/accounts", data=said)
    assert answer.status_code == 422
    assert "書き分けて" in answer.text
    assert 'value="sato2"' in answer.text


def test_role_departments_and_lock_are_changed_and_noted_by_name(
    keeper: Visitor, office: Office
) -> None:
    add(keeper)
    assert do(keeper, "/accounts/sato/role", role="supervisor") == 303
    assert do(keeper, "/accounts/sato/departments", sees_all="1") == 303
    assert do(keeper, "/accounts/sato/lock") == 303
    listed = book(keeper).get("sato")
    assert (listed.account.role, listed.account.scope.departments) == (Role.SUPERVISOR, None)
    assert listed.is_locked
    assert do(keeper, "/accounts/sato/unlock") == 303
    noted = [each.what for each in office.audited(Act.ACCOUNT_CHANGED) if each.by == "伊藤"]
    assert noted == [
        "added login=sato role=clerk departments=こども課", "login=sato role=supervisor",
        "login=sato departments=*", "login=sato locked", "login=sato unlocked",
    ]  # fmt: skip


@pytest.mark.parametrize("deed", ["lock", "role", "reset"])
def test_nobody_shuts_themselves_out(keeper: Visitor, deed: str) -> None:
    login = next(each.account.login for each in book(keeper).all())
    assert do(keeper, f"/accounts/{login}/{deed}", role="clerk") in (409, 422)
    assert keeper.client.get("/accounts").status_code == 200
    assert "自分の" in keeper.text(f"/accounts/{login}")


def test_an_account_that_is_not_there_is_a_page_in_japanese(keeper: Visitor) -> None:
    answer = keeper.client.get("/accounts/nobody")
    assert answer.status_code == 404
    assert "アカウント「nobody」はありません" in answer.text


@pytest.mark.parametrize("role", [Role.CLERK, Role.SUPERVISOR, Role.AUDITOR])
def test_others_do_not_keep_accounts(client: TestClient, role: Role) -> None:
    visitor = Visitor(client).sign_in("田中", role)
    assert visitor.client.get("/accounts").status_code == 403
    assert do(visitor, "/accounts", login="x1", name="加藤", role="it", sees_all="1") == 403
    assert "アカウント</a>" not in visitor.client.get("/").text


@pytest.mark.parametrize("role", [Role.CLERK, Role.SUPERVISOR, Role.IT])
def test_others_do_not_read_the_audit_log(client: TestClient, role: Role) -> None:
    visitor = Visitor(client).sign_in("田中", role)
    for path in ("/audit", "/audit/lines.csv", "/audit/lines.xlsx"):
        assert visitor.client.get(path).status_code == 403
    assert do(visitor, "/audit/verify") == 403


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("added login=sato role=clerk departments=*",
         "追加、ログイン名: sato、役割: 職員、部署: 全部署"),
        ("via=password", "入り方: パスワード"), ("page=1 small", "ページ: 1、縮小"), ("", ""),
        ("held", "保留"), ("x=1 unheard-of", "x: 1、unheard-of"),
    ],
)  # fmt: skip
def test_codes_of_the_log_are_shown_in_words(what: str, words: str) -> None:
    assert in_words(what) == words


def test_the_log_is_narrowed_by_person_kind_record_and_day(
    auditor: Visitor, office: Office
) -> None:
    room = auditor.client.app.state.room  # type: ignore[attr-defined]
    room.audit.note("田中", Act.REVEALED, record=7, field="my_number")
    room.audit.note("佐藤", Act.OPENED, record=8)
    for query, is_there in (
        ("", True), ("by=田中", True), ("by=佐藤", False), ("act=revealed", True),
        ("act=opened", False), ("record=7", True), ("record=8", False),
        ("last=2020-01-01", False), ("first=2020-01-01", True),
    ):  # fmt: skip
        assert ("my_number" in auditor.text(f"/audit?{query}")) is is_there, query


@pytest.mark.parametrize(
    "query",
    ["by=' OR 1=1 --", "record=1;DROP TABLE audit_lines", "first=' OR '1'='1", "act=x' OR 'a'='a",
     "by=<script>alert(1)</script>", "record=99999999999999999999"],
)  # fmt: skip
def test_what_is_typed_into_the_search_is_text(
    auditor: Visitor, office: Office, query: str
) -> None:
    shown = auditor.text(f"/audit?{query}")
    assert "<script>alert" not in shown
    assert office.audited()


def test_a_line_that_was_changed_is_named_on_the_page(auditor: Visitor, office: Office) -> None:
    answer = auditor.client.post("/audit/verify", data={"token": auditor.token})
    assert "書き換えの跡はありません" in answer.text
    with office.store.write() as session:
        session.execute(text("UPDATE audit_lines SET what = 'x' WHERE number = 1"))
    answer = auditor.client.post("/audit/verify", data={"token": auditor.token})
    assert "1 行目の内容か順序が、書かれたときと違います。" in answer.text


def test_the_log_is_saved_as_csv_and_that_is_noted(auditor: Visitor, office: Office) -> None:
    answer = auditor.client.get("/audit/lines.csv?by=試験")
    assert answer.content.startswith("\ufeff番号,日時,だれが".encode())
    assert "attachment" in answer.headers["content-disposition"]
    assert [each.by for each in office.audited(Act.EXPORTED)] == ["会田"]


def test_the_log_is_saved_as_a_book_and_nothing_of_it_stays_here(
    auditor: Visitor, office: Office
) -> None:
    answer = auditor.client.get("/audit/lines.xlsx?by=試験")
    assert answer.content.startswith(b"PK")
    assert "audit.xlsx" in answer.headers["content-disposition"]
    assert [each.by for each in office.audited(Act.EXPORTED)] == ["会田"]
    assert not list((office.settings.home_path / "tmp").iterdir())


def test_whoever_looks_at_a_paper_is_in_the_log(client: TestClient, office: Office) -> None:
    record = office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    clerk = Visitor(client).sign_in("田中", Role.CLERK)
    clerk.text(f"/records/{record}")
    clerk.client.get(f"/records/{record}/pages/1")
    clerk.text(f"/records/{record}/history")
    seen = [(each.act, each.by, each.record) for each in office.audited() if each.record]
    assert {("opened", "田中", record), ("picture_seen", "田中", record)} == set(seen)
