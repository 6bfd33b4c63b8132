"""A bot that asks a person right before the journal and the committing click."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from forms.record import Record
from workflows.seams import Bot, Evidence, Receipt


@dataclass(frozen=True, slots=True)
class AskingBot:
    """`may_enter` raises where nobody says yes: then there is neither journal nor click.

    The bot itself is opened and closed by whoever made it.
    """

    bot: Bot
    may_enter: Callable[[], None]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing: see above."""

    @property
    def sessions(self) -> int:
        return self.bot.sessions

    @property
    def evidence(self) -> Sequence[Evidence]:
        return self.bot.evidence

    def natural_key(self, record: Record) -> tuple[str, ...]:
        return self.bot.natural_key(record)

    def find(self, record: Record) -> Receipt | None:
        """As `Bot.find`."""
        return self.bot.find(record)

    def put_in(
        self,
        record: Record,
        before_submit: Callable[[], float | None],
        files: Mapping[str, Path] | None = None,
    ) -> Receipt:
        """As `Bot.put_in`, with the question first."""

        def asked() -> float | None:
            self.may_enter()
            return before_submit()

        return self.bot.put_in(record, asked, files)
