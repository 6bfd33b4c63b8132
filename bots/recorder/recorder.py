"""The recorder: a person works in its browser, phase by phase, and a scenario comes out."""

import hashlib
import re
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from playwright.sync_api import Frame, Page

from bots import evidence
from bots.credentials import Credentials
from bots.evidence import Hiding
from bots.failures import is_browser_failure
from bots.recorder.events import Kind, Phase, Screen
from bots.recorder.listening import Listener
from bots.recorder.looking import Looker
from bots.recorder.matching import CUT_COST, Matcher
from bots.recorder.opening import Opened, log_in, open_browser, stage_of
from bots.recorder.sections import Recorded, declare
from bots.recorder.writing import Written, write
from bots.scenario.scenario import System
from bots.scenario.values import Values
from bots.stage import Phase as BotPhase
from bots.stage import Stage
from forms.errors import NotReady, SetupError
from forms.form import Form
from forms.record import Record

NOTHING_DONE = {
    Phase.FIND: "まだ検索していません。検索のボタンを押してから、次へ進んでください。",
    Phase.ENTER: "まだ何も入力していません。確認画面まで進めてから、次へ進んでください。",
    Phase.SUBMIT: "まだ登録のボタンが押されていません。",
    Phase.LOOK_UP: "登録した申請を、まだ開いていません。",
}
_SESSION = re.compile(r";jsessionid=[^?#/]*", re.IGNORECASE)


class Recorder:
    """Records how one form is entered into one system. For one thread, as `Bot`.

    `record` holds the sample values; `pictures` is where masked pictures of the screens go (none
    where it is None). The person works in `page`; `begin` leads from phase to phase.
    """

    def __init__(
        self,
        system: System,
        form: Form,
        record: Record,
        credentials: Credentials,
        *,
        pictures: Path | None = None,
        headless: bool = False,
    ) -> None:
        self.system, self.form, self.record = system, form, record
        self.matcher = Matcher(form, record.values, system.codes, system.encoding)
        self._credentials, self._pictures, self._headless = credentials, pictures, headless
        self._looker = Looker(self._stage, self._picture, self.matcher.is_personal)
        self._listener = Listener(self._looker)
        self._after: dict[Phase, list[Screen]] = {}
        self._opened: Opened | None = None
        self._page: Page | None = None
        self._entrance = ""

    def __enter__(self) -> "Recorder":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def start(self) -> Page:
        """Open the browser, log in, and begin with the first phase.

        Raises MissingBrowser, MissingSecret, SetupError (login refused), NotReady.
        """
        self._opened = opened = open_browser(self.system, self._headless)
        self._listener.attach(opened.context)
        self._page = page = log_in(opened, self.system, self._credentials)
        self._listener.windows = [page]
        self._entrance = _relative(page.url, self.system.url)
        self._listener.deaf = False
        self.begin(Phase.FIND)
        return page

    @property
    def page(self) -> Page:
        """The window in which the person works. Raises NotReady where it is closed."""
        if self._page is None or self._page.is_closed():
            raise NotReady(f"「{self.system.title}」の画面が閉じています。")
        return self._page

    @property
    def opened(self) -> Opened:
        """The browser. Raises NotReady before `start`."""
        if self._opened is None:
            raise NotReady("記録をまだ始めていません。")
        return self._opened

    @property
    def phase(self) -> Phase:
        return self._listener.phase

    @property
    def used(self) -> set[str]:
        """The fields of the record that were typed or chosen already."""
        typed = {act.text for act in self._listener.acts if act.text}
        ways = [way for text in typed for way in self.matcher.ways(text, folded=True)]
        return self.matcher.used | {way.field for way in ways if way.cost < CUT_COST}

    def check(self) -> None:
        """Whether this phase may end. Raises SetupError where its job was not done."""
        clicks = [act for act in self._listener.acts if act.phase is self.phase]
        clicks = [act for act in clicks if act.kind in (Kind.CLICK, Kind.PRESS)]
        if not clicks:
            raise SetupError(NOTHING_DONE[self.phase])

    @property
    def is_over(self) -> bool:
        return self._page is None or self._page.is_closed()

    def settle(self) -> None:
        """Wait until what was done so far is taken down."""
        self._listener.settle(self.page)

    def begin(self, phase: Phase) -> None:
        """End the phase before and begin this one; all but ③ begin at the system's entrance."""
        self.settle()
        if self._listener.acts:
            self._end(self._listener.phase)
        self._listener.phase = phase
        if phase is not Phase.SUBMIT:
            self._listener.note_open(self._entrance)
            self.page.goto(self.system.url if self._entrance == "./" else self._address())
            self._looker.changed(0)

    def finish(self, title: str | None = None) -> Written:
        """The scenario. Raises SetupError where a part of the job was not done."""
        self.settle()
        self._end(self._listener.phase)
        for act in self._listener.acts:
            place = act.window, act.frames
            act.screen = act.screen or self._looker.screen_for(place, act.document)
        recorded = Recorded(self._listener.acts, self._looker.screens, self._after)
        data = declare(recorded, self.matcher, title or f"{self.form.title}の入力")
        return write(data)

    def close(self) -> None:
        """End the browser."""
        if self._opened is not None:
            self._opened.close()
        self._opened = self._page = None

    def _end(self, phase: Phase) -> None:
        """What the screens show now tells how this phase ends."""
        following = {Phase.ENTER: Phase.SUBMIT, Phase.SUBMIT: Phase.LOOK_UP}
        kind = following.get(phase, phase)
        self._after[phase] = self._listener.see_all(kind, self._picture)

    def _address(self) -> str:
        return self.system.url + self._entrance

    def _stage(self, page: Page, frame: Frame) -> Stage:
        values = Values({}, self.system.codes, self.system.encoding)
        stage = stage_of(page, self.opened, self.system, values, BotPhase.ENTER)
        return replace(stage, scope=frame)

    def _picture(self, page: Page) -> str | None:
        """Take a masked picture of a window; its name, None where none can be taken."""
        if self._pictures is None:
            return None
        try:
            taken = evidence.picture(page, self._hiding)
        except Exception as error:
            if not is_browser_failure(error):
                raise
            return None
        if taken is None:
            return None
        name = f"{hashlib.sha256(taken).hexdigest()[:32]}.png"
        self._pictures.mkdir(parents=True, exist_ok=True)
        (self._pictures / name).write_bytes(taken)
        return name

    @property
    def _hiding(self) -> Hiding:
        private = [each for each in self.form.fields if each.private]
        values = [str(self.record.values.get(each.id) or "") for each in private]
        secrets = tuple(text for text in (*values, *self.opened.secrets) if text)
        return Hiding(secrets=secrets, words=tuple(each.label for each in private))


def _relative(address: str, base: str) -> str:
    """The address inside the system, without a session's number in it."""
    plain = _SESSION.sub("", address)
    return plain.removeprefix(base) or "./" if plain.startswith(base) else plain
