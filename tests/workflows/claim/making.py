"""Costs, effects and dossiers for the tests of the claim."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from workflows.claim.checks import Finding, check
from workflows.claim.dossier import Dossier
from workflows.claim.inputs import digest_of, inputs_of
from workflows.claim.note import ClaimNote
from workflows.claim.sums import claim_of
from workflows.effect import Basis, Effect, FormEffect, MonthEffect, Tally, WorkEffect
from workflows.effect.tally import yen_for
from workflows.fiscal import FiscalYear
from workflows.ledger import measures
from workflows.ledger.item import CostItem, Eligible, Funding, Measure, Voucher, VoucherKind
from workflows.ledger.strength import Kind, Strength
from workflows.ledger.strength import load as load_steps

YEAR = FiscalYear(2024)
NOW = datetime(2025, 7, 1, 3, 0, tzinfo=UTC)
RPA = measures.load(YEAR)[0]
SOFTWARE, LICENCES = RPA.categories[:2]


def voucher(text: str = "1", kind: VoucherKind = VoucherKind.INVOICE) -> Voucher:
    digest = digest_of(text)
    return Voucher(digest, f"請求書{text}.pdf", kind, f"vouchers/{digest}.pdf", 1000)


def item(number: int = 1, amount: int = 1_100_000, **more: Any) -> CostItem:
    """An eligible cost of RPA with nothing odd about it."""
    made = CostItem(
        number, YEAR, date(2024, 5, 1), date(2024, 9, 1), date(2024, 9, 20),
        f"例示システム{number}", f"RPA ソフトウェア {number}", amount, amount - amount * 10 // 11,
        Measure.RPA, SOFTWARE, Eligible.YES, "通知の区分「ソフトウェア費用」", "総務課 佐藤",
        {Funding.GENERAL: amount}, "", (voucher(str(number)),), "総務課", "DX 推進",
    )  # fmt: skip
    return replace(made, **more)


def funded(number: int, amount: int, national: int, **more: Any) -> CostItem:
    """The same with a part paid by the state."""
    funding = {Funding.GENERAL: amount - national, Funding.NATIONAL: national}
    return item(number, amount, funding=funding, **more)


def strength(*yearly: str, kind: Kind = Kind.MUNICIPALITY) -> Strength:
    figures = tuple(Decimal(each) for each in yearly)
    return Strength(YEAR, kind, figures, "令和6年度 決算カード", "佐藤", NOW)


KNOWN = strength("0.55", "0.55", "0.55")


COUNTED: Mapping[str, int] = {
    "documents": 120, "records": 120, "read": 118, "whole": 90, "entered": 110, "pages": 120,
    "fields": 2400, "fields_accepted": 2100, "read_seconds": 350, "enter_seconds": 1200,
    "review_seconds": 5400,
}  # fmt: skip


def effect(manual_seconds: int = 33_000, rate: int | None = 2_400, **more: Any) -> Effect:
    """Of one form, all in one month."""
    counts: dict[str, Any] = {**COUNTED, "manual_seconds": manual_seconds, **more}
    saved = counts["manual_seconds"] - counts["review_seconds"]
    money = None if rate is None else yen_for(saved, rate)
    work = WorkEffect(
        work_field="児童福祉・子育て", forms=("jido-teate-nintei",), basis=Basis.MEASURED,
        hourly_rate=rate, saved_yen=money, **counts,
    )  # fmt: skip
    form = FormEffect(
        form="jido-teate-nintei", title="児童手当 認定請求書", department="こども課",
        work_field=work.work_field, seconds_a_record=Decimal(300), basis=Basis.MEASURED,
        source="計測（2024-06-03、2 回、40 件）", **counts,
    )  # fmt: skip
    months = tuple(
        MonthEffect(month=month, **(counts if month == "2024-06" else {})) for month in YEAR.months
    )
    return Effect(
        str(YEAR), YEAR.months, Tally(**counts), (work,), (form,), months, (), Basis.MEASURED,
        rate, "令和6年度 給与費明細" if rate else "", money, "効果は計測によります。",
    )  # fmt: skip


def no_reading(_: Voucher) -> bytes:
    return b""


def found(*items: CostItem, **more: Any) -> tuple[Finding, ...]:
    """What the check says of these lines. More as for `dossier`."""
    return dossier(items, **more).findings


def codes(*items: CostItem, **more: Any) -> list[str]:
    """Without what concerns the whole claim of every year."""
    return [each.code for each in found(*items, **more) if each.code != "confirm"]


def dossier(
    items: Sequence[CostItem] = (), *, known: Strength | None = KNOWN,
    others: Sequence[CostItem] = (), today: date = date(2025, 7, 1), read: Any = no_reading,
    notes: Sequence[ClaimNote] = (), shown: Effect | None = None, is_locked: bool = True,
) -> Dossier:  # fmt: skip
    """With a year that is over and locked, where nothing else is said."""
    coefficient = known.coefficient if known else None
    claim = claim_of(YEAR, items, measures.load(YEAR), coefficient)
    worked = shown or effect()
    findings = check(claim, worked, others, notes, today, read, is_locked=is_locked)
    steps = load_steps(YEAR)
    digest = digest_of(inputs_of(claim, known, steps, worked))
    return Dossier(claim, known, steps, worked, findings, tuple(notes), NOW, digest)
