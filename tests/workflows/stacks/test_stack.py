"""Stacks with separator sheets: everything assigned, everything counted, what is odd named."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from forms.catalogue import Catalogue
from forms.separator import Kind, Separator, understood, written
from tests.workflows.stacks.conftest import JIDO, KAIGO, RISAI, Printer
from tests.workflows.stacks.fake_stack import BLANK, UNKNOWN, stack
from workflows.accounts import EVERYTHING, Scope
from workflows.alerts import happenings
from workflows.app import Utsushi
from workflows.reviewing.hand import Hand
from workflows.reviewing.rereading import Rereading
from workflows.stacks import words
from workflows.stacks.outcome import Outcome, PartKind, Role
from workflows.store.states import State
from workflows.store.tables import RecordRow

Drop = Callable[[str, str], Path]
Whole = (f"{KAIGO}/1", f"{KAIGO}/2")


@pytest.fixture
def take(app: Utsushi, drop: Drop) -> Callable[[Sequence[str]], int]:
    """Take a stack of these pages in: its document."""

    def make(pages: Sequence[str]) -> int:
        make.count += 1  # type: ignore[attr-defined]
        taken = app.take_in(drop(f"束{make.count}.pdf", stack(*pages)))  # type: ignore[attr-defined]
        assert taken
        return taken.document_id

    make.count = 0  # type: ignore[attr-defined]
    return make


def rows(app: Utsushi, document: int) -> list[RecordRow]:
    query = select(RecordRow).where(RecordRow.document_id == document).order_by(RecordRow.ordinal)
    with app.store.read() as session:
        found = list(session.scalars(query))
        for row in found:
            _ = row.pages
    return found


def held(app: Utsushi, document: int) -> dict[int, tuple[str, str]]:
    """Code and message of what is held, by page of the file."""
    return {
        row.pages[0].number: (row.reason_code or "", row.reason or "")
        for row in rows(app, document)
        if row.state == State.HELD
    }


def parts(printer: Printer, document: int) -> tuple[Outcome, ...]:
    return printer.separators.outcomes([document], EVERYTHING)[document]


def messages(printer: Printer, document: int) -> list[list[str]]:
    return [
        [each.message for each in words.findings(part, printer.separators.title)]
        for part in parts(printer, document)
    ]


Take = Callable[[Sequence[str]], int]


def test_a_hundred_mixed_sheets_with_one_missing_and_one_foreign(
    app: Utsushi, take: Take, printer: Printer, ours: Catalogue
) -> None:
    """30 児童手当 of which one was not scanned, 20 要介護認定 on two pages each with a 罹災 sheet
    among them, 30 罹災: 100 sheets, three separators, an end, blank back sides."""
    pages = [
        printer.part(JIDO, 30), *[JIDO] * 29, BLANK,
        printer.part(KAIGO, 20), *Whole * 12, RISAI, *Whole * 8,
        printer.part(RISAI, 30), BLANK, *[RISAI] * 30, printer.end(),
    ]  # fmt: skip
    assert sum(each not in (BLANK,) and "separator" not in each for each in pages) == 100
    document = take(pages)
    kids, old, crisis = (ours[form].department for form in (JIDO, KAIGO, RISAI))
    assert Counter((row.form, row.department, row.state) for row in rows(app, document)) == {
        (JIDO, kids, State.READY): 29,
        (KAIGO, old, State.READY): 20,
        (RISAI, old, State.HELD): 1,
        (RISAI, crisis, State.READY): 30,
        (None, kids, State.HELD): 1,
        (None, old, State.HELD): 1,
    }
    jido, kaigo = 1, 32
    strange = kaigo + 25
    told = held(app, document)
    assert sorted(told) == [jido, kaigo, strange]
    assert told[jido][0] == "StackDiffers"
    assert "1 件足りません (30 件のうち 29 件)" in told[jido][1]
    assert f"別の様式が混ざっています ({strange} ページ目)" in told[kaigo][1]
    assert told[strange][0] == "ForeignInStack"
    assert f"{strange} ページ目は「罹災証明書交付申請書」" in told[strange][1]
    found = parts(printer, document)
    assert [(part.kind, part.found, part.count) for part in found] == [
        (PartKind.PART, 29, 30), (PartKind.PART, 20, 20), (PartKind.PART, 30, 30),
        (PartKind.END, 0, 0),
    ]  # fmt: skip
    assert sorted(
        number for part in found for role in Role if role != Role.SHORT for number in part.of(role)
    ) == list(range(1, len(pages) + 1))


def test_a_stack_that_agrees_holds_nothing(app: Utsushi, take: Take, printer: Printer) -> None:
    document = take([printer.part(RISAI, 2), RISAI, BLANK, RISAI, BLANK])
    assert [row.state for row in rows(app, document)] == [State.READY] * 2
    assert messages(printer, document) == [[]]
    assert parts(printer, document)[0].of(Role.BLANK) == (3, 5)


@pytest.mark.parametrize(
    ("count", "pages", "message"),
    [
        (1, [RISAI, RISAI], "1 件多くあります (1 件のはずが 2 件)。"),
        (3, [RISAI, RISAI], "1 件足りません (3 件のうち 2 件)。"),
        (2, [RISAI, RISAI, UNKNOWN], "様式が分からないページがあります (4 ページ目)。"),
        (2, [RISAI, RISAI, JIDO, JIDO], "別の様式が混ざっています (4〜5 ページ目)。"),
        (2, [], "2 件足りません (2 件のうち 0 件)。"),
    ],
)
def test_what_does_not_agree_is_named(
    app: Utsushi, take: Take, printer: Printer, count: int, pages: list[str], message: str
) -> None:
    document = take([printer.part(RISAI, count), *pages])
    assert messages(printer, document) == [[message]]
    assert message in held(app, document)[1][1]


def test_an_application_that_lacks_a_page_is_named(take: Take, printer: Printer) -> None:
    document = take([printer.part(KAIGO, 2), f"{KAIGO}/1", *Whole])
    assert messages(printer, document) == [["ページが足りない申請書があります (2 ページ目 から)。"]]


def test_the_same_sheet_again_holds_what_follows_it(
    app: Utsushi, take: Take, printer: Printer
) -> None:
    sheet = printer.part(RISAI, 2)
    first = take([sheet, RISAI, RISAI])
    again = take([sheet, RISAI, RISAI, BLANK])
    assert [row.state for row in rows(app, first)] == [State.READY] * 2
    assert {code for code, _ in held(app, again).values()} == {"StackDiffers", "StackSeenBefore"}
    assert len(held(app, again)) == 3
    assert messages(printer, again) == [[f"この仕切り紙は、前に届いています (書類 {first})。"]]


def test_the_same_sheet_twice_in_one_file_is_seen(
    app: Utsushi, take: Take, printer: Printer
) -> None:
    sheet = printer.part(RISAI, 1)
    document = take([sheet, RISAI, sheet, RISAI])
    assert sorted(held(app, document)) == [3, 4]


def test_a_sheet_without_papers_does_not_count_as_come(
    app: Utsushi, take: Take, printer: Printer
) -> None:
    sheet = printer.part(RISAI, 1)
    take([sheet, BLANK])
    document = take([sheet, RISAI])
    assert [row.state for row in rows(app, document)] == [State.READY]


def test_a_sheet_from_elsewhere_is_named_and_the_papers_go_their_way(
    app: Utsushi, take: Take, printer: Printer
) -> None:
    strange = written(Separator(5, Kind.PART, RISAI, "危機管理課", 9), b"another office")
    document = take([printer.part(JIDO, 1), JIDO, strange, RISAI, JIDO])
    assert held(app, document)[3][0] == "ForeignSeparator"
    assert Counter(row.state for row in rows(app, document)) == {State.READY: 3, State.HELD: 1}


def test_a_sheet_that_nobody_made_here_is_named_though_its_check_holds(
    app: Utsushi, take: Take, printer: Printer
) -> None:
    known = understood(printer.part(RISAI, 1), printer.key)
    assert known
    document = take([written(replace(known, serial=999), printer.key), RISAI])
    assert messages(printer, document) == [["この仕切り紙を作った控えがありません。"]]


def test_what_comes_before_the_first_sheet_and_after_the_end_goes_its_way(
    app: Utsushi, take: Take, printer: Printer
) -> None:
    document = take([JIDO, printer.part(RISAI, 1), RISAI, printer.end(), KAIGO, BLANK])
    assert {row.state for row in rows(app, document)} == {State.READY}
    assert messages(printer, document) == [
        ["最初の仕切り紙の前に 1 件あります (1 ページ目)。"],
        [],
        ["束の終わりの後に 1 件あります (5 ページ目)。"],
    ]


def test_an_end_may_be_used_again_and_again(app: Utsushi, take: Take, printer: Printer) -> None:
    end = printer.end()
    for _ in range(2):
        document = take([printer.part(RISAI, 1), RISAI, end])
        assert held(app, document) == {}


@pytest.mark.parametrize("pages", [[], [BLANK]])
def test_a_file_of_nothing_but_an_end_is_held(
    app: Utsushi, take: Take, printer: Printer, pages: list[str]
) -> None:
    document = take([printer.end(), *pages])
    (row,) = rows(app, document)
    assert (row.state, row.reason_code) == (State.HELD, "OnlySeparators")


def test_what_was_held_for_a_sheet_that_came_before_may_go_on(
    app: Utsushi, take: Take, printer: Printer
) -> None:
    sheet = printer.part(RISAI, 1)
    take([sheet, RISAI])
    document = take([sheet, RISAI, BLANK])
    number = next(row.id for row in rows(app, document) if row.reason_code == "StackSeenBefore")
    assert app.reviewing.reopen(number, "田中") is State.DOUBTED


def test_a_page_of_a_stack_that_is_read_again_in_vain_is_held_as_before(
    app: Utsushi, take: Take, printer: Printer
) -> None:
    document = take([printer.part(RISAI, 1), RISAI, UNKNOWN])
    number = next(row.id for row in rows(app, document) if row.reason_code == "UnknownForm")
    hand = Hand(app.store, app.catalogue, app.settings, app.clock)
    Rereading(hand).ask(number, "佐藤", EVERYTHING)
    app.take_up()
    assert held(app, document)[3] == ("UnknownForm", "読み直せませんでした。申請書がありません。")


def test_a_part_is_seen_by_its_department(take: Take, printer: Printer, ours: Catalogue) -> None:
    document = take([printer.part(JIDO, 1), JIDO, printer.part(RISAI, 1), RISAI, UNKNOWN])
    only = Scope(frozenset({ours[RISAI].department}))
    (part,) = printer.separators.outcomes([document], only)[document]
    assert part.form == RISAI


def test_a_supervisor_is_told_of_each_part_that_does_not_agree(
    app: Utsushi, take: Take, printer: Printer, ours: Catalogue
) -> None:
    document = take([printer.part(RISAI, 2), RISAI])
    numbers = [row.id for row in rows(app, document)]
    (told,) = happenings.of_records(app.office, numbers)
    assert (told.details["code"], told.department) == ("StackDiffers", ours[RISAI].department)
