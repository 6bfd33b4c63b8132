"""Signing in on the pages: what a browser is handed, and what is refused."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from review.app import create_app
from review.room import COOKIE, Room
from review.settings import ReviewSettings
from tests.review.conftest import BASE
from tests.review.seeding import RISAI, UNCERTAIN, Office
from tests.review.visiting import JSON, Visitor
from workflows.accounts import EVERYTHING, Role
from workflows.accounts.book import Accounts
from workflows.accounts.door import Door
from workflows.accounts.passwords import Hasher
from workflows.accounts.tries import Tries
from workflows.audit import Act

CHEAP = Hasher(log_n=2, r=1, p=1)  # for tests alone
RIGHT, OTHER = "ookina-kurige-no-uma", "betsu-no-nagai-kotoba"
OFFICE_PROXY = "203.0.113.7"


def cheap(app: Any, office: Office) -> None:
    """Passwords that cost next to nothing."""
    room: Room = app.state.room
    audit = room.audit
    tries = Tries(office.store)
    app.state.room = replace(
        room, accounts=Accounts(office.store, audit, hasher=CHEAP),
        door=Door(office.store, office.settings.home_path, room.sessions, tries, audit, CHEAP),
    )  # fmt: skip


@pytest.fixture
def visitor(client: TestClient, office: Office) -> Visitor:
    cheap(client.app, office)
    book(client).add(
        "tanaka", "田中", Role.SUPERVISOR, EVERYTHING, "試験", RIGHT, must_change=False
    )
    return Visitor(client)


def book(client: TestClient) -> Accounts:
    found: Accounts = client.app.state.room.accounts  # type: ignore[attr-defined]
    return found


def test_login_and_password_lead_to_the_queue(visitor: Visitor) -> None:
    answer = visitor.try_to_enter("tanaka", RIGHT)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "田中" in visitor.text("/")


@pytest.mark.parametrize(("login", "password"), [("tanaka", "x"), ("nobody", RIGHT), ("", "")])
def test_what_is_wrong_is_answered_alike(visitor: Visitor, login: str, password: str) -> None:
    answer = visitor.try_to_enter(login, password)
    assert answer.status_code == 401
    assert "ログイン名かパスワードが違います" in answer.text
    assert visitor.client.get("/").status_code == 303


def test_a_guesser_is_told_to_wait_whether_the_login_is_there_or_not(visitor: Visitor) -> None:
    for login in ("tanaka", "nobody"):
        codes = [visitor.try_to_enter(login, "wrong").status_code for _ in range(6)]
        assert codes == [401] * 5 + [429]
        assert visitor.try_to_enter(login, RIGHT).status_code == 429


def test_a_guesser_without_the_token_does_not_even_get_that_far(visitor: Visitor) -> None:
    said = {"login": "tanaka", "password": RIGHT}
    assert visitor.client.post("/sign-in", data=said).status_code == 403


def test_a_session_known_before_is_not_the_session_after_it(visitor: Visitor) -> None:
    """Fixation: a cookie that an attacker planted is worth nothing once somebody signs in."""
    client = visitor.client
    client.get("/sign-in")
    before = client.cookies[COOKIE]
    visitor.try_to_enter("tanaka", RIGHT)
    after = client.cookies[COOKIE]
    assert after != before
    client.cookies.clear()
    client.cookies.set(COOKIE, before)
    assert client.get("/").status_code == 303


def test_a_second_sign_in_ends_the_first_of_that_browser(visitor: Visitor) -> None:
    visitor.try_to_enter("tanaka", RIGHT)
    client = visitor.client
    first = client.cookies[COOKIE]
    token = visitor.text("/password").split('name="csrf-token" content="')[1].split('"')[0]
    client.post("/sign-in", data={"login": "tanaka", "password": RIGHT, "token": token})
    assert client.cookies[COOKIE] != first
    client.cookies.clear()
    client.cookies.set(COOKIE, first)
    assert client.get("/").status_code == 303


def test_signing_out_ends_the_session_at_the_server(visitor: Visitor, office: Office) -> None:
    visitor.sign_in("鈴木")
    kept = visitor.client.cookies[COOKIE]
    answer = visitor.client.post("/sign-out", data={"token": visitor.token})
    assert answer.headers["location"] == "/sign-in"
    visitor.client.cookies.clear()
    visitor.client.cookies.set(COOKIE, kept)
    assert visitor.client.get("/").status_code == 303
    assert [line.by for line in office.audited(Act.SIGNED_OUT)] == ["鈴木"]


def test_a_call_of_a_session_that_ended_says_what_to_do(visitor: Visitor, office: Office) -> None:
    record = office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    visitor.sign_in("鈴木")
    book(visitor.client).lock(book(visitor.client).all()[0].account.login, "試験")
    answer = visitor.call(f"/records/{record}/fields/name", {"text": "山田"})
    assert answer.status_code == 401
    assert "サインアウト" in answer.json()["message"]
    assert "続きから" in answer.json()["advice"]


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [
        ("/records/5?form=x", "/records/5?form=x"), ("//evil.example", "/"),
        ("https://evil.example", "/"), ("/\\evil.example", "/"), ("javascript:alert(1)", "/"),
        ("/x\r\nSet-Cookie: a=b", "/"), ("", "/"),
    ],
)  # fmt: skip
def test_signing_in_leads_back_within_our_pages_alone(
    visitor: Visitor, wanted: str, led_to: str
) -> None:
    visitor.client.get("/sign-in")
    token = visitor._token_on("/sign-in")
    said = {"login": "tanaka", "password": RIGHT, "token": token, "next": wanted}
    assert visitor.client.post("/sign-in", data=said).headers["location"] == led_to


def test_a_first_password_leads_to_its_change_and_nowhere_else(visitor: Visitor) -> None:
    first = book(visitor.client).reset("tanaka", "試験")
    visitor.try_to_enter("tanaka", first)
    assert visitor.client.get("/").headers["location"] == "/password"
    answer = _change(visitor, first, OTHER)
    assert answer.headers["location"] == "/"
    assert "田中" in visitor.text("/")


@pytest.mark.parametrize(
    ("old", "new", "again", "words"),
    [
        ("wrong", OTHER, OTHER, "いまのパスワードが違います"),
        (RIGHT, OTHER, OTHER + "x", "二つで違います"),
        (RIGHT, "short", "short", "12 文字以上"), (RIGHT, RIGHT, RIGHT, "いままでと同じ"),
        (RIGHT, "tanaka-no-himitsu", "tanaka-no-himitsu", "ログイン名や名前"),
    ],
)  # fmt: skip
def test_a_password_is_not_changed_into_a_bad_one_or_without_the_old(
    visitor: Visitor, old: str, new: str, again: str, words: str
) -> None:
    visitor.try_to_enter("tanaka", RIGHT)
    answer = _change(visitor, old, new, again)
    assert words in answer.text
    visitor.client.cookies.clear()
    assert visitor.try_to_enter("tanaka", RIGHT).status_code == 303


def test_a_changed_password_ends_the_sessions_elsewhere(visitor: Visitor) -> None:
    visitor.try_to_enter("tanaka", RIGHT)
    elsewhere = visitor.client.cookies[COOKIE]
    visitor.client.cookies.clear()
    visitor.try_to_enter("tanaka", RIGHT)
    _change(visitor, RIGHT, OTHER)
    assert visitor.client.get("/").status_code == 200
    visitor.client.cookies.clear()
    visitor.client.cookies.set(COOKIE, elsewhere)
    assert visitor.client.get("/").status_code == 303


def _change(visitor: Visitor, old: str, new: str, again: str | None = None) -> Any:
    token = visitor._token_on("/password")
    said = {"old": old, "new": new, "again": new if again is None else again, "token": token}
    return visitor.client.post("/password", data=said)


def test_a_script_in_a_login_or_a_name_is_text(visitor: Visitor) -> None:
    script = '"><script>alert(1)</script>'
    assert script not in visitor.try_to_enter(script, "x").text
    assert visitor.sign_in("\"&'鈴木").text("/").count("&#34;&amp;&#39;鈴木") == 1
    it = visitor.sign_in("伊藤", Role.IT)
    said = {"login": "x1", "name": script, "role": "clerk", "sees_all": "1", "token": it.token}
    answer = it.client.post("/accounts", data=said)
    assert answer.status_code == 422
    assert script not in answer.text
    said |= {"name": "加藤", "sees_all": "", "department": script}
    answer = it.client.post("/accounts", data=said)
    assert script not in answer.text
    assert script not in it.text("/accounts")


def proxied(office: Office, **settings: Any) -> Iterator[TestClient]:
    review = ReviewSettings(user_header="X-Remote-User", **settings)
    app = create_app(office.store, office.catalogue, office.settings, review)
    with TestClient(app, base_url=BASE, follow_redirects=False) as made:
        cheap(app, office)
        book(made).add("tanaka", "田中", Role.SUPERVISOR, EVERYTHING, "試験")
        yield made


@pytest.fixture
def behind(office: Office) -> Iterator[TestClient]:
    yield from proxied(office, proxies=f" testclient ,{OFFICE_PROXY}")


@pytest.fixture
def beside(office: Office) -> Iterator[TestClient]:
    """The same, called from an address that is not the proxy's."""
    yield from proxied(office, proxies=OFFICE_PROXY)


def named(login: str, **more: str) -> dict[str, str]:
    return {"X-Remote-User": login, **more}


def test_whom_a_trusted_proxy_names_is_signed_in(behind: TestClient) -> None:
    assert behind.get("/sign-in", headers=named("TANAKA")).headers["location"] == "/"
    assert "田中" in behind.get("/", headers=named("tanaka")).text


def test_anybody_else_may_write_that_header_in_vain(beside: TestClient) -> None:
    answer = beside.get("/sign-in", headers=named("tanaka"))
    assert answer.status_code == 200
    assert beside.get("/", headers=named("tanaka")).status_code == 303


def test_a_header_that_the_browser_put_beside_the_proxy_s_is_no_name(behind: TestClient) -> None:
    both = [("X-Remote-User", "tanaka"), ("X-Remote-User", "suzuki")]
    assert behind.get("/sign-in", headers=both).status_code == 200
    assert behind.get("/sign-in", headers=named("tanaka, suzuki")).status_code == 403


def test_a_login_that_the_proxy_names_and_nobody_knows_is_refused_in_japanese(
    behind: TestClient,
) -> None:
    answer = behind.get("/sign-in", headers=named("nobody"))
    assert answer.status_code == 403
    assert "このログイン名では使えません" in answer.text


@pytest.mark.parametrize("login", ["suzuki", ""])
def test_a_session_ends_when_the_proxy_names_another_or_nobody(
    behind: TestClient, login: str
) -> None:
    behind.get("/sign-in", headers=named("tanaka"))
    assert behind.get("/", headers=named(login)).status_code == 303


def test_behind_https_the_cookie_is_bound_to_the_host_and_browsers_stay_with_https(
    behind: TestClient,
) -> None:
    answer = behind.get("/sign-in", headers=named("tanaka") | {"X-Forwarded-Proto": "https"})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"__Host-{COOKIE}=")
    assert {"secure", "httponly", "path=/", "samesite=strict"} <= set(cookie.lower().split("; "))
    assert answer.headers["strict-transport-security"].startswith("max-age=")


def test_without_https_nothing_is_said_of_it(beside: TestClient) -> None:
    answer = beside.get("/sign-in", headers={"X-Forwarded-Proto": "https"})
    assert "strict-transport-security" not in answer.headers
    assert "secure" not in answer.headers["set-cookie"].lower()


def test_failures_count_by_the_address_that_the_proxy_saw(behind: TestClient) -> None:
    visitor = Visitor(behind)
    book(behind).add("sato", "佐藤", Role.CLERK, EVERYTHING, "試験", RIGHT, must_change=False)
    token = visitor._token_on("/sign-in")

    def tried(password: str, address: str) -> int:
        said = {"login": "sato", "password": password, "token": token}
        headers = {"X-Forwarded-For": f"{address}, {OFFICE_PROXY}"}
        return int(behind.post("/sign-in", data=said, headers=headers).status_code)

    assert [tried("wrong", "10.0.0.1") for _ in range(6)] == [401] * 5 + [429]
    assert tried(RIGHT, "10.0.0.2") == 303


def test_it_has_no_queue_and_comes_to_the_accounts(visitor: Visitor) -> None:
    it = visitor.sign_in("伊藤", Role.IT)
    answer = it.client.get("/")
    assert answer.status_code == 303
    assert it.client.get(answer.headers["location"]).status_code == 200
    assert it.client.get("/", headers=JSON).status_code == 403
