"""A heading as pages write it, old and new: which box it means, what stands beside it."""

import pytest

from bots.asking import question, selector
from bots.locate import Want, locate
from bots.scenario.targets import Target
from bots.tables import clean
from forms.errors import NotReady
from tests.bots.playground import Playground

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def headings(ground: Playground) -> Playground:
    """The page of headings, opened once: the tests only ask."""
    ground.play("headings.html", "- wait: {shown: {label: 影氏名}}")
    return ground


def boxes(ground: Playground, target: object, want: Want = Want.FILL) -> list[str]:
    found = locate(Target.model_validate(target), ground.stage({}), want)
    return [str(name) for name in found.evaluate_all("(all) => all.map((e) => e.name || e.id)")]


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("定義氏名", ["dl1"]),
        ("定義カナ", ["dl2"]),
        ("定義電話", ["dl3a", "dl3b"]),
        ("包み定義", ["dl4"]),
        ("名札氏名", ["l1"]),
        ("包み名札", ["l2"]),
        ("浮き名札", ["l3"]),
        ("箱氏名", ["g1"]),
        ("格子氏名", ["g2"]),
        ("格子カナ", ["g3"]),
        ("無縁名札", ["g4"]),
        ("参照氏名", ["a1"]),
        ("音声氏名", ["a2"]),
        ("例示氏名", ["p1"]),
        ("番号氏名", ["n1"]),
        ("振仮名氏名", ["n2"]),
        ("カナ幅氏名", ["n3"]),
        ("旧氏名", ["n4"]),
        ("隠語", ["n5"]),
        ("横氏名", ["h1"]),
        ("横カナ", ["h2"]),
        ("横並", ["h3"]),
        ("横並カナ", ["h4"]),
        ("積み備考", ["h5"]),
        ("裸氏名", ["t1"]),
        ("裸カナ", ["t2"]),
        ("裸日付", ["t3", "t4"]),
        ("隠れ氏名", ["x2"]),
        ("二つ氏名", ["d1", "d2"]),
        ("編集欄", ["ce"]),
        ("影氏名", ["sh"]),
        ("離れ氏名", []),
        ("よその箱", []),
        ("箱の中", ["z2"]),
        ("氏名", []),
        ("申請者", []),
    ],
)
def test_a_heading_means_its_boxes(headings: Playground, heading: str, names: list[str]) -> None:
    assert boxes(headings, heading) == names


@pytest.mark.parametrize(
    ("heading", "section", "name"),
    [
        ("節氏名", "申請者", "s1"),
        ("節氏名", "配偶者", "s2"),
        ("平氏名", "平ら一", "s3"),
        ("平氏名", "平ら二", "s4"),
        ("枠氏名", "枠一", "s5"),
        ("枠氏名", "枠二", "s6"),
        ("表氏名", "世帯主", "s7"),
        ("表氏名", "届出人", "s8"),
        ("段氏名", "段一", "s9"),
        ("段氏名", "段二", "s10"),
    ],
)
def test_a_section_tells_headings_apart(
    headings: Playground, heading: str, section: str, name: str
) -> None:
    assert len(boxes(headings, heading)) == 2
    assert boxes(headings, {"heading": heading, "section": section}) == [name]


def test_round_buttons_stand_under_their_legend(headings: Playground) -> None:
    assert boxes(headings, "枠性別", Want.CHOOSE) == ["f1", "f1"]


def test_two_such_headings_stop_the_bot(ground: Playground) -> None:
    with pytest.raises(NotReady, match="どれか決められません"):
        ground.play("headings.html", "- fill: 二つ氏名\n  with: 山田")


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("受付番号", "A-001"),
        ("氏名", "山田 太郎"),
        ("住所", "写市本町1-2"),
        ("電話", "03-5555-1234"),
        ("続柄", "本人"),
        ("種別", "医療"),
        ("金額", "12,000"),
        ("届出氏名", "佐藤 花子"),
        ("区分", "更新"),
        ("空区分", ""),
        ("複数", "屋根、外壁"),
        ("性別", "男"),
        ("被害", "床、窓"),
        ("生年月日", "昭和 60 4"),
        ("有効", "はい"),
        ("本文", "一行目\n二行目"),
        ("通知", "受け取る"),
    ],
)
def test_what_stands_beside_a_heading_is_read(ground: Playground, heading: str, text: str) -> None:
    steps = f"- read: {{heading: {heading}}}\n  into: text"
    assert ground.play("details.html", steps).values.memory["text"] == text


@pytest.mark.parametrize("heading", ["見出し一", "見出し二", "見出し三"])
def test_a_row_of_titles_has_no_values(ground: Playground, heading: str) -> None:
    ground.play("details.html", "- wait: {shown: {text: 見出し一}}")
    found = locate(Target.model_validate({"heading": heading}), ground.stage({}), Want.READ)
    assert found.count() == 0


@pytest.mark.parametrize(
    "text",
    ["氏名※", " 氏　名：", "氏名（必須）", "必須 氏名", "【任意】ｶﾅ氏名", "児童１氏名", "必須",
     "次頁>>", "\u00a0住所\n(自宅)", "①氏名", "Ｅ－ｍａｉｌ *"],
)  # fmt: skip
def test_python_and_the_page_clean_a_heading_alike(ground: Playground, text: str) -> None:
    said = (
        ground.stage({})
        .page.locator(":root")
        .evaluate_all(question("(elements, text) => clean(text)"), text)
    )
    assert said == clean(text)


@pytest.mark.parametrize("words", ["次頁>>", 'a"b', "it's", "`x`", "\\", "a >> b", "<b>"])
def test_any_words_can_be_asked_for(ground: Playground, words: str) -> None:
    assert ground.stage({}).page.locator(selector("button", words=words)).count() == 0
