"""Every fault switch, at both practice systems, without a browser."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from conftest import NOON
from weather_desks import KINDS, AnyDesk, LegacyDesk

from samples.legacy.rows import doubled, half, read_rows
from samples.legacy.serving import PracticeServer
from samples.legacy.sky import Sky
from samples.legacy.weather import PROBABILITIES, Weather

ACCOUNT = {"009001": "renshu2003"}
Opening = Callable[..., tuple[PracticeServer, AnyDesk]]


@pytest.fixture(params=list(KINDS))
def opened(request: pytest.FixtureRequest, db: Path) -> Iterator[Opening]:
    """Open the system with a logged-in clerk before it; the weather comes after the login."""
    kind = KINDS[request.param]
    with ExitStack() as stack:

        def open_it(weather: Weather, now: datetime = NOON) -> tuple[PracticeServer, AnyDesk]:
            server = stack.enter_context(kind.server(db, accounts=ACCOUNT, now=lambda: now))
            desk = kind.desk(server.url)
            stack.callback(desk.close)
            desk.log_in()
            server.weather = weather
            return server, desk

        yield open_it


def test_on_a_fine_day_nothing_strikes(opened: Opening, db: Path) -> None:
    server, desk = opened(Weather())
    desk.confirm()
    assert desk.register()[0] in {200, 201}
    assert desk.detail()[0] == 200
    assert len(read_rows(db)) == 1
    assert not server.struck


ROWS = {"error_before": 0, "error_after": 1, "half": 1}


@pytest.mark.parametrize("fault", ROWS)
def test_a_500_before_after_or_in_the_middle_of_the_row(
    opened: Opening, db: Path, fault: str
) -> None:
    server, desk = opened(Weather())
    desk.confirm()
    server.weather = Weather(**{fault: 1.0})  # type: ignore[arg-type]
    status, words = desk.register()
    assert status == 500
    assert "システムエラーが発生しました" in words
    assert len(read_rows(db)) == ROWS[fault]
    assert half(db) == (1 if fault == "half" else 0)
    assert server.struck == {fault: 1}


@pytest.mark.parametrize("how", ["reset", "cut"])
@pytest.mark.parametrize(("fault", "rows"), [("lost_before", 0), ("lost_after", 1)])
def test_an_answer_is_lost_before_or_after_the_commit(
    opened: Opening, db: Path, fault: str, rows: int, how: str
) -> None:
    server, desk = opened(Weather())
    desk.confirm()
    server.weather = Weather(lost_how=how, **{fault: 1.0})  # type: ignore[arg-type]
    with pytest.raises(httpx.TransportError):
        desk.register()
    assert len(read_rows(db)) == rows
    assert server.struck == {fault: 1}


def test_an_error_before_anything_is_done(opened: Opening) -> None:
    server, desk = opened(Weather(error=1.0))
    assert desk.screen()[0] == 500
    server.weather = Weather()
    assert desk.screen()[0] == 200


def test_a_dropped_session_asks_for_a_login_and_leaves_no_row(opened: Opening, db: Path) -> None:
    server, desk = opened(Weather())
    desk.confirm()
    server.weather = Weather(logged_out=1.0)
    assert "セッションがタイムアウトしました" in desk.register()[1]
    assert "セッションがタイムアウトしました" in desk.screen()[1]
    assert server.struck == {"logged_out": 1}  # there was a session only the first time
    assert not read_rows(db)


def test_maintenance_is_for_all_and_passes(opened: Opening) -> None:
    server, desk = opened(Weather(maintenance=1.0, maintenance_s=60.0))
    assert desk.screen()[0] == 503
    assert "ただいまメンテナンス中です" in desk.screen()[1]
    assert server.struck == {"maintenance": 1}
    server.weather = Weather()
    assert desk.screen()[0] == 200


def test_a_locked_application_is_free_once_the_other_is_done(opened: Opening, db: Path) -> None:
    _, desk = opened(Weather(locked=1.0, locked_s=0.0))
    desk.confirm()
    assert "他の職員が編集中です" in desk.register()[1]
    assert not read_rows(db)
    desk.register()
    assert len(read_rows(db)) == 1
    assert "他の職員が編集中です" in desk.detail()[1]
    assert desk.detail()[0] == 200


def test_a_lock_lasts(opened: Opening, db: Path) -> None:
    server, desk = opened(Weather(locked=1.0, locked_s=60.0))
    desk.confirm()
    assert all("他の職員が編集中です" in desk.register()[1] for _ in range(3))
    assert server.struck == {"locked": 1}
    assert not read_rows(db)


def test_with_tokens_a_second_registration_is_refused(opened: Opening, db: Path) -> None:
    server, desk = opened(Weather(token=True))
    desk.confirm()
    desk.register()
    assert "二重に登録することはできません" in desk.register()[1]
    assert len(read_rows(db)) == 1
    assert server.struck == {"token": 1}


def test_without_tokens_it_doubles_the_row(opened: Opening, db: Path) -> None:
    _, desk = opened(Weather())
    desk.confirm()
    desk.register()
    desk.register()
    assert doubled(db) == 1


def test_at_night_nobody_is_served(opened: Opening) -> None:
    server, desk = opened(Weather(nightly="22:00-06:00"), NOON + timedelta(hours=11))
    assert "業務時間外です" in desk.screen()[1]
    server.weather = Weather(nightly="01:00-22:59")
    assert desk.screen()[0] == 200


def test_a_slow_answer_comes_in_the_end(opened: Opening, db: Path) -> None:
    server, desk = opened(Weather(slow=1.0, slow_after=1.0, slow_s=0.01))
    desk.confirm()
    desk.register()
    assert len(read_rows(db)) == 1
    assert set(server.struck) == {"slow", "slow_after"}


def test_a_heading_is_renamed_wherever_it_stands(opened: Opening) -> None:
    server, desk = opened(Weather())
    before = desk.entry_screen(), desk.confirm()
    server.weather = Weather(renamed={"電話番号": "連絡先"})
    after = desk.entry_screen(), desk.confirm()
    for old, new in zip(before, after, strict=True):
        assert "連絡先" not in old
        assert new.count("連絡先") == old.count("電話番号") - old.count("代理人電話番号")


def test_a_field_is_moved_to_another_step(opened: Opening) -> None:
    server, desk = opened(Weather())
    before = desk.entry_screen().replace("代理人電話番号", "")
    server.weather = Weather(moved={"電話番号": 3})
    after = desk.entry_screen().replace("代理人電話番号", "")
    assert before.index("電話番号") < before.rindex("被災住家との関係")
    if isinstance(desk, LegacyDesk):
        assert "電話番号" not in after
    else:
        assert after.index("電話番号") > after.index("必要部数")


def test_a_blocked_popup_is_told_on_the_entry_screen(opened: Opening) -> None:
    server, desk = opened(Weather(popup_blocked=1.0))
    blocked = desk.entry_screen()
    assert "return null" in blocked or '"popup_blocked":true' in blocked
    assert server.struck == {"popup_blocked": 1}


def test_the_weather_is_read_and_set_over_http(opened: Opening) -> None:
    server, _ = opened(Weather(seed=4, error=0.5))
    url = f"{server.url}/_weather"
    assert httpx.get(url, trust_env=False).json()["weather"]["error"] == 0.5
    fine = httpx.put(url, content='{"token": true}', trust_env=False)
    assert fine.json()["weather"]["token"] is True
    assert server.weather == Weather(token=True)
    assert httpx.put(url, content='{"hail": 1}', trust_env=False).status_code == 400


def test_faults_are_logged_without_what_was_typed(tmp_path: Path) -> None:
    log = tmp_path / "struck.jsonl"
    sky = Sky(Weather(error=1.0), lambda: NOON, log)
    assert sky.strikes("error", "/rs/kensaku.do")
    (line,) = log.read_text(encoding="utf-8").splitlines()
    assert json.loads(line).keys() == {"at", "fault", "path"}


def test_the_same_seed_draws_the_same_faults() -> None:
    def drawn(seed: int) -> list[bool]:
        sky = Sky(Weather(seed=seed, error=0.3), lambda: NOON, None)
        return [sky.strikes("error", "/") for _ in range(200)]

    assert drawn(1) == drawn(1) != drawn(2)
    assert 30 < sum(drawn(1)) < 90


@pytest.mark.parametrize("text", ['{"slow": 2}', '{"lost_how": "?"}', '{"nightly": "9"}', "[]"])
def test_weather_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Weather.from_json(text)


def test_weather_survives_json() -> None:
    weather = Weather(seed=3, half=0.1, nightly="22:00-06:00", renamed={"氏名": "お名前"})
    assert Weather.from_json(weather.to_json()) == weather
    assert set(PROBABILITIES) <= set(json.loads(weather.to_json()))
