"""The shipped scenarios against 総合窓口クラウド, the practice system that is one page."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import jaconv
import pytest

from bots.bot import Bot
from bots.credentials import EnvironmentCredentials
from bots.scenario import SCENARIOS, load_scenarios
from forms.compare import is_same
from forms.errors import (
    Different,
    NotReady,
    Rejected,
    SetupError,
    Unconfirmed,
    UtsushiError,
)
from forms.record import Record
from samples.legacy.rows import LegacyRow, doubled, half, read_rows
from samples.legacy.spa.server import CloudServer
from samples.legacy.weather import PROBABILITIES, Weather
from tests.bots.records import CATALOGUE, VALUES, least, record

pytestmark = pytest.mark.browser

ACCOUNT = {"009001": "renshu2003"}
FORMS = tuple(VALUES)
NAMES = {
    "reset": "キレ",
    "cut": "カケ",
    **dict(zip((*PROBABILITIES, "token"), "アイウエオカキクケコサシスセソ", strict=False)),
}
"""A name of its own for each fault, so that the tests tell their applications apart."""


@dataclass
class Cloud:
    """The system with a bot in front of it."""

    server: CloudServer
    db: Path
    bot: Bot

    @property
    def rows(self) -> list[LegacyRow]:
        return read_rows(self.db)


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    folder = tmp_path_factory.mktemp("cloud")
    with CloudServer(folder / "cloud.db", accounts=ACCOUNT) as server:
        environment = {
            "UTSUSHI_SYSTEM_PRACTICE_SPA_URL": server.url,
            "UTSUSHI_SYSTEM_PRACTICE_SPA_USER": "009001",
            "UTSUSHI_SYSTEM_PRACTICE_SPA_PASSWORD": "renshu2003",
        }
        scenarios = load_scenarios(SCENARIOS / "practice_spa", CATALOGUE, environment)
        system = scenarios["risai-shomei"].system
        secrets = EnvironmentCredentials(environment)
        with Bot(system, scenarios, secrets, evidence=folder / "evidence") as bot:
            yield Cloud(server, folder / "cloud.db", bot)


@pytest.mark.parametrize("form_id", FORMS)
def test_a_record_is_entered_whole_and_verified(cloud: Cloud, form_id: str) -> None:
    given = record(form_id)
    receipt = cloud.bot.put_in(given, lambda: None)
    row = next(row for row in cloud.rows if row.uketsuke_no == receipt.number)
    wrong = [n for n, v in given.values.items() if v and not is_same(row.values.get(n, ""), v)]
    assert not receipt.existing
    assert wrong == []
    assert set(row.values) == {name for name, value in given.values.items() if value}


@pytest.mark.parametrize("form_id", FORMS)
def test_a_second_time_it_is_found_and_not_entered(cloud: Cloud, form_id: str) -> None:
    before = len(cloud.rows)
    receipt = cloud.bot.put_in(record(form_id), lambda: pytest.fail("must not be submitted"))
    assert receipt.existing
    assert len(cloud.rows) == before
    assert (doubled(cloud.db), half(cloud.db)) == (0, 0)


def test_only_the_required_fields_are_enough(cloud: Cloud) -> None:
    sparse = least("risai-shomei", kana="イシダ　スミ")
    receipt = cloud.bot.put_in(sparse, lambda: None)
    row = next(row for row in cloud.rows if row.uketsuke_no == receipt.number)
    assert set(row.values) == {name for name, value in sparse.values.items() if value}


def test_a_refusal_keeps_the_words_of_the_target(cloud: Cloud) -> None:
    before = len(cloud.rows)
    long = record("risai-shomei", kana="ナガイ　コ", phone="090123")
    with pytest.raises(Rejected, match="電話番号は10桁か11桁の数字で入力してください"):
        cloud.bot.put_in(long, lambda: pytest.fail("must not be submitted"))
    assert len(cloud.rows) == before


def test_a_window_that_was_blocked_is_no_refusal(cloud: Cloud) -> None:
    given = record("risai-shomei", kana="マドナシ　コ")
    cloud.server.weather = Weather(popup_blocked=1.0)
    try:
        with pytest.raises(NotReady, match="ポップアップがブロックされました"):
            cloud.bot.put_in(given, lambda: pytest.fail("must not be submitted"))
    finally:
        cloud.server.weather = Weather()


def test_a_wrong_password_is_told_at_once(cloud: Cloud) -> None:
    secrets = EnvironmentCredentials(
        {
            "UTSUSHI_SYSTEM_PRACTICE_SPA_USER": "009001",
            "UTSUSHI_SYSTEM_PRACTICE_SPA_PASSWORD": "machigai-9876",
        }
    )
    with (
        Bot(cloud.bot._system, cloud.bot._scenarios, secrets, evidence=None) as stranger,
        pytest.raises(SetupError, match="ログインできません: 職員番号またはパスワードが正しく"),
    ):
        stranger.find(least("risai-shomei"))


@pytest.mark.parametrize(
    "weather",
    [
        Weather(error_after=1.0),
        Weather(lost_after=1.0),
        Weather(lost_after=1.0, lost_how="cut"),
        Weather(token=True),
    ],
    ids=lambda weather: "-".join([*cloud_faults(weather), weather.lost_how]),
)
def test_a_row_that_was_written_is_verified_whatever_was_answered(
    cloud: Cloud, weather: Weather
) -> None:
    kana = f"ヘンジ　{NAMES[weather.lost_how]}{NAMES[cloud_faults(weather)[0]]}"
    receipt = put_in_under(cloud, weather, least("risai-shomei", kana=kana))
    rows = [row for row in cloud.rows if row.values.get("kana") == kana]
    assert [row.uketsuke_no for row in rows] == [receipt]
    assert doubled(cloud.db) == 0


@pytest.mark.parametrize(
    ("weather", "error", "rows"),
    [
        (Weather(error_before=1.0), Unconfirmed, 0),
        (Weather(lost_before=1.0), Unconfirmed, 0),
        (Weather(locked=1.0, locked_s=60.0), Unconfirmed, 0),
        (Weather(half=1.0), Different, 1),
    ],
    ids=lambda given: "-".join(cloud_faults(given)) if isinstance(given, Weather) else "",
)
def test_what_was_not_written_whole_is_never_verified(
    cloud: Cloud, weather: Weather, error: type[UtsushiError], rows: int
) -> None:
    kana = f"ヤブレ　{NAMES[cloud_faults(weather)[0]]}"
    with pytest.raises(error):
        put_in_under(cloud, weather, least("risai-shomei", kana=kana))
    assert len([row for row in cloud.rows if row.values.get("kana") == kana]) == rows


def test_a_row_without_the_whole_key_is_for_a_person(cloud: Cloud) -> None:
    """The list shows 申請年月日 of the half row blank: it may be this very application."""
    least_of_care = least("kaigo-nintei", hihokensha_number="0077777777")
    with pytest.raises(Different):
        put_in_under(cloud, Weather(half=1.0), least_of_care)
    with pytest.raises(Different):
        cloud.bot.put_in(least_of_care, lambda: pytest.fail("must not be submitted"))


def test_a_virtual_list_is_scrolled_through(cloud: Cloud) -> None:
    """Sixty people whose kana begin the same come first; ours is in the second piece."""
    letters = ["".join(pair) for pair in product("アカサタナハ", "アイウエオカキクケコ")]
    add_rows(cloud.db, [f"ﾄﾞｳﾒｲ ﾋﾄ{jaconv.z2h(each)}" for each in letters] + ["ﾄﾞｳﾒｲ ﾋﾄ"])
    last = record("risai-shomei", kana="ドウメイ　ヒト")
    assert cloud.bot.put_in(last, lambda: pytest.fail("it is there")).existing
    assert cloud.bot.find(record("risai-shomei", kana="ドウメイ　ヒ")) is None


def add_rows(db: Path, names: list[str]) -> None:
    """Copies of the whole record of `records.py` under other names, written past the screens."""
    with closing(sqlite3.connect(db, isolation_level=None)) as link:
        link.row_factory = sqlite3.Row
        found = link.execute("SELECT * FROM RISAI_SHOMEI WHERE SNS_KN = 'ﾔﾏﾀﾞ ﾀﾛｳ'")
        first = dict(found.fetchone())
        del first["ID"]
        for number, name in enumerate(names):
            row = {**first, "UKETSUKE_NO": f"令06-罹-9{number:05d}", "SNS_KN": name}
            marks = ", ".join("?" for _ in row)
            columns = ", ".join(row)
            link.execute(f"INSERT INTO RISAI_SHOMEI ({columns}) VALUES ({marks})", [*row.values()])


def cloud_faults(weather: Weather) -> list[str]:
    return [name for name in (*PROBABILITIES, "token") if getattr(weather, name)]


def put_in_under(cloud: Cloud, weather: Weather, given: Record) -> str:
    """Enter under a weather that begins right before the click; the receipt number."""

    def begin() -> None:
        cloud.server.weather = weather

    try:
        return cloud.bot.put_in(given, begin).number
    finally:
        cloud.server.weather = Weather()
