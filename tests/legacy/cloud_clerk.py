"""A clerk who talks to the API of 総合窓口クラウド without a browser."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from samples.legacy.login import PRACTICE_PASSWORD, PRACTICE_USER

Values = Mapping[str, str | list[str]]

RISAI_POSTED: dict[str, str | list[str]] = {
    "shinsei_date": "2024-10-20",
    "kana": "スズキ　ジロウ",
    "name": "鈴木　次郎",
    "postal": "926-0021",
    "address": "石川県七尾市本府中町",
    "phone": "09012345678",
    "relation": "1",
    "setai_ninzu": "4",
    "house_address": "石川県七尾市本府中町イ25",
    "house_kind": "1",
    "risai_date": "2024-09-21",
    "cause": "02",
    "damage": ["1", "3"],
    "photo": "1",
    "copies": "2",
}
"""An invented application as the page sends it."""


class CloudClerk:
    """Does what the page's scripts do."""

    def __init__(self, url: str) -> None:
        self.client = httpx.Client(base_url=url, trust_env=False, timeout=60)
        self.client.get("/api/session")

    def close(self) -> None:
        self.client.close()

    def get(self, path: str, **query: Any) -> httpx.Response:
        return self.client.get(f"/api{path}", params=query)

    def post(self, path: str, body: Mapping[str, Any]) -> httpx.Response:
        token = self.client.cookies.get("XSRF-TOKEN", "")
        headers = {"x-xsrf-token": token}
        return self.client.post(f"/api{path}", json=body, headers=headers)

    def log_in(self, user: str = PRACTICE_USER, password: str = PRACTICE_PASSWORD) -> int:
        return self.post("/login", {"user": user, "password": password}).status_code

    def check(self, code: str, values: Values) -> httpx.Response:
        return self.post(f"/procedures/{code}/check", {"values": values})

    def register(self, code: str, values: Values, token: str = "") -> httpx.Response:
        body = {"values": values, "token": token}
        return self.post(f"/procedures/{code}/applications", body)

    def enter(self, code: str, values: Values) -> httpx.Response:
        """Confirm and register; what the first of them that refuses says."""
        checked = self.check(code, values)
        if checked.status_code != 200:
            return checked
        return self.register(code, values, checked.json()["token"])
