"""Lists of every make: their rows by column heading, and reading them to their end."""

import pytest

from bots.results import Results
from bots.scenario.models import RowsDeclaration
from forms.errors import NotReady
from tests.bots.playground import Playground

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("column", "click", "hit"),
    [
        ("格子番号: G2", "{column: 氏名}", "G2"),
        ("箱番号: B2", "照会", "B2"),
        ("札番号: C2", "照会", "C2"),
        ("紙番号: K2, 紙の氏名: 佐藤", "照会", "K2"),
        ("紙番号: K1", "照会", "K1"),
        ("選び番号: L2", "{column: 選び番号}", "L2"),
        ("選び番号: L2", "{column: 2列目}", "L2"),
        ("2列目: 無題佐藤", "見る", "N2"),
        ("カナ: サトウ, 生年月日: 昭31.2.3", "照会", "W2"),
    ],
)
def test_a_row_is_found_and_opened(ground: Playground, column: str, click: str, hit: str) -> None:
    stage = ground.play("lists.html", f"- row: {{{column}}}\n  do: [{{click: {click}}}]")
    assert stage.page.title() == hit


@pytest.mark.parametrize(
    ("row", "column", "text"),
    [
        ("分け番号: S2", "氏名", "佐藤"),
        ("段番号: T2", "町", "東町"),
        ("市: 写市, 町: 本町", "段番号", "T1"),
        ("重ね番号: W2", "カナ", "ｻﾄｳ"),
        ("紙の氏名: 佐藤, 紙番号: K2", "紙番号", "K2"),
        ("カナ: ヤマダ", "氏名", "山田"),
    ],
)
def test_a_cell_is_read_by_its_heading(
    ground: Playground, row: str, column: str, text: str
) -> None:
    steps = f"- row: {{{row}}}\n  do: [{{read: {{column: {column}}}, into: text}}]"
    assert ground.play("lists.html", steps).values.memory == {"text": text}


def test_a_line_over_the_whole_list_is_no_row(ground: Playground) -> None:
    steps = "- row: {空番号: 該当なし}\n  do: [{click: 照会}]\n  else: [{open: menu.html}]"
    assert ground.play("lists.html", steps).page.url.endswith("menu.html")


def test_a_record_over_two_lines_is_one_row(ground: Playground) -> None:
    ground.play("lists.html", "- wait: {shown: {text: 重ね番号}}")
    declared = {"where": {"カナ": "x"}, "open": "照会", "count": {"css": "#stacked"}}
    found = Results(RowsDeclaration.model_validate(declared), ground.stage({}))
    assert found.look()
    assert [row.cells["氏名"] for part in found.parts() for row in part] == ["山田", "佐藤"]


def test_two_people_of_one_household_are_two_rows(ground: Playground) -> None:
    ground.play("lists.html", "- wait: {shown: {text: 世帯の組}}")
    declared = {"where": {"世帯の組": "x", "名の組": "y"}, "open": "照会"}
    found = Results(RowsDeclaration.model_validate(declared), ground.stage({}))
    assert found.look()
    seen = [row.cells["名の組"] for part in found.parts() for row in part]
    assert seen == ["太郎", "花子", "一人"]


@pytest.mark.parametrize("row", ["無い番号: U1", "無い札: V1"])
def test_the_next_table_is_no_list_of_headings_that_it_does_not_stand_under(
    ground: Playground, row: str
) -> None:
    steps = f"- row: {{{row}}}\n  do: [{{click: 照会}}]\n  else: [{{open: menu.html}}]"
    assert ground.play("lists.html", steps).page.url.endswith("menu.html")


def test_a_row_stays_the_same_while_it_is_filled(ground: Playground) -> None:
    steps = """
- row: "2"
  columns: [子の氏名, 続柄]
  do:
    - fill: {column: 子の氏名}
      with: 次郎
    - choose: {column: 続柄}
      option: 子
"""
    page = ground.play("lists.html", steps).page
    held = [page.locator(f"[name={name}]").input_value() for name in ("c1", "k1", "c2", "k2")]
    assert held == ["", "", "次郎", "子"]


def results(ground: Playground, mode: str, **said: object) -> Results:
    """The list of `long.html` in one of its makes, not yet read."""
    ground.play(f"long.html?mode={mode}", "- wait: {shown: {contains: 検索結果}}")
    declared = {"where": {"番号": "x"}, "open": "照会", **said}
    found = Results(RowsDeclaration.model_validate(declared), ground.stage({}))
    found.look()
    return found


def numbers(found: Results) -> list[int]:
    return [int(row.cells["番号"][1:]) for part in found.parts() for row in part]


COUNT = {"css": "#count"}


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        ("virtual", {}),
        ("plainvirtual", {}),
        ("plainvirtual", {"count": COUNT}),
        ("more", {"next": {"button": "もっと見る"}}),
        ("more", {"next": "もっと見る", "count": COUNT}),
        ("endless", {"end": {"shown": {"text": "以上です"}}}),
    ],
)
def test_every_row_of_a_long_list_is_seen_once(
    ground: Playground, mode: str, said: dict[str, object]
) -> None:
    assert numbers(results(ground, mode, **said)) == list(range(60))


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        ("more", {"count": COUNT}),
        ("endless", {"count": COUNT}),
        ("stuck", {"end": {"shown": {"text": "以上です"}}}),
    ],
)
def test_a_list_that_is_not_read_whole_is_no_answer(
    ground: Playground, mode: str, said: dict[str, object]
) -> None:
    with pytest.raises(NotReady):
        numbers(results(ground, mode, **said))


def test_rows_that_come_with_the_sign_of_the_end_are_seen(ground: Playground) -> None:
    class Late(Results):
        """The rest comes right after a look at the rows, before the look at the sign."""

        def look(self) -> bool:
            is_there = super().look()
            self.here.page.evaluate("() => { loadMore(); loadMore(); }")
            return is_there

    found = results(ground, "stuck", end={"shown": {"text": "以上です"}})
    late = Late(found.declared, found.here, found.rows)
    assert numbers(late) == list(range(60))
