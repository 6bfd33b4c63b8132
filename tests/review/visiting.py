"""A visitor of the pages without a browser: gives a name, keeps the token, makes calls."""

import re
from dataclasses import dataclass
from typing import Any

from fastapi.testclient import TestClient

JSON = {"Accept": "application/json"}


@dataclass
class Visitor:
    client: TestClient
    token: str = ""

    def try_name(self, name: str) -> Any:
        self.token = self._token_on("/sign-in")
        return self.client.post("/sign-in", data={"name": name, "token": self.token})

    def sign_in(self, name: str) -> "Visitor":
        assert self.try_name(name).status_code == 303
        self.token = self._token_on("/sign-in")
        return self

    def text(self, path: str) -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.text
        return answer.text

    def call(self, path: str, body: Any) -> Any:
        return self.client.post(path, json=body, headers=JSON | {"X-CSRF-Token": self.token})

    def _token_on(self, path: str) -> str:
        found = re.search(r'name="csrf-token" content="([^"]+)"', self.text(path))
        assert found
        return found[1]
