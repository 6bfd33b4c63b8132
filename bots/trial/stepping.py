"""Stopping before each step of a scenario: what it is, where it stands, what would be typed."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Error as PlaywrightError

from bots.evidence import Hiding, hide, picture
from bots.healing.watching import WANTS, nothing_to_do
from bots.locate import locate
from bots.scenario.describing import describe, steps_inside
from bots.scenario.expressions import Template
from bots.scenario.targets import Strict
from bots.stage import Stage
from bots.trial.outline import outlined
from forms.errors import NotReady, Rejected, UtsushiError

HELP = "Enter: 次へ / c: 終わりまで止まらず進む / s: この手順を飛ばす / p: 画面の写し / q: やめる"


class GivenUp(NotReady):
    """The person at the keyboard stopped the run. Nothing was committed by it."""

    default_advice = "もう一度実行すると、初めから行います。"


@dataclass(slots=True)
class Stepper:
    """A watcher (`bots.stage.Watcher`) with a person behind it.

    `ask` prints a line and gives the answer; `keep` takes a masked picture (PNG) and says where it
    is; `typed` are the secrets of the login. `skipped` counts the steps that were left out: what
    was entered then is not the scenario's.
    """

    hiding: Hiding
    private: frozenset[str]
    say: Callable[[str], None]
    ask: Callable[[str], str]
    keep: Callable[[bytes], str]
    typed: Callable[[], Sequence[str]] = tuple
    skipped: int = 0
    _runs_on: bool = field(default=False)

    def before(self, step: Strict, stage: Stage) -> Strict | None:
        """Raises GivenUp where the person wants no more."""
        self.say(f"{self._where(stage)} {self._words(step, stage)}")
        if self._runs_on or steps_inside(step):
            return None
        with self._pointed_at(step, stage):
            return self._answered(stage)

    def _answered(self, stage: Stage) -> Strict | None:
        while True:
            answer = self.ask("> ").strip().lower()
            if answer in ("", "n"):
                return None
            if answer == "c":
                self._runs_on = True
                return None
            if answer == "s":
                self.skipped += 1
                self.say("  飛ばしました。この回は登録できません。")
                return nothing_to_do()
            if answer == "q":
                raise GivenUp("人が途中で止めました。登録していません。")
            self.say(f"  {self._pictured(stage) if answer == 'p' else HELP}")

    def _where(self, stage: Stage) -> str:
        line = stage.source.line(stage.loc)
        return f"[{stage.phase.value} {stage.source.path.name}:{line}]"

    def _words(self, step: Strict, stage: Stage) -> str:
        def shown(text: Template) -> str:
            """What would be typed, but for what may not be shown."""
            if any(slot.name in self.private for slot in text.slots):
                return "*" * 8
            try:
                said = stage.values.text(text) or ""
            except (Rejected, KeyError):
                return text.text
            return hide(said, (*self.hiding.secrets, *self.typed()))

        return describe(step, shown)

    def _pictured(self, stage: Stage) -> str:
        try:
            taken = picture(stage.page, self.hiding.and_secrets(*self.typed()))
        except PlaywrightError:
            taken = None
        return self.keep(taken) if taken else "いまは画面の写しを撮れません。"

    @contextmanager
    def _pointed_at(self, step: Strict, stage: Stage) -> Iterator[None]:
        """The target outlined in the browser, where it is there already."""
        attribute, _, want = WANTS.get(type(step), ("", "", None))
        target = getattr(step, attribute, None) if want else None
        if target is None or want is None:
            yield
            return
        try:
            locator = locate(target, stage, want)
        except (PlaywrightError, UtsushiError):
            yield
            return
        with outlined(locator):
            yield
