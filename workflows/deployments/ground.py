"""What every step of applying is handed, and what it tells."""

from dataclasses import dataclass
from enum import StrEnum

from prefect.client.orchestration import SyncPrefectClient

from forms.catalogue import Catalogue
from workflows.settings import Settings


@dataclass(frozen=True, slots=True)
class Ground:
    """`client` is signed in; its calls raise httpx and Prefect errors, which `apply` turns into
    ours."""

    client: SyncPrefectClient
    settings: Settings
    catalogue: Catalogue


class What(StrEnum):
    MADE = "作りました"
    UPDATED = "新しくしました"
    KEPT = "そのままです"
    DROPPED = "取りやめました"


@dataclass(frozen=True, slots=True)
class Applied:
    """`kind`: ワークプール, デプロイメント, 予定 … in Japanese, for the command line."""

    kind: str
    name: str
    what: What
