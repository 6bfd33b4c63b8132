"""One way to do the same thing at both practice systems, so that each fault is tried at both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cloud_clerk import RISAI_POSTED, CloudClerk
from legacy_clerk import Clerk
from legacy_forms import RISAI

from samples.legacy.procedures.risai import RISAI as PROCEDURE
from samples.legacy.server import LegacyServer
from samples.legacy.serving import PracticeServer
from samples.legacy.spa.server import CloudServer

Said = tuple[int, str]
"""Status and words of an answer."""


class LegacyDesk:
    """At the first system."""

    def __init__(self, url: str) -> None:
        self._clerk = Clerk(url)
        self._token = ""

    def close(self) -> None:
        self._clerk.close()

    def log_in(self) -> None:
        self._clerk.log_in()

    def screen(self) -> Said:
        return self._said("/rs/kensaku.do")

    def confirm(self) -> str:
        """Up to the confirmation: what the screens said on the way."""
        seen = self._clerk.get("/rs/nyuryoku.do")
        for number, step in enumerate(PROCEDURE.steps, start=1):
            names = {part for item in step.items for part in item.parts}
            typed = {k: v for k, v in RISAI.items() if k in names}
            seen = self._clerk.step(PROCEDURE, number, typed)
        self._token = seen.partition('NAME="TOKEN" VALUE="')[2].partition('"')[0]
        return seen

    def register(self) -> Said:
        answer = self._clerk.raw_post("/rs/toroku.do", {"TOKEN": self._token})
        return answer.status_code, answer.content.decode("cp932")

    def detail(self) -> Said:
        return self._said("/rs/shokai.do?ID=1")

    def entry_screen(self) -> str:
        return self._said("/rs/nyuryoku.do")[1]

    def _said(self, path: str) -> Said:
        answer = self._clerk.raw(path)
        return answer.status_code, answer.content.decode("cp932")


class CloudDesk:
    """At the second."""

    def __init__(self, url: str) -> None:
        self._clerk = CloudClerk(url)
        self._token = ""

    def close(self) -> None:
        self._clerk.close()

    def log_in(self) -> None:
        self._clerk.log_in()

    def screen(self) -> Said:
        answer = self._clerk.get("/procedures/rs/applications")
        return answer.status_code, answer.text

    def confirm(self) -> str:
        answer = self._clerk.check("rs", RISAI_POSTED)
        self._token = answer.json().get("token", "")
        return answer.text

    def register(self) -> Said:
        answer = self._clerk.register("rs", RISAI_POSTED, self._token)
        return answer.status_code, answer.text

    def detail(self) -> Said:
        answer = self._clerk.get("/procedures/rs/applications/1")
        return answer.status_code, answer.text

    def entry_screen(self) -> str:
        return self._clerk.get("/procedures/rs/form").text


AnyDesk = LegacyDesk | CloudDesk


@dataclass(frozen=True, slots=True)
class Kind:
    """A practice system: its server and its desk."""

    server: type[PracticeServer]
    desk: Callable[[str], AnyDesk]


KINDS = {"legacy": Kind(LegacyServer, LegacyDesk), "spa": Kind(CloudServer, CloudDesk)}
