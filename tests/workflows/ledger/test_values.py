"""Texts as people and programs write them; what is not understood is refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.shown.costs import short_day, texts_of
from review.shown.costs import yen as yen_text
from tests.workflows.ledger.conftest import R6
from tests.workflows.ledger.costs import draft
from workflows.fiscal import FiscalYear
from workflows.ledger import BadCost, CostDraft, Eligible, Funding, Key, Ledger, Measure
from workflows.ledger.measures import load
from workflows.ledger.sharing import share_of
from workflows.ledger.sheets.values import day, draft_of, yen

LEAST = {"payee": "甲社", "title": "研修", "amount": "1,000", "contracted_on": "R6.4.1"}


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1234", 1234), ("1,234,567", 1_234_567), ("1、234、567", 1_234_567), ("￥1,234", 1234),
        ("¥1,234円", 1234), ("１，２３４円", 1234), ("▲1,000", -1000), ("△ 1,000", -1000),
        ("-1,000", -1000), ("－１０００", -1000), ("−5", -5), ("\\1,000", 1000), ("0", 0),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_it_was_meant(text: str, amount: int) -> None:
    assert yen(text, "amount") == amount


@pytest.mark.parametrize(
    "text",
    ["1.5", "12千円", "1,23", "1,2345", "=1+1", "1e3", "(1,000)", "一万円", "1-2", "--1", "1 0x",
     "１２,３４", "¥", "円", "1,234.00", "￥￥1", "0x10", "١٢٣"],
)  # fmt: skip
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(BadCost, match="金額として読めません"):
        yen(text, "amount")


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_an_amount_is_read_back_as_it_is_shown(amount: int) -> None:
    assert yen(yen_text(amount), "amount") == amount


@given(st.text())
def test_an_amount_is_read_or_refused_and_never_loses_a_digit(text: str) -> None:
    try:
        amount = yen(text, "amount")
    except BadCost:
        return
    digits = [str(int(ch)) for ch in text if ch.isdigit()]
    assert str(abs(amount)) == ("".join(digits).lstrip("0") or "0")
    assert (amount < 0) <= any(ch in text for ch in "▲△-−－‐‑–")


@pytest.mark.parametrize(
    "text",
    [
        "令和6年4月1日",
        "R6.4.1",
        "2024-04-01",
        "2024/4/1",
        "20240401",
        "２０２４年４月１日",
        "2024/4/1 0:00",
    ],
)
def test_a_day_is_read_as_it_is_written(text: str) -> None:
    assert day(text, "paid_on") == date(2024, 4, 1)


@pytest.mark.parametrize("text", ["R6.13.1", "2024-2-30", "45383", "4/1", "H36.4.1", "9999-12-31"])
def test_a_day_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadCost, match="日付として読めません"):
        day(text, "paid_on")


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)))
def test_a_day_is_read_back_as_it_is_shown(of: date) -> None:
    assert day(short_day(of), "paid_on") == of


def read(**texts: str) -> tuple[CostDraft | None, list[str]]:
    made, mistakes = draft_of({**LEAST, **texts}, load)
    return made, [each.field for each in mistakes]


def test_the_least_is_payee_title_amount_and_what_tells_the_year() -> None:
    made, mistakes = read()
    assert mistakes == []
    assert made
    assert (made.year, made.amount, made.eligible) == (R6, 1000, Eligible.UNDECIDED)


def test_a_year_that_is_named_wins_over_the_days() -> None:
    made, _ = read(year="令和5", inspected_on="R6.4.1")
    assert made
    assert made.year == FiscalYear(2023)


def test_every_mistake_is_told_at_once_each_with_its_field() -> None:
    _, mistakes = read(
        payee="", amount="x", tax="y", contracted_on="z", inspected_on="R6.4.1", measure="AI",
        eligible="たぶん", national="1.5", share_key="人口割",
    )  # fmt: skip
    assert sorted(mistakes) == [
        "amount", "contracted_on", "eligible", "measure", "national", "payee", "share", "tax",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("year", "field"), [("", "year"), ("れいわ", "year"), ("令和元", "measure")]
)
def test_a_line_without_a_year_or_of_a_year_without_measures_is_told(year: str, field: str) -> None:
    assert read(contracted_on="", year=year, measure="RPA")[1] == [field]


@pytest.mark.parametrize("text", ["RPA 導入", "ＲＰＡ導入", "rpa", "RPA"])
def test_a_measure_is_known_by_its_title_its_id_or_its_first_word(text: str) -> None:
    made, _ = read(measure=text)
    assert made
    assert made.measure is Measure.RPA


@pytest.mark.parametrize(("text", "eligible"), [("対象", "yes"), ("×", "no"), ("？", "undecided")])
def test_eligible_may_be_a_sign(text: str, eligible: str) -> None:
    made, _ = read(eligible=text)
    assert made
    assert made.eligible == eligible


def test_a_category_is_known_in_half_width() -> None:
    made, _ = read(measure="RPA", category="入力データ作成ツール導入費用(OCR等)")
    assert made
    assert made.category == "入力データ作成ツール導入費用（OCR等）"


def test_a_cost_is_read_back_as_the_form_shows_it(ledger: Ledger) -> None:
    share = share_of(Key.USAGE, "131016 千代田区 1.5 当団体\n131024 中央区 2")
    kept = ledger.add(
        draft(
            share=share, amount=7_000_000, tax=636_363, project="DX 推進",
            funding={Funding.NATIONAL: 1_000_000, Funding.GENERAL: 2_000_000},
        ),
        "佐藤",
    )  # fmt: skip
    made, mistakes = draft_of(texts_of(kept), ledger.measures)
    assert mistakes == ()
    assert made
    assert ledger.look(made, "佐藤", kept.id)[0] == CostDraft.of(kept)
