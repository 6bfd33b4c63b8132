"""A record becomes a verified entry, exactly once.

find (there and equal: done) → fill, each field read back → `before_submit` → the one committing
click → look it up afresh and compare. What is not known after the click is Unconfirmed: it is never
tried again blind.
"""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from playwright.sync_api import Locator, Page

from bots import evidence
from bots.credentials import Credentials
from bots.deadline import Deadline
from bots.evidence import Hiding, Shelf
from bots.failures import Gone, LoggedOut, NotFound, is_browser_failure, reason
from bots.healing.explaining import explained
from bots.job import Job, confirmed, enter
from bots.lookup import Found, look_up
from bots.receipt import Evidence, Receipt
from bots.rehearsal import Rehearsal
from bots.scenario.scenario import Scenario, System
from bots.session import Passing, Session
from bots.stage import Phase, Stage, Watcher
from bots.submit import Answer, Outcome, press
from forms.compare import fold
from forms.errors import (
    AcceptedUnseen,
    Different,
    NotReady,
    Rejected,
    SetupError,
    Unconfirmed,
    UtsushiError,
)
from forms.record import Record

Result = TypeVar("Result")


class Bot:
    """One system, one browser, one login. For one thread, outside of any running event loop.

    `scenarios` by form id; `evidence` is where the pictures go (None takes none: for measuring
    alone); `now` tells the local time; `watcher` sees each step before it is done; `passing` gives
    an empty folder for what the browser lays down in passing (downloads, traces).
    """

    def __init__(
        self,
        system: System,
        scenarios: Mapping[str, Scenario],
        credentials: Credentials,
        *,
        evidence: Shelf | None,
        headless: bool = True,
        now: Callable[[], datetime] = datetime.now,
        watcher: Watcher | None = None,
        passing: Passing | None = None,
    ) -> None:
        self._system = system
        self._scenarios = {k: s for k, s in scenarios.items() if s.system.name == system.name}
        self._session = Session(system, credentials, headless, passing)
        self._folder = evidence
        self._now = now
        self._watcher = watcher
        self._taken: list[Evidence] = []
        self._hidden: Hiding | None = None
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

    @property
    def sessions(self) -> int:
        """Logins that the system allows at one time."""
        return self._system.declared.sessions

    def natural_key(self, record: Record) -> tuple[str, ...]:
        """What tells the application apart in the target: two records of one key must not be on
        their way at one time. Raises SetupError where there is no scenario for it."""
        scenario = self._scenario(record)
        values = [record.values.get(name) for name in scenario.declared.key]
        parts = (sorted(each) if isinstance(each, tuple) else [each or ""] for each in values)
        return (self._system.name, record.form, *(fold("、".join(part)) for part in parts))

    def find(self, record: Record) -> Receipt | None:
        """Look the record up by its key.

        Raises Different where it is there with other values, Rejected where its values cannot be
        looked up, NotReady, SetupError (no scenario, browser, secret; login refused).
        """
        job = self._begin(record)
        found = self._guarded(job, lambda: self._found(job, "find"))
        if found is None:
            return None
        self._picture(job, "found")
        return self._receipt(job, found, existing=True)

    def rehearse(self, record: Record, files: Mapping[str, Path] | None = None) -> Rehearsal:
        """All that `put_in` does before the journal: nothing is committed. Raises as it does."""
        job = self._begin(record, files)
        found = self._guarded(job, lambda: self._found(job, "find"))
        if found is None:
            here, _ = self._guarded(job, lambda: self._entered(job))
            shown = self._guarded(job, lambda: confirmed(job, here))
            return Rehearsal(None, self.evidence, dict(self._seconds), shown)
        self._picture(job, "found")
        receipt = self._receipt(job, found, existing=True)
        return Rehearsal(receipt, receipt.evidence, receipt.seconds)

    def put_in(
        self,
        record: Record,
        before_submit: Callable[[], float | None],
        files: Mapping[str, Path] | None = None,
    ) -> Receipt:
        """Enter the record unless it is there. `before_submit` is called once, just before the
        committing click, and tells for how many seconds it may still be made (None: no limit); what
        it raises passes, and then nothing was clicked. `files` by name are those that `upload`
        steps may use.

        Before the click raises NotReady, Rejected, Different, SetupError; AcceptedUnseen where the
        steps before it seem to have committed. After it: Rejected (the target said no and the
        record is not there), Different, Unconfirmed (anything unknown).
        """
        job = self._begin(record, files)
        found = self._guarded(job, lambda: self._found(job, "find"))
        if found is not None:
            self._picture(job, "found")
            return self._receipt(job, found, existing=True)
        here, button = self._guarded(job, lambda: self._entered(job))
        deadline = Deadline.agreed(before_submit)
        start = time.monotonic()
        answer = press(job.scenario.declared.submit, here, button, deadline)
        self._seconds["submit"] = time.monotonic() - start
        kind = "rejected" if answer.outcome is Outcome.REJECTED else "after"
        self._picture(job, kind, here.page)
        return self._settled(job, answer)

    def _begin(self, record: Record, files: Mapping[str, Path] | None = None) -> Job:
        self._taken.clear()
        self._hidden = None
        self._seconds = {}
        scenario = self._scenario(record)
        hours = self._system.hours
        if hours is not None and not hours.is_open(self._now()):
            raise NotReady(f"「{self._system.title}」に入力できる時間は {hours}です。")
        watch = self._session.watch

        def keep(kind: str, content: bytes, suffix: str) -> None:
            if self._folder is not None:
                hiding = evidence.hiding_of(scenario, record.values)
                fit, end = evidence.fit_to_keep(content, suffix, hiding)
                self._taken.append(evidence.store(fit, kind, self._folder, end))

        job = Job(scenario, record, watch, self._watcher, files or {}, keep)
        job.check()
        self._session.next_record()
        return job

    def _scenario(self, record: Record) -> Scenario:
        scenario = self._scenarios.get(record.form)
        if scenario is None:
            raise SetupError(
                f"様式「{record.form}」を「{self._system.title}」に入力するシナリオがありません。"
            )
        return scenario

    def _found(self, job: Job, step: str) -> Found | None:
        start = time.monotonic()
        try:
            return self._session.logged_in(
                lambda page: look_up(job.scenario, job.stage(page, Phase.FIND))
            )
        except (Different, NotReady) as error:
            if isinstance(error, Different) or step == "find":
                self._picture(job, "different" if isinstance(error, Different) else "stopped")
            raise
        finally:
            self._seconds[step] = time.monotonic() - start

    def _entered(self, job: Job) -> tuple[Stage, Locator]:
        start, tries = time.monotonic(), count()
        try:
            ready = self._session.logged_in(lambda page: enter(job, page, again=next(tries) > 0))
            self._take(job, ready[0].page, "before")
        except UtsushiError as error:
            self._picture(job, "rejected" if isinstance(error, Rejected) else "stopped")
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
                self._words(job, "verified-text")
                return self._receipt(job, found, existing=False)
            if answer.outcome is Outcome.REJECTED:
                raise Rejected(f"「{self._system.title}」が受け付けませんでした: {answer.words}")
            why = "登録した申請が、検索しても見つかりません。"
        self._picture(job, "unconfirmed")
        said = f" ({answer.words})" if answer.words else ""
        if answer.outcome is Outcome.ACCEPTED:
            raise AcceptedUnseen(
                f"「{self._system.title}」は登録したと表示しましたが、照会で確かめられません。{why}"
            )
        raise Unconfirmed(f"「{self._system.title}」に登録されたか分かりません。{why}{said}")

    def _guarded(self, job: Job, work: Callable[[], Result]) -> Result:
        """The door before the click: no error of the browser passes."""
        try:
            return work()
        except (LoggedOut, Gone) as error:
            why = error.message
        except NotFound as error:
            raise explained(error, job.scenario, job.record.values) from error
        except UtsushiError:
            raise
        except Exception as error:
            if not is_browser_failure(error):
                raise
            why = f"「{self._system.title}」: {reason(error)}"
        raise NotReady(why)

    def _picture(self, job: Job, kind: str, window: Page | None = None) -> None:
        """A picture of `window`, or else of the session's own, where one can be taken: its lack
        must not change what happened."""
        is_there = window is not None and not window.is_closed()
        page = window if is_there else self._session.alive_page()
        if page is None:
            return
        with suppress(Exception):
            self._take(job, page, kind)

    def _take(self, job: Job, page: Page, kind: str) -> None:
        if self._folder is not None:
            self._taken += evidence.take(page, kind, self._folder, self._hiding(job))

    def _words(self, job: Job, kind: str) -> None:
        """The words of the screen without a picture; their lack must not change what happened."""
        page = self._session.alive_page()
        if self._folder is None or page is None:
            return
        with suppress(Exception):
            words = evidence.read_text(page, self._hiding(job)).encode("utf-8")
            self._taken.append(evidence.store(words, kind, self._folder, ".txt"))

    def _hiding(self, job: Job) -> Hiding:
        """What no evidence of this record may show."""
        if self._hidden is None:
            self._hidden = job.hiding
        return self._hidden.and_secrets(*self._session.secrets)

    def _receipt(self, job: Job, found: Found, *, existing: bool) -> Receipt:
        private = job.scenario.private
        values = {k: "*" * len(v) if k in private else v for k, v in found.values.items()}
        return Receipt(found.number, values, existing, self.evidence, dict(self._seconds))
