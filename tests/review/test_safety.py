"""Attacks tried and refused."""

import logging
from io import BytesIO

import pytest
from fastapi.testclient import TestClient
from PIL import Image

from forms.form import Field
from review.app import create_app
from review.room import COOKIE
from review.settings import ReviewSettings
from tests.review.conftest import BASE
from tests.review.seeding import JIDO, UNCERTAIN, Office
from tests.review.visiting import JSON, Visitor
from workflows.audit import Act
from workflows.store.records import Reason

NUMBER = "123456789018"
FIELD = "seikyusha_my_number"


@pytest.fixture
def clerk(client: TestClient) -> Visitor:
    return Visitor(client).sign_in("田中")


@pytest.fixture
def record(office: Office) -> int:
    return office.add("jido-teate-nintei", JIDO, {FIELD: UNCERTAIN}, {FIELD: [NUMBER]})


def test_a_token_of_another_browser_is_worth_nothing(
    clerk: Visitor, office: Office, record: int
) -> None:
    app = create_app(office.store, office.catalogue, office.settings)
    with TestClient(app, base_url=BASE, follow_redirects=False) as other:
        stolen = Visitor(other).sign_in("鈴木").token
    headers = JSON | {"X-CSRF-Token": stolen}
    answer = clerk.client.post(f"/records/{record}/release", json={}, headers=headers)
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": "http://127.0.0.1:1"},
    ],
)  # fmt: skip
def test_a_post_from_another_page_is_refused(
    clerk: Visitor, record: int, headers: dict[str, str]
) -> None:
    sent = JSON | {"X-CSRF-Token": clerk.token} | headers
    assert clerk.client.post(f"/records/{record}/release", json={}, headers=sent).status_code == 403


def test_a_name_of_the_host_that_is_not_ours_is_refused(client: TestClient) -> None:
    assert client.get("/", headers={"Host": "rebound.example"}).status_code == 421


def test_a_further_host_name_may_be_allowed(office: Office) -> None:
    review = ReviewSettings(names="utsushi.city.example")
    app = create_app(office.store, office.catalogue, office.settings, review)
    with TestClient(app, base_url="http://utsushi.city.example", follow_redirects=False) as client:
        assert client.get("/").status_code == 303


def test_a_body_that_is_too_large_is_refused(clerk: Visitor, record: int) -> None:
    answer = clerk.call(f"/records/{record}/fields/{FIELD}", {"text": "1" * 70_000})
    assert answer.status_code == 413


def test_a_body_in_chunks_cannot_hide_how_long_it_is(client: TestClient) -> None:
    """A server goes by the chunks where both are said: the length may be a lie."""
    both = {"Content-Length": "5", "Transfer-Encoding": "chunked"}
    assert client.post("/sign-in", headers=both).status_code == 413


def test_every_answer_carries_the_safety_headers(clerk: Visitor, record: int) -> None:
    paths = ("/", "/sign-in", f"/records/{record}", f"/records/{record}/pages/1", "/nowhere",
             "/static/record.js", f"/records/{record}/history")  # fmt: skip
    for path in paths:
        headers = clerk.client.get(path).headers
        assert "script-src 'self'" in headers["content-security-policy"], path
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-frame-options"] == "DENY"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == ("no-cache" if "static" in path else "no-store")


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py"]
)
def test_nothing_outside_the_static_folder_is_served(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_session_known_before_the_name_is_not_the_session_after_it(client: TestClient) -> None:
    client.get("/sign-in")
    before = client.cookies[COOKIE]
    Visitor(client).sign_in("田中")
    after = client.cookies[COOKIE]
    assert after != before
    client.cookies.clear()
    client.cookies.set(COOKIE, before)
    assert client.get("/").status_code == 303


def test_the_cookie_is_out_of_the_reach_of_scripts_and_of_other_sites(client: TestClient) -> None:
    cookie = client.get("/sign-in").headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_a_name_is_text_wherever_it_stands(client: TestClient) -> None:
    text = Visitor(client).sign_in("\"&'田中").text("/")
    assert "&#34;&amp;&#39;田中" in text


def test_no_page_holds_a_my_number_that_nobody_asked_for(clerk: Visitor, record: int) -> None:
    assert NUMBER not in clerk.text(f"/records/{record}")
    answer = clerk.call(f"/records/{record}/fields/{FIELD}", {"text": NUMBER})
    assert answer.json()["settled"]
    assert NUMBER not in answer.text
    assert NUMBER not in clerk.text(f"/records/{record}")


def test_asking_for_a_my_number_is_in_the_audit_log_without_the_number(
    clerk: Visitor, office: Office, record: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    answer = clerk.call(f"/records/{record}/fields/{FIELD}/reveal", {})
    assert NUMBER in answer.json()["row"]
    (line,) = office.audited(Act.REVEALED)
    assert (line.by, line.record, line.field) == ("田中", record, FIELD)
    assert NUMBER not in caplog.text + repr(line)


def test_the_page_image_has_its_private_fields_painted_over(
    clerk: Visitor, office: Office, record: int
) -> None:
    field = office.catalogue["jido-teate-nintei"].field(FIELD)
    url = f"/records/{record}/pages/1"
    assert _is_flat(clerk.client.get(url).content, field)
    answer = clerk.call(f"/records/{record}/fields/{FIELD}/reveal", {}).json()
    shown = Image.open(BytesIO(clerk.client.get(answer["picture"]).content))
    assert _contrast(shown) > 100  # there is ink on it


def _is_flat(data: bytes, field: Field) -> bool:
    image = Image.open(BytesIO(data))
    return _contrast(image.crop(field.box.to_px(*image.size))) < 8  # JPEG noise at the edges


def _contrast(image: Image.Image) -> int:
    levels = list(image.convert("L").histogram())
    used = [level for level, count in enumerate(levels) if count]
    return used[-1] - used[0]


@pytest.mark.parametrize("grant", ["", "1", "9999999999.abc", "x.y"])
def test_a_private_picture_needs_a_true_grant(clerk: Visitor, record: int, grant: str) -> None:
    url = f"/records/{record}/fields/{FIELD}/picture"
    assert clerk.client.get(url, params={"grant": grant}).status_code == 403


def test_a_grant_is_for_one_field_of_one_browser(
    clerk: Visitor, office: Office, record: int
) -> None:
    picture = clerk.call(f"/records/{record}/fields/{FIELD}/reveal", {}).json()["picture"]
    elsewhere = picture.replace(FIELD, "haigusha_my_number")
    assert clerk.client.get(elsewhere).status_code == 403
    app = create_app(office.store, office.catalogue, office.settings)
    with TestClient(app, base_url=BASE, follow_redirects=False) as other:
        Visitor(other).sign_in("鈴木")
        assert other.get(picture).status_code == 403


def test_a_page_that_no_form_explains_is_shown_only_when_asked_for(
    clerk: Visitor, office: Office
) -> None:
    record = office.add_held(Reason("UnknownForm", "不明です。", "確かめてください。"))
    assert clerk.client.get(f"/records/{record}/pages/1").status_code == 403
    answer = clerk.call(f"/records/{record}/pages/1/reveal", {}).json()
    assert clerk.client.get(answer["picture"]).headers["content-type"] == "image/jpeg"
    (line,) = office.audited(Act.REVEALED)
    assert (line.by, line.record, line.what) == ("田中", record, "page=1")


def test_a_lost_image_is_a_page_in_japanese(clerk: Visitor, office: Office, record: int) -> None:
    for path in (office.settings.home_path / "pages").rglob("*.jpg"):
        path.unlink()
    answer = clerk.client.get(f"/records/{record}/pages/1")
    assert answer.status_code == 404
    assert "画像のファイルが見つかりません" in answer.text
