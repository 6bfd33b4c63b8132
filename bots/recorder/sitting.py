"""One sitting at the recorder: the person works, the panel leads from phase to phase."""

from playwright.sync_api import Error as PlaywrightError

from bots.failures import is_browser_failure, reason
from bots.recorder.events import Phase
from bots.recorder.panel import Panel
from bots.recorder.recorder import Recorder
from bots.recorder.writing import Written
from forms.errors import NotReady, SetupError, UtsushiError

LOOK_MS = 200
NOT_IN = "パスワードの欄がまだ出ています。ログインできていないようです。"
NOT_IN_ADVICE = "ログインし直してください。もうログインしているなら、もう一度「次へ」を押します。"


def sit(recorder: Recorder) -> Written | None:
    """The scenario; None where the person gave up.

    Raises MissingBrowser, MissingSecret, SetupError, NotReady; no error of the browser passes.
    """
    try:
        recorder.start()
        panel = Panel(recorder.opened.browser, recorder.form, recorder.record, recorder.phases)
        return Sitting(recorder, panel).whole()
    except UtsushiError:
        raise
    except Exception as error:
        if not is_browser_failure(error):
            raise
        raise NotReady(f"「{recorder.system.title}」: {reason(error)}") from None


class Sitting:
    """Leads through the phases. `step` is one look at what the person wants."""

    def __init__(self, recorder: Recorder, panel: Panel) -> None:
        self._recorder, self._panel = recorder, panel
        self._trouble = ""
        self._is_login_doubted = False
        self.written: Written | None = None
        panel.show(recorder.phase, recorder.used)

    def whole(self) -> Written | None:
        while self.written is None and self._panel.wish != "stop":
            self.step()
            if self.written is None:
                self._panel.page.wait_for_timeout(LOOK_MS)
        return self.written

    def step(self) -> None:
        """Raises SetupError where one of the two windows was closed."""
        if self._panel.is_closed or self._recorder.is_over:
            raise SetupError(
                "画面が閉じられたので、記録をやめました。何も保存していません。",
                advice="もう一度、はじめから記録してください。",
            )
        was_cut = self._recorder.is_cut
        self._recorder.notice()
        wish, self._panel.wish = self._panel.wish, ""
        if self._recorder.is_cut and not was_cut:
            self._trouble = ""  # what was pressed was meant for the part before
        elif wish == "next":
            self._go_on()
        elif wish == "back":
            self._recorder.go_back()
        elif wish:
            self._panel.wish = wish
        self._panel.show(
            self._recorder.phase,
            self._recorder.used,
            self._trouble,
            is_cut=self._recorder.is_cut,
        )

    def _go_on(self) -> None:
        """A phase that lacks something is not left; what is lacking is said on the panel."""
        self._trouble = ""
        phases = self._recorder.phases
        number = phases.index(self._recorder.phase) + 1
        try:
            if number < len(phases):
                self._recorder.check()
                self._check_login()
                self._recorder.begin(phases[number])
            else:
                self.written = self._recorder.finish()
        except UtsushiError as error:
            self._trouble = f"{error.message} {error.advice or ''}".strip()
        except PlaywrightError as error:
            self._trouble = reason(error)

    def _check_login(self) -> None:
        """Doubts once that somebody is logged in who is asked for a password: a menu may do so too.

        Raises SetupError.
        """
        if self._recorder.phase is not Phase.LOGIN or self._is_login_doubted:
            return
        frames = self._recorder.opened.context.pages[-1].frames
        if any(frame.locator("input[type=password]:visible").count() for frame in frames):
            self._is_login_doubted = True
            raise SetupError(NOT_IN, advice=NOT_IN_ADVICE)
