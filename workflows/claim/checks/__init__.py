"""The check before a claim goes out: what is missing or odd, and what to do about it."""

from collections.abc import Sequence
from datetime import date

from workflows.claim.checks import days, doubles, lines, whole
from workflows.claim.checks.finding import SEVERITY_TITLES, Finding, Severity
from workflows.claim.checks.lines import ReadVoucher
from workflows.claim.note import ClaimNote
from workflows.claim.sums import Claim
from workflows.effect import Effect
from workflows.ledger.item import CostItem, Eligible

__all__ = ["SEVERITY_TITLES", "Finding", "ReadVoucher", "Severity", "check", "has_errors"]

_ORDER = tuple(Severity)


def check(
    claim: Claim, effect: Effect, others: Sequence[CostItem], notes: Sequence[ClaimNote],
    today: date, read: ReadVoucher, *, is_locked: bool = False, altered: Sequence[int] = (),
) -> tuple[Finding, ...]:  # fmt: skip
    """The worst first, then by line. `others`: the lines of all other years; `notes`: what
    became of earlier claims; `altered`: lines that are not what their journal says."""
    measures = {each.measure.id: each.measure for each in claim.measures}
    found = [*whole.findings(claim, today, is_locked=is_locked), *whole.of_effect(effect)]
    found += [*whole.of_notes(claim, notes), *whole.of_altered(altered)]
    for item in claim.items:
        if item.eligible is not Eligible.NO:
            found += days.findings(item, claim.year, today)
        found += lines.findings(item, measures, read)
    found += doubles.findings(claim.items, others)
    return tuple(sorted(found, key=lambda each: (_ORDER.index(each.severity), each.items)))


def has_errors(findings: Sequence[Finding]) -> bool:
    return any(each.severity is Severity.ERROR for each in findings)
