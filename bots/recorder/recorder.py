"""The recorder: a person works in its browser, phase by phase, and a scenario comes out."""

from collections.abc import Sequence
from dataclasses import replace
from types import TracebackType

from playwright.sync_api import Frame, Page

from bots import drawers, evidence
from bots.credentials import Credentials
from bots.drawers import Drawer
from bots.evidence import Hiding
from bots.failures import is_browser_failure
from bots.recorder.committing import after_click, registering, since
from bots.recorder.entries import Data
from bots.recorder.events import PHASES, PRESSED, Act, Kind, Phase, Screen
from bots.recorder.joining import ENCODINGS, Entrance, Joined, join
from bots.recorder.listening import Listener
from bots.recorder.looking import Looker, path_of
from bots.recorder.matching import CUT_COST, Matcher
from bots.recorder.opening import Opened, bare, log_in, open_browser, relative, stage_of
from bots.recorder.sections import AGAIN, BY_KEY, Recorded, declare
from bots.recorder.trying import tried
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


class Recorder:
    """Records how one form is entered into one system. For one thread, as `Bot`.

    `record` holds the sample values; `pictures` is where masked pictures of the screens go (none
    where it is None). The person works in `page`; `begin` leads from phase to phase. `start` is the
    address of a system that is not declared yet (`joining.provisional`): then the first phase is
    the login, and `joined` is the system afterwards.
    """

    def __init__(
        self,
        system: System,
        form: Form,
        record: Record,
        credentials: Credentials,
        *,
        pictures: Drawer | None = None,
        headless: bool = False,
        start: str | None = None,
    ) -> None:
        self.system, self.form, self.record = system, form, record
        self.matcher = Matcher(form, record.values, system.codes, system.encoding)
        self.joined: Joined | None = None
        self._start = start
        self._credentials, self._pictures, self._headless = credentials, pictures, headless
        self._looker = Looker(self._stage, self._picture, self._is_personal)
        self._listener = Listener(self._looker)
        self._after: dict[Phase, list[Screen]] = {}
        self._commit: Act | None = None
        self._noticed: tuple[int, int, frozenset[str]] | None = None
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
        self._page = page = log_in(opened, self.system, self._credentials, self._start)
        self._listener.windows = [page]
        self._listener.deaf = False
        if self._start is not None:
            self._listener.phase = Phase.LOGIN
            return page
        self._entrance = relative(page.url, self.system.url)
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
    def phases(self) -> tuple[Phase, ...]:
        """The phases of this recording, in their order."""
        return PHASES if self._start is None else (Phase.LOGIN, *PHASES)

    @property
    def used(self) -> set[str]:
        """The fields of the record that were typed or chosen already."""
        typed = {act.text for act in self._listener.acts if act.text}
        ways = [way for text in typed for way in self.matcher.ways(text, folded=True)]
        return self.matcher.used | {way.field for way in ways if way.cost < CUT_COST}

    def check(self) -> None:
        """Whether this phase may end. Raises SetupError where its job was not done."""
        if self._commit is not None and self._commit.kind is Kind.PRESS:
            raise SetupError(BY_KEY, advice=AGAIN)
        if self.phase is Phase.LOGIN:
            return
        clicks = [act for act in self._listener.acts if act.phase is self.phase]
        clicks = [act for act in clicks if act.kind in PRESSED]
        if not clicks:
            raise SetupError(NOTHING_DONE[self.phase], advice="")

    @property
    def is_over(self) -> bool:
        return self._page is None or self._page.is_closed()

    def settle(self) -> None:
        """Wait until what was done so far is taken down."""
        self._listener.settle(self.page)

    @property
    def is_cut(self) -> bool:
        """Whether ③ was begun by a click in ② that registered the application."""
        return self._commit is not None and self.phase is Phase.SUBMIT

    def notice(self, *, also_typing: bool = False) -> None:
        """Where a click in ② has registered the application, that click is the one of ③: an entry
        that is only rehearsed must end before it. While somebody types, only `also_typing`."""
        acts, screens = self._listener.acts, self._looker.screens
        if self.phase is not Phase.ENTER or self._listener.is_busy or not acts:
            return
        if acts[-1].kind not in PRESSED and not also_typing:
            return
        now = frozenset(self._listener.words())
        looked = len(acts), len(screens), now
        if looked == self._noticed:
            return
        self._noticed = looked
        act = registering(acts, screens, now)
        if act is not None and self.phase is Phase.ENTER:
            self._commit = act
            self._take_over(Phase.ENTER, Phase.SUBMIT, since(act, acts))
            shown = self._listener.see_all(Phase.LOOK_UP, self._picture)
            self._after[Phase.SUBMIT] = [*shown, *after_click(act, screens)]

    def go_back(self) -> None:
        """What `notice` took for the committing click was none: go on with ②."""
        if self._commit is not None and self.is_cut:
            self._commit.harmless = True
            self._take_over(Phase.SUBMIT, Phase.ENTER, self._listener.acts)
            self._after.pop(Phase.SUBMIT, None)
            self._commit = None

    def _take_over(self, old: Phase, new: Phase, acts: Sequence[Act]) -> None:
        for act in acts:
            act.phase = new if act.phase is old else act.phase
        self._listener.phase = new

    def begin(self, phase: Phase) -> None:
        """End the phase before and begin this one; all but ③ begin at the system's entrance.

        Raises BadDeclaration where the login cannot be written.
        """
        self.settle()
        self.notice(also_typing=True)
        if phase is self.phase and self.is_cut:
            return
        if self.phase is Phase.LOGIN:
            self._join()
        elif self._listener.acts:
            self._end(self._listener.phase)
        self._listener.phase = phase
        if phase is not Phase.SUBMIT:
            for page in self._listener.windows[1:]:  # as the bot does before each search
                page.close()
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
        recorded = Recorded(self._listener.acts, self._looker.screens, self._after, self._commit)
        data = declare(recorded, self.matcher, title or f"{self.form.title}の入力")
        return write({**data, "find": self._tried(data, recorded)})

    def close(self) -> None:
        """End the browser."""
        if self._opened is not None:
            self._opened.close()
        self._opened = self._page = None

    def _tried(self, data: Data, recorded: Recorded) -> Data:
        """The section `find`, with what leads through the pages of the list."""
        tables = {**self.system.codes, **data.get("codes", {})}
        values = Values(self.record.values, tables, self.system.encoding)
        self._listener.deaf = self.opened.watch.active = True
        try:
            stage = stage_of(self.page, self.opened, self.system, values, BotPhase.FIND)
            return tried(data["find"], recorded, stage)
        finally:
            self._listener.deaf = self.opened.watch.active = False

    def _join(self) -> None:
        """The login becomes `system.yaml`; nothing of whoever logged in is kept."""
        shown = self._listener.see_all(Phase.LOGIN, self._picture)
        page = self._listener.open_windows[-1]
        number = self._listener.windows.index(page)
        stages = {path_of(frame): self._stage(page, frame) for frame in page.frames}
        charset = str(page.evaluate("document.characterSet")).lower()
        encoding = ENCODINGS.get(charset, "utf-8")
        entrance = Entrance(shown, stages, number, bare(page.url), encoding)
        joined = join(self._listener.acts, self.system, self._start or "", entrance)
        self.joined, self.system = joined, joined.system
        self.matcher = Matcher(self.form, self.record.values, {}, joined.system.encoding)
        self._listener.acts.clear()
        self._listener.windows = [page]
        self._looker.forget()
        self.opened.secrets = tuple(self._listener.secrets)
        self._page = page
        self._entrance = relative(page.url, self.system.url)

    def _is_personal(self, text: str) -> bool:
        typed = [each for each in self._listener.secrets if len(each) > 1]
        return self.matcher.is_personal(text) or any(each in text for each in typed)

    def _end(self, phase: Phase) -> None:
        """What the screens show now tells how this phase ends."""
        if phase is Phase.SUBMIT and self._commit is not None:
            return  # that was seen when the click was noticed
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
        if self._pictures is None or self.phase is Phase.LOGIN:
            return None
        try:
            taken = evidence.picture(page, self._hiding)
        except Exception as error:
            if not is_browser_failure(error):
                raise
            return None
        if taken is None:
            return None
        return drawers.put_picture(self._pictures, taken)

    @property
    def _hiding(self) -> Hiding:
        private = [each for each in self.form.fields if each.private]
        values = [str(self.record.values.get(each.id) or "") for each in private]
        secrets = tuple(text for text in (*values, *self.opened.secrets) if text)
        return Hiding(secrets=secrets, words=tuple(each.label for each in private))
