"""A Prefect server of the tests' own, and questions to it, signed in or not."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from workflows.prefect import env as prefect_env
from workflows.prefect import password as prefect_password
from workflows.settings import Settings


@dataclass(frozen=True)
class House:
    """A running server of the installation `settings`."""

    settings: Settings
    port: int

    @property
    def url(self) -> str:
        return f"http://{prefect_env.HOST}:{self.port}"

    @property
    def word(self) -> str:
        return prefect_password.sign_in_word(self.settings)

    def status(self, path: str, word: str = "", body: Any = None) -> int:
        """The HTTP status of a question asked with `word`; without one as a stranger."""
        try:
            return int(self._open(path, word, body).status)
        except urllib.error.HTTPError as error:
            return error.code

    def ask(self, path: str, body: Any = None) -> Any:
        """What the server answers us."""
        return json.load(self._open(path, self.word, body))

    def _open(self, path: str, word: str, body: Any) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/api/{path}", data)
        request.add_header("content-type", "application/json")
        for name, value in prefect_password.header(word).items() if word else ():
            request.add_header(name, value)
        return urllib.request.urlopen(request)


@pytest.fixture(scope="module")
def house(
    tmp_path_factory: pytest.TempPathFactory, prefect_made: Callable[[Path], None]
) -> Iterator[House]:
    """It looks for what is past its time every second, not every hour."""
    settings = Settings.load(home=tmp_path_factory.mktemp("house"), prefect_port=0)
    prefect_made(settings.home_path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PREFECT_SERVER_SERVICES_DB_VACUUM_LOOP_SECONDS", "1")
        with prefect_env.server(settings) as port:
            yield House(settings, port)
