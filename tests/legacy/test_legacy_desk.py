"""Login, entry, search and rows of the practice target system over HTTP."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from legacy_clerk import Clerk
from legacy_forms import JIDO, JIDO_VALUES, KAIGO, KAIGO_VALUES, RISAI, RISAI_VALUES

from samples.legacy.items import Procedure
from samples.legacy.login import PRACTICE_PASSWORD, PRACTICE_USER
from samples.legacy.procedures import PROCEDURES
from samples.legacy.procedures.jido_teate import JIDO_TEATE
from samples.legacy.procedures.kaigo import KAIGO as KAIGO_PROCEDURE
from samples.legacy.procedures.risai import RISAI as RISAI_PROCEDURE
from samples.legacy.rows import Value, doubled, read_rows
from samples.legacy.server import LegacyServer

Typed = dict[str, str | list[str]]
WHOLE = [
    (JIDO_TEATE, JIDO, JIDO_VALUES, "令06-児-000001"),
    (KAIGO_PROCEDURE, KAIGO, KAIGO_VALUES, "令06-介-000001"),
    (RISAI_PROCEDURE, RISAI, RISAI_VALUES, "令06-罹-000001"),
]


@pytest.mark.parametrize(("procedure", "form", "values", "number"), WHOLE)
def test_an_application_becomes_a_row_with_canonical_values(
    clerk: Clerk,
    db: Path,
    procedure: Procedure,
    form: Typed,
    values: dict[str, Value],
    number: str,
) -> None:
    page = clerk.enter(procedure, form)
    assert "登録が完了しました" in page
    assert number in page
    (row,) = read_rows(db)
    assert (row.procedure, row.uketsuke_no, row.staff) == (procedure.form, number, PRACTICE_USER)
    assert row.values == values
    assert row.natural_key == tuple(values[field_id] for field_id in procedure.key)


def test_personal_values_stay_out_of_the_repr(clerk: Clerk, db: Path) -> None:
    clerk.enter(JIDO_TEATE, JIDO)
    assert "佐藤" not in repr(read_rows(db))
    assert "1234" not in repr(read_rows(db))


def test_the_same_application_is_accepted_twice_and_counted(clerk: Clerk, db: Path) -> None:
    clerk.enter(JIDO_TEATE, JIDO)
    assert doubled(db) == 0
    clerk.enter(JIDO_TEATE, JIDO)
    clerk.enter(JIDO_TEATE, {**JIDO, "SKS_NM": "佐藤　華子"})
    assert [row.uketsuke_no for row in read_rows(db)] == [f"令06-児-00000{n}" for n in range(1, 4)]
    assert doubled(db) == 1


def test_sending_the_registration_again_doubles_the_row(clerk: Clerk, db: Path) -> None:
    clerk.enter(RISAI_PROCEDURE, RISAI)
    clerk.post("/rs/toroku.do", {})
    assert doubled(db) == 1


def test_rows_of_a_missing_database_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_rows(tmp_path / "none.db")
    with pytest.raises(FileNotFoundError):
        doubled(tmp_path / "none.db")


def test_pages_are_shift_jis_and_say_so(clerk: Clerk) -> None:
    for path in ("/login.do", "/frame.do", "/menu.do", "/jt/nyuryoku.do"):
        answer = clerk.raw(path)
        assert answer.headers["content-type"] == "text/html; charset=Shift_JIS"
        assert "charset=Shift_JIS" in answer.content.decode("cp932")


def test_a_character_outside_cp932_is_stored_as_a_reference(clerk: Clerk, db: Path) -> None:
    clerk.enter(JIDO_TEATE, {**JIDO, "SKS_NM": "𠮷野　髙﨑"})
    (row,) = read_rows(db)
    assert row.values["seikyusha_name"] == "&#134071;野　髙﨑"


def test_the_draft_keeps_what_was_typed_on_the_way_back(clerk: Clerk) -> None:
    clerk.get("/jt/nyuryoku.do")
    first = {part: str(JIDO.get(part, "")) for i in JIDO_TEATE.steps[0].items for part in i.parts}
    assert "配偶者の有無" in clerk.step(JIDO_TEATE, 1, first)
    page = clerk.step(JIDO_TEATE, 2, {"HGS_NM": "佐藤　三郎"}, "back")
    assert 'VALUE="ｻﾄｳ ﾊﾅｺ"' in page
    assert 'VALUE="佐藤　三郎"' in clerk.step(JIDO_TEATE, 1, first)


def test_the_confirmation_shows_every_item(clerk: Clerk) -> None:
    clerk.enter(KAIGO_PROCEDURE, KAIGO)
    page = clerk.step(KAIGO_PROCEDURE, 3, _of_step(KAIGO_PROCEDURE, 2, KAIGO))
    for item in KAIGO_PROCEDURE.items:
        assert f">{item.heading}</TH>" in page
    assert "大正14年01月09日" in page


def test_registering_checks_the_steps_that_were_left_out(clerk: Clerk, db: Path) -> None:
    clerk.get("/rs/nyuryoku.do")
    assert "カナ氏名は必ず入力してください(E0101)" in clerk.post("/rs/toroku.do", {})
    assert read_rows(db) == []


def test_registering_without_a_draft_is_refused(clerk: Clerk) -> None:
    assert "(E0901)" in clerk.post("/kg/toroku.do", {})
    assert "(E0901)" in clerk.step(JIDO_TEATE, 1, {})


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("YB1=100&YB2=0001", "東京都千代田区千代田"),
        ("YB1=999&YB2=9999", "手入力してください(I0401)"),
        ("MACHI=%8B%E2%8D%C0", "東京都中央区銀座"),
        ("", "郵便番号または町名を入力してください(E0401)"),
    ],
)
def test_the_address_popup_finds_towns(clerk: Clerk, query: str, text: str) -> None:
    assert text in clerk.get(f"/jusho.do?PX=SKS_JS&YB=SKS_YB&ACT=search&{query}")


def test_the_address_popup_writes_only_to_input_names(clerk: Clerk) -> None:
    assert "(E0402)" in clerk.get("/jusho.do?PX=a%22);alert(1)&YB=")


@pytest.mark.parametrize(
    ("user", "password"), [(PRACTICE_USER, "x"), ("x", PRACTICE_PASSWORD), ("", "")]
)
def test_a_wrong_login_is_refused(server: LegacyServer, user: str, password: str) -> None:
    stranger = Clerk(server.url)
    assert "(E0201)" in stranger.log_in(user, password)
    assert "(E0202)" in stranger.get("/frame.do")
    stranger.close()


def test_a_session_runs_out(db: Path) -> None:
    with LegacyServer(db, accounts={"1": "a"}, timeout_s=0.0) as server:
        someone = Clerk(server.url)
        someone.log_in("1", "a")
        assert "タイムアウトしました" in someone.get("/jt/nyuryoku.do")
        someone.close()


def test_logging_out_ends_the_session(clerk: Clerk) -> None:
    clerk.get("/logout.do")
    assert "(E0202)" in clerk.get("/menu.do")


def test_accounts_come_from_the_environment(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UTSUSHI_LEGACY_USER", "77")
    monkeypatch.setenv("UTSUSHI_LEGACY_PASSWORD", "seven")
    with LegacyServer(db) as server:
        someone = Clerk(server.url)
        someone.log_in("77", "seven")
        assert "FRAMESET" in someone.get("/frame.do")
        someone.close()


def test_rows_outlive_the_server_and_numbers_go_on(db: Path) -> None:
    for _ in range(2):
        with LegacyServer(db, accounts={"1": "a"}, slow_ms=1) as server:
            someone = Clerk(server.url)
            someone.log_in("1", "a")
            someone.enter(RISAI_PROCEDURE, RISAI)
            someone.close()
    assert [row.uketsuke_no[-6:] for row in read_rows(db)] == ["000001", "000002"]
    assert doubled(db) == 1


def test_the_database_is_in_wal_mode_with_a_table_for_each_procedure(
    server: LegacyServer, db: Path
) -> None:
    link = sqlite3.connect(db)
    tables = {name for (name,) in link.execute("SELECT name FROM sqlite_master")}
    mode = link.execute("PRAGMA journal_mode").fetchone()
    link.close()
    assert mode == ("wal",)
    assert {procedure.table for procedure in PROCEDURES} <= tables


def test_the_command_prints_its_address_and_stops_when_told(db: Path) -> None:
    command = [sys.executable, "-m", "samples.legacy", "--db", str(db)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        page = httpx.get(f"{url}/", trust_env=False).content.decode("cp932")
        process.terminate()
    assert "職員番号" in page
    assert process.returncode == 0


def _of_step(procedure: Procedure, index: int, form: Typed) -> Typed:
    names = {part for item in procedure.steps[index].items for part in item.parts}
    return {name: value for name, value in form.items() if name in names}
