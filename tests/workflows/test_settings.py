"""Settings from the environment."""

import os
from pathlib import Path

import pytest

from forms.errors import SetupError
from workflows.settings import Settings


def test_the_defaults_hang_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("UTSUSHI_STORE_URL", raising=False)
    settings = Settings.load()
    assert settings.home_path == Path("var/utsushi").absolute()
    assert settings.inbox_path == settings.home_path / "受付"
    assert settings.database_url.endswith("/var/utsushi/utsushi.db")
    # Work of a machine that has gone is taken up within a minute, and never while its click is due.
    assert settings.click_seconds < settings.submit_lease_seconds
    longest = max(settings.lease_seconds, settings.submit_lease_seconds)
    assert longest + settings.poll_seconds < 60


def test_the_environment_wins_over_defaults(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("UTSUSHI_HOME", str(tmp_path))
    monkeypatch.setenv("UTSUSHI_INBOX", str(tmp_path / "共有" / "スキャン"))
    monkeypatch.setenv("UTSUSHI_STORE_URL", "postgresql://x/y")
    monkeypatch.setenv("UTSUSHI_FORMS", f"{tmp_path / 'a'}{os.pathsep}{tmp_path / 'b'}")
    settings = Settings.load()
    assert settings.inbox_path == tmp_path / "共有" / "スキャン"
    assert settings.database_url == "postgresql://x/y"
    assert settings.forms == (tmp_path / "a", tmp_path / "b")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("UTSUSHI_REVIEW_PORT", "abc", "数で指定します"),
        ("UTSUSHI_REVIEW_PORT", "70000", "範囲の外"),
        ("UTSUSHI_SETTLE_SECONDS", "-1", "範囲の外"),
        ("UTSUSHI_HEADLESS", "はい", "true か false"),
    ],
)
def test_a_bad_value_is_named_in_japanese(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SetupError, match=words) as caught:
        Settings.load()
    assert name in caught.value.message
    assert name in caught.value.advice
