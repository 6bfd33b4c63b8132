"""A mistake in a scenario is told before any run: file, line, key, the nearest right word."""

import re
import shutil
from datetime import time
from pathlib import Path

import pytest
from pydantic import BaseModel

from bots.scenario import SCENARIOS, load_scenarios, load_system, system_folder
from bots.scenario.models import ScenarioDeclaration, SystemDeclaration
from bots.scenario.scenario import Hours
from forms.errors import BadDeclaration, SetupError
from tests.bots.records import CATALOGUE

FORM = "risai-shomei.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(SCENARIOS / "practice", tmp_path / "practice")
    return tmp_path


def spoil(folder: Path, file: str, old: str, new: str) -> int:
    """Replace a piece of a file; gives the line (from 1) where it stood."""
    path = folder / "practice" / file
    text = path.read_text(encoding="utf-8")
    at = text.index(old)
    path.write_text(text[:at] + new + text[at + len(old) :], encoding="utf-8")
    return text[:at].count("\n") + 1


def test_the_shipped_scenarios_are_right() -> None:
    scenarios = load_scenarios(SCENARIOS / "practice", CATALOGUE)
    assert set(scenarios) == {"jido-teate-nintei", "kaigo-nintei", "risai-shomei"}
    assert {each.system.name for each in scenarios.values()} == {"practice"}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("- click: 次へ", "- clik: 次へ", "「clik」という動作はありません。「click」"),
        ("- click: 次へ", "- select: 次へ", "「choose」ではありませんか"),
        ("{kana|half_kana}", "{kanna|half_kana}", "「kanna」という項目はありません"),
        ("{kana|half_kana}", "{kana|halfkana}", "「halfkana」という変換はありません"),
        ("{kana|half_kana}", "{kana|era}", "「era」は「フリガナ」(kana) には使えません"),
        ("{kana|half_kana}", "{kana|first:x}", "1 以上の整数"),
        ("{kana|half_kana}", "{kana", "波かっこ"),
        ("{relation|code:relation}", "{relation|code:relatoin}", "というコード表はありません"),
        ("- use: postal", "- use: post", "「post」という部品"),
        ('postal: "{postal}"}', 'zip: "{postal}"}', "部品「postal」の名前はありません"),
        ("key: [kana, risai_date]", "key: [kana, setai_nushi]", "必須の項目だけ"),
        ("    photo: 写真の有無", "    foto: 写真の有無", "「foto」という項目"),
        ("dialog: 登録します", "dialogue: 登録します", "知らないキーです"),
        ("form: risai-shomei", "form: risai", "登録されていません"),
        ("- choose: {heading: 住家の種類}", "- choose: {css: input}", "見出しも要ります"),
        ("- click: 検索", "- click: {text: 検索, css: a}", "一つだけ"),
        ("- click: 検索", "- choose: 検索", "option (画面の言葉) か code"),
        ("- click: 検索", "- read: {heading: 番号}\n          into: kana", "項目の id と同じ"),
        ("- click: 検索", "- repeat: person\n          do: [{click: 検索}]", "繰り返しの行"),
        ("- click: 検索", "- call: nothing.py:go", "nothing.py がありません"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(
    folder: Path, old: str, new: str, words: str
) -> None:
    line = spoil(folder, FORM, old, new)
    with pytest.raises(BadDeclaration) as raised:
        load_scenarios(folder / "practice", CATALOGUE)
    told = raised.value
    assert words in told.message + told.advice
    assert Path(told.file).name == FORM
    assert told.line in (line, line + 1)
    assert not told.key.isdigit()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('所有者: "3", ', "", "選択肢「所有者」がありません"),
        ('"{kana|half_kana}"\n        - click', '"{name}"\n        - click', "key の項目だけ"),
        ("    photo: 写真の有無\n", "", "「photo」(写真"),
        ("seal: 業務システムに項目がない", "seal: ない\n    photo: ない", "両方"),
    ],
)
def test_what_does_not_fit_together_is_told(folder: Path, old: str, new: str, words: str) -> None:
    spoil(folder, FORM, old, new)
    with pytest.raises(BadDeclaration, match=re.escape(words)) as raised:
        load_scenarios(folder / "practice", CATALOGUE)
    assert raised.value.line > 0


def test_the_nearest_right_word_is_proposed(folder: Path) -> None:
    spoil(folder, FORM, "{kana|half_kana}", "{kanna|half_kana}")
    with pytest.raises(BadDeclaration) as raised:
        load_scenarios(folder / "practice", CATALOGUE)
    assert raised.value.advice == "「kana」ではありませんか。"


def test_secrets_are_known_to_login_steps_only(folder: Path) -> None:
    spoil(folder, FORM, "{kana|half_kana}", "{secret.password}")
    with pytest.raises(BadDeclaration, match=r"secret\.password"):
        load_scenarios(folder / "practice", CATALOGUE)


def test_a_part_knows_only_what_it_needs(folder: Path) -> None:
    line = spoil(folder, "system.yaml", '"{date|era}"', '"{kana}"')
    with pytest.raises(BadDeclaration, match="「kana」") as raised:
        load_scenarios(folder / "practice", CATALOGUE)
    assert raised.value.line == line


def test_one_form_twice_in_a_system_is_a_mistake(folder: Path) -> None:
    shutil.copy(folder / "practice" / FORM, folder / "practice" / "second.yaml")
    with pytest.raises(BadDeclaration, match="にもあります"):
        load_scenarios(folder / "practice", CATALOGUE)


def test_a_system_of_the_office_takes_the_place_of_ours(folder: Path) -> None:
    shutil.copytree(folder / "practice", folder / "zeimu")
    assert system_folder("practice", folder) == folder / "practice"
    assert system_folder("zeimu", folder) == folder / "zeimu"
    with pytest.raises(SetupError, match="nowhere"):
        system_folder("nowhere", folder)


def test_the_address_comes_from_the_environment() -> None:
    system = load_system(
        SCENARIOS / "practice", {"UTSUSHI_SYSTEM_PRACTICE_URL": "http://127.0.0.1:9/x"}
    )
    assert system.url == "http://127.0.0.1:9/x/"


def test_a_folder_without_a_system_is_a_setup_error(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"system\.yaml"):
        load_system(tmp_path)


@pytest.mark.parametrize(
    ("start", "end", "now", "open_now"),
    [
        ("07:00", "20:00", "07:00", True),
        ("07:00", "20:00", "20:00", False),
        ("07:00", "20:00", "06:59", False),
        ("22:00", "05:00", "23:30", True),
        ("22:00", "05:00", "04:59", True),
        ("22:00", "05:00", "12:00", False),
    ],
)
def test_entry_hours(start: str, end: str, now: str, open_now: bool) -> None:
    hours = Hours(time.fromisoformat(start), time.fromisoformat(end))
    assert hours.has(time.fromisoformat(now)) is open_now


@pytest.mark.parametrize("model", [ScenarioDeclaration, SystemDeclaration])
def test_the_language_has_a_schema_for_editors(model: type[BaseModel]) -> None:
    schema = model.model_json_schema()
    assert {"Click", "Fill", "InFrame", "Row"} <= set(schema["$defs"])
    assert schema["additionalProperties"] is False
