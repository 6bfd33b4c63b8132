"""Where the pages are served: environment variables `UTSUSHI_REVIEW_…`, beside the common ones."""

from pathlib import Path
from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from forms.errors import SetupError
from workflows.accounts.oidc import Client

LOCAL_NAMES = ("127.0.0.1", "localhost", "[::1]")


class ReviewSettings(BaseSettings):
    """`host` is bound; `names` are further host names by which browsers may call us.

    Lists stand in one variable, separated by commas. `proxies`: addresses of reverse proxies whose
    headers are believed. `user_header`: where such a proxy names who has signed in with it.
    """

    model_config = SettingsConfigDict(env_prefix="UTSUSHI_REVIEW_", frozen=True, extra="ignore")

    host: str = "127.0.0.1"
    names: Annotated[str, NoDecode] = ""
    sign_in_hours: float = Field(default=12.0, gt=0)
    idle_minutes: float = Field(default=60.0, gt=0)
    proxies: Annotated[str, NoDecode] = ""
    user_header: str = ""
    oidc_issuer: str = ""
    oidc_client: str = ""
    oidc_secret_file: Path | None = None
    oidc_ca_file: Path | None = None  # certificate of an authority that only the office knows
    oidc_claim: str = "preferred_username"  # which one is the login
    oidc_title: str = "庁内の認証でサインイン"

    @property
    def known_hosts(self) -> frozenset[str]:
        return frozenset({*LOCAL_NAMES, self.host.lower(), *_listed(self.names)})

    @property
    def oidc(self) -> Client | None:
        """How the identity provider knows us; None where none is set. Raises SetupError."""
        if not self.oidc_issuer:
            return None
        if not self.oidc_client:
            raise SetupError("UTSUSHI_REVIEW_OIDC_CLIENT (クライアント ID) が指定されていません。")
        secret = _secret(self.oidc_secret_file)
        return Client(
            self.oidc_issuer, self.oidc_client, self.oidc_claim, secret, self.oidc_ca_file
        )

    @property
    def known_proxies(self) -> frozenset[str]:
        return _listed(self.proxies)


def _secret(path: Path | None) -> str:
    try:
        return path.read_text(encoding="utf-8").strip() if path else ""
    except OSError as error:
        raise SetupError(f"ファイル {path} (クライアントの秘密) を読めません。") from error


def _listed(text: str) -> frozenset[str]:
    return frozenset(each.strip().lower() for each in text.split(",") if each.strip())
