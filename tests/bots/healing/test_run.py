"""`utsushi bot run`: step by step, without the click, for real only where that is safe."""

import json
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from bots.recorder.sample import invent
from bots.trial.stepping import GivenUp
from forms.errors import NotReady, SetupError
from samples.legacy.weather import Weather
from tests.bots.healing.conftest import Changing
from tests.bots.records import CATALOGUE, RISAI
from tests.traces import traces
from workflows.cli.bots.leaving import SHOW
from workflows.cli.bots.run import Wish, run
from workflows.cli.bots.show import show
from workflows.sealing.streams import MAGIC

RISAI_FORM = "risai-shomei"


def wish(**asked: object) -> Wish:
    return Wish("practice", RISAI_FORM, **asked)  # type: ignore[arg-type]


class Keys:
    """Answers in their order; the last one again and again."""

    def __init__(self, *answers: str) -> None:
        self._answers: Iterator[str] = iter(answers)
        self._last = answers[-1]
        self.asked: list[str] = []

    def __call__(self, question: str) -> str:
        self.asked.append(question)
        return next(self._answers, self._last)


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        ({}, "一つだけ"),
        ({"sample": True, "store_id": 1}, "一つだけ"),
        ({"store_id": 1, "trace": True}, "--trace"),
        ({"file": Path("x.json"), "trace": True, "dry_run": True}, "--trace"),
        ({"file": Path("x.json")}, "受付を通っていない"),
        ({"sample": True}, "受付を通っていない"),
    ],
)
def test_what_is_not_safe_is_refused_before_anything_opens(
    asked: dict[str, object], word: str
) -> None:
    with pytest.raises(SetupError, match=word):
        run(wish(**asked), Keys("はい"))


def test_without_a_keyboard_nothing_that_asks_is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    with pytest.raises(SetupError, match="端末"):
        run(wish(sample=True, step=True, dry_run=True))


@pytest.mark.browser
def test_a_dry_run_shows_what_would_be_registered_and_registers_nothing(
    changing: Changing, capsys: pytest.CaptureFixture[str]
) -> None:
    before = len(changing.rows)
    assert run(wish(sample=True, dry_run=True)) == 0
    said = capsys.readouterr().out
    assert "登録していません" in said
    assert "必要部数" in said
    assert "×" not in said
    assert len(changing.rows) == before


@pytest.mark.browser
def test_what_cannot_be_reached_is_tried_again_by_the_person_and_not_by_itself(
    changing: Changing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UTSUSHI_SYSTEM_PRACTICE_URL", "http://127.0.0.1:1/")
    with pytest.raises(NotReady) as caught:
        run(wish(sample=True, dry_run=True))
    assert "もう一度実行してください" in caught.value.advice


@pytest.mark.browser
def test_steps_are_told_with_their_line_and_masked_values(
    changing: Changing, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = Keys("p", "?", "n", "c")
    asked = Wish("practice", "kaigo-nintei", sample=True, step=True, dry_run=True)
    assert run(asked, keys) == 0
    said = capsys.readouterr().out
    number = str(invent(CATALOGUE["kaigo-nintei"]).values["my_number"])
    assert "[入力 kaigo-nintei.yaml:48]" in said
    assert "「個人番号」に「********」を入力する" in said
    assert number not in said
    assert f"画面の写し: {SHOW} trials/practice-" in said
    assert "q: やめる" in said


@pytest.mark.browser
def test_what_a_trial_leaves_is_sealed_and_shown_to_who_asks(
    changing: Changing, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Pictures, words and a trace of an invented person."""
    typed = "被害の状況の見本"
    assert run(wish(sample=True, dry_run=True)) == 0
    assert run(wish(sample=True, dry_run=True, trace=True)) == 0
    said = capsys.readouterr().out
    known = changing.left("trials") | changing.left("traces")
    words = next(each for each in known if each.endswith(".txt"))
    assert typed in known[words].decode()
    assert {each.rsplit(".", 1)[1] for each in known} == {"png", "txt", "zip"}, said
    assert all(f"{SHOW} {each}" in said for each in known if each.endswith((".zip", ".png")))
    assert traces([changing.home], [typed]) == []
    assert all((changing.home / each).read_bytes().startswith(MAGIC) for each in known)
    show(words, tmp_path / "seen.txt")
    assert typed in (tmp_path / "seen.txt").read_text(encoding="utf-8")


@pytest.mark.browser
def test_a_person_can_stop_and_what_was_skipped_is_not_registered(changing: Changing) -> None:
    before = len(changing.rows)
    with pytest.raises(GivenUp):
        run(wish(sample=True, step=True, really=True), Keys("q"))
    with pytest.raises(GivenUp):
        run(wish(sample=True, really=True), Keys("いいえ"))
    assert len(changing.rows) == before


@pytest.mark.browser
def test_a_file_is_registered_only_after_a_yes_and_never_twice(
    changing: Changing, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = len(changing.rows)
    file = tmp_path / "kiroku.json"
    values = {key: list(v) if isinstance(v, tuple) else v for key, v in RISAI.items()}
    file.write_text(json.dumps({**values, "kana": "タメシ　ファイル"}), encoding="utf-8")
    keys = Keys("はい")
    assert run(wish(file=file, really=True), keys) == 0
    assert keys.asked == ["登録します。よろしいですか [はい/いいえ]: "]
    assert run(wish(file=file, really=True), keys) == 0
    assert len(keys.asked) == 1
    assert "前から登録されていました" in capsys.readouterr().out
    assert len(changing.rows) == before + 1


@pytest.mark.browser
def test_a_trial_of_unknown_outcome_is_not_pressed_again(
    changing: Changing, tmp_path: Path
) -> None:
    before = len(changing.rows)
    file = tmp_path / "kiroku.json"
    values = {key: list(v) if isinstance(v, tuple) else v for key, v in RISAI.items()}
    file.write_text(json.dumps({**values, "kana": "フメイ　ケッカ"}), encoding="utf-8")
    changing.server.weather = Weather(error_before=1.0)
    with pytest.raises(Exception, match="登録されたか分かりません"):
        run(wish(file=file, really=True), Keys("はい"))
    changing.server.weather = Weather()
    with pytest.raises(SetupError, match="結果が分からないまま"):
        run(wish(file=file, really=True), Keys("はい"))
    assert len(changing.rows) == before


@pytest.mark.browser
def test_no_password_stands_in_a_trace_even_after_a_login_in_the_middle(
    changing: Changing,
) -> None:
    changing.server.weather = Weather(seed=3, logged_out=0.05)
    run(wish(sample=True, dry_run=True, trace=True))
    traced = list(changing.left("traces").values())
    assert traced
    for trace in traced:
        with zipfile.ZipFile(BytesIO(trace)) as opened:
            for name in opened.namelist():
                content = opened.read(name)
                assert b"renshu2003" not in content, name
                assert "renshu2003".encode("utf-16-le") not in content, name
