"""Between rows of the store and `CostItem`."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.fiscal import FiscalYear
from workflows.ledger.draft import CostDraft
from workflows.ledger.item import (
    ELIGIBLE_TITLES,
    FUNDING_TITLES,
    MEASURE_TITLES,
    CostItem,
    Eligible,
    Funding,
    Measure,
    Struck,
    Voucher,
    VoucherKind,
)
from workflows.ledger.sharing import KEY_TITLES, Key, Party, Share, text_of
from workflows.store.tables import CostRow, VoucherRow


def items_of(session: Session, rows: Sequence[CostRow]) -> tuple[CostItem, ...]:
    """With the documents that are attached, in one question."""
    query = select(VoucherRow).where(VoucherRow.detached_at.is_(None)).order_by(VoucherRow.id)
    if len(rows) == 1:
        query = query.where(VoucherRow.cost_id == rows[0].id)
    elif rows:
        query = query.join(CostRow).where(CostRow.year.in_({row.year for row in rows}))
    by_cost: dict[int, list[Voucher]] = {}
    for each in session.scalars(query) if rows else ():
        by_cost.setdefault(each.cost_id, []).append(voucher_of(each))
    return tuple(_item(row, tuple(by_cost.get(row.id, ()))) for row in rows)


def voucher_of(row: VoucherRow) -> Voucher:
    return Voucher(row.sha256, row.name, VoucherKind(row.kind), row.path, row.size, row.id)


def _item(row: CostRow, vouchers: tuple[Voucher, ...]) -> CostItem:
    return CostItem(
        row.id, FiscalYear(row.year), row.contracted_on, row.inspected_on, row.paid_on,
        row.payee, row.title, row.amount, row.tax,
        Measure(row.measure) if row.measure else None, row.category, Eligible(row.eligible),
        row.reason, row.decided_by, {Funding(fund): yen for fund, yen in row.funding.items()},
        row.other_claims, vouchers, row.department, row.project, _share(row.share),
        _struck(row), row.serial,
    )  # fmt: skip


def _struck(row: CostRow) -> Struck | None:
    if row.struck_at is None:
        return None
    return Struck(row.struck_at, row.struck_by or "", row.struck_reason or "")


def _share(said: Any) -> Share | None:
    if said is None:
        return None
    parties = (Party(code, name, Decimal(weight)) for code, name, weight in said["parties"])
    return Share(Key(said["key"]), tuple(parties), said["own"])


def values_of(draft: CostDraft) -> dict[str, Any]:
    """The columns of a row. The share of a cost is kept as text, weights too: exact."""
    share = draft.share
    parties = [[p.code, p.name, str(p.weight)] for p in share.parties] if share else []
    return {
        **{name: getattr(draft, name) for name in CostDraft.__dataclass_fields__},
        "year": draft.year.begins,
        "measure": draft.measure.value if draft.measure else None,
        "eligible": draft.eligible.value,
        "funding": {fund.value: yen for fund, yen in draft.funding.items()},
        "share": {"key": share.key.value, "own": share.own, "parties": parties} if share else None,
    }


def words_of(cost: CostDraft | CostItem) -> Mapping[str, str]:
    """What the journal says of a cost, field by field, empty ones left out."""
    said = {
        "年度": str(cost.year), "契約日": _day(cost.contracted_on),
        "検収日": _day(cost.inspected_on), "支出日": _day(cost.paid_on),
        "支払先": cost.payee, "摘要": cost.title,
        "金額": f"{cost.amount:,}", "消費税": f"{cost.tax:,}",
        "措置": MEASURE_TITLES[cost.measure] if cost.measure else "", "区分": cost.category or "",
        "対象": ELIGIBLE_TITLES[cost.eligible], "理由": cost.reason,
        "判断した人": cost.decided_by, "財源": _funding(cost.funding),
        "他の補助・申請": cost.other_claims, "部署": cost.department, "事業": cost.project,
        "共同利用": _shared(cost.share),
    }  # fmt: skip
    return {name: text for name, text in said.items() if text}


def _funding(funding: Mapping[Funding, int]) -> str:
    return "、".join(f"{FUNDING_TITLES[fund]} {yen:,}" for fund, yen in funding.items())


def _shared(share: Share | None) -> str:
    return f"{KEY_TITLES[share.key]}: {text_of(share)}" if share else ""


def _day(day: object) -> str:
    return str(day) if day else ""
