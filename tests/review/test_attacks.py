"""Attacks over every address there is: a new page is tried without anybody thinking of it."""

from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from review.room import COOKIE
from tests.review.routes import PARTS, Route, routes
from tests.review.seeding import JIDO, RISAI, UNCERTAIN, Office
from tests.review.visiting import JSON, Visitor
from workflows.accounts import Role
from workflows.store.records import Reason
from workflows.store.states import State
from workflows.store.tables import DocumentRow

OPEN = {"/sign-in", "/setup", "/sign-in/oidc", "/sign-in/oidc/back"}  # before signing in
NAMED = ("record_id", "document_id")
CHILDREN, DISASTER = "こども課", "危機管理課"
FORM = "jido-teate-nintei"  # of CHILDREN


@pytest.fixture
def clerk(client: TestClient) -> Visitor:
    return Visitor(client).sign_in("田中")


def sent(client: TestClient, route: Route, at: str, token: str) -> list[Any]:
    """As a script of ours would call it, and as a form would."""
    if route.method != "POST":
        return [client.request(route.method, at, headers={"X-CSRF-Token": token})]
    return [
        client.post(at, json={}, headers=JSON | {"X-CSRF-Token": token}),
        client.post(at, data=dict.fromkeys(route.fields, "1") | {"token": token}),
    ]


def test_every_part_of_an_address_is_guarded_by_somebody() -> None:
    assert {part for route in routes() for part in route.parts} <= set(PARTS)


def test_no_address_changes_anything_by_another_method() -> None:
    assert {route.method for route in routes()} <= {"GET", "POST"}


@pytest.mark.parametrize("token", ["", "wrong"])
def test_no_post_is_taken_without_the_token(clerk: Visitor, office: Office, token: str) -> None:
    record = office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    for name, role in (("田中", Role.SUPERVISOR), ("伊藤", Role.IT)):
        clerk.sign_in(name, role)
        for route in routes("POST"):
            found = {
                answer.status_code for answer in sent(clerk.client, route, at(route, record), token)
            }
            assert found <= {403, 404, 422}, route
            assert 403 in found or not token, route  # a form without a token is none


def at(route: Route, record: int) -> str:
    return route.at({"record_id": record, "document_id": record})


def test_nothing_is_shown_or_done_before_signing_in(client: TestClient, office: Office) -> None:
    record = office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    for route in routes():
        if route.path in OPEN:
            continue
        for answer in sent(client, route, at(route, record), "x"):
            if route.method == "GET":
                assert answer.status_code == 303, route
                assert answer.headers["location"].startswith("/sign-in"), route
            else:
                assert answer.status_code in (401, 403, 422), route


def test_nothing_is_shown_or_done_before_the_first_password_is_changed(
    client: TestClient, office: Office
) -> None:
    record = office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    visitor = Visitor(client).sign_in("田中")
    account = client.app.state.room.accounts  # type: ignore[attr-defined]
    login = account.all()[0].account.login
    account.reset(login, "伊藤")
    visitor.sign_in("田中")
    for route in routes():
        if route.path in OPEN | {"/password", "/sign-out", "/session/token"}:
            continue
        for answer in sent(client, route, at(route, record), visitor.token):
            assert answer.status_code in (303, 403), route
            if answer.status_code == 303:
                assert answer.headers["location"] == "/password", route


@pytest.mark.parametrize("role", [Role.CLERK, Role.SUPERVISOR, Role.AUDITOR])
def test_a_record_of_another_department_is_not_there(
    client: TestClient, office: Office, role: Role
) -> None:
    """By its number, whatever is asked of it: no page, no call, no picture, no hint."""
    record = office.add("jido-teate-nintei", JIDO, {"seikyusha_name": UNCERTAIN})
    visitor = Visitor(client).sign_in("田中", role, [DISASTER])
    named = [route for route in routes() if set(route.parts) & set(NAMED)]
    assert len(named) >= 10
    for route in named:
        for answer in sent(client, route, at(route, record), visitor.token):
            assert answer.status_code in (403, 404), route
            if answer.status_code == 403:  # the role may not do that at all
                assert "権限" in answer.text, route
            assert "佐藤" not in answer.text
            assert "児童手当" not in answer.text


def test_a_record_of_another_department_reads_as_one_that_never_was(
    client: TestClient, office: Office
) -> None:
    record = office.add("jido-teate-nintei", JIDO, {"seikyusha_name": UNCERTAIN})
    visitor = Visitor(client).sign_in("田中", Role.CLERK, [DISASTER])
    theirs = visitor.client.get(f"/records/{record}", headers=JSON)
    none = visitor.client.get("/records/999", headers=JSON)
    assert theirs.json() == {
        key: text.replace("999", str(record)) for key, text in none.json().items()
    }


def test_the_queue_and_its_counts_hold_the_own_department_alone(
    client: TestClient, office: Office
) -> None:
    office.add("jido-teate-nintei", JIDO, {"seikyusha_name": UNCERTAIN})
    office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    office.add_held(Reason("UnknownForm", "どの様式とも合いません。", "確かめてください。"))
    text = Visitor(client).sign_in("田中", Role.CLERK, [DISASTER]).text("/")
    assert "罹災証明書" in text
    assert "児童手当" not in text
    assert "どの様式とも合いません" not in text
    whole = Visitor(client).sign_in("佐藤").text("/")
    assert "児童手当" in whole
    assert "どの様式とも合いません" in whole


FOR_ALL = {"/procedures"}  # the ministry's list, the same for everybody; no paper is named


@pytest.mark.parametrize("role", [Role.CLERK, Role.SUPERVISOR, Role.AUDITOR])
def test_no_page_names_a_paper_of_another_department(
    client: TestClient, office: Office, role: Role
) -> None:
    """Every page that asks for no number: lists, counts, searches, choices."""
    record = office.add("jido-teate-nintei", JIDO, {"seikyusha_name": UNCERTAIN})
    held = office.add_held(Reason("UnknownForm", "どの様式とも合いません。", "確かめてください。"))
    Visitor(client).sign_in("田中", role, [DISASTER])
    asked = {"q": str(record), "form": FORM, "day": "2026-04-01", "department": CHILDREN}
    private = ("佐藤", "scan_001", "scan_002", f"/records/{record}", f"/records/{held}")
    for route in routes("GET"):
        if set(route.parts) & set(NAMED):
            continue
        titles = () if route.path in FOR_ALL else ("児童手当",)
        for said, words in (({}, (*private, *titles)), (asked, private)):
            answer = client.get(route.at(), params=said)
            assert answer.status_code in (200, 303, 403, 404, 422), route
            shown = answer.text + answer.headers.get("location", "")
            assert [word for word in words if word in shown] == [], (route, said)


def test_a_paper_that_no_form_explains_is_seen_by_the_department_it_was_dropped_for(
    client: TestClient, office: Office
) -> None:
    record = office.add_held(Reason("UnknownForm", "不明です。", "確かめてください。"))
    history = f"/records/{record}/history"
    visitor = Visitor(client).sign_in("田中", Role.CLERK, [CHILDREN])
    assert visitor.client.get(history).status_code == 404
    with office.store.write() as session:
        session.query(DocumentRow).one().department = CHILDREN
    assert visitor.client.get(history).status_code == 200
    assert (
        Visitor(client).sign_in("佐藤", Role.CLERK, [DISASTER]).client.get(history).status_code
        == 404
    )


@pytest.mark.parametrize("number", ["-1", "0", "99999999999999999999", "1e3", "１", "x", "1;2"])
def test_a_number_that_is_none_is_not_found(clerk: Visitor, number: str) -> None:
    answer = clerk.client.get(f"/records/{number}", headers=JSON)
    assert answer.status_code in (404, 422)


@pytest.mark.parametrize("cookie", ["x", "x.y", "a" * 43, "../../etc", "' OR '1'='1"])
def test_a_made_up_cookie_is_nobody(client: TestClient, cookie: str) -> None:
    client.cookies.set(COOKIE, cookie)
    assert client.get("/").status_code == 303


@pytest.mark.parametrize("number", ["-" + "9" * 30, "+" + "9" * 30, "9" * 30])
def test_a_number_too_large_for_the_store_is_not_found(clerk: Visitor, number: str) -> None:
    """Whatever it is the number of, and whatever sign it has."""
    for route in routes("GET"):
        for part in route.parts:
            answer = clerk.client.get(route.at({part: number}), headers=JSON)
            assert answer.status_code < 500, route


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "9999-12", "0001-01"])
def test_a_day_at_the_end_of_all_time_is_no_error_of_ours(clerk: Visitor, day: str) -> None:
    for route in routes("GET"):
        answer = clerk.client.get(route.at(), params=dict.fromkeys(route.queries, day))
        assert answer.status_code < 500, route
    said = {"layout": f"standard:{FORM}:csv", "states": "ready", "since": day, "until": day}
    answer = clerk.client.post("/exports", data=said | {"token": clerk.token})
    assert answer.status_code == 422


HOSTILE = ("' OR 1=1; DROP TABLE records; --", '"><script>alert(1)</script>', "../\x00%", "9" * 40)


@pytest.mark.parametrize("name", ["田中", "伊藤", "会田"])
def test_whatever_is_typed_into_an_address_is_text(
    client: TestClient, office: Office, name: str
) -> None:
    """Each part and each query of every page: no error of ours, no script, nothing more shown."""
    office.add("jido-teate-nintei", JIDO, {"seikyusha_name": UNCERTAIN})
    role = {"田中": Role.CLERK, "伊藤": Role.IT, "会田": Role.AUDITOR}[name]
    Visitor(client).sign_in(name, role, [DISASTER])
    for route in routes("GET"):
        for text in HOSTILE:
            parts = {part: quote(text, safe="") for part in route.parts}
            for path in {route.at(parts), route.at()}:
                answer = client.get(path, params=dict.fromkeys(route.queries, text))
                assert answer.status_code < 500, (route, text)
                assert "<script>alert" not in answer.text, (route, text)
                assert "佐藤" not in answer.text, (route, text)
    assert office.state(1) is State.DOUBTED


def test_a_role_does_what_its_rights_say_and_no_more(client: TestClient, office: Office) -> None:
    record = office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    auditor = Visitor(client).sign_in("会田", Role.AUDITOR)
    assert auditor.client.get(f"/records/{record}/history").status_code == 200
    assert auditor.client.get(f"/records/{record}").status_code == 403
    assert auditor.call(f"/records/{record}/fields/name", {"text": "山田"}).status_code == 403
    it = Visitor(client).sign_in("伊藤", Role.IT)
    for path in (f"/records/{record}", f"/records/{record}/history", f"/records/{record}/pages/1"):
        assert it.client.get(path).status_code == 403, path
