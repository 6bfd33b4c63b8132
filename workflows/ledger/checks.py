"""What is odd about a cost that may all the same be right: told before it is kept, and again by
the check of the claim."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from forms.era import to_era
from workflows.ledger.draft import CostDraft
from workflows.ledger.item import CostItem, Eligible

_RATES = (10, 8)  # % of 消費税, with the reduced rate
_RUNNING = (
    "人件費", "給与", "給料", "賃金", "報酬", "職員手当", "諸手当", "時間外手当", "旅費", "保守",
    "運用費", "運用経費",
    "電気代", "光熱", "通信費", "回線使用料", "消耗品", "賃借料", "リース料",
)  # fmt: skip


class Code(StrEnum):
    OUTSIDE_YEAR = "outside_year"
    PAID_LATE = "paid_late"
    NO_DATE = "no_date"
    ORDER = "order"
    TAX = "tax"
    TWICE = "twice"
    NO_CATEGORY = "no_category"
    RUNNING = "running"
    NO_REASON = "no_reason"
    OTHER_CLAIM = "other_claim"


@dataclass(frozen=True, slots=True)
class Notice:
    """`field`: of the draft; `message`: Japanese, with what to look at."""

    code: Code
    field: str
    message: str


def notices(draft: CostDraft, others: Iterable[CostItem] = ()) -> tuple[Notice, ...]:
    """Everything odd about a checked draft. `others`: the lines that stand, its own left out."""
    return (*_days(draft), *_tax(draft), *_claims(draft), *_twice(draft, others))


def is_tax(amount: int, tax: int) -> bool:
    """Whether `tax` may be the 消費税 inside `amount` (8 or 10 %, rounded however, or mixed)."""
    if not tax:
        return True
    whole, part = abs(amount), abs(tax)
    return (part + 1) * 108 > whole * 8 and (part - 1) * 110 < whole * 10


def is_tax_at_one_rate(amount: int, tax: int) -> bool:
    return not tax or any(abs(abs(amount) * r - abs(tax) * (100 + r)) < 100 + r for r in _RATES)


def _days(draft: CostDraft) -> Iterator[Notice]:
    year = draft.year
    for name, title, day in (
        ("contracted_on", "契約日", draft.contracted_on),
        ("inspected_on", "検収日", draft.inspected_on),
    ):
        if day and day not in year:
            yield Notice(Code.OUTSIDE_YEAR, name, f"{title}が{year}の外です。")
    if draft.paid_on and draft.paid_on > year.books_close:
        words = f"支出日が出納整理期間 ({to_era(year.books_close)}まで) の後です。"
        yield Notice(Code.PAID_LATE, "paid_on", words)
    elif draft.paid_on and draft.paid_on < year.first:
        yield Notice(Code.OUTSIDE_YEAR, "paid_on", f"支出日が{year}より前です。")
    if not (draft.contracted_on or draft.inspected_on or draft.paid_on):
        yield Notice(Code.NO_DATE, "contracted_on", "契約日・検収日・支出日がどれもありません。")
    if _is_after(draft.contracted_on, draft.inspected_on):
        yield Notice(Code.ORDER, "inspected_on", "検収日が契約日より前です。")
    if _is_after(draft.inspected_on, draft.paid_on):
        words = "支出日が検収日より前です (前払いですか)。"
        yield Notice(Code.ORDER, "paid_on", words)


def _is_after(first: date | None, second: date | None) -> bool:
    return first is not None and second is not None and first > second


def _tax(draft: CostDraft) -> Iterator[Notice]:
    if not is_tax(draft.amount, draft.tax):
        words = "消費税が金額の 10 % にも 8 % にもなりません。税込の金額か確かめてください。"
        yield Notice(Code.TAX, "tax", words)
    elif not is_tax_at_one_rate(draft.amount, draft.tax):
        words = "消費税が 10 % とも 8 % とも合いません (8 % の品が混じっていますか)。"
        yield Notice(Code.TAX, "tax", words)


def _claims(draft: CostDraft) -> Iterator[Notice]:
    if draft.other_claims:
        words = "他の補助・申請にも挙げています。同じ経費を二重に申請しないか確かめてください。"
        yield Notice(Code.OTHER_CLAIM, "other_claims", words)
    if draft.eligible is not Eligible.YES:
        return
    if not draft.measure or not draft.category:
        yield Notice(Code.NO_CATEGORY, "category", "対象ですが、措置か区分がありません。")
    if not draft.reason:
        yield Notice(Code.NO_REASON, "reason", "対象とした理由がありません。")
    if found := running_words(draft.title):
        words = f"摘要に「{found[0]}」とあります。人件費・運用の経費は対象外のことが多いです。"
        yield Notice(Code.RUNNING, "eligible", words)


def running_words(title: str) -> tuple[str, ...]:
    """Words in a title that speak of staff pay or running costs."""
    return tuple(word for word in _RUNNING if word in title)


def _twice(draft: CostDraft, others: Iterable[CostItem]) -> Iterator[Notice]:
    same = [each.id for each in others if not each.struck and is_alike(draft, each)]
    if same:
        numbers = "、".join(map(str, same[:5]))
        words = f"支払先・金額・日付の同じ費用があります (番号 {numbers})。二重ではありませんか。"
        yield Notice(Code.TWICE, "amount", words)


def is_alike(one: CostDraft | CostItem, other: CostDraft | CostItem) -> bool:
    """The same payee, amount and day (of payment, else of inspection, else of contract)."""
    return key_of(one) == key_of(other)


def key_of(cost: CostDraft | CostItem) -> tuple[object, ...]:
    """Equal for costs that are alike."""
    day = cost.paid_on or cost.inspected_on or cost.contracted_on
    return cost.amount, "".join(cost.payee.split()), day
