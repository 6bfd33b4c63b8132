"""Charts as SVG: every figure told, nothing drawn off the sheet, nothing but shapes in them."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.charts import Series, bars, line, month_labels
from workflows.charts.scale import Scale, step_for
from workflows.charts.words import figure

LABELS = ("4月", "5月", "6月")
NUMBERS = st.none() | st.floats(-1e7, 1e7, allow_nan=False)


def shapes(svg: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(svg).iter())


def test_a_chart_says_all_its_figures_in_words() -> None:
    svg = bars("件数", LABELS, [Series("書類", [1234, None, -2])], "件")
    found = {each.tag.rpartition("}")[2]: each for each in shapes(svg)}
    assert found["title"].text == "件数"
    assert found["desc"].text == "書類: 4月 1,234件、5月 なし、6月 −2件"


def test_a_chart_holds_no_script_no_style_and_no_address() -> None:
    svg = line("割合", LABELS, [Series("<script>", [0.1, 0.5, 1])], "%", most=1.0)
    assert "<script" not in svg
    assert "style=" not in svg
    assert re.findall(r'(?:href|src)="', svg) == []


def test_two_charts_of_one_page_share_no_id() -> None:
    made = [bars(title, LABELS, [Series("a", [1, 2, 3])], "件") for title in ("い", "ろ")]
    ids = [set(re.findall(r' id="([^"]+)"', svg)) for svg in made]
    assert ids[0]
    assert not ids[0] & ids[1]


def test_a_loss_hangs_below_the_line_of_zero() -> None:
    svg = bars("時間", ("4月", "5月"), [Series("削減", [10, -10])], "時間")
    drawn = [e for e in shapes(svg) if e.tag.endswith("rect") and e.get("stroke")]
    gain, loss = drawn
    assert float(gain.get("y", "")) + float(gain.get("height", "")) == pytest.approx(
        float(loss.get("y", "")), abs=0.2
    )


def test_a_month_without_a_figure_is_a_gap_in_the_line() -> None:
    svg = line("割合", LABELS, [Series("a", [0.5, None, 0.7])], "%", most=1.0)
    assert svg.count("<polyline") == 2


@given(st.lists(NUMBERS, min_size=3, max_size=3), st.lists(NUMBERS, min_size=3, max_size=3))
def test_nothing_is_drawn_off_the_sheet(
    first: list[float | None], second: list[float | None]
) -> None:
    svg = bars("件数", LABELS, [Series("a", first), Series("b", second)], "件")
    for each in shapes(svg):
        if each.tag.endswith("rect") and each.get("x"):
            top, height = float(each.get("y", "0")), float(each.get("height", "0"))
            assert -0.1 <= top <= top + height <= 270.1


@given(st.floats(1e-6, 1e9))
def test_the_axis_is_marked_in_round_steps(least: float) -> None:
    step = step_for(least)
    assert step >= least * 0.999999
    assert re.fullmatch(r"(1|2|2\.5|5)0*e[+-]\d+", re.sub(r"\.0+e", "e", f"{step:.1e}"))


def test_an_axis_without_figures_still_has_a_length() -> None:
    scale = Scale.of([Series("a", [None, None])], 200, 20)
    assert list(scale.ticks()) == [0, 1]


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [(1234.4, "件", "1,234"), (0.05, "時間", "0.1"), (-0.04, "時間", "0"), (0.683, "%", "68.3"),
     (1.0, "%", "100"), (-12.5, "時間", "−12.5")],
)  # fmt: skip
def test_a_figure_is_written_short(value: float, unit: str, told: str) -> None:
    assert figure(value, unit) == told


def test_the_year_stands_under_the_first_month_and_under_january() -> None:
    assert month_labels(["2018-12", "2019-01", "2019-05"]) == (
        "12月\n平成30年", "1月\n平成31年", "5月",
    )  # fmt: skip


def test_as_many_figures_as_labels_are_asked_for() -> None:
    with pytest.raises(ValueError, match="2 values for 3 labels"):
        bars("件数", LABELS, [Series("a", [1, 2])], "件")
