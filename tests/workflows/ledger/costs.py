"""Costs for tests."""

from dataclasses import replace
from datetime import date
from typing import Any

from workflows.fiscal import FiscalYear
from workflows.ledger import CostDraft, Eligible, Measure

DRAFT = CostDraft(
    year=FiscalYear(2024), payee="写し商事株式会社", title="RPA ライセンス 10 本", amount=1_100_000,
    tax=100_000, contracted_on=date(2024, 5, 1), inspected_on=date(2024, 6, 28),
    paid_on=date(2024, 7, 31), measure=Measure.RPA, category="ライセンス費用",
    eligible=Eligible.YES, reason="措置の対象経費に挙がっているため", department="情報政策課",
)  # fmt: skip


def draft(**changes: Any) -> CostDraft:
    return replace(DRAFT, **changes)
