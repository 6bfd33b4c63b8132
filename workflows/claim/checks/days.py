"""Whether a line belongs to the fiscal year: contract, inspection and payment.

A cost belongs to the year in which the work was done (地方自治法施行令143条: 履行のあった日), and
may be paid until 31 May after it (出納整理期間, 地方自治法235条の5).
"""

from collections.abc import Callable, Iterator
from datetime import date

from workflows.claim.checks.finding import Finding, error, note, warning
from workflows.fiscal import FiscalYear
from workflows.ledger.item import CostItem, Eligible

Telling = Callable[..., Finding]  # `error` or `warning`


def findings(item: CostItem, year: FiscalYear, today: date) -> Iterator[Finding]:
    """What was not inspected or paid when the books closed is no cost of the year."""
    is_closed = today > year.books_close and item.eligible is Eligible.YES
    missing = error if is_closed else warning
    yield from _inspected(item, year, missing)
    yield from _paid(item, year, missing)
    yield from _contracted(item, year)


def _inspected(item: CostItem, year: FiscalYear, missing: Telling) -> Iterator[Finding]:
    day = item.inspected_on
    if day is None and item.paid_on and year.first <= item.paid_on <= _books_before(year):
        yield error(
            "last_year", "検収日がなく、支出日が前年度の出納整理期間 (4・5月) です。",
            "前年度の費用でないことを、検収日で示してください。", item.id,
        )  # fmt: skip
    elif day is None:
        yield missing(
            "no_inspection", "検収日がありません。",
            "どの年度の費用かは、検収 (履行) の日で決まります。検収調書の日付を入れてください。",
            item.id,
        )  # fmt: skip
    elif day not in year:
        yield error(
            "outside_year", f"検収日 {day:%Y/%m/%d} は{year}ではありません。",
            f"{FiscalYear.of(day)}の費用なら年度を直し、そうでなければ日付を確かめてください。",
            item.id,
        )  # fmt: skip


def _books_before(year: FiscalYear) -> date:
    """Until then the costs of the year before may be paid."""
    return FiscalYear(year.begins - 1).books_close


def _paid(item: CostItem, year: FiscalYear, missing: Telling) -> Iterator[Finding]:
    day = item.paid_on
    if day is None:
        yield missing(
            "no_payment", "支出日がありません。",
            "支出命令・領収書の日付を入れてください。見込みの額なら、確定してから申請します。",
            item.id,
        )  # fmt: skip
    elif day > year.books_close:
        yield error(
            "paid_late", f"支出日 {day:%Y/%m/%d} は、{year}の出納整理期間 (5月31日) の後です。",
            "翌年度の費用になります。年度か日付を直してください。", item.id,
        )  # fmt: skip
    elif day < year.first:
        yield error(
            "paid_early", f"支出日 {day:%Y/%m/%d} は、{year}の始まりより前です。",
            "前年度の費用になります。年度か日付を直してください。", item.id,
        )  # fmt: skip
    elif item.inspected_on and day < item.inspected_on:
        yield warning(
            "paid_before_inspection", "検収日より前に支払っています。",
            "前金払などの根拠があるか確かめ、理由に書いてください。", item.id,
        )  # fmt: skip


def _contracted(item: CostItem, year: FiscalYear) -> Iterator[Finding]:
    day = item.contracted_on
    if day is None:
        yield note(
            "no_contract", "契約日がありません。",
            "契約書や発注書がある費用なら、日付を入れてください。", item.id,
        )  # fmt: skip
    elif day > year.last:
        yield error(
            "contracted_late", f"契約日 {day:%Y/%m/%d} は、{year}の終わりより後です。",
            "年度か日付を直してください。", item.id,
        )  # fmt: skip
    elif item.inspected_on and day > item.inspected_on:
        yield warning(
            "contracted_after", "契約日が検収日より後です。", "日付を確かめてください。", item.id
        )
    elif day < year.first:
        yield note(
            "contracted_before", f"契約日 {day:%Y/%m/%d} は前の年度です。",
            "複数年の契約なら、この年度の分だけが入っているか確かめてください。", item.id,
        )  # fmt: skip
