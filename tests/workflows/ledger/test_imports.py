"""Tables of costs: looked at before they are taken, whole or not at all, once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest

from tests.workflows.ledger.books import GOOD, HEAD, OTHER, book_of, changed, csv_of, part_of
from tests.workflows.ledger.conftest import R6
from tests.workflows.ledger.costs import draft
from workflows.accounts import Scope
from workflows.fiscal import FiscalYear
from workflows.ledger import BadCost, BadSheet, CostChanged, CostDraft, Ledger, YearLocked
from workflows.ledger.checks import Code
from workflows.ledger.sheets import tables, template
from workflows.ledger.sheets.columns import COLUMNS, column_of
from workflows.ledger.sheets.imports import Import, Imports
from workflows.ledger.sheets.lines import Sheet
from workflows.ledger.sheets.tables import table_of

CORNER = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
SHEET = "xl/worksheets/sheet1.xml"


def put(imports: Imports, data: bytes, name: str = "費用.csv") -> Import:
    return imports.put(name, data, None, "佐藤")


def look(imports: Imports, data: bytes, name: str = "費用.csv") -> Sheet:
    return imports.look(put(imports, data, name), "佐藤")


@pytest.mark.parametrize(
    ("encoding", "how"),
    [
        ("utf-8-sig", "UTF-8"),
        ("utf-8", "UTF-8"),
        ("cp932", "CP932 (Shift_JIS)"),
        ("utf-16", "UTF-16"),
    ],
)
def test_a_csv_is_read_in_every_encoding_of_excel(
    imports: Imports, encoding: str, how: str
) -> None:
    sheet = look(imports, csv_of(GOOD, encoding=encoding))
    assert (sheet.how, sheet.is_whole) == (how, True)
    assert sheet.lines[0].draft == draft(
        payee="写し商事", title="研修", amount=110_000, tax=10_000, category="研修費用",
        contracted_on=date(2024, 4, 1), inspected_on=date(2024, 5, 1), paid_on=date(2024, 5, 31),
        reason="挙がっている", department="", decided_by="佐藤", funding={"general": 110_000},
    )  # fmt: skip


def test_an_excel_table_says_the_same_as_its_csv(imports: Imports) -> None:
    row = [date(2024, 4, 1), date(2024, 5, 1), date(2024, 5, 31), "写し商事", "研修", 110000.0]
    row += [("=F4/11", 10000), "RPA", "研修費用", "対象", "挙がっている"]  # type: ignore[list-item]
    data = book_of([HEAD, row], above=[["令和6年度 費用一覧"], [], []])
    assert (
        look(imports, data, "費用.xlsx").lines[0].draft
        == look(imports, csv_of(GOOD)).lines[0].draft
    )


def test_the_lines_are_taken_in_once(imports: Imports, ledger: Ledger) -> None:
    made = put(imports, csv_of(GOOD, OTHER))
    kept = imports.take(made.id, "佐藤")
    assert ledger.items(R6) == kept
    assert [each.payee for each in kept] == ["写し商事", "みなと社"]
    with pytest.raises((BadCost, CostChanged)):
        imports.take(made.id, "佐藤")
    with pytest.raises(CostChanged):
        imports.take(made.id, "佐藤", is_sure=True)
    assert len(ledger.items(R6)) == 2
    after = imports.find(made.id)
    assert (after.costs, after.taken_by) == (2, "佐藤")


def test_the_same_file_again_is_told_and_asks_to_be_sure(imports: Imports, ledger: Ledger) -> None:
    imports.take(put(imports, csv_of(GOOD)).id, "佐藤")
    again = put(imports, csv_of(GOOD))
    assert again.earlier
    assert again.earlier[1] == "佐藤"
    assert [each.code for each in imports.look(again, "佐藤").lines[0].notices] == [Code.TWICE]
    with pytest.raises(BadCost, match="確かめる"):
        imports.take(again.id, "佐藤")
    assert len(ledger.items(R6)) == 1


def test_a_line_with_a_mistake_keeps_all_out_and_is_named(imports: Imports, ledger: Ledger) -> None:
    bad = list(GOOD)
    bad[2], bad[5], bad[8] = "R6.13.1", "12千円", "給食費"
    made = put(imports, csv_of(OTHER, bad))
    sheet = imports.look(made, "佐藤")
    assert [(each.number, bool(each.draft)) for each in sheet.lines] == [(2, True), (3, False)]
    assert [each.field for each in sheet.lines[1].mistakes] == ["amount", "paid_on"]
    with pytest.raises(BadSheet):
        imports.take(made.id, "佐藤", is_sure=True)
    assert ledger.items(R6) == ()


def test_a_category_of_another_measure_is_a_mistake_of_its_line(imports: Imports) -> None:
    bad = [*GOOD[:8], "要件定義", *GOOD[9:]]
    (line,) = look(imports, csv_of(bad)).lines
    assert [each.field for each in line.mistakes] == ["category"]


def test_two_alike_lines_in_one_file_are_told(imports: Imports) -> None:
    sheet = look(imports, csv_of(GOOD, OTHER, GOOD))
    assert [[each.code for each in line.notices] for line in sheet.lines] == [[], [], [Code.TWICE]]
    assert "2 行目" in sheet.lines[2].notices[0].message


def test_empty_rows_are_passed_over_and_numbers_stay_those_of_the_file(imports: Imports) -> None:
    empty = [""] * len(HEAD)
    sheet = look(imports, csv_of(empty, GOOD, empty, OTHER, empty))
    assert [each.number for each in sheet.lines] == [3, 5]


def test_headings_that_mean_nothing_are_named(imports: Imports) -> None:
    sheet = look(imports, csv_of((*GOOD, "x"), head=(*HEAD, "稟議番号")))
    assert sheet.unknown == ("稟議番号",)
    assert sheet.is_whole


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ((*HEAD, "金額"), "二つあります"),
        (tuple("金額（税抜）" if each.startswith("金額") else each for each in HEAD), "税込"),
        (("契約日", "検収日", "支払先", "金額"), "「摘要」の列がありません"),
        (("a", "b", "支払先"), "見出し"),
    ],
)
def test_headings_that_cannot_be_right_are_told(
    imports: Imports, head: tuple[str, ...], words: str
) -> None:
    with pytest.raises(BadSheet, match=words):
        put(imports, csv_of(GOOD, head=head))


def test_every_heading_of_the_template_is_known() -> None:
    assert [column_of(each.title) for each in COLUMNS] == [each.id for each in COLUMNS]


def test_a_line_without_a_year_gets_the_one_of_its_days_or_the_chosen_one(imports: Imports) -> None:
    assert look(imports, csv_of(GOOD)).lines[0].draft.year == R6  # type: ignore[union-attr]
    made = imports.put("費用.csv", csv_of(GOOD), FiscalYear(2023), "佐藤")
    line = imports.look(made, "佐藤").lines[0]
    assert line.draft
    assert line.draft.year == FiscalYear(2023)
    assert Code.OUTSIDE_YEAR in [each.code for each in line.notices]


def test_a_line_of_a_year_without_measures_may_have_none(imports: Imports) -> None:
    old = ["H31.4.1", "H31.4.2", "H31.4.30", *GOOD[3:]]
    plain = [*old[:7], "", "", "要確認", ""]
    named, bare = look(imports, csv_of(old, plain)).lines
    assert [each.field for each in named.mistakes] == ["measure"]
    assert bare.draft
    assert bare.draft.year == FiscalYear(2019)


def test_the_templates_can_be_filled_in_and_taken(imports: Imports, ledger: Ledger) -> None:
    data = template.as_excel(R6, ledger.measures(R6))
    assert look(imports, data, "ひな形.xlsx").lines == ()
    head = tables.table_of(data, "x").__next__().rows[0][1]
    assert head[: len(COLUMNS)] == tuple(each.title for each in COLUMNS)
    assert not any(head[len(COLUMNS) :])
    row = [
        "令和6", "R6.4.1", "", "", "甲社", "研修", "1,000", "", "RPA 導入", "研修費用", "対象",
        "理由", "山本", "200", "300", "", "", "", "", "課", "事業", "均等割",
        "131016 千代田区 当団体;131024 中央区",
    ]  # fmt: skip
    filled = template.as_csv() + (",".join(f'"{cell}"' for cell in row) + "\r\n").encode()
    (line,) = look(imports, filled).lines
    assert line.mistakes == ()
    assert line.draft
    assert (line.draft.own_amount, line.draft.decided_by) == (500, "山本")
    assert CostDraft.of(ledger.add(line.draft, "佐藤")) == line.draft


def test_a_locked_year_and_another_department_are_kept_out(
    imports: Imports, ledger: Ledger
) -> None:
    made = put(imports, csv_of(GOOD))
    with pytest.raises(BadCost, match="部署"):
        imports.take(made.id, "佐藤", scope=Scope(frozenset({"こども課"})))
    with ledger.store.write() as session:
        ledger.lock_in(session, R6, "田中", "申請済み")
    with pytest.raises(YearLocked):
        imports.take(made.id, "佐藤")
    assert imports.find(made.id).taken_at is None


def test_nothing_in_a_file_is_calculated(imports: Imports) -> None:
    """Of a formula the value that Excel saved is taken; where none was, the cell says so."""
    row = [*GOOD[:5], ("=100+10", ""), *GOOD[6:]]
    data = book_of([HEAD, row])
    data = changed(data, {SHEET: part_of(data, SHEET).replace(b"<v></v>", b"")})
    (line,) = look(imports, data, "費用.xlsx").lines
    assert [each.field for each in line.mistakes] == ["amount"]
    assert "計算式の結果が保存されていません" in line.mistakes[0].message
    broken = book_of([HEAD, [*GOOD[:5], ("=1/0", "#DIV/0!"), *GOOD[6:]]])
    assert "計算式の誤り" in look(imports, broken, "費用.xlsx").lines[0].mistakes[0].message


def test_a_formula_in_a_csv_is_only_text(imports: Imports) -> None:
    (line,) = look(imports, csv_of([*GOOD[:4], "=HYPERLINK(1)", *GOOD[5:]])).lines
    assert line.draft
    assert line.draft.title == "=HYPERLINK(1)"


def test_a_cell_in_the_last_corner_costs_nothing(imports: Imports) -> None:
    data = book_of([HEAD, GOOD])
    cornered = part_of(data, SHEET).replace(b"</sheetData>", CORNER.encode())
    with pytest.raises(BadSheet, match="行が多すぎます"):
        put(imports, changed(data, {SHEET: cornered}), "費用.xlsx")


def test_rows_that_only_have_a_format_are_no_rows(imports: Imports) -> None:
    data = book_of([HEAD, GOOD])
    formatted = b"".join(b'<row r="%d"><c r="A%d" s="1"/></row>' % (n, n) for n in range(3, 6_000))
    sheet = part_of(data, SHEET).replace(b"</sheetData>", formatted + b"</sheetData>")
    assert len(look(imports, changed(data, {SHEET: sheet}), "費用.xlsx").lines) == 1


def big(data: bytes) -> bytes:
    return changed(data, {"xl/media/x.bin": b"\0" * 61_000_000})


def macro(data: bytes) -> bytes:
    return changed(data, {"xl/vbaProject.bin": b"x"})


def entities(data: bytes) -> bytes:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    return changed(data, {SHEET: part_of(data, SHEET).replace(b"<worksheet", bomb + b"<worksheet")})


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (big, "展開すると大きすぎます"),
        (macro, "マクロ"),
        (entities, "普通のブック"),
        (lambda data: data[:-200], "壊れている"),
        (lambda data: data[:400] + b"\0" * 40 + data[440:], "壊れている"),
        (lambda data: changed(data, {}, ["xl/workbook.xml"]), "読めません"),
        (lambda data: changed(data, {SHEET: b"<not xml"}), "読めません"),
        (lambda data: changed(data, {SHEET: b"<?xml version='1.0' encoding='x'?>"}), "読めません"),
        (lambda data: b"\xd0\xcf\x11\xe0" + data, "古い形式"),
        (lambda _: b"", "空のファイル"),
        (lambda _: b"  \r\n ", "空のファイル"),
        (lambda _: b"x" * 5_000_001, "大きすぎます"),
        (lambda _: b"\x81\xff\xfe\x00\x81", "文字コード"),
        (lambda _: '支払先,摘要,金額\n"a,b,1'.encode(), "CSV として読めません"),
        (lambda _: csv_of(*[GOOD] * 2_001), "行が多すぎます"),
        (lambda _: csv_of(GOOD, head=[*HEAD, *["x"] * 101]), "列が多すぎます"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_none_is_refused_in_words(
    imports: Imports, spoil: object, words: str
) -> None:
    assert callable(spoil)
    with pytest.raises(BadSheet, match=words):
        put(imports, spoil(book_of([HEAD, GOOD])), "費用.xlsx")


def test_a_file_that_lies_about_its_size_is_found_out() -> None:
    """The sizes that an archive says of its parts are not believed."""
    data = book_of([HEAD, GOOD])
    size = len(part_of(data, SHEET)).to_bytes(4, "little")
    assert data.count(size) >= 1
    with pytest.raises(BadSheet):
        list(table_of(data.replace(size, (10).to_bytes(4, "little")), "費用.xlsx"))


def test_two_who_take_the_same_file_at_once_take_it_once(imports: Imports, ledger: Ledger) -> None:
    made = put(imports, csv_of(GOOD, OTHER))
    start = Barrier(2)

    def take() -> int:
        start.wait()
        try:
            return len(imports.take(made.id, "佐藤", is_sure=True))
        except CostChanged:
            return 0

    with ThreadPoolExecutor(2) as pool:
        taken = sorted(each.result() for each in [pool.submit(take), pool.submit(take)])
    assert taken == [0, 2]
    assert len(ledger.items(R6)) == 2
