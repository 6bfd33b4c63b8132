"""A value as the text of a cell: dates, codes, widths, characters, fixed lengths. Pure."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ours import OURS
from workflows.exports import charset, values
from workflows.exports.cells import Cells, Exported
from workflows.exports.declaration import DateStyle, Encoding, LayoutDeclaration, Width
from workflows.exports.shelf import fields_of
from workflows.exports.trouble import Kind, Trouble, Unwritable
from workflows.store.states import State

FIELDS = fields_of(OURS, "risai-shomei")
AT = datetime(2026, 3, 31, 15, 30, tzinfo=UTC)  # the first of April in Tokyo


def layout(*columns: object, **more: object) -> LayoutDeclaration:
    head = {"layout": "t", "title": "試し", "form": "risai-shomei", "format": "csv"}
    return LayoutDeclaration.model_validate(head | more | {"columns": list(columns)})


def record(**values: object) -> Exported:
    return Exported(7, "罹災", "2023-06", "a.pdf", AT, State.READY, "R-1", values)  # type: ignore[arg-type]


def row(made: LayoutDeclaration, **values: object) -> tuple[list[str], list[Trouble]]:
    cells = Cells(made, FIELDS, {})
    return list(cells.row(record(**values))), cells.troubles.listed


@pytest.mark.parametrize(
    ("style", "text"),
    [("iso", "1985-04-03"), ("compact", "19850403"), ("slash", "1985/04/03"),
     ("era", "昭和60年4月3日"), ("era_letter", "S60.04.03"), ("era_digits", "3600403")],
)  # fmt: skip
def test_a_date_is_written_in_every_style(style: str, text: str) -> None:
    assert values.in_style(date(1985, 4, 3), DateStyle(style)) == text


def test_the_first_year_of_an_era_is_gannen_in_words_and_one_in_digits() -> None:
    day = date(2019, 5, 1)
    assert values.in_style(day, DateStyle.ERA) == "令和元年5月1日"
    assert values.in_style(day, DateStyle.ERA_LETTER) == "R01.05.01"


def test_a_day_before_meiji_is_told_and_not_written() -> None:
    with pytest.raises(Unwritable):
        values.in_style(date(1800, 1, 1), DateStyle.ERA)


def test_options_are_written_by_their_codes_and_joined() -> None:
    column = {"field": "damage", "codes": {"屋根": "01", "外壁": "02"}, "join": "|"}
    assert row(layout(column), damage=("屋根", "外壁"))[0] == ["01|02"]


def test_a_value_without_a_code_is_told() -> None:
    made = layout({"field": "photo", "codes": {"有": "1"}})
    texts, troubles = row(made, photo="無")
    assert texts == [""]
    assert troubles == [Trouble(7, "写真の有無", Kind.NO_CODE, "codes にない値")]


def test_what_stands_besides_the_fields() -> None:
    columns = [{"item": name} for name in
               ("record", "received", "file", "form", "version", "state", "receipt")]  # fmt: skip
    texts = row(layout(*columns, {"text": "01"}))[0]
    assert texts == ["7", "2026-04-01", "a.pdf", "罹災", "2023-06", "入力待ち", "R-1", "01"]


@pytest.mark.parametrize(
    ("text", "width", "written"),
    [("ヤマダ　ハナコ", "half", "ﾔﾏﾀﾞ ﾊﾅｺ"), ("3-5-12", "full", "３－５－１２"),
     ("ﾔﾏﾀﾞ 1", "full", "ヤマダ　１"), ("山田 1", "as_is", "山田 1")],
)  # fmt: skip
def test_widths_are_changed_and_nothing_else(text: str, width: str, written: str) -> None:
    assert values.in_width(text, Width(width)) == written


def test_a_character_without_a_half_width_form_is_told() -> None:
    texts, troubles = row(layout({"field": "name", "width": "half"}), name="山田")
    assert texts == [""]
    assert troubles[0].kind is Kind.NO_WIDTH


@given(text=st.text("アイウガギパャッ・ー ABC123", max_size=20))
def test_half_width_kana_come_back_as_they_were(text: str) -> None:
    full = values.in_width(text, Width.FULL)
    assert values.in_width(values.in_width(full, Width.HALF), Width.FULL) == full


def test_a_character_that_does_not_fit_is_named_with_its_record_and_column() -> None:
    texts, troubles = row(layout({"field": "name"}, encoding="cp932"), name="𠮷田　髙子")
    assert troubles == [Trouble(7, "氏名", Kind.CHARACTER, "𠮷")]
    assert texts == ["𠮷田　髙子"]  # never replaced in silence


def test_a_character_is_replaced_as_the_person_said_and_counted() -> None:
    made = layout({"field": "name"}, encoding="cp932")
    cells = Cells(made, FIELDS, {"𠮷": "吉"})
    assert cells.row(record(name="𠮷田 𠮷子")) == ["吉田 吉子"]
    assert (cells.troubles.count, cells.troubles.substituted) == (0, 2)


def test_what_fits_is_never_replaced_whatever_the_map_says() -> None:
    assert charset.substituted("髙田", Encoding.CP932, {"髙": "高"}) == ("髙田", ())


@pytest.mark.parametrize("character", list(charset.TWINS))
def test_a_twin_is_not_written_in_silence_though_python_would(character: str) -> None:
    assert charset.misfits(character, Encoding.CP932) == [character]
    assert charset.fits(charset.TWINS[character], Encoding.CP932)


def test_a_character_and_its_marks_are_one() -> None:
    assert charset.misfits("葛\U000e0100城か\u3099", Encoding.CP932) == ["葛\U000e0100", "か\u3099"]


@pytest.mark.parametrize(("unit", "other"), [("\u301c", "\uff5e"), ("か\u3099", "が"), ("𠮷", "")])
def test_only_twins_are_proposed(unit: str, other: str) -> None:
    assert charset.proposal(unit, Encoding.CP932) == other


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_a_cell_that_a_spreadsheet_would_calculate_is_kept_a_text(start: str) -> None:
    text = f"{start}1+cmd|' /C calc'!A0"
    assert row(layout({"field": "damage_text"}), damage_text=text)[0] == ["'" + text]
    verbatim = layout({"field": "damage_text"}, formulas="verbatim")
    assert row(verbatim, damage_text=text)[0] == [text]


def padded(value: str | None, **column: object) -> tuple[bytes, list[Trouble]]:
    made = layout({"field": "name", **column}, format="fixed", encoding="cp932")
    cells = Cells(made, FIELDS, {})
    of = record(name=value)
    return cells.padded(of, cells.row(of))[0], cells.troubles.listed


@pytest.mark.parametrize(
    ("value", "column", "written"),
    [
        ("山田", {"bytes": 6}, "山田  "),
        ("山田", {"bytes": 6, "align": "right"}, "  山田"),
        ("山田", {"bytes": 6, "pad": "　"}, "山田　"),
        ("12", {"bytes": 5, "align": "right", "pad": "0"}, "00012"),
        (None, {"bytes": 3}, "   "),
        ("山田花子", {"bytes": 5, "overflow": "cut"}, "山田 "),  # no half of a character
    ],
)
def test_a_cell_of_fixed_width_has_exactly_its_bytes(
    value: str | None, column: dict[str, object], written: str
) -> None:
    assert padded(value, **column) == (written.encode("cp932"), [])


def test_a_value_that_is_too_long_is_told_and_not_cut() -> None:
    _, troubles = padded("山田花子", bytes=5)
    assert troubles == [Trouble(7, "氏名", Kind.TOO_LONG, "8 バイト (枠は 5)")]


def test_an_odd_byte_cannot_be_filled_with_a_wide_pad() -> None:
    assert padded("a", bytes=4, pad="　")[1][0].kind is Kind.TOO_LONG
