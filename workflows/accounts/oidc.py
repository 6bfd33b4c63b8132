"""Sign-in through an OpenID Connect provider on premise: authorization code with PKCE.

OpenID Connect Core 1.0, section 3.1, and RFC 7636. Signatures and claims are checked by joserfc;
nothing is believed that is not signed by a key of the provider's own list.
"""

import base64
import hashlib
import secrets
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from forms.errors import SetupError, UtsushiError
from workflows.clock import Clock, utc_now

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
_LEEWAY_SECONDS = 60  # between two clocks of one office
_TIMEOUT_SECONDS = 10.0
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_WELL_KNOWN = "/.well-known/openid-configuration"


class NotVouched(UtsushiError):
    """The provider did not say, in a way that we can check, who this is."""

    default_advice = "サインインをやり直してください。続くときは情報担当に連絡してください。"

    def __init__(self, why: str = "") -> None:
        super().__init__("庁内の認証サーバーで、本人と確かめられませんでした。")
        self.why = why
        """For the log: a code, never anything personal."""


@dataclass(frozen=True, slots=True)
class Client:
    """This installation as the provider knows it. `claim`: the one that is the login here."""

    issuer: str
    id: str
    claim: str
    secret: str = ""
    ca_file: Path | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """What the browser keeps while the person is at the provider's."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def new(cls) -> "Asking":
        return cls(*(secrets.token_urlsafe(32) for _ in range(3)))


class Provider:
    """Asked anew at each sign-in: a changed key or address counts at once. Raises SetupError."""

    def __init__(self, client: Client, clock: Clock = utc_now) -> None:
        _check_address(client.issuer)
        self._client, self._clock = client, clock
        self._trusted = _trusted(client.ca_file)

    def address(self, asking: Asking, back: str) -> str:
        """Where to send the browser. Raises NotVouched where the provider is out of reach."""
        challenge = hashlib.sha256(asking.verifier.encode()).digest()
        said = {
            "response_type": "code",
            "client_id": self._client.id,
            "redirect_uri": back,
            "scope": "openid profile email",
            "state": asking.state,
            "nonce": asking.nonce,
            "code_challenge": base64.urlsafe_b64encode(challenge).decode().rstrip("="),
            "code_challenge_method": "S256",
        }
        with self._http() as http:
            place = _text(self._metadata(http), "authorization_endpoint")
        return f"{place}{'&' if '?' in place else '?'}{urlencode(said)}"

    def login(self, code: str, asking: Asking, back: str) -> str:
        """The login that the provider vouches for. Raises NotVouched."""
        with self._http() as http:
            metadata = self._metadata(http)
            token = _text(self._exchanged(http, metadata, code, asking, back), "id_token")
            keys = _json(http, "GET", _text(metadata, "jwks_uri"))
        claims = self._checked(token, keys, asking.nonce)
        if self._client.claim == "email" and claims.get("email_verified") is False:
            raise NotVouched("email not verified")
        return _text(claims, self._client.claim)

    def _metadata(self, http: httpx.Client) -> Mapping[str, Any]:
        found = _json(http, "GET", self._client.issuer.rstrip("/") + _WELL_KNOWN)
        if found.get("issuer") != self._client.issuer:
            raise NotVouched("another issuer")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            _check_address(_text(found, name))
        return found

    def _exchanged(
        self, http: httpx.Client, metadata: Mapping[str, Any], code: str, asking: Asking, back: str
    ) -> Mapping[str, Any]:
        said = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": back,
            "code_verifier": asking.verifier,
        }  # fmt: skip
        methods = metadata.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        headers = {}
        if self._client.secret and "client_secret_basic" in methods:
            pair = f"{quote_plus(self._client.id)}:{quote_plus(self._client.secret)}"
            headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
        else:
            said["client_id"] = self._client.id
            if self._client.secret:
                said["client_secret"] = self._client.secret
        return _json(http, "POST", _text(metadata, "token_endpoint"), said, headers)

    def _checked(self, token: str, keys: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
        """The claims of an identity token that is ours, of now, and of this sign-in."""
        rules = jwt.JWTClaimsRegistry(
            now=lambda: int(self._clock().timestamp()),
            leeway=_LEEWAY_SECONDS,
            iss={"essential": True, "value": self._client.issuer},
            aud={"essential": True, "value": self._client.id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            read = jwt.decode(token, KeySet.import_key_set(keys), algorithms=list(ALGORITHMS))  # type: ignore[arg-type]
            rules.validate(read.claims)
        except (JoseError, ValueError) as error:  # also keys and texts that are none
            raise NotVouched(type(error).__name__) from error
        party = read.claims.get("azp")
        if isinstance(read.claims["aud"], list) and len(read.claims["aud"]) > 1 and party is None:
            raise NotVouched("no authorized party")
        if party is not None and party != self._client.id:
            raise NotVouched("another authorized party")
        return read.claims

    def _http(self) -> httpx.Client:
        """Straight to the provider, whatever proxies the environment names."""
        return httpx.Client(verify=self._trusted, timeout=_TIMEOUT_SECONDS, trust_env=False)


def _json(
    http: httpx.Client, method: str, address: str,
    said: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None,
) -> Mapping[str, Any]:  # fmt: skip
    try:
        answer = http.request(method, address, data=said, headers=headers)
        answer.raise_for_status()
        found = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise NotVouched(type(error).__name__) from error
    if not isinstance(found, dict):
        raise NotVouched("not an object")
    return found


def _text(found: Mapping[str, Any], name: str) -> str:
    value = found.get(name)
    if not isinstance(value, str) or not value:
        raise NotVouched(f"no {name}")
    return value


def _trusted(ca_file: Path | None) -> ssl.SSLContext:
    """The usual authorities and, where it is given, the office's own. Raises SetupError."""
    context = ssl.create_default_context()
    if ca_file is not None:
        try:
            context.load_verify_locations(ca_file)
        except OSError as error:  # also one that is no certificate
            raise SetupError(f"証明書のファイル {ca_file} を読めません。") from error
    return context


def _check_address(address: str) -> None:
    """Raises SetupError where passwords and keys would travel in the open."""
    parts = urlsplit(address)
    is_here = parts.scheme == "http" and parts.hostname in _LOOPBACK
    if not (parts.scheme == "https" and parts.hostname) and not is_here:
        raise SetupError(
            "認証サーバーの住所 (UTSUSHI_REVIEW_OIDC_ISSUER) は https でなければなりません。",
            advice="認証サーバーの管理者に、https の発行者 (issuer) を確かめてください。",
        )
