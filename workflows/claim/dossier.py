"""All that a claim is shown with: one value for the page, the workbook, the summary and the lock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from workflows.claim.checks import Finding, Severity
from workflows.claim.sums import Claim
from workflows.effect import Effect
from workflows.fiscal import FiscalYear
from workflows.ledger.strength import Steps, Strength


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


@dataclass(frozen=True, slots=True)
class Dossier:
    """`steps`: the table of 財政力補正. `despite`: why it is locked though errors are left. `locked_by`
    and `locked_at`: None as long as the year is open: then all of it is only an estimate."""

    claim: Claim
    strength: Strength | None
    steps: Steps
    effect: Effect
    findings: tuple[Finding, ...]
    notes: tuple[ClaimNote, ...]
    made_at: datetime
    digest: str
    locked_by: str | None = None
    locked_at: datetime | None = None
    despite: str = ""

    @property
    def year(self) -> FiscalYear:
        return self.claim.year

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None

    def count(self, severity: Severity) -> int:
        return sum(each.severity is severity for each in self.findings)
