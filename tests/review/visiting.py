"""A visitor of the pages without a browser: signs in, keeps the token, makes calls."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

from review.room import COOKIE
from tests.review.signing_in import signed_in
from workflows.accounts import Role

JSON = {"Accept": "application/json"}


@dataclass
class Visitor:
    client: TestClient
    token: str = ""

    def try_to_enter(self, login: str, password: str) -> Any:
        """As a person does it, on the page."""
        self.token = self._token_on("/sign-in")
        said = {"login": login, "password": password, "token": self.token}
        return self.client.post("/sign-in", data=said)

    def sign_in(
        self, name: str, role: Role = Role.SUPERVISOR, departments: Iterable[str] | None = None
    ) -> "Visitor":
        """As an account of that name, made when there is none. `departments` None: all."""
        app = self.client.app
        assert isinstance(app, FastAPI)
        made = signed_in(app, name, role, departments)
        self.client.cookies.clear()
        self.client.cookies.set(COOKIE, made.secret)
        self.token = made.token
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
