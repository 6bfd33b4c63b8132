"""A small OpenID Connect provider on this machine, for tests: honest unless told otherwise."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

CLIENT, SECRET = "utsushi", "s3cr:t/+"


@dataclass
class IdentityProvider:
    """Context manager. `claims` and `issuer` replace what it says; `signing` how it signs:
    `right`, `other` (a key that is not in its list), `none`, `hmac` (with its public key)."""

    claims: dict[str, Any] = field(default_factory=dict)
    signing: str = "right"
    issuer: str = ""
    seen: list[Mapping[str, str]] = field(default_factory=list)

    def __enter__(self) -> Self:
        self.key, self.other = (RSAKey.generate_key(2048, {"kid": kid}) for kid in ("a", "a"))
        self.codes: dict[str, Mapping[str, str]] = {}
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer(outer.document(urlsplit(self.path).path))

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                said = {k: v[0] for k, v in parse_qs(self.rfile.read(length).decode()).items()}
                self._answer(outer.token(said, self.headers.get("Authorization", "")))

            def _answer(self, body: Mapping[str, Any] | None) -> None:
                self.send_response(200 if body is not None else 400)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(body or {}).encode())

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def document(self, path: str) -> Mapping[str, Any] | None:
        if path == "/.well-known/openid-configuration":
            return {
                "issuer": self.issuer or self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/keys",
            }
        return KeySet([self.key]).as_dict(private=False) if path == "/keys" else None

    def agree(self, address: str, login: str) -> dict[str, str]:
        """What a person does there: sign in. Gives what the browser brings back."""
        said = {k: v[0] for k, v in parse_qs(urlsplit(address).query).items()}
        assert said["response_type"] == "code"
        assert said["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = said | {"login": login}
        return {"code": code, "state": said["state"]}

    def token(self, said: Mapping[str, str], authorization: str) -> Mapping[str, Any] | None:
        """Once for a code, for the client that asked, with the verifier of its challenge."""
        self.seen.append(said)
        asked = self.codes.pop(said.get("code", ""), None)
        pair = base64.b64encode(f"{CLIENT}:s3cr%3At%2F%2B".encode()).decode()
        if asked is None or authorization != f"Basic {pair}":
            return None
        made = base64.urlsafe_b64encode(hashlib.sha256(said["code_verifier"].encode()).digest())
        is_right = made.decode().rstrip("=") == asked["code_challenge"]
        if not is_right or said["redirect_uri"] != asked["redirect_uri"]:
            return None
        return {"id_token": self._signed(asked), "access_token": "x", "token_type": "Bearer"}

    def _signed(self, asked: Mapping[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": self.url, "aud": CLIENT, "sub": "1", "iat": now, "exp": now + 300,
            "nonce": asked["nonce"], "preferred_username": asked["login"],
        } | self.claims  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        if self.signing == "none":
            return ".".join((*(_part(each) for each in ({"alg": "none"}, claims)), ""))
        if self.signing == "hmac":
            public = OctKey.import_key(self.key.as_pem(private=False))
            return jwt.encode({"alg": "HS256", "kid": "a"}, claims, public, algorithms=["HS256"])
        key = self.other if self.signing == "other" else self.key
        return jwt.encode({"alg": "RS256", "kid": "a"}, claims, key)


def _part(content: Mapping[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")
