"""What became of a claim, as a value."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from workflows.fiscal import FiscalYear


class NoteKind(StrEnum):
    DECIDED = "decided"  # 決定額
    EXCESS = "excess"  # 錯誤・過大


NOTE_TITLES: Mapping[NoteKind, str] = {
    NoteKind.DECIDED: "決定額", NoteKind.EXCESS: "過大・錯誤",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClaimNote:
    """What became of the claim of `year`. `amount`: thousands of yen; of an excess, how much too
    much was claimed. `taken_year`: from whose amount the excess was taken; None while it is not."""

    id: int
    year: FiscalYear
    kind: NoteKind
    amount: int
    told_on: date
    words: str
    by: str
    at: datetime
    taken_year: FiscalYear | None = None
    struck_by: str | None = None
    struck_at: datetime | None = None
    struck_reason: str | None = None

    @property
    def holds(self) -> bool:
        return self.struck_at is None
