"""Sign-in through the office's identity provider: the way there and back, and every false token."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from forms.errors import SetupError
from review.app import create_app
from review.settings import ReviewSettings
from tests.review.conftest import BASE
from tests.review.identity import CLIENT, SECRET, IdentityProvider
from tests.review.seeding import Office
from tests.review.signing_in import account_named
from workflows.accounts import Role
from workflows.accounts.oidc import Asking, Client, NotVouched, Provider
from workflows.audit import Act


@pytest.fixture(scope="module")
def running() -> Iterator[IdentityProvider]:
    with IdentityProvider() as made:
        yield made


@pytest.fixture
def provider(running: IdentityProvider) -> IdentityProvider:
    """Honest again, whatever the test before made of it."""
    running.claims, running.signing, running.issuer = {}, "right", ""
    running.codes.clear()
    return running


@pytest.fixture
def client(office: Office, provider: IdentityProvider, tmp_path: Path) -> Iterator[TestClient]:
    secret = tmp_path / "secret"
    secret.write_text(f"{SECRET}\n", encoding="utf-8")
    review = ReviewSettings(oidc_issuer=provider.url, oidc_client=CLIENT, oidc_secret_file=secret)
    app = create_app(office.store, office.catalogue, office.settings, review)
    with TestClient(app, base_url=BASE, follow_redirects=False) as made:
        account_named(app.state.room.accounts, "田中", Role.SUPERVISOR, None)
        yield made


@pytest.fixture
def login(client: TestClient) -> str:
    found: str = client.app.state.room.accounts.all()[0].account.login  # type: ignore[attr-defined]
    return found


def come_back(client: TestClient, provider: IdentityProvider, login: str, **changed: str) -> Any:
    address = client.get("/sign-in/oidc").headers["location"]
    assert address.startswith(f"{provider.url}/authorize?")
    return client.get("/sign-in/oidc/back", params=provider.agree(address, login) | changed)


def test_whoever_the_provider_vouches_for_is_signed_in(
    client: TestClient, provider: IdentityProvider, office: Office, login: str
) -> None:
    answer = come_back(client, provider, login)
    assert answer.status_code == 200
    assert '<meta http-equiv="refresh" content="0; url=/">' in answer.text
    assert "田中" in client.get("/").text
    (line,) = office.audited(Act.SIGNED_IN)
    assert (line.by, line.what) == ("田中", "via=oidc")


def test_the_person_comes_back_to_the_page_that_was_wanted(
    client: TestClient, provider: IdentityProvider, login: str
) -> None:
    address = client.get("/sign-in/oidc", params={"next": "/intake?day=1"}).headers["location"]
    answer = client.get("/sign-in/oidc/back", params=provider.agree(address, login))
    assert "url=/intake?day=1" in answer.text


def test_the_sign_in_page_leads_there(client: TestClient) -> None:
    assert 'href="/sign-in/oidc"' in client.get("/sign-in").text


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"}, {"nonce": None}, {"aud": "another"}, {"aud": None},
        {"aud": [CLIENT, "another"]}, {"azp": "another"}, {"iss": "http://127.0.0.1:1"},
        {"exp": None}, {"preferred_username": None}, {"preferred_username": ["t1"]},
        {"sub": None},
    ],
    ids=lambda claims: "-".join(f"{name} {value}" for name, value in claims.items()),
)  # fmt: skip
def test_a_token_that_is_not_for_us_and_here_is_refused(
    provider: IdentityProvider, claims: dict[str, Any]
) -> None:
    provider.claims = claims
    with pytest.raises(NotVouched):
        vouched(provider)


@pytest.mark.parametrize(("claim", "seconds"), [("exp", -3600), ("iat", 3600)])
def test_a_token_of_another_time_is_refused(
    provider: IdentityProvider, claim: str, seconds: int
) -> None:
    provider.claims = {claim: int(time.time()) + seconds}
    with pytest.raises(NotVouched):
        vouched(provider)


@pytest.mark.parametrize("signing", ["other", "none", "hmac"])
def test_a_token_that_the_provider_did_not_sign_is_refused(
    provider: IdentityProvider, signing: str
) -> None:
    provider.signing = signing
    with pytest.raises(NotVouched):
        vouched(provider)


def test_an_honest_token_names_the_login(provider: IdentityProvider) -> None:
    assert vouched(provider) == "tanaka"
    provider.claims = {"aud": [CLIENT, "another"], "azp": CLIENT}
    assert vouched(provider) == "tanaka"


def vouched(provider: IdentityProvider) -> str:
    """The way there and back, without the pages."""
    ours = Provider(Client(provider.url, CLIENT, "preferred_username", SECRET))
    asking, back = Asking.new(), f"{BASE}/sign-in/oidc/back"
    return ours.login(provider.agree(ours.address(asking, back), "tanaka")["code"], asking, back)


def test_a_false_token_signs_nobody_in(
    client: TestClient, provider: IdentityProvider, login: str
) -> None:
    provider.claims = {"nonce": "another"}
    _is_refused(client, come_back(client, provider, login))


def test_another_state_is_refused_before_anything_is_asked(
    client: TestClient, provider: IdentityProvider, login: str
) -> None:
    before = len(provider.seen)
    _is_refused(client, come_back(client, provider, login, state="another"))
    assert len(provider.seen) == before


def test_a_way_back_that_did_not_begin_in_this_browser_is_refused(
    client: TestClient, provider: IdentityProvider, login: str
) -> None:
    """An attacker's code, planted into another browser."""
    address = client.get("/sign-in/oidc").headers["location"]
    brought = provider.agree(address, login)
    client.cookies.clear()
    _is_refused(client, client.get("/sign-in/oidc/back", params=brought))


def test_a_way_back_counts_once(client: TestClient, provider: IdentityProvider, login: str) -> None:
    address = client.get("/sign-in/oidc").headers["location"]
    brought = provider.agree(address, login)
    assert client.get("/sign-in/oidc/back", params=brought).status_code == 200
    client.cookies.clear()
    _is_refused(client, client.get("/sign-in/oidc/back", params=brought))


def test_a_provider_that_says_it_is_another_is_refused(
    client: TestClient, provider: IdentityProvider
) -> None:
    provider.issuer = "https://elsewhere.example"
    assert client.get("/sign-in/oidc").status_code == 401


def test_a_no_of_the_provider_is_said_in_japanese(
    client: TestClient, provider: IdentityProvider
) -> None:
    client.get("/sign-in/oidc")
    answer = client.get("/sign-in/oidc/back", params={"error": "access_denied", "state": "x"})
    _is_refused(client, answer)
    assert "やり直してください" in answer.text


def test_a_person_without_an_account_is_refused_and_none_is_made(
    client: TestClient, provider: IdentityProvider, office: Office
) -> None:
    answer = come_back(client, provider, "stranger")
    assert answer.status_code == 403
    assert "アカウントの登録を頼んでください" in answer.text
    assert len(client.app.state.room.accounts.all()) == 1  # type: ignore[attr-defined]
    assert office.audited(Act.SIGN_IN_REFUSED)[0].what == "why=oidc"


def test_without_a_provider_there_is_no_such_way(office: Office) -> None:
    app = create_app(office.store, office.catalogue, office.settings)
    with TestClient(app, base_url=BASE, follow_redirects=False) as client:
        assert client.get("/sign-in/oidc").status_code == 404
        assert client.get("/sign-in/oidc/back").status_code == 404


@pytest.mark.parametrize("issuer", ["http://idp.city.example", "ftp://x", "idp"])
def test_a_provider_in_the_open_is_refused_at_the_start(issuer: str) -> None:
    with pytest.raises(SetupError):
        Provider(Client(issuer, CLIENT, "preferred_username"))


def _is_refused(client: TestClient, answer: Any) -> None:
    assert answer.status_code == 401
    assert "本人と確かめられませんでした" in answer.text
    assert client.get("/").status_code == 303
