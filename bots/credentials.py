"""Names of credentials → secrets. They stand in no YAML, log, message or picture."""

import os
from collections.abc import Mapping
from typing import Protocol

from forms.errors import MissingSecret


class Credentials(Protocol):
    """Where secrets come from."""

    def secret(self, system: str, name: str) -> str:
        """Raises MissingSecret where it is not given."""
        ...


class EnvironmentCredentials:
    """`UTSUSHI_SYSTEM_<SYSTEM>_<NAME>`, for example UTSUSHI_SYSTEM_PRACTICE_PASSWORD."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self._environment = environment

    def secret(self, system: str, name: str) -> str:
        environ = os.environ if self._environment is None else self._environment
        variable = f"UTSUSHI_SYSTEM_{system.upper()}_{name.upper()}"
        value = environ.get(variable)
        if not value:
            raise MissingSecret(f"資格情報 {variable} がありません。")
        return value

    def __repr__(self) -> str:
        return "EnvironmentCredentials(…)"
