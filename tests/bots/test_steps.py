"""Each verb on old pages: what it does, and what it refuses to do."""

import pytest

from bots.conditions import check_signs
from forms.errors import BadDeclaration, NotReady, Rejected
from tests.bots.playground import Playground

pytestmark = pytest.mark.browser


def held(ground: Playground, page: str, steps: str, box: str, **values: object) -> str:
    stage = ground.play(page, steps, **values)  # type: ignore[arg-type]
    return stage.page.locator(f"[name={box}]").input_value()


@pytest.mark.parametrize(
    ("target", "box"),
    [
        ("氏名", "NM"),
        ("カナ氏名", "KN"),
        ("{heading: 氏名}", "NM"),
        ("{heading: 生年月日, nth: 2}", "M"),
        ("備考", "BK"),
        ("{label: 備考}", "BK"),
        ('{heading: 電話, css: "[name=T2]"}', "T2"),
    ],
)
def test_fill_finds_the_box_by_its_words(ground: Playground, target: str, box: str) -> None:
    assert held(ground, "entry.html", f"- fill: {target}\n  with: 山田", box) == "山田"


def test_fill_accepts_what_the_page_is_known_to_rewrite(ground: Playground) -> None:
    steps = '- fill: 部数\n  with: "{n}"\n  shows: "{n|full_width}"'
    assert held(ground, "entry.html", steps, "BS", n="12") == "１２"


@pytest.mark.parametrize(
    ("steps", "error", "words"),
    [
        ("- fill: 部数\n  with: '12'", NotReady, "読み返すと違って"),
        ("- fill: 短縮\n  with: 'abc'", NotReady, "読み返すと違って"),
        ("- fill: 氏名\n  with: 七文字以上の名前", Rejected, "6 文字まで"),
        ("- fill: 氏名\n  with: 𠮷田", Rejected, "「𠮷」"),
        ("- fill: 名前\n  with: 山田", NotReady, "「名前」を 2 秒待ちました"),
        ("- fill: {heading: 電話}\n  with: '1'", NotReady, "どれか決められません"),
        ("- read: {heading: 電話}\n  into: t", NotReady, "どれか決められません"),
        ("- choose: 性別\n  option: 不明", Rejected, "選択肢に"),
        ("- choose: {heading: 生年月日}\n  option: 令和", Rejected, "選択肢に"),
        ("- check: 被害\n  options: 床", Rejected, "選択肢に"),
        ("- check: 被害", NotReady, "3 個"),
        ("- click: 叱る\n- wait: {shown: {text: 結果}}", Rejected, "半角カナで入力してください"),
        ("- click: 消す", Rejected, "消してもよろしいですか"),
        ("- click: 断る\n- wait: {shown: {text: 次の頁}}", Rejected, "受付期間外です(E9)"),
        ("- dialog: 保存しますか\n  during: [{click: {title: 進む}}]", NotReady, "確認の窓"),
        ("- popup: {click: {title: 進む}}\n  do: [{click: 閉じる}]", NotReady, "script.yaml の 3"),
    ],
)
def test_what_does_not_fit_stops_the_bot(
    ground: Playground, steps: str, error: type[Exception], words: str
) -> None:
    with pytest.raises(error) as raised:
        ground.play("entry.html", steps)
    assert words in str(raised.value)


def test_a_dialog_that_says_busy_is_no_refusal(ground: Playground) -> None:
    stage = ground.play("entry.html", "- wait: {shown: 備考}")
    stage.page.evaluate("alert('ただいま混み合っています。')")
    with pytest.raises(NotReady, match="今は使えないと表示されています。「ただいま混み合って"):
        check_signs(stage)


def test_a_refusal_keeps_the_words_but_no_my_number(ground: Playground) -> None:
    with pytest.raises(Rejected) as raised:
        ground.play("entry.html", "- click: 断る\n- wait: {shown: {text: 次の頁}}")
    assert "123456789018" not in str(raised.value)
    assert "■■■■" in str(raised.value)


def test_nothing_is_typed_where_the_heading_was_renamed(ground: Playground) -> None:
    with pytest.raises(NotReady):
        ground.play("entry.html", "- fill: {heading: 漢字氏名, css: '[name=NM]'}\n  with: 山田")
    assert ground.stage({}).page.locator("[name=NM]").input_value() == ""


def test_a_failure_names_file_line_and_target_but_not_the_value(ground: Playground) -> None:
    with pytest.raises(NotReady) as raised:
        ground.play("entry.html", '- fill: 住所\n  with: "{secret}"', secret="ひみつの値")
    assert "script.yaml の 3 行目" in str(raised.value)
    assert "ひみつの値" not in str(raised.value) + repr(raised.value.__context__)


def test_choose_takes_round_buttons_by_the_word_beside_them(ground: Playground) -> None:
    stage = ground.play("entry.html", '- choose: 性別\n  option: "{sex}"', sex="女")
    assert stage.page.locator("[name=SEX][value='2']").is_checked()


def test_choose_takes_a_list_by_code(ground: Playground) -> None:
    assert held(ground, "entry.html", "- choose: {heading: 生年月日}\n  code: '4'", "G") == "4"


def test_check_ticks_those_named_and_clears_the_others(ground: Playground) -> None:
    stage = ground.play("entry.html", '- check: 被害\n  options: "{d}"', d=("外壁", "窓"))
    ticked = [box.is_checked() for box in stage.page.locator("[name=H]").all()]
    assert ticked == [False, True, True]


@pytest.mark.parametrize(("value", "ticked"), [("同意する", True), (None, False)])
def test_check_ticks_one_box_when_the_value_is_filled(
    ground: Playground, value: str | None, ticked: bool
) -> None:
    stage = ground.play("entry.html", '- check: {heading: 同意}\n  when: "{c}"', c=value)
    assert stage.page.locator("[name=DO]").is_checked() is ticked


@pytest.mark.parametrize(("answer", "result"), [("ok", "消した"), ("cancel", "残した")])
def test_dialog_answers_the_expected_question(ground: Playground, answer: str, result: str) -> None:
    steps = f"- dialog: 消してもよろしいですか\n  answer: {answer}\n  during: [{{click: 消す}}]"
    assert held(ground, "entry.html", steps, "KEKKA") == result


def test_dialog_types_into_a_prompt(ground: Playground) -> None:
    steps = '- dialog: 理由を\n  type: "{r}"\n  during: [{click: 尋ねる}]'
    assert held(ground, "entry.html", steps, "KEKKA", r="転居") == "転居"


def test_popup_works_in_the_window_that_a_step_opens(ground: Playground) -> None:
    steps = """
- popup: {click: {heading: 住所, link: 住所検索}}
  do:
    - starts: {住所: "{address}"}
      do: [{click: 選択}]
- read: {heading: 住所}
  into: town
- fill: カナ氏名
  with: "{address|after:town}"
"""
    assert held(ground, "entry.html", steps, "KN", address="写市　本町1-2") == "1-2"


def test_frames_are_entered_by_name_and_inside_each_other(ground: Playground) -> None:
    steps = """
- frame: MENU
  do: [{click: {link: 開く}}]
- frame: [MAIN, NAKA]
  do:
    - fill: 氏名
      with: 山田
    - read: 氏名
      into: back
- wait: {shown: {contains: 外側の頁, frame: MAIN}}
"""
    assert ground.play("frames.html", steps).values.memory == {"back": "山田"}


def test_press_sends_a_key(ground: Playground) -> None:
    assert held(ground, "entry.html", "- press: Enter\n  in: 備考", "KEKKA") == "確定"


@pytest.mark.parametrize(("value", "typed"), [("有", "あり"), ("無", "なし"), (None, "なし")])
def test_if_looks_at_a_value(ground: Playground, value: str | None, typed: str) -> None:
    steps = """
- if: {value: "{v}", is: 有}
  do: [{fill: 氏名, with: あり}]
  else: [{fill: 氏名, with: なし}]
"""
    assert held(ground, "entry.html", steps, "NM", v=value) == typed


def test_if_looks_at_the_screen(ground: Playground) -> None:
    steps = """
- if: {any: [{shown: {text: ない言葉}}, {gone: {heading: 氏名}}]}
  do: [{fill: 氏名, with: 違う}]
  else: [{fill: 氏名, with: 正しい}]
"""
    assert held(ground, "entry.html", steps, "NM") == "正しい"


def test_repeat_goes_over_the_filled_groups(ground: Playground) -> None:
    steps = """
- repeat: child
  do:
    - fill: {heading: 生年月日, nth: 1}
      with: "{child.name}"
"""
    values = {"child1_name": "一", "child2_name": None, "child3_name": "三"}
    assert held(ground, "entry.html", steps, "Y", **values) == "三"


def test_row_finds_one_row_whatever_the_writing(ground: Playground) -> None:
    steps = """
- row: {氏名: "{kana}"}
  do:
    - read: {column: 番号}
      into: number
      pattern: 'A-([0-9]+)'
    - click: 照会
- wait: {shown: {heading: カナ氏名}}
"""
    stage = ground.play("list.html", steps, kana="ヤマダ　タロウ")
    assert stage.values.memory == {"number": "001"}


@pytest.mark.parametrize(
    ("kana", "words"), [("サトウ　ハナコ", "2 行"), ("スズキ　ジロウ", "表の行")]
)
def test_row_does_not_guess(ground: Playground, kana: str, words: str) -> None:
    with pytest.raises(NotReady, match=words):
        ground.play("list.html", '- row: {氏名: "{kana}"}\n  do: [{click: 照会}]', kana=kana)


def test_row_does_else_where_there_is_none(ground: Playground) -> None:
    steps = '- row: {氏名: "誰か"}\n  do: [{click: 照会}]\n  else: [{open: entry.html}]'
    assert ground.play("list.html", steps).page.url.endswith("entry.html")


def test_use_does_a_part_with_its_own_values(ground: Playground) -> None:
    steps = '- use: hello\n  with: {word: "{name}"}'
    assert held(ground, "entry.html", steps, "NM", name="山田") == "山田様"


def test_call_goes_out_to_python(ground: Playground) -> None:
    (ground.folder / "extra.py").write_text(
        "def twice(stage, *, text):\n    return text * 2\n", encoding="utf-8"
    )
    steps = """
- call: extra.py:twice
  with: {text: "{w}"}
  into: doubled
- fill: 氏名
  with: "{doubled}"
"""
    assert held(ground, "entry.html", steps, "NM", w="山") == "山山"


def test_a_page_that_cannot_be_reached_is_not_ready(ground: Playground) -> None:
    with pytest.raises(NotReady, match="業務システムにつながりません"):
        ground.play("http://127.0.0.1:1/", "- click: 検索")


def test_a_wrong_verb_is_named_with_the_nearest(ground: Playground) -> None:
    with pytest.raises(BadDeclaration, match="「clik」という動作はありません。「click」") as raised:
        ground.play("entry.html", "- clik: 検索")
    assert raised.value.line == 3
