"""Finding the browser and the secrets, without starting anything."""

from pathlib import Path

import pytest

from bots import browser
from bots.credentials import EnvironmentCredentials
from forms.errors import MissingBrowser, MissingSecret


def executable(folder: Path, name: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_the_variable_comes_first(tmp_path: Path) -> None:
    named = executable(tmp_path / "own", "my-browser")
    executable(tmp_path / "bin", "chromium")
    environment = {"UTSUSHI_CHROMIUM": str(named), "PATH": str(tmp_path / "bin")}
    assert browser.find_chromium(True, environment) == named


def test_a_variable_that_names_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(MissingBrowser, match="UTSUSHI_CHROMIUM"):
        browser.find_chromium(True, {"UTSUSHI_CHROMIUM": str(tmp_path / "none")})


@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome", "msedge"])
def test_the_path_is_searched(tmp_path: Path, name: str) -> None:
    path = executable(tmp_path, name)
    assert browser.find_chromium(True, {"PATH": str(tmp_path)}) == path


@pytest.mark.parametrize(
    ("headless", "name"), [(True, "chromium-headless-shell"), (False, "chromium")]
)
def test_the_headless_shell_is_for_headless_only(tmp_path: Path, headless: bool, name: str) -> None:
    for each in ("chromium", "chromium-headless-shell"):
        executable(tmp_path, each)
    assert browser.find_chromium(headless, {"PATH": str(tmp_path)}).name == name


def test_the_usual_places_of_windows_are_searched(tmp_path: Path) -> None:
    place = Path(browser.WINDOWS_PLACES[2].replace("\\", "/"))
    environment = {"PATH": "", "PROGRAMFILES(X86)": str(tmp_path)}
    path = executable(tmp_path / place.parent, place.name)
    if (tmp_path / browser.WINDOWS_PLACES[2]).is_file():
        assert browser.find_chromium(True, environment) == path
    else:
        literal = executable(tmp_path, browser.WINDOWS_PLACES[2])
        assert browser.find_chromium(True, environment) == literal


def test_no_browser_says_how_to_get_one() -> None:
    with pytest.raises(MissingBrowser) as raised:
        browser.find_chromium(True, {"PATH": ""})
    assert "apt-get install chromium" in raised.value.advice


def test_the_sandbox_is_given_up_only_as_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser.os, "geteuid", lambda: 1000, raising=False)
    assert "--no-sandbox" not in browser.arguments()
    assert "--disable-sync" in browser.arguments()


def test_the_browser_knows_no_hosts_but_those_of_the_system() -> None:
    flags = browser.arguments(["fukushi.example.jp"])
    assert [flag for flag in flags if "host-resolver" in flag] == [
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, "
        "EXCLUDE [::1], EXCLUDE fukushi.example.jp"
    ]


def test_a_secret_comes_from_its_variable() -> None:
    credentials = EnvironmentCredentials({"UTSUSHI_SYSTEM_TOWN_PASSWORD": "himitsu"})
    assert credentials.secret("town", "password") == "himitsu"
    assert "himitsu" not in repr(credentials)


def test_a_missing_secret_is_named_not_guessed() -> None:
    with pytest.raises(MissingSecret, match="UTSUSHI_SYSTEM_TOWN_USER"):
        EnvironmentCredentials({}).secret("town", "user")
