"""A record becomes a verified entry, exactly once.

find (there and equal: done) → fill, each field read back → `before_submit` → the one committing
click → look it up afresh and compare. What is not known after the click is Unconfirmed: it is never
tried again blind.
"""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from playwright.sync_api import Locator, Page

from bots import evidence
from bots.credentials import Credentials
from bots.failures import Gone, LoggedOut, is_browser_failure, reason
from bots.job import Job, enter
from bots.lookup import Found, look_up, private_places
from bots.receipt import Evidence, Receipt
from bots.scenario.scenario import Scenario, System
from bots.session import Session
from bots.stage import Phase, Stage
from bots.submit import Answer, Outcome, press
from forms.errors import Different, NotReady, Rejected, SetupError, Unconfirmed, UtsushiError
from forms.record import Record

Result = TypeVar("Result")


class Bot:
    """One system, one browser, one login. For one thread, outside of any running event loop.

    `scenarios` by form id; `evidence` is the folder of the pictures; `now` tells the local time.
    """

    def __init__(
        self,
        system: System,
        scenarios: Mapping[str, Scenario],
        credentials: Credentials,
        *,
        evidence: Path,
        headless: bool = True,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        self._system = system
        self._scenarios = {k: s for k, s in scenarios.items() if s.system.name == system.name}
        self._session = Session(system, credentials, headless)
        self._folder = evidence
        self._now = now
        self._taken: list[Evidence] = []
        self._seconds: dict[str, float] = {}

    def __enter__(self) -> "Bot":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the browser; the next use opens it again."""
        self._session.close()

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What the last `find` or `put_in` took pictures of, also where it raised."""
        return tuple(self._taken)

    def find(self, record: Record) -> Receipt | None:
        """Look the record up by its key.

        Raises Different where it is there with other values, Rejected where its values cannot be
        looked up, NotReady, SetupError (no scenario, browser, secret; login refused).
        """
        job = self._begin(record)
        found = self._guarded(lambda: self._found(job, "find"))
        if found is None:
            return None
        self._picture(job, "found")
        return self._receipt(job, found, existing=True)

    def put_in(self, record: Record, before_submit: Callable[[], None]) -> Receipt:
        """Enter the record unless it is there. `before_submit` is called once, just before the
        committing click; what it raises passes, and then nothing was clicked.

        Before the click raises NotReady, Rejected, Different, SetupError. After it: Rejected (the
        target said no and the record is not there), Different, Unconfirmed (anything unknown).
        """
        job = self._begin(record)
        found = self._guarded(lambda: self._found(job, "find"))
        if found is not None:
            self._picture(job, "found")
            return self._receipt(job, found, existing=True)
        here, button = self._guarded(lambda: self._entered(job))
        before_submit()
        start = time.monotonic()
        answer = press(job.scenario.declared.submit, here, button)
        self._seconds["submit"] = time.monotonic() - start
        self._picture(job, "rejected" if answer.outcome is Outcome.REJECTED else "after")
        return self._settled(job, answer)

    def _begin(self, record: Record) -> Job:
        self._taken.clear()
        self._seconds = {}
        scenario = self._scenarios.get(record.form)
        if scenario is None:
            raise SetupError(
                f"様式「{record.form}」を「{self._system.title}」に入力するシナリオがありません。"
            )
        hours = self._system.hours
        if hours is not None and not hours.has(self._now().time()):
            raise NotReady(
                f"「{self._system.title}」に入力できる時間は "
                f"{hours.start:%H:%M} から {hours.end:%H:%M} までです。"
            )
        job = Job(scenario, record, self._session.watch)
        job.check()
        return job

    def _found(self, job: Job, step: str) -> Found | None:
        start = time.monotonic()
        try:
            return self._session.logged_in(
                lambda page: look_up(job.scenario, job.stage(page, Phase.FIND))
            )
        except Different:
            self._picture(job, "different")
            raise
        finally:
            self._seconds[step] = time.monotonic() - start

    def _entered(self, job: Job) -> tuple[Stage, Locator]:
        start = time.monotonic()
        try:
            ready = self._session.logged_in(lambda page: enter(job, page))
            self._taken.append(self._take(job, ready[0].page, "before"))
        except Rejected:
            self._picture(job, "rejected")
            raise
        finally:
            self._seconds["enter"] = time.monotonic() - start
        return ready

    def _settled(self, job: Job, answer: Answer) -> Receipt:
        """What is there now decides, whatever the answer looked like."""
        try:
            found = self._found(job, "verify")
        except Different as error:
            raise Different(f"登録しましたが、照合が合いません。{error.message}") from error
        except UtsushiError as error:
            why = error.message
        except Exception as error:  # noqa: BLE001  the door after the click: never let go of it
            why = reason(error) if is_browser_failure(error) else type(error).__name__
        else:
            if found is not None:
                return self._receipt(job, found, existing=False)
            if answer.outcome is Outcome.REJECTED:
                raise Rejected(f"「{self._system.title}」が受け付けませんでした: {answer.words}")
            why = "登録した申請が、検索しても見つかりません。"
        said = f" ({answer.words})" if answer.words else ""
        raise Unconfirmed(f"「{self._system.title}」に登録されたか分かりません。{why}{said}")

    def _guarded(self, work: Callable[[], Result]) -> Result:
        """The door before the click: no error of the browser passes."""
        try:
            return work()
        except (LoggedOut, Gone) as error:
            why = error.message
        except UtsushiError:
            raise
        except Exception as error:
            if not is_browser_failure(error):
                raise
            why = f"「{self._system.title}」: {reason(error)}"
        raise NotReady(why)

    def _picture(self, job: Job, kind: str) -> None:
        """A picture where one can be taken: its lack must not change what happened."""
        page = self._session.alive_page()
        if page is None:
            return
        with suppress(Exception):
            self._taken.append(self._take(job, page, kind))

    def _take(self, job: Job, page: Page, kind: str) -> Evidence:
        declared = job.scenario.declared
        frames = [declared.read_back.frame, declared.submit.frame]
        stage = job.stage(page, Phase.ENTER)
        places = [place for frame in frames for place in private_places(job.scenario, stage, frame)]
        return evidence.take(page, kind, self._folder, job.secrets, places)

    def _receipt(self, job: Job, found: Found, *, existing: bool) -> Receipt:
        private = job.scenario.private
        values = {k: "*" * len(v) if k in private else v for k, v in found.values.items()}
        return Receipt(found.number, values, existing, self.evidence, dict(self._seconds))
