"""What is odd about a cost that may all the same be right: told before it is kept, and again by
the check of the claim."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from forms.era import to_era
from workflows.ledger.draft import CostDraft
from workflows.ledger.item import CostItem, Eligible

_RATES = (10, 8)  # % of 消費税, with the reduced rate
_STAFF = ("人件費", "給与費", "残業代")  # not 給与 and 手当: robots are made for such work too
_RUNNING = (
    *_STAFF, "給与", "給料", "賃金", "報酬", "職員手当", "諸手当", "時間外手当", "期末手当",
    "社会保険料", "会計年度任用職員", "旅費", "保守", "運用費", "運用経費",
    "電気代", "光熱", "通信費", "回線使用料", "消耗品", "賃借料", "リース料",
)  # fmt: skip
_FUNDS = ("補助金", "交付金", "国庫", "助成金", "補助事業", "委託金", "寄附金", "寄付金")
_COMPANY = re.compile(
    r"\((株|有|同|資|名|一社|一財|公社|公財|特非)\)"
    r"|(株式|有限|合同|合資|合名)会社|(一般|公益)?(社団|財団)法人"
)


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


def running_words(text: str) -> tuple[str, ...]:
    """Words in a text that speak of staff pay or running costs, however they are spaced."""
    return tuple(word for word in _RUNNING if word in _plain(text))


def staff_words(text: str, payee: str) -> tuple[str, ...]:
    """Those that speak of staff pay, which no measure bears; also where staff are paid."""
    paid = ("職員",) if _plain(payee).endswith("職員") else ()
    return (*(word for word in _STAFF if word in _plain(text)), *paid)


def funds_words(text: str) -> tuple[str, ...]:
    """Those that speak of money that others give."""
    return tuple(word for word in _FUNDS if word in _plain(text))


def _plain(text: str) -> str:
    """For comparing: without width and spaces."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _twice(draft: CostDraft, others: Iterable[CostItem]) -> Iterator[Notice]:
    same = [each.id for each in others if not each.struck and is_alike(draft, each)]
    if same:
        numbers = "、".join(map(str, same[:5]))
        words = f"支払先・金額・日付の同じ費用があります (番号 {numbers})。二重ではありませんか。"
        yield Notice(Code.TWICE, "amount", words)


def is_alike(one: CostDraft | CostItem, other: CostDraft | CostItem) -> bool:
    """The same payee and amount, and no day that tells them apart: of payment, else of
    inspection, else of contract, whichever both have."""
    return _is_same_day(one, other) and key_of(one) == key_of(other)


def key_of(cost: CostDraft | CostItem) -> tuple[object, ...]:
    """Equal for costs that are alike, and for some that their days tell apart."""
    return cost.amount, _payee(cost.payee)


def _is_same_day(one: CostDraft | CostItem, other: CostDraft | CostItem) -> bool:
    pairs = (
        (one.paid_on, other.paid_on), (one.inspected_on, other.inspected_on),
        (one.contracted_on, other.contracted_on),
    )  # fmt: skip
    known = next((pair for pair in pairs if None not in pair), (None, None))
    return known[0] == known[1]


@lru_cache(maxsize=4096)
def _payee(name: str) -> str:
    """Without what is written in many ways: width, spaces, 株式会社 or ㈱."""
    plain = _plain(name)
    return _COMPANY.sub("", plain) or plain
