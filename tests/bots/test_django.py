"""A third-party web application, entered into by a scenario written from the docs alone."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from bots.bot import Bot
from bots.credentials import EnvironmentCredentials
from bots.scenario import load_scenarios
from forms.catalogue import Catalogue
from forms.errors import Different, Rejected
from forms.record import Reading, Record, Value

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent / "django_site"
CATALOGUE = Catalogue.load(HERE / "forms")
VALUES: dict[str, Value] = {
    "kana": "ウツシ　ハル",
    "name": "写　はる",
    "birth": "2022-04-01",
    "sex": "女",
    "nursery": "東保育所",
    "reasons": ("就労", "疾病"),
    "single": "該当",
    "note": "アレルギーあり\n（卵）",
    "sibling1_name": "写　なつ",
    "sibling1_birth": "2019-08-01",
}


def record(**changed: Value) -> Record:
    form = CATALOGUE["hoiku-moushikomi"]
    values = {**VALUES, **changed}
    readings = (
        Reading(field.id, "", values.get(field.id), 1.0, field.page, field.box, "person")
        for field in form.fields
    )
    return Record(form.id, form.version, tuple(readings))


@dataclass
class Site:
    url: str
    db: Path

    def ask(self, query: str, *values: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.db)) as link, link:
            return [tuple(row) for row in link.execute(query, values)]

    def rows(self, kana: str) -> int:
        return len(self.ask("SELECT id FROM hoiku_application WHERE kana = ?", kana))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    db = tmp_path_factory.mktemp("django") / "site.sqlite"
    command = [sys.executable, "-m", "tests.bots.django_site", str(db)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ)) as run:
        try:
            assert run.stdout is not None
            yield Site(f"http://127.0.0.1:{int(run.stdout.readline())}/admin/", db)
        finally:
            run.terminate()


@pytest.fixture(scope="module")
def bot(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    environment = {
        "UTSUSHI_SYSTEM_NURSERY_URL": site.url,
        "UTSUSHI_SYSTEM_NURSERY_USER": "madoguchi",
        "UTSUSHI_SYSTEM_NURSERY_PASSWORD": "renshu-2003",
    }
    scenarios = dict(load_scenarios(HERE / "nursery", CATALOGUE, environment))
    system = scenarios["hoiku-moushikomi"].system
    secrets = EnvironmentCredentials(environment)
    with Bot(system, scenarios, secrets, evidence=tmp_path_factory.mktemp("evidence")) as bot:
        yield bot


def nothing() -> None:
    """No deadline."""


def never() -> None:
    pytest.fail("must not be submitted")


def test_a_record_is_entered_and_verified(bot: Bot, site: Site) -> None:
    assert bot.find(record()) is None
    receipt = bot.put_in(record(), nothing)
    assert not receipt.existing
    [row] = site.ask(
        "SELECT id, kana, name, birth, sex, nursery, single, note FROM hoiku_application"
    )
    assert row == (
        int(receipt.number), "ウツシ　ハル", "写　はる", "2022-04-01", "2", "02", 1,
        "アレルギーあり\r\n（卵）",
    )  # fmt: skip
    reasons = site.ask(
        "SELECT name FROM hoiku_reason r JOIN hoiku_application_reasons a ON a.reason_id = r.id"
    )
    assert sorted(str(name) for (name,) in reasons) == ["就労", "疾病"]
    assert site.ask("SELECT name, birth FROM hoiku_sibling") == [("写　なつ", "2019-08-01")]


def test_the_same_record_again_is_there_already(bot: Bot, site: Site) -> None:
    receipt = bot.put_in(record(), never)
    assert receipt.existing
    assert site.rows("ウツシ　ハル") == 1


@pytest.mark.parametrize(
    ("changed", "label"),
    [
        ({"name": "写　春"}, "児童氏名"),
        ({"sex": "男"}, "性別"),
        ({"nursery": "中央保育所"}, "希望施設"),
        ({"reasons": ("就労",)}, "利用の理由"),
        ({"single": None}, "ひとり親"),
        ({"note": None}, "備考"),
        ({"sibling1_birth": "2019-08-02"}, "生年月日"),
        ({"sibling2_name": "写　あき", "sibling2_birth": "2020-01-01"}, "氏名"),
    ],
)
def test_other_values_are_told(bot: Bot, changed: dict[str, Value], label: str) -> None:
    with pytest.raises(Different, match=label):
        bot.find(record(**changed))


def test_a_refusal_keeps_the_words_of_the_site(bot: Bot, site: Site) -> None:
    old = record(kana="フルイ　コ", birth="2005-01-01")
    with pytest.raises(Rejected, match="保育の対象となる年齢ではありません"):
        bot.put_in(old, nothing)
    assert site.rows("フルイ　コ") == 0


def test_a_session_that_ended_is_renewed(bot: Bot, site: Site) -> None:
    site.ask("DELETE FROM django_session")
    found = bot.find(record())
    assert found is not None


def test_a_list_of_several_pages_is_read_whole(bot: Bot, site: Site) -> None:
    for number in range(8):
        site.ask(
            "INSERT INTO hoiku_application"
            " (kana, name, birth, sex, nursery, single, note, received)"
            " SELECT 'ナミキ　' || ?, name, birth, sex, nursery, single, note, received"
            " FROM hoiku_application WHERE kana = 'ウツシ　ハル'",
            f"{number}",
        )
    assert bot.find(record(kana="ナミキ　")) is None
    with pytest.raises(Different):  # it is on the second page, without reasons
        bot.find(record(kana="ナミキ　0"))
