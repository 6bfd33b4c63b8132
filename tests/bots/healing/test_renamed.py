"""A label of the target was renamed: nothing is typed into a wrong field, and a person mends it."""

import pytest

from bots.asking.putting import root
from bots.scenario.steps import Fill
from bots.scenario.targets import Strict
from bots.stage import Phase, Stage
from forms.errors import NotReady, Rejected, SetupError
from samples.legacy.weather import Weather
from tests.bots.healing.conftest import Changing
from tests.bots.records import record
from tests.traces import traces
from workflows.cli.bots.check import check

pytestmark = pytest.mark.browser


def never() -> None:
    """A `before_submit` that must not be reached."""
    raise AssertionError("the committing click was about to come")


def test_the_bot_stops_says_which_field_and_proposes_the_new_one(changing: Changing) -> None:
    changing.rename(漢字氏名="氏名（漢字）")
    with changing.bot() as bot, pytest.raises(NotReady) as stopped:
        bot.put_in(record("risai-shomei", kana="キエタ　ナマエ"), never)
    assert "「漢字氏名」" in stopped.value.message
    assert "risai-shomei.yaml の 40 行目" in stopped.value.message
    assert "近いもの: 『氏名（漢字）』" in stopped.value.message
    assert "utsushi bot check practice risai-shomei" in stopped.value.advice
    assert changing.rows == []


def test_after_a_persons_yes_the_scenario_enters_again(changing: Changing) -> None:
    changing.rename(漢字氏名="氏名（漢字）", 電話番号="連絡先", カナ氏名="フリガナ", 次へ="進む")
    asked: list[str] = []

    def yes(question: str) -> str:
        asked.append(question)
        return "はい"

    assert check("practice", "risai-shomei", do_apply=True, ask=yes) == 1
    assert len(asked) == 4  # each renamed word once, wherever it stands
    with changing.bot() as bot:
        receipt = bot.put_in(record("risai-shomei", kana="ナオシタ　アト"), lambda: None)
    assert not receipt.existing
    assert len(changing.rows) == 1


def test_what_a_person_refuses_is_left_and_a_moved_field_is_told(
    changing: Changing, capsys: pytest.CaptureFixture[str]
) -> None:
    changing.server.weather = Weather(renamed={"漢字氏名": "氏名（漢字）"}, moved={"代理人氏名": 2})
    path = changing.folder / "practice" / "risai-shomei.yaml"
    before = path.read_bytes()
    check("practice", "risai-shomei", do_apply=True, ask=lambda _: "いいえ")
    assert path.read_bytes() == before
    said = "".join(capsys.readouterr().out.split())
    assert "氏名（漢字）" in said
    assert "手順の画面に移っています" in said
    (report,) = (each.decode() for each in changing.left("checks").values())
    assert traces([changing.home], ["氏名（漢字）"]) == []  # nothing lies there in clear
    assert report.count("data:image/png;base64,") >= 2


def test_nobody_answers_in_advance(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    with pytest.raises(SetupError, match="人が画面を見て"):
        check("practice", "risai-shomei", do_apply=True)


class Swapper:
    """The target's entry screens show two labels the wrong way round; nothing else changed."""

    def before(self, step: Strict, stage: Stage) -> None:
        if stage.phase is Phase.ENTER and isinstance(step, Fill):
            stage.wait_until(lambda: self.swapped(stage), 30, "画面")

    @staticmethod
    def swapped(stage: Stage) -> bool:
        """Asked again where the screen is being replaced at this moment."""
        root(stage.fresh().scope).evaluate(SWAP, ["電話番号", "代理人電話番号"])
        return True


SWAP = """(root, [one, other]) => {
  if (!document.querySelector("form[name=F1] input[name=STEP]") || window.swapped) return;
  window.swapped = true;
  for (const cell of document.querySelectorAll("th")) {
    const words = cell.innerText.trim();
    if (words === one) cell.innerText = other; else if (words === other) cell.innerText = one;
  }
}"""


def test_two_labels_that_changed_places_are_noticed_before_the_click(changing: Changing) -> None:
    """The label check cannot see it: the confirmation screen shows what would really be stored."""
    changes = {"kana": "イレカワリ　テスト", "agent_name": "写　太郎", "agent_phone": "0761112222"}
    scenarios = changing.scenarios
    with changing.bot(Swapper()) as bot, pytest.raises(Rejected) as stopped:
        bot.put_in(record("risai-shomei", **changes), never)
    assert "電話番号" in stopped.value.message
    assert scenarios["risai-shomei"].declared.submit.shows_values


def test_a_field_that_moved_to_a_later_screen_is_not_typed_elsewhere(changing: Changing) -> None:
    changing.server.weather = Weather(moved={"代理人氏名": 2})
    changes = {"kana": "ウゴイタ　ラン", "agent_name": "写　太郎", "agent_phone": "0761112222"}
    with changing.bot() as bot, pytest.raises(NotReady) as stopped:
        bot.put_in(record("risai-shomei", **changes), never)
    assert "「代理人氏名」" in stopped.value.message
