"""What we applied last, kept on the Prefect server itself, so that what the office has changed or
taken away in the UI since is left as it is, and a new server gets everything."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.actions import VariableCreate, VariableUpdate

NAME = "utsushi_applied"
"""A Prefect variable. Deleting it makes the next start leave everything as it is."""


def digest(content: Any) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


class Memory:
    """For each key: the digest of what we wanted, and of what the server then showed."""

    def __init__(self, client: SyncPrefectClient) -> None:
        self._client = client
        found = client.read_variable_by_name(NAME)
        self._is_new = found is None
        value = found.value if found else {}
        self._kept: dict[str, list[str]] = dict(value) if isinstance(value, Mapping) else {}

    def wanted(self, key: str) -> str | None:
        """None: never applied."""
        return self._kept[key][0] if key in self._kept else None

    def shown(self, key: str) -> str | None:
        return self._kept[key][1] if key in self._kept else None

    def put(self, key: str, wanted: str, shown: str) -> None:
        self._kept[key] = [wanted, shown]
        if self._is_new:
            self._client.create_variable(VariableCreate(name=NAME, value=self._kept))
            self._is_new = False
        else:
            self._client.update_variable(VariableUpdate(name=NAME, value=self._kept))
