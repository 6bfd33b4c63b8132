"""The check of a claim: what is missing or odd, one code each."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.workflows.claim.making import (
    LICENCES,
    NOW,
    YEAR,
    codes,
    effect,
    found,
    funded,
    item,
    voucher,
)
from workflows.claim.checks import Severity
from workflows.claim.note import ClaimNote, NoteKind
from workflows.effect import Basis
from workflows.fiscal import FiscalYear
from workflows.ledger.item import Eligible, Funding, Measure, VoucherKind
from workflows.ledger.sharing import Key, share_of
from workflows.shared_files import FileChanged, FilesAway, NoSuchFile

SHARE = share_of(Key.POPULATION, "131016 千代田区 67000 当団体\n131024 中央区 180000")
LAST_YEAR = FiscalYear(YEAR.begins - 1)
OVER = {Funding.BONDS: 1_200_000, Funding.GENERAL: -100_000}


def excess(**more: Any) -> ClaimNote:
    values: dict[str, Any] = {
        "id": 1, "year": LAST_YEAR, "kind": NoteKind.EXCESS, "amount": 120,
        "told_on": date(2024, 12, 2), "words": "国庫補助の引き忘れ", "by": "佐藤", "at": NOW,
    }  # fmt: skip
    return ClaimNote(**(values | more))


def test_nothing_is_said_of_a_cost_that_is_whole() -> None:
    assert codes(item()) == []


@pytest.mark.parametrize(
    ("changes", "code", "severity"),
    [
        ({"inspected_on": date(2024, 3, 31), "contracted_on": None}, "outside_year", "error"),
        ({"inspected_on": date(2025, 4, 1)}, "outside_year", "error"),
        ({"inspected_on": None}, "no_inspection", "error"),
        ({"inspected_on": None, "paid_on": date(2024, 4, 20)}, "last_year", "error"),
        ({"inspected_on": None, "paid_on": date(2024, 5, 31)}, "last_year", "error"),
        ({"paid_on": date(2025, 6, 1)}, "paid_late", "error"),
        ({"paid_on": date(2024, 3, 31)}, "paid_early", "error"),
        ({"paid_on": date(2024, 8, 1)}, "paid_before_inspection", "warning"),
        ({"paid_on": None}, "no_payment", "error"),
        ({"contracted_on": date(2025, 4, 1)}, "contracted_late", "error"),
        ({"contracted_on": date(2024, 9, 2)}, "contracted_after", "warning"),
        ({"contracted_on": date(2023, 9, 2)}, "contracted_before", "note"),
        ({"contracted_on": None}, "no_contract", "note"),
        ({"eligible": Eligible.UNDECIDED}, "undecided", "warning"),
        ({"reason": ""}, "no_reason", "warning"),
        ({"decided_by": ""}, "no_decider", "warning"),
        ({"measure": None, "category": None}, "no_measure", "error"),
        ({"category": None}, "no_category", "error"),
        ({"category": "人件費"}, "no_such_category", "error"),
        ({"vouchers": ()}, "no_document", "error"),
        ({"vouchers": (voucher("1", VoucherKind.CONTRACT),)}, "no_invoice", "warning"),
        ({"other_claims": "デジタル交付金"}, "other_claim", "error"),
        ({"title": "RPA 保守"}, "running", "warning"),
        ({"title": "職員給与・時間外手当の RPA シナリオ"}, "running", "warning"),
        ({"title": "データ入力員 人 件 費"}, "staff", "error"),
        ({"payee": "会計年度任用職員"}, "staff", "error"),
        ({"project": "デジタル田園都市国家構想交付金事業"}, "funds", "warning"),
        ({"funding": {Funding.GENERAL: 1}}, "funding_sum", "error"),
        ({"funding": OVER}, "funding_over", "error"),
        ({"tax": 300_000}, "tax", "warning"),
        ({"tax": 0}, "no_tax", "note"),
    ],
)  # fmt: skip
def test_what_is_odd_about_one_line_is_told_with_the_line(
    changes: dict[str, Any], code: str, severity: str
) -> None:
    told = {each.code: each for each in found(item(7, **changes))}
    assert told[code].severity == severity
    assert told[code].items == (7,)
    assert told[code].words.endswith("。")
    assert told[code].advice.endswith("。")


@pytest.mark.parametrize("day", ["inspected_on", "paid_on"])
@pytest.mark.parametrize(
    ("today", "eligible"),
    [(date(2025, 5, 31), Eligible.YES), (date(2025, 6, 1), Eligible.UNDECIDED)],
    ids=["books open", "not claimed"],
)
def test_a_day_that_may_still_come_or_of_what_is_not_claimed_is_only_to_be_looked_at(
    today: date, eligible: Eligible, day: str
) -> None:
    missing: dict[str, Any] = {day: None}
    told = found(item(1, eligible=eligible, **missing), today=today)
    severities = {each.code: each.severity for each in told}
    code = {"inspected_on": "no_inspection", "paid_on": "no_payment"}[day]
    assert severities[code] is Severity.WARNING


@pytest.mark.parametrize("day", [date(2024, 4, 1), date(2025, 3, 31)])
def test_the_first_and_the_last_day_of_the_year_are_within_it(day: date) -> None:
    assert "outside_year" not in codes(item(inspected_on=day, contracted_on=day))


def test_the_last_day_of_the_books_is_in_time() -> None:
    assert "paid_late" not in codes(item(paid_on=date(2025, 5, 31)))


def test_another_claim_whose_money_is_deducted_is_only_to_be_looked_at() -> None:
    told = found(funded(1, 1_100_000, 500_000, other_claims="デジタル交付金"))
    assert [each.severity for each in told if each.code == "other_claim"] == [Severity.WARNING]


def test_a_refused_line_needs_no_document_and_no_category() -> None:
    assert codes(item(1), item(2, eligible=Eligible.NO, vouchers=(), category=None, tax=0)) == []


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (FileChanged(), "document_changed"), (NoSuchFile(), "document_lost"),
        (FilesAway("番号 5"), "document_unread"),
    ],
)  # fmt: skip
def test_a_document_whose_bytes_are_not_what_was_attached_is_an_error(
    problem: Exception, code: str
) -> None:
    def read(_: object) -> None:
        raise problem

    told = [each for each in found(item(), read=read) if each.code == code]
    assert [(each.severity, each.document) for each in told] == [
        (Severity.ERROR, item().vouchers[0].sha256)
    ]


ALIKE: dict[str, Any] = {"payee": "写し商事", "amount": 550_000}


@pytest.mark.parametrize(
    ("changes", "code", "severity"),
    [
        ({"measure": Measure.TELEWORK, "category": "ソフトウェア"}, "two_measures", "error"),
        ({"title": "RPA ソフトウェア 1"}, "twice", "error"),
        ({"payee": "写し　商事"}, "twice", "warning"),
        ({"amount": 440_000, "vouchers": (voucher("1"),)}, "same_document", "warning"),
        ({"payee": "別の会社", "vouchers": (voucher("1"),)}, "same_document", "error"),
        (
            {"payee": "別の会社", "vouchers": (voucher("1", VoucherKind.OTHER),)},
            "same_document", "error",
        ),
        ({"payee": "㈱写し商事"}, "twice", "warning"),
        ({"payee": "写し商事 株式会社"}, "twice", "warning"),
        ({"paid_on": None}, "twice", "warning"),
        ({"paid_on": None, "inspected_on": None, "contracted_on": None}, "twice", "warning"),
    ],
)  # fmt: skip
def test_a_cost_on_two_lines_is_told(changes: dict[str, Any], code: str, severity: str) -> None:
    one, other = item(1, **ALIKE), item(2, **(ALIKE | changes))
    told = {each.code: each for each in found(one, other)}
    assert (told[code].severity, told[code].items) == (severity, (1, 2))


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": 550_001}, {"paid_on": date(2024, 9, 21)}, {"payee": "別の会社"},
        {"eligible": Eligible.NO},
    ],
)  # fmt: skip
def test_two_different_costs_are_not_taken_for_one(changes: dict[str, Any]) -> None:
    assert codes(item(1, **ALIKE), item(2, **(ALIKE | changes))) == []


def test_a_third_line_of_an_invoice_does_not_hide_that_two_are_the_same() -> None:
    bill = (voucher("1"),)
    lines = [item(n, yen, vouchers=bill) for n, yen in enumerate((550_000, 550_000, 1), start=1)]
    told = {each.code: each for each in found(*lines)}
    assert (told["same_document"].severity, told["same_document"].items) == ("error", (1, 2, 3))


def test_a_subsidy_that_is_spoken_of_and_deducted_is_nothing_odd() -> None:
    assert codes(funded(1, 1_100_000, 500_000, project="デジタル交付金事業")) == []


def test_one_contract_on_several_lines_is_nothing_odd() -> None:
    contract = voucher("契約", VoucherKind.CONTRACT)
    lines = [item(n, n * 110_000, vouchers=(voucher(str(n)), contract)) for n in (1, 2)]
    assert codes(*lines) == []


def test_a_cost_that_another_year_claims_is_an_error() -> None:
    before = item(3, year=LAST_YEAR, **ALIKE)
    assert codes(item(9, **ALIKE), others=[before]) == ["two_years"]
    refused = item(3, year=LAST_YEAR, eligible=Eligible.NO, **ALIKE)
    assert codes(item(9, **ALIKE), others=[refused]) == []


def test_an_invoice_that_another_year_has_too_is_to_be_looked_at() -> None:
    before = item(3, 220_000, year=LAST_YEAR, vouchers=(voucher("1"),))
    assert codes(item(1), others=[before]) == ["document_of_two_years"]


def test_an_invoice_is_known_again_though_another_year_calls_it_something_else() -> None:
    other = (voucher("1", VoucherKind.OTHER),)
    before = item(3, 220_000, year=LAST_YEAR, vouchers=other)
    assert codes(item(1), others=[before]) == ["document_of_two_years"]


def test_the_parts_of_a_shared_cost_are_held_against_its_amount() -> None:
    own = SHARE.own_part(1_100_000)
    assert codes(item(share=SHARE, funding={Funding.GENERAL: own})) == []
    nobody = share_of(Key.POPULATION, "131016 千代田区 0 当団体\n131024 中央区 5")
    assert "share_nothing" in codes(item(share=nobody, funding={}))


def test_without_an_index_no_amount_can_be_claimed() -> None:
    assert codes(item(), known=None) == ["no_strength"]


def test_a_difference_below_zero_is_an_error() -> None:
    assert "negative" in codes(item(1, -1_100_000))


def test_an_empty_year_says_so() -> None:
    assert codes() == ["nothing"]


@pytest.mark.parametrize(
    ("today", "code"),
    [(date(2025, 3, 31), "year_open"), (date(2025, 4, 1), "books_open"),
     (date(2025, 5, 31), "books_open"), (date(2025, 6, 1), "not_locked")],
)  # fmt: skip
def test_a_year_that_is_not_over_or_not_locked_is_told(today: date, code: str) -> None:
    assert codes(item(), today=today, is_locked=False) == [code]


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (effect(entered=0), ["no_effect"]), (effect(rate=None), ["no_rate"]),
        (effect(manual_seconds=5_000), ["loss"]),
    ],
)  # fmt: skip
def test_what_the_effect_lacks_is_told(shown: Any, expected: list[str]) -> None:
    assert codes(item(), shown=shown) == expected


@pytest.mark.parametrize(
    ("basis", "code"), [(Basis.ESTIMATED, "effect_estimated"), (Basis.MIXED, "effect_mixed")]
)
def test_an_effect_that_was_not_measured_is_told(basis: Basis, code: str) -> None:
    assert codes(item(), shown=replace(effect(), basis=basis)) == [code]


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        (excess(), ["excess_open"]),
        (excess(taken_year=YEAR), ["excess"]),
        (excess(struck_at=NOW), []),
        (excess(year=YEAR), []),
        (excess(kind=NoteKind.DECIDED), []),
    ],
)
def test_what_was_claimed_too_much_before_is_not_forgotten(
    note: ClaimNote, expected: list[str]
) -> None:
    assert codes(item(), notes=[note]) == expected


def test_the_worst_is_told_first() -> None:
    told = found(item(2, category=LICENCES, tax=0, vouchers=(), reason=""))
    order = [list(Severity).index(each.severity) for each in told]
    assert order == sorted(order)
    assert len(set(order)) == 3
