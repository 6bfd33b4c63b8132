"""A system of many windows, entered by the very scenario that the docs show."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from bots.bot import Bot
from bots.credentials import EnvironmentCredentials
from bots.scenario import load_scenarios, load_system
from tests.bots.many_windows import ManyWindows, many_windows
from tests.bots.records import CATALOGUE, record
from tests.bots.test_docs import PAGES, blocks

pytestmark = pytest.mark.browser

HEAD = """\
system: many
title: 窓の多いシステム
url: http://127.0.0.1:1/
waits: {screen: 4, answer: 4}
credentials: [user]
"""
FORM = "risai-shomei"
ENTERED = ("kana", "risai_date")


@dataclass
class Many:
    server: ManyWindows
    bot: Bot
    original: Path

    def put_in(self, **changed: str) -> Mapping[str, str]:
        """Enter a record; gives what was read back."""
        whole = record(FORM, **changed)
        receipt = self.bot.put_in(whole, lambda: None, {"original": self.original})
        return {**receipt.values, "number": receipt.number}


def write(folder: Path, page: str) -> None:
    """The files of the docs, and what they leave out."""
    [(_, login)], [(_, sections)] = blocks(page, "login"), blocks(page, "windows")
    (folder / "system.yaml").write_text(HEAD + login, encoding="utf-8")
    others = [each.id for each in CATALOGUE[FORM].fields if each.id not in ENTERED]
    left = "".join(f"    {name}: 項目がない\n" for name in others)
    head = f"form: {FORM}\ntitle: 罹災証明\nkey: [kana, risai_date]\n"
    text = head + sections + "  not_entered:\n" + left
    (folder / f"{FORM}.yaml").write_text(text, encoding="utf-8")


@pytest.fixture(scope="module", params=PAGES[:1])
def many(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Many]:
    folder = tmp_path_factory.mktemp("many")
    write(folder, request.param)
    original = folder / "ab.pdf"
    original.write_bytes(b"%PDF-1.4")
    with many_windows() as server:
        environment = {"UTSUSHI_SYSTEM_MANY_URL": server.url, "UTSUSHI_SYSTEM_MANY_USER": "9"}
        scenarios = load_scenarios(folder, CATALOGUE, environment)
        system = load_system(folder, environment)
        secrets = EnvironmentCredentials(environment)
        with Bot(system, scenarios, secrets, evidence=folder / "evidence") as bot:
            yield Many(server, bot, original)


def test_an_entry_over_many_windows_is_verified(many: Many) -> None:
    shown = many.put_in(kana="ヤマダ　タロウ")
    assert many.server.rows == [("ヤマダ　タロウ", "2024/09/01")]
    assert shown == {"kana": "ヤマダ　タロウ", "risai_date": "2024/09/01", "number": "1"}


def test_the_evidence_shows_the_window_of_the_work(many: Many) -> None:
    many.put_in(kana="イトウ　ユイ")
    said = {e.kind: e.path.read_text("utf-8") for e in many.bot.evidence if e.kind[-5:] == "-text"}
    assert "登録する" in said["before-text"]
    assert "登録しました" in said["after-text"]
    many.put_in(kana="イトウ　ユイ")
    [found] = [each for each in many.bot.evidence if each.kind == "found-text"]
    assert "受付番号" in found.path.read_text("utf-8")


def test_what_is_there_is_found_in_its_window_and_not_entered_again(many: Many) -> None:
    many.server.rows[:] = [("サトウ　ハナコ", "2024/08/01"), ("サトウ　ハナコ", "2024/09/01")]
    assert many.put_in(kana="サトウ　ハナコ")["number"] == "2"
    assert len(many.server.rows) == 2


def test_a_window_that_closes_after_the_entry_is_no_trouble(many: Many) -> None:
    many.server.closes = True
    assert many.put_in(kana="スズキ　ジロウ")["number"] == str(len(many.server.rows))
    many.server.closes = False


def test_a_lost_session_is_begun_anew_in_a_new_work_window(many: Many) -> None:
    many.server.lose_session = True
    before = len(many.server.rows)
    many.put_in(kana="タカハシ　ケン")
    assert len(many.server.rows) == before + 1
