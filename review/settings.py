"""Where the pages are served: environment variables `UTSUSHI_REVIEW_…`, beside the common ones."""

from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

LOCAL_NAMES = ("127.0.0.1", "localhost", "[::1]")


class ReviewSettings(BaseSettings):
    """`host` is bound; `names` are further host names by which browsers may call us."""

    model_config = SettingsConfigDict(env_prefix="UTSUSHI_REVIEW_", frozen=True, extra="ignore")

    host: str = "127.0.0.1"
    names: Annotated[str, NoDecode] = ""  # separated by commas
    sign_in_hours: float = Field(default=12.0, gt=0)

    @property
    def known_hosts(self) -> frozenset[str]:
        more = (name.strip().lower() for name in self.names.split(","))
        return frozenset({*LOCAL_NAMES, self.host.lower(), *(name for name in more if name)})
