"""A scenario recorded by doing the job once on the old practice system runs unchanged after."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from bots import drawers
from bots.credentials import EnvironmentCredentials
from bots.drawers import Drawer
from bots.recorder.events import Phase
from bots.recorder.panel import Panel
from bots.recorder.recorder import Recorder
from bots.recorder.saving import pictures_of, save
from bots.recorder.sitting import Sitting
from bots.recorder.writing import Written
from bots.scenario import SCENARIOS, Scenario, load_scenario, load_system
from forms.compare import is_same
from forms.errors import SetupError
from samples.legacy.rows import read_rows
from tests.bots.conftest import Practice
from tests.bots.recording_clerk import OldClerk
from tests.bots.records import CATALOGUE, record
from workflows.sealing import Ring
from workflows.sealing.main_key import FileKey
from workflows.sealing.streams import MAGIC
from workflows.trials.drawers import drawer_of

pytestmark = pytest.mark.browser

SAMPLE = record(
    "risai-shomei",
    relation="世帯員",
    agent_name="佐藤　次郎",
    agent_phone="09012345678",
    setai_nushi="山田　一郎",
    setai_ninzu="4",
)
ANOTHER = record(
    "risai-shomei",
    kana="スズキ　ミドリ",
    name="鈴木　緑",
    postal="2750014",
    address="千葉県習志野市鷺沼2-1-1",
    shinsei_date="2024-10-11",
    phone="09012345678",
    house_kind="借家",
    damage=("外壁",),
    house_address="東京都千代田区霞が関9-8",
    photo="無",
    relation="本人",
)


@dataclass
class Recording:
    """`home`: the data folder in which the pictures are kept."""

    written: Written
    path: Path
    pictures: Drawer
    home: Path


def press_next(sitting: Sitting, panel: Panel) -> None:
    """The clerk presses the button of the panel; the recorder looks until it has done it."""
    button = panel.page.locator("#next")
    label = button.inner_text()
    button.click()
    while button.inner_text() == label and sitting.written is None:
        sitting.step()
        panel.page.wait_for_timeout(10)
    assert panel.page.locator("#trouble").inner_text() == ""


@pytest.fixture(scope="module")
def recording(practice: Practice, tmp_path_factory: pytest.TempPathFactory) -> Recording:
    """The clerk's work, and the file that came of it, in a folder of its own."""
    folder = tmp_path_factory.mktemp("recorded") / "practice"
    folder.mkdir()
    shutil.copy(SCENARIOS / "practice" / "system.yaml", folder)
    system = load_system(folder, practice.environment)
    credentials = EnvironmentCredentials(practice.environment)
    home, form = folder.parent / "home", CATALOGUE["risai-shomei"]
    ring = Ring(folder.parent / "ring.json", FileKey(folder.parent / "main.key"))
    pictures = drawer_of(home, "recordings/practice/risai-shomei.rec", ring)
    with Recorder(system, form, SAMPLE, credentials, pictures=pictures, headless=True) as recorder:
        recorder.start()
        panel = Panel(recorder.opened.browser, form, SAMPLE)
        sitting = Sitting(recorder, panel)
        OldClerk(recorder, lambda: press_next(sitting, panel)).work()
        written = sitting.written
    assert written is not None
    path = save(written, folder / "risai-shomei.yaml", system, CATALOGUE, pictures)
    return Recording(written, path, pictures, home)


@pytest.fixture(scope="module")
def scenario(recording: Recording, practice: Practice) -> Scenario:
    system = load_system(recording.path.parent, practice.environment)
    return load_scenario(recording.path, system, CATALOGUE)


def test_another_record_is_entered_and_verified_by_the_unchanged_file(
    recording: Recording, scenario: Scenario, practice: Practice
) -> None:
    before = recording.path.read_bytes()
    with practice.bot({"risai-shomei": scenario}) as bot:
        receipt = bot.put_in(ANOTHER, lambda: None)
    row = next(row for row in read_rows(practice.db) if row.uketsuke_no == receipt.number)
    wrong = [n for n, v in ANOTHER.values.items() if v and not is_same(row.values.get(n, ""), v)]
    assert (receipt.existing, wrong) == (False, [])
    assert recording.path.read_bytes() == before


def test_what_the_clerk_entered_is_found_again(scenario: Scenario, practice: Practice) -> None:
    with practice.bot({"risai-shomei": scenario}) as bot:
        assert bot.find(SAMPLE) is not None


EXPECTED = [
    '- fill: カナ氏名\n          with: "{kana|half_kana}"',
    'option: "{shinsei_date|era}"',
    '{heading: 申請年月日, nth: 1}\n        with: "{shinsei_date|yy}"',
    'code: "{relation|code:relation}"',
    'relation: {本人: "1", 世帯員: "2", 所有者: "3", その他: "4"}',
    "popup: {click: 住所検索}",
    'starts: {住所: "{address}"}',
    '|full_width|after:start1}"',
    'options: "{damage}"',
    "dialog: 登録します。よろしいですか？",
    "shows_values: true",
    "ready: {shown: {contains: 以下の内容で登録します",
    "nothing: {shown: {contains: 該当するデータはありません, frame: MAIN}}",
    "accepted: {shown: {contains: 登録が完了しました}}",
    "number: {heading: 受付番号}",
    "key: [shinsei_date, kana]",
    'seal: "要確認: 照会画面に見つかりません"',
]


@pytest.mark.parametrize("words", EXPECTED)
def test_the_file_says_it_as_a_person_would(recording: Recording, words: str) -> None:
    def flat(text: str) -> str:
        return re.sub(r"\s+", " ", text)

    assert flat(words) in flat(recording.written.text)


def test_nothing_of_the_sample_person_and_no_secret_is_in_the_file(recording: Recording) -> None:
    text = recording.written.text
    values = [v for v in SAMPLE.values.values() if isinstance(v, str) and len(v) > 3]
    assert not [v for v in (*values, "renshu2003", "ﾔﾏﾀﾞ ﾀﾛｳ") if v in text and v != "同意する"]


def test_screens_have_pictures_for_the_editor(recording: Recording) -> None:
    known = pictures_of(recording.pictures)
    assert len(known) > 5
    first = drawers.read(recording.pictures, next(iter(known.values())))
    assert first.startswith(b"\x89PNG")


def test_nothing_of_the_screens_lies_there_in_clear(recording: Recording) -> None:
    files = [path for path in recording.home.rglob("*") if path.is_file()]
    assert len(files) > 5
    assert all(path.read_bytes().startswith(MAGIC) for path in files)


def test_a_clerk_who_stops_in_the_middle_is_told_what_is_missing(
    practice: Practice,
) -> None:
    system = load_system(SCENARIOS / "practice", practice.environment)
    credentials = EnvironmentCredentials(practice.environment)
    with Recorder(
        system, CATALOGUE["risai-shomei"], SAMPLE, credentials, headless=True
    ) as recorder:
        recorder.start()
        with pytest.raises(SetupError, match="まだ検索していません"):
            recorder.check()
        recorder.begin(Phase.SUBMIT)
        with pytest.raises(SetupError, match="登録のボタンが押されていません"):
            recorder.finish()
