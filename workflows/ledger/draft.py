"""A cost as somebody enters it, and what must hold of it before it is kept."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from workflows.fiscal import FiscalYear
from workflows.ledger.errors import BadCost
from workflows.ledger.item import FUNDING_TITLES, CostItem, Eligible, Funding, Measure
from workflows.ledger.measures import MeasureDeclaration, find
from workflows.ledger.sharing import Share

MOST_YEN = 10**12
LONGEST = 500
LONGEST_NAME = 200
_TEXTS = {
    "payee": "支払先", "title": "摘要", "category": "区分", "reason": "理由",
    "decided_by": "判断した人", "other_claims": "他の補助・申請", "department": "部署",
    "project": "事業",
}  # fmt: skip
_UNSEEN = {"Cc", "Cf", "Cs", "Co"}  # controls, turns of direction, halves, private use
_SHORT = {"decided_by", "department"}


@dataclass(frozen=True, slots=True)
class CostDraft:
    """As `CostItem`, before it has a number. `funding` empty: all of it 一般財源."""

    year: FiscalYear
    payee: str
    title: str
    amount: int
    tax: int = 0
    contracted_on: date | None = None
    inspected_on: date | None = None
    paid_on: date | None = None
    measure: Measure | None = None
    category: str | None = None
    eligible: Eligible = Eligible.UNDECIDED
    reason: str = ""
    decided_by: str = ""
    funding: Mapping[Funding, int] = field(default_factory=dict)
    other_claims: str = ""
    department: str = ""
    project: str = ""
    share: Share | None = None

    @property
    def own_amount(self) -> int:
        return self.share.own_part(self.amount) if self.share else self.amount

    @classmethod
    def of(cls, item: CostItem) -> "CostDraft":
        return cls(**{name: getattr(item, name) for name in cls.__dataclass_fields__})


def checked(draft: CostDraft, measures: tuple[MeasureDeclaration, ...], by: str) -> CostDraft:
    """What is kept of a draft: trimmed, the funding whole, who decided. `by`: decides where the
    draft names nobody. Raises BadCost with the first mistake."""
    texts = {name: _text(name, getattr(draft, name) or "") for name in _TEXTS}
    trimmed = replace(draft, **{**texts, "category": texts["category"] or None})  # type: ignore[arg-type]
    for name in ("payee", "title"):
        if not texts[name]:
            raise BadCost(f"{_TEXTS[name]}がありません。", field=name)
    _check_amounts(trimmed)
    _check_category(trimmed, measures)
    if trimmed.eligible is Eligible.NO and not trimmed.reason:
        raise BadCost("対象外の理由がありません。", field="reason")
    decided = "" if trimmed.eligible is Eligible.UNDECIDED else trimmed.decided_by or by
    return replace(trimmed, funding=_funding(trimmed), decided_by=decided)


def _text(name: str, text: str) -> str:
    said = " ".join(text.split())
    if any(unicodedata.category(ch) in _UNSEEN for ch in said):
        raise BadCost(f"{_TEXTS[name]}に、見えない文字か使えない文字があります。", field=name)
    most = LONGEST_NAME if name in _SHORT else LONGEST
    if len(said) > most:
        raise BadCost(f"{_TEXTS[name]}が長すぎます ({most} 字まで)。", field=name)
    return said


def _check_amounts(draft: CostDraft) -> None:
    if not draft.amount:
        raise BadCost("金額が 0 円です。", field="amount")
    if abs(draft.amount) >= MOST_YEN:
        raise BadCost("金額が大きすぎます。", field="amount")
    if draft.tax * draft.amount < 0 or abs(draft.tax) > abs(draft.amount):
        raise BadCost("消費税が金額と合いません。", field="tax")


def _check_category(draft: CostDraft, measures: tuple[MeasureDeclaration, ...]) -> None:
    if draft.measure is None:
        if draft.category:
            raise BadCost("区分がありますが、措置が選ばれていません。", field="measure")
        return
    measure = find(measures, draft.measure)
    if measure is None:
        raise BadCost(f"{draft.year}には、その措置がありません。", field="measure")
    if draft.category and draft.category not in measure.categories:
        raise BadCost(
            f"「{draft.category}」は{measure.title}の区分ではありません。", field="category",
            advice=f"使える区分: {'、'.join(measure.categories)}",
        )  # fmt: skip


def _funding(draft: CostDraft) -> Mapping[Funding, int]:
    """Whole: without any figure all is 一般財源. Raises BadCost where it does not add up to what
    is ours."""
    own = draft.own_amount
    given = {fund: yen for fund in Funding if (yen := draft.funding.get(fund, 0))}
    if not given:
        return {Funding.GENERAL: own} if own else {}
    for fund, yen in given.items():
        if yen * draft.amount < 0:
            title = FUNDING_TITLES[fund]
            raise BadCost(f"{title}の符号が金額と合いません。", field=fund.value)
    total = sum(given.values())
    if total != own:
        what = "当団体の負担額" if draft.share else "金額"
        raise BadCost(
            f"財源の合計 {total:,} 円が、{what} {own:,} 円と合いません (差 {total - own:+,} 円)。",
            field="general", advice="財源の内訳を直すか、全部空けて一般財源としてください。",
        )  # fmt: skip
    return given
