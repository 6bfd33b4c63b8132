"""alert, confirm and prompt: expected ones are answered as the scenario says, others are kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext
from playwright.sync_api import Dialog as BrowserDialog

from bots.deadline import Deadline
from forms.compare import fold


@dataclass(frozen=True, slots=True)
class Heard:
    """A dialog that came up: its kind (alert, confirm, prompt) and words."""

    kind: str
    words: str
    expected: bool


@dataclass(slots=True)
class Expected:
    """A dialog that may come. `seen` once it came."""

    words: str
    accept: bool
    typed: str | None = None
    deadline: Deadline | None = None
    seen: bool = False

    @property
    def accepts(self) -> bool:
        """An answer that commits is given before the deadline or never."""
        return self.accept and not (self.deadline is not None and self.deadline.is_over)


@dataclass(slots=True)
class DialogWatch:
    """Hears every dialog of a browser context. Unexpected questions are answered with cancel."""

    heard: list[Heard] = field(default_factory=list)
    _expected: list[Expected] = field(default_factory=list)

    def attach(self, context: BrowserContext) -> None:
        def hear(dialog: BrowserDialog) -> None:  # Playwright marks it: no bound method with slots
            self._answer(dialog)

        context.on("dialog", hear)

    def forget(self) -> None:
        """At the beginning of each piece of work."""
        self.heard.clear()
        self._expected.clear()

    def unexpected(self) -> Heard | None:
        return next((each for each in self.heard if not each.expected), None)

    def has_said(self, words: str) -> bool:
        return any(fold(words) in fold(each.words) for each in self.heard)

    @contextmanager
    def expecting(
        self,
        words: str,
        accept: bool,
        typed: str | None = None,
        deadline: Deadline | None = None,
    ) -> Iterator[Expected]:
        """While the block runs, a dialog that contains `words` is answered."""
        expected = Expected(words, accept, typed, deadline)
        self._expected.append(expected)
        try:
            yield expected
        finally:
            if expected in self._expected:
                self._expected.remove(expected)

    def _answer(self, dialog: BrowserDialog) -> None:
        if dialog.type == "beforeunload":
            dialog.accept()
            return
        match = next((e for e in self._expected if fold(e.words) in fold(dialog.message)), None)
        self.heard.append(Heard(dialog.type, dialog.message, match is not None))
        if match is not None:
            match.seen = True
        if match.accepts if match else dialog.type == "alert":
            dialog.accept(match.typed or "" if match and dialog.type == "prompt" else None)
        else:
            dialog.dismiss()
