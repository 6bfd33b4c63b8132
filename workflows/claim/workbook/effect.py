"""「効果」 by fields of work and by form, and 「月別」 with its charts."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter

from workflows.claim.workbook.sheets import FONT, Cell, Column, Formula, Placed, Sheet, Style
from workflows.effect import Effect, FormEffect, MonthEffect, WorkEffect
from workflows.effect.method import BASIS
from workflows.effect.tally import Tally

HOUR = 3600
SAVED = "削減（秒）"
OF_RECORDS, OF_FIELDS = "記録のうち自動", "項目のうち自動"
WORK = (
    Column("分野", 24), Column("書類", 9, Style.COUNT), Column("登録", 9, Style.COUNT),
    Column("機械（秒）", 12, Style.COUNT), Column("手入力なら（秒）", 14, Style.COUNT),
    Column("職員（秒）", 12, Style.COUNT), Column(SAVED, 12, Style.YEN),
    Column("削減（時間）", 12, Style.HOURS), Column("手入力の根拠", 14),
    Column("時間単価（円）", 13, Style.YEN), Column("金額（円）", 14, Style.YEN),
)  # fmt: skip
FORMS = (
    Column("様式", 24), Column("書類", 9, Style.COUNT), Column("登録", 9, Style.COUNT),
    Column("機械（秒）", 12, Style.COUNT), Column("手入力なら（秒）", 14, Style.COUNT),
    Column("職員（秒）", 12, Style.COUNT), Column(SAVED, 12, Style.YEN),
    Column("削減（時間）", 12, Style.HOURS), Column("1 件の手入力（秒）", 14, Style.HOURS),
    Column("結果", 13), Column("1 件の秒の根拠", 30),
)  # fmt: skip
MONTHS = (
    Column("月", 9), Column("書類", 9, Style.COUNT), Column("登録", 9, Style.COUNT),
    Column("読んだ記録", 11, Style.COUNT), Column("確認不要", 10, Style.COUNT),
    Column(OF_RECORDS, 12, Style.SHARE), Column("項目", 10, Style.COUNT),
    Column("自動で採用", 11, Style.COUNT), Column(OF_FIELDS, 12, Style.SHARE),
    Column("職員（秒）", 12, Style.COUNT),
    Column("手入力なら（秒）", 14, Style.COUNT), Column("職員（時間）", 12, Style.HOURS),
    Column("削減（時間）", 12, Style.HOURS),
)  # fmt: skip


def hours(seconds: int) -> Decimal:
    return Decimal(seconds) / HOUR


def fill(sheet: Sheet, effect: Effect) -> Placed:
    """The table by fields of work; its total is the row below."""
    sheet.widths([column.width for column in WORK])
    sheet.say(
        "総務省の調査の分野ごとに、この年度に届いた書類の効果です。▲は、手入力より多くかかったもの"
        "（損失）です。金額は分野ごとに 1 円未満を四捨五入し、合計はその和です。"
    )
    first = sheet.next_row + 1
    place = Placed(sheet.name, first, first, tuple(column.title for column in WORK))
    rows = [_work(each, place, number) for number, each in enumerate(effect.by_work)]
    placed = sheet.table(WORK, rows)
    sheet.total(WORK, _total(effect, placed))
    sheet.heading("様式ごと")
    first = sheet.next_row + 1
    place = Placed(sheet.name, first, first, tuple(column.title for column in FORMS))
    forms = [_form(each, place, number) for number, each in enumerate(effect.by_form)]
    sheet.table(FORMS, forms)
    return placed


def _seconds(tally: Tally, place: Placed, number: int) -> list[Cell]:
    typing, people, saved = (
        place.here(number, title) for title in ("手入力なら（秒）", "職員（秒）", SAVED)
    )
    return [
        tally.documents, tally.entered, tally.machine_seconds, tally.manual_seconds,
        tally.review_seconds, Formula(f"={typing}-{people}", tally.saved_seconds),
        Formula(f"={saved}/{HOUR}", hours(tally.saved_seconds)),
    ]  # fmt: skip


def _work(each: WorkEffect, place: Placed, number: int) -> Sequence[Cell]:
    saved, rate = place.here(number, SAVED), place.here(number, "時間単価（円）")
    money = None
    if each.saved_yen is not None:
        money = Formula(f"=ROUND({saved}*{rate}/{HOUR},0)", each.saved_yen)
    return [
        each.work_field, *_seconds(each, place, number), BASIS[each.basis], each.hourly_rate, money,
    ]  # fmt: skip


def _total(effect: Effect, placed: Placed) -> Sequence[Cell]:
    total = effect.total
    values: list[tuple[str, int | Decimal]] = [
        ("書類", total.documents), ("登録", total.entered), ("機械（秒）", total.machine_seconds),
        ("手入力なら（秒）", total.manual_seconds), ("職員（秒）", total.review_seconds),
        (SAVED, total.saved_seconds),
    ]  # fmt: skip
    cells: list[Cell] = [Formula(f"=SUM({placed.column(title)})", n) for title, n in values]
    saved = f"{placed.letter(SAVED)}{placed.last + 2}"
    money = None
    if effect.saved_yen is not None:
        money = Formula(f"=SUM({placed.column('金額（円）')})", effect.saved_yen)
    in_hours = Formula(f"={saved}/{HOUR}", hours(total.saved_seconds))
    return ["計", *cells, in_hours, BASIS[effect.basis], "", money]


def _form(each: FormEffect, place: Placed, number: int) -> Sequence[Cell]:
    result = "損失" if each.is_loss else "削減" if each.saved_seconds > 0 else ""
    return [
        each.title, *_seconds(each, place, number), each.seconds_a_record, result, each.source,
    ]  # fmt: skip


def fill_months(book: xlsxwriter.Workbook, sheet: Sheet, effect: Effect) -> None:
    """A row a month, and four charts that Excel draws from them."""
    sheet.widths([column.width for column in MONTHS])
    sheet.say(
        "書類が届いた月ごとの数字です。自動化率は、人が見ずに済んだ割合です（記録では、確認の要る"
        "項目が一つもなかったもの）。"
    )
    first = sheet.next_row + 1
    place = Placed(sheet.name, first, first, tuple(column.title for column in MONTHS))
    rows = [_month(each, place, number) for number, each in enumerate(effect.by_month)]
    placed = sheet.table(MONTHS, rows)
    row = placed.last + 2
    for number, (title, columns, kind, axis) in enumerate(_CHARTS):
        chart = _chart(book, placed, title, columns, kind, axis)
        across, down = number % 2, number // 2
        sheet.sheet.insert_chart(row + down * 15, 0, chart, {"x_offset": across * 490})


_CHARTS = (
    ("処理した量", ("書類", "登録"), "column", "件"),
    ("自動化率", (OF_RECORDS, OF_FIELDS), "line", "割合"),
    ("職員の時間", ("職員（時間）",), "column", "時間"),
    ("削減した時間", ("削減（時間）",), "column", "時間"),
)


_DASHES = ("solid", "dash")


def _month(each: MonthEffect, place: Placed, number: int) -> Sequence[Cell]:
    def here(title: str) -> str:
        return place.here(number, title)

    saved = f"=({here('手入力なら（秒）')}-{here('職員（秒）')})/{HOUR}"
    return [
        f"{int(each.month[5:])}月", each.documents, each.entered, each.read, each.whole,
        _share(here("確認不要"), each.whole, here("読んだ記録"), each.read), each.fields,
        each.fields_accepted,
        _share(here("自動で採用"), each.fields_accepted, here("項目"), each.fields),
        each.review_seconds, each.manual_seconds,
        Formula(f"={here('職員（秒）')}/{HOUR}", hours(each.review_seconds)),
        Formula(saved, hours(each.saved_seconds)),
    ]  # fmt: skip


def _share(part: str, some: int, whole: str, of: int) -> Formula | None:
    """Nothing where there is nothing to divide by: the line of a chart has a gap there."""
    return Formula(f"={part}/{whole}", Decimal(some) / of) if of else None


def _chart(
    book: xlsxwriter.Workbook, placed: Placed, title: str, columns: Sequence[str], kind: str,
    axis: str,
) -> Any:  # fmt: skip
    """Dark and light, with marks: readable in black and white too."""
    chart = book.add_chart({"type": kind})
    shades = ("#1D4F91", "#C9D6E8")
    for number, name in enumerate(columns):
        letter = placed.letter(name)
        series: dict[str, Any] = {
            "name": f"='{placed.sheet}'!${letter}${placed.first}",
            "categories": f"={placed.column('月')}",
            "values": f"={placed.column(name)}",
            "border": {"color": "#1D4F91"},
        }
        if kind == "line":
            series |= {
                "line": {"color": shades[0], "width": 2, "dash_type": _DASHES[number % 2]},
                "marker": {"type": "circle", "size": 6, "fill": {"color": shades[number % 2]}},
            }
        else:
            series["fill"] = {"color": shades[number % 2]}
        chart.add_series(series)
    chart.set_title({"name": title, "name_font": {"name": FONT, "size": 11}})
    shares = {"num_format": "0%", "min": 0, "max": 1}
    chart.set_y_axis({"name": axis, **(shares if kind == "line" else {"num_format": "#,##0.#"})})
    chart.set_legend({"position": "bottom"} if len(columns) > 1 else {"none": True})
    chart.show_blanks_as("gap")
    chart.set_size({"width": 470, "height": 280})
    return chart
