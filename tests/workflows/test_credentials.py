"""`utsushi bot secret`, and where an installation looks for credentials."""

import sys
from io import StringIO
from pathlib import Path

import pytest

from forms.errors import SetupError
from workflows import credentials
from workflows.cli import run
from workflows.credentials import open_credentials, open_vault
from workflows.settings import Settings

SECRET = "himitsu-パス-42"


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home of its own, a cheap key, no keyring."""
    monkeypatch.setenv("UTSUSHI_HOME", str(tmp_path))
    monkeypatch.setenv("UTSUSHI_CREDENTIALS_KEY_FILE", str(tmp_path / "key"))
    for name in ("USER", "PASSWORD"):
        monkeypatch.delenv(f"UTSUSHI_SYSTEM_PRACTICE_{name}", raising=False)
    made = credentials.FileCredentials
    monkeypatch.setattr(credentials, "FileCredentials", lambda path, key: made(path, key, n=2**10))
    monkeypatch.setattr(credentials, "KeyringCredentials", _no_keyring)
    credentials._file.cache_clear()


def _no_keyring() -> None:
    raise SetupError("この機械には、暗号化して保存できるキーリングがありません。")


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr(sys, "stdin", StringIO("".join(f"{line}\n" for line in lines)))


def test_a_secret_is_set_listed_and_removed_and_never_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    typed(monkeypatch, SECRET, SECRET)
    assert run(["bot", "secret", "set", "practice", "password"]) == 0
    chain = open_credentials(Settings.load())
    assert chain.secret("practice", "password") == SECRET
    monkeypatch.setenv("UTSUSHI_SYSTEM_PRACTICE_USER", "tanto")
    assert run(["bot", "secret", "list"]) == 0
    assert run(["bot", "secret", "remove", "practice", "password"]) == 0
    assert not open_credentials(Settings.load()).place("practice", "password")
    told = "".join(capsys.readouterr())
    assert "暗号化ファイル" in told
    assert "環境変数" in told
    assert SECRET not in told
    assert "tanto" not in told
    assert not any(SECRET.encode() in each.read_bytes() for each in tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "lines", "words"),
    [
        (["set", "practice", "password"], ("one", "other"), "二度の入力が違います"),
        (["set", "practice", "password"], ("", ""), "何も入力されていません"),
        (["set", "practice", "pasword"], ("one", "one"), "user・password"),
        (["set", "village", "password"], ("one", "one"), "定義がありません"),
        (["set", "practice", "password", "--to", "yaml"], ("one", "one"), "置き場所"),
        (["set", "practice", "password", "--to", "keyring"], ("one", "one"), "キーリング"),
        (["remove", "practice", "password"], (), "どこにも保存されていません"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_is_kept(
    arguments: list[str], lines: tuple[str, ...], words: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    typed(monkeypatch, *lines)
    assert run(["bot", "secret", *arguments]) != 0
    assert words in capsys.readouterr().err
    assert not (tmp_path / "credentials.bin").exists()


def test_the_places_are_asked_in_the_order_of_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    open_vault(Settings.load(), "file").set("practice", "user", "from-file")
    monkeypatch.setenv("UTSUSHI_SYSTEM_PRACTICE_USER", "from-environment")
    for order, wanted in (
        ("environment,file", "from-environment"),
        ("file, environment", "from-file"),
    ):
        monkeypatch.setenv("UTSUSHI_CREDENTIALS", order)
        assert open_credentials(Settings.load()).secret("practice", "user") == wanted


@pytest.mark.parametrize(("order", "words"), [("keyring", "キーリング"), ("vault", "置き場所")])
def test_a_place_that_is_set_and_cannot_be_used_is_told(
    monkeypatch: pytest.MonkeyPatch, order: str, words: str
) -> None:
    monkeypatch.setenv("UTSUSHI_CREDENTIALS", order)
    with pytest.raises(SetupError, match=words):
        open_credentials(Settings.load())


def test_without_a_terminal_no_passphrase_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("UTSUSHI_CREDENTIALS_KEY_FILE")
    typed(monkeypatch)
    with pytest.raises(SetupError, match="合言葉を、ここでは尋ねられません"):
        open_vault(Settings.load(), "file").set("practice", "user", "x")


def test_many_bots_share_what_was_opened_once() -> None:
    assert open_vault(Settings.load(), "file") is open_vault(Settings.load(), "file")
