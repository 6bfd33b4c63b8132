"""A scenario recorded on the modern practice system (one page, late fields) runs afterwards."""

import shutil
from pathlib import Path

import pytest

from bots.bot import Bot
from bots.credentials import EnvironmentCredentials
from bots.recorder.recorder import Recorder
from bots.recorder.saving import save
from bots.scenario import SCENARIOS, load_scenario, load_system
from forms.compare import is_same
from samples.legacy.rows import read_rows
from samples.legacy.spa.server import CloudServer
from tests.bots.conftest import ACCOUNT
from tests.bots.recording_cloud import ModernClerk
from tests.bots.records import CATALOGUE
from tests.bots.test_recorder_practice import ANOTHER, SAMPLE

pytestmark = pytest.mark.browser

EXPECTED = (
    'fill: 郵便番号\n    with: "{postal}"\n    shows: "{postal|postal}"',
    "wait: {gone: {contains: 住所を検索しています}}",
    'choose: 罹災原因\n    option: "{cause}"',
    "popup: {click: 地番検索}",
    'check: {heading: 被害箇所}\n    options: "{damage}"',
    "accepted: {shown: {contains: 受付が完了しました}}",
    "where: {氏名（カナ）: ",
    "count: {contains: ",
    "shows_values: true",
)


def test_a_recorded_scenario_enters_another_record(tmp_path: Path) -> None:
    folder = tmp_path / "practice_spa"
    folder.mkdir()
    shutil.copy(SCENARIOS / "practice_spa" / "system.yaml", folder)
    with CloudServer(tmp_path / "cloud.db", accounts=ACCOUNT) as server:
        begin = "UTSUSHI_SYSTEM_PRACTICE_SPA_"
        account = {f"{begin}USER": "009001", f"{begin}PASSWORD": ACCOUNT["009001"]}
        environment = {f"{begin}URL": server.url, **account}
        credentials = EnvironmentCredentials(environment)
        system, form = load_system(folder, environment), CATALOGUE["risai-shomei"]
        with Recorder(system, form, SAMPLE, credentials, headless=True) as recorder:
            recorder.start()
            ModernClerk(recorder).work()
            written = recorder.finish()
        missing = [words for words in EXPECTED if words not in written.text]
        assert not missing, written.text
        path = save(written, folder / "risai-shomei.yaml", system, CATALOGUE, tmp_path / "rec")
        before = path.read_bytes()
        scenarios = {form.id: load_scenario(path, system, CATALOGUE)}
        with Bot(system, scenarios, credentials, evidence=tmp_path / "evidence") as bot:
            receipt = bot.put_in(ANOTHER, lambda: None)
            assert bot.find(SAMPLE) is not None
        assert path.read_bytes() == before
    row = next(r for r in read_rows(tmp_path / "cloud.db") if r.uketsuke_no == receipt.number)
    wrong = [n for n, v in ANOTHER.values.items() if v and not is_same(row.values.get(n, ""), v)]
    assert (receipt.existing, wrong) == (False, [])
