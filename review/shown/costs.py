"""Costs as their pages show them: rows of the list, sums, a form with its texts and mistakes."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from forms.era import ERAS, to_era
from review.shown.exports import Choice
from review.shown.words import size_text
from workflows.fiscal import FiscalYear
from workflows.ledger import BadCost, CostDraft, CostItem, Eligible, Funding, Measure, VoucherKind
from workflows.ledger.checks import Notice, key_of, notices
from workflows.ledger.item import ELIGIBLE_TITLES, FUNDING_TITLES, VOUCHER_TITLES
from workflows.ledger.measures import MeasureDeclaration
from workflows.ledger.sharing import KEY_TITLES, Share, text_of
from workflows.ledger.sheets.lines import Line, Sheet

_LETTERS = {era.name: era.letter for era in ERAS}


def short_day(day: date | None) -> str:
    """R6.7.31, as it may be typed; empty for none."""
    if day is None:
        return ""
    era = to_era(day)
    return f"{_LETTERS[era.era]}{era.year}.{era.month}.{era.day}"


def yen(amount: int) -> str:
    return f"▲{-amount:,}" if amount < 0 else f"{amount:,}"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list. `amount`: ours; `whole`: of the invoice, where it is shared."""

    id: int
    day: str
    payee: str
    title: str
    amount: str
    whole: str
    measure: str
    category: str
    eligible: str
    eligible_title: str
    documents: int
    department: str
    odd: tuple[str, ...]
    is_struck: bool


def rows(items: Sequence[CostItem], measures: Iterable[MeasureDeclaration]) -> tuple[Row, ...]:
    titles = {each.id: each.title for each in measures}
    alike: dict[tuple[object, ...], list[CostItem]] = {}
    for each in items:
        alike.setdefault(key_of(each), []).append(each)
    return tuple(_row(each, titles, alike[key_of(each)]) for each in items)


def _row(item: CostItem, titles: Mapping[Measure, str], alike: Sequence[CostItem]) -> Row:
    odd = () if item.struck else odd_of(item, alike)
    day = item.paid_on or item.inspected_on or item.contracted_on
    return Row(
        item.id, short_day(day), item.payee, item.title, yen(item.own_amount),
        yen(item.amount) if item.share else "", _title(item.measure, titles),
        item.category or "", item.eligible.value, ELIGIBLE_TITLES[item.eligible],
        len(item.vouchers), item.department, tuple(each.message for each in odd),
        item.struck is not None,
    )  # fmt: skip


def _title(measure: Measure | None, titles: Mapping[Measure, str]) -> str:
    return titles.get(measure, measure.value) if measure else ""


def odd_of(item: CostItem, others: Iterable[CostItem]) -> tuple[Notice, ...]:
    """What is odd about a line that stands."""
    return notices(CostDraft.of(item), [each for each in others if each.id != item.id])


@dataclass(frozen=True, slots=True)
class Sum:
    title: str
    yen: str
    count: int


def sums(items: Sequence[CostItem]) -> tuple[Sum, ...]:
    """What is ours, in yen: all, by what may be claimed, and the specific funds of what may."""
    standing = [each for each in items if each.struck is None]
    parts = [_sum("合計", standing)]
    for eligible, title in ELIGIBLE_TITLES.items():
        parts.append(_sum(title, [each for each in standing if each.eligible is eligible]))
    funded = [e for e in standing if e.eligible is Eligible.YES and e.specific_funds]
    total = sum(each.specific_funds for each in funded)
    return (*parts, Sum("対象のうち特定財源", yen(total), len(funded)))


def _sum(title: str, items: Sequence[CostItem]) -> Sum:
    return Sum(title, yen(sum(each.own_amount for each in items)), len(items))


@dataclass(frozen=True, slots=True)
class CostForm:
    """What stands in the fields, and what is wrong or odd about it, by field. `seen`: what the
    page must send to say that the odd things were seen."""

    texts: Mapping[str, str]
    mistakes: Mapping[str, str] = field(default_factory=dict)
    odd: tuple[Notice, ...] = ()

    @property
    def seen(self) -> str:
        return mark_of(self.odd) if self.odd else ""


def mark_of(odd: Iterable[Notice]) -> str:
    """The same for the same odd things."""
    said = "\n".join(f"{each.code} {each.field} {each.message}" for each in odd)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def mistakes_of(errors: Iterable[BadCost]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for each in errors:
        found.setdefault(each.field, _with_advice(each))
    return found


def _with_advice(error: BadCost) -> str:
    """What every mistake says, that it is to be mended, is left out."""
    return error.message + ("" if error.advice == error.default_advice else error.advice)


def texts_of(item: CostItem) -> dict[str, str]:
    """A line as it may be typed."""
    given = item.funding if set(item.funding) - {Funding.GENERAL} else {}
    return {
        "year": str(item.year), "contracted_on": short_day(item.contracted_on),
        "inspected_on": short_day(item.inspected_on), "paid_on": short_day(item.paid_on),
        "payee": item.payee, "title": item.title, "amount": yen(item.amount),
        "tax": yen(item.tax) if item.tax else "",
        "measure": item.measure.value if item.measure else "", "category": item.category or "",
        "eligible": item.eligible.value, "reason": item.reason, "decided_by": item.decided_by,
        **{fund.value: yen(given[fund]) if fund in given else "" for fund in Funding},
        "other_claims": item.other_claims, "department": item.department, "project": item.project,
        "share_key": item.share.key.value if item.share else "",
        "share": text_of(item.share) if item.share else "",
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """What one municipality bears."""

    code: str
    name: str
    weight: str
    yen: str
    is_own: bool


def parts(share: Share | None, amount: int) -> tuple[Part, ...]:
    if share is None:
        return ()
    by_code = share.parts(amount)
    return tuple(
        Part(e.code, e.name, f"{e.weight:,f}", yen(by_code[e.code]), e.code == share.own)
        for e in share.parties
    )


@dataclass(frozen=True, slots=True)
class Document:
    id: int
    kind: str
    name: str
    size: str
    sha256: str


def documents(item: CostItem) -> tuple[Document, ...]:
    return tuple(
        Document(e.id, VOUCHER_TITLES[e.kind], e.name, size_text(e.size), e.sha256)
        for e in item.vouchers
    )


def kinds() -> tuple[Choice, ...]:
    return tuple(Choice(each.value, VOUCHER_TITLES[each]) for each in VoucherKind)


def years(known: Iterable[FiscalYear], now: FiscalYear, chosen: FiscalYear) -> tuple[Choice, ...]:
    """The newest first; this year, the ones beside it, and every year with lines."""
    near = {FiscalYear(now.begins + step) for step in (-1, 0, 1)}
    every = sorted({*known, *near, chosen}, reverse=True)
    return tuple(Choice(str(each.begins), str(each), each == chosen) for each in every)


def choices() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Fixed lists of the form: (value, title)."""
    return {
        "eligible": tuple((each.value, title) for each, title in ELIGIBLE_TITLES.items()),
        "share_key": tuple((each.value, title) for each, title in KEY_TITLES.items()),
        "funds": tuple((each.value, title) for each, title in FUNDING_TITLES.items()),
    }


@dataclass(frozen=True, slots=True)
class Looked:
    """A line of a file before it is taken."""

    number: int
    day: str
    payee: str
    title: str
    amount: str
    measure: str
    eligible: str
    mistakes: tuple[str, ...]
    odd: tuple[str, ...]


def looked(sheet: Sheet, measures: Iterable[MeasureDeclaration]) -> tuple[Looked, ...]:
    """Lines with mistakes first, then odd ones, each in the order of the file."""
    titles = {each.id: each.title for each in measures}
    made = [_looked(line, titles) for line in sheet.lines]
    return tuple(sorted(made, key=lambda line: (not line.mistakes, not line.odd, line.number)))


def _looked(line: Line, titles: Mapping[Measure, str]) -> Looked:
    draft = line.draft
    mistakes = tuple(_with_advice(each) for each in line.mistakes)
    odd = tuple(each.message for each in line.notices)
    if draft is None:
        said = line.texts
        return Looked(
            line.number, said.get("paid_on", ""), said.get("payee", ""), said.get("title", ""),
            said.get("amount", ""), said.get("measure", ""), said.get("eligible", ""),
            mistakes, odd,
        )  # fmt: skip
    day = draft.paid_on or draft.inspected_on or draft.contracted_on
    return Looked(
        line.number, short_day(day), draft.payee, draft.title, yen(draft.amount),
        _title(draft.measure, titles), ELIGIBLE_TITLES[draft.eligible], mistakes, odd,
    )  # fmt: skip
