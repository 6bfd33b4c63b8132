"""`utsushi account` and `utsushi audit`, as typed at the console."""

import json
import re
from pathlib import Path

import pytest
from sqlalchemy import text

from workflows.accounts import passwords
from workflows.accounts.passwords import Hasher
from workflows.cli import run
from workflows.settings import Settings
from workflows.store.database import Store


@pytest.fixture(autouse=True)
def home(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The console's installation, with passwords that cost next to nothing."""
    monkeypatch.setenv("UTSUSHI_HOME", str(settings.home_path))
    monkeypatch.setattr(Hasher.__init__, "__defaults__", (2, 1, 1))
    return settings.home_path


def add(login: str = "sato", name: str = "佐藤", role: str = "clerk") -> int:
    return run(["account", "add", login, "--name", name, "--role", role, "--department", "税務課"])


def listed(capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, object]]:
    capsys.readouterr()
    assert run(["account", "list", "--json"]) == 0
    return {each["login"]: each for each in json.loads(capsys.readouterr().out)}


def test_an_account_is_made_with_a_password_that_is_shown_once(
    capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    assert add() == 0
    found = re.search(r"最初のパスワード: (\S+)", capsys.readouterr().out)
    assert found
    passwords.check(found[1], "sato", "佐藤")
    account = listed(capsys)["sato"]
    assert (account["role"], account["departments"]) == ("clerk", ["税務課"])
    assert account["must_change"]
    assert run(["audit", "show"]) == 0
    assert found[1] not in capsys.readouterr().out


def test_an_account_for_the_office_s_own_sign_in_has_no_password(
    capsys: pytest.CaptureFixture[str],
) -> None:
    arguments = ["account", "add", "abe", "--name", "阿部", "--role", "it", "--all-departments"]
    assert run([*arguments, "--external"]) == 0
    assert "パスワード" not in capsys.readouterr().out
    assert not listed(capsys)["abe"]["must_change"]


def test_a_role_may_be_said_in_japanese(capsys: pytest.CaptureFixture[str]) -> None:
    assert add(role="職員") == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["add", "x1", "--name", "加藤", "--role", "king", "--all-departments"], "役割「king」"),
        (["add", "x1", "--name", "加藤", "--role", "clerk"], "部署の指定"),
        (["add", "sato", "--name", "加藤", "--role", "clerk", "--all-departments"], "使われて"),
        (["lock", "nobody"], "アカウント「nobody」はありません"),
        (["role", "sato", "king"], "役割「king」"),
        (["lock", "ito"], "最後の情報担当"),
        (["departments", "sato"], "部署の指定"),
    ],
)
def test_what_cannot_be_is_said_in_japanese(
    capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    add()
    add("ito", "伊藤", "it")
    assert run(["account", *arguments]) == 2
    assert words in capsys.readouterr().err


def test_an_account_is_stopped_changed_and_let_in_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    add()
    assert run(["account", "lock", "sato"]) == 0
    assert listed(capsys)["sato"]["locked"]
    assert run(["account", "unlock", "sato"]) == 0
    assert run(["account", "role", "sato", "supervisor"]) == 0
    assert run(["account", "departments", "sato", "--all-departments"]) == 0
    account = listed(capsys)["sato"]
    assert (account["locked"], account["role"], account["departments"]) == (
        False, "supervisor", None,
    )  # fmt: skip
    assert run(["account", "reset", "sato"]) == 0
    assert "最初のパスワード" in capsys.readouterr().out


def test_the_log_of_it_is_verified_and_what_was_changed_is_named(
    capsys: pytest.CaptureFixture[str], settings: Settings, tmp_path: Path
) -> None:
    add()
    run(["account", "lock", "sato"])
    assert run(["audit", "mark"]) == 0
    found = re.search(r"検印: (\S+)", capsys.readouterr().out)
    assert found
    assert run(["audit", "verify", "--mark", found[1]]) == 0
    assert run(["audit", "verify", "--mark", "nonsense"]) == 2
    path = tmp_path / "log.csv"
    assert run(["audit", "show", "--act", "account_changed", "--csv", str(path)]) == 0
    assert path.read_text(encoding="utf-8-sig").count("アカウントの変更") == 2
    store = Store.open(settings.database_url)
    with store.write() as session:
        session.execute(text("UPDATE audit_lines SET what = 'x' WHERE number = 1"))
    store.close()
    capsys.readouterr()
    assert run(["audit", "verify"]) == 1
    assert "1 行目の内容か順序が" in capsys.readouterr().out
