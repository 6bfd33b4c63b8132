"""All that a claim is shown with: one value for page, workbook, summary and lock."""

from dataclasses import dataclass
from datetime import datetime

from workflows.claim.checks import Finding, Severity
from workflows.claim.note import ClaimNote
from workflows.claim.sums import Claim
from workflows.clock import tokyo_text
from workflows.effect import Effect
from workflows.fiscal import FiscalYear
from workflows.ledger.strength import Steps, Strength


@dataclass(frozen=True, slots=True)
class Dossier:
    """`steps`: the table of 財政力補正. `digest`: SHA-256 of what the figures were made of.
    `locked_by` and `locked_at`: None as long as the year is open: then all of it is an estimate.
    `despite`: why it was locked though errors were left."""

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

    @property
    def title(self) -> str:
        return f"{self.year} 特別交付税措置 申請資料"

    @property
    def state(self) -> str:
        """One sentence: an estimate, or locked by whom and when."""
        if self.locked_at is not None:
            return f"{tokyo_text(self.locked_at)}に確定（{self.locked_by}）"
        return f"見込み（{tokyo_text(self.made_at)}時点。年度はまだ確定していません）"

    def count(self, severity: Severity) -> int:
        return sum(each.severity is severity for each in self.findings)
