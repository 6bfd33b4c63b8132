"""A clerk who talks to the practice target system without a browser."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

import httpx

from samples.legacy.items import Procedure
from samples.legacy.login import PRACTICE_PASSWORD, PRACTICE_USER

Form = Mapping[str, str | list[str]]


class Clerk:
    """Posts forms as a browser does on a Shift_JIS page."""

    def __init__(self, url: str) -> None:
        self._client = httpx.Client(base_url=url, trust_env=False)

    def close(self) -> None:
        self._client.close()

    def get(self, path: str) -> str:
        return self._text(self._client.get(path))

    def raw(self, path: str) -> httpx.Response:
        return self._client.get(path)

    def post(self, path: str, form: Form) -> str:
        return self._text(self.raw_post(path, form))

    def raw_post(self, path: str, form: Form) -> httpx.Response:
        body = urlencode(form, doseq=True, encoding="cp932", errors="xmlcharrefreplace")
        kind = {"content-type": "application/x-www-form-urlencoded"}
        return self._client.post(path, content=body.encode("ascii"), headers=kind)

    def log_in(self, user: str = PRACTICE_USER, password: str = PRACTICE_PASSWORD) -> str:
        return self.post("/login.do", {"SHKIN_NO": user, "PASSWD": password})

    def enter(self, procedure: Procedure, form: Form) -> str:
        """Go through the steps until one refuses; the last page that came."""
        self.get(f"/{procedure.code}/nyuryoku.do")
        for number, step in enumerate(procedure.steps, start=1):
            names = {part for item in step.items for part in item.parts}
            typed = {name: value for name, value in form.items() if name in names}
            page = self.step(procedure, number, typed)
            if "(E" in page:
                return page
        return self.post(f"/{procedure.code}/toroku.do", {})

    def step(self, procedure: Procedure, number: int, typed: Form, act: str = "next") -> str:
        path = f"/{procedure.code}/nyuryoku.do"
        return self.post(path, {"STEP": str(number), "ACT": act, **typed})

    def _text(self, answer: httpx.Response) -> str:
        return answer.content.decode("cp932")
