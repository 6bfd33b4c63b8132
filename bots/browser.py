"""Finding a Chromium on this machine and starting it. Nothing is ever downloaded."""

import os
import re
import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from playwright.sync_api import Browser, Playwright
from playwright.sync_api import Error as PlaywrightError

from forms.errors import MissingBrowser, SetupError

VARIABLE = "UTSUSHI_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")
HEADLESS_NAMES = ("chromium-headless-shell", "chrome-headless-shell")
"""Starts faster and takes several contexts better, where the distribution has it."""

WINDOWS_PLACES = (
    r"Google\Chrome\Application\chrome.exe",
    r"Chromium\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
)
WINDOWS_ROOTS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")

QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

_LIBRARY = re.compile(r"error while loading shared libraries: ([\w.+-]+)")
_LAST_WORDS = {
    "No usable sandbox": "この利用者では、ブラウザの隔離 (sandbox) が使えません。",
    "without --no-sandbox": "この利用者では、ブラウザの隔離 (sandbox) が使えません。",
    "Missing X server": "画面 (DISPLAY) がありません。画面なしで動かしてください。",
    "cannot open display": "画面 (DISPLAY) がありません。画面なしで動かしてください。",
    "EACCES": "実行する権限がありません。",
    "Exec format error": "この機械で動く実行ファイルではありません。",
    "ENOEXEC": "この機械で動く実行ファイルではありません。",
    "Timeout": "時間内に起動しませんでした。",
}

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


def find_chromium(headless: bool = True, environment: Mapping[str, str] | None = None) -> Path:
    """The browser's executable: `UTSUSHI_CHROMIUM`, the PATH, the usual places of Windows.

    Raises MissingBrowser where there is none, or where the variable names no file.
    """
    environ = os.environ if environment is None else environment
    if named := environ.get(VARIABLE):
        if not Path(named).is_file():
            raise MissingBrowser(f"{VARIABLE} に指定されたファイルがありません。")
        return Path(named)
    names = (*HEADLESS_NAMES, *NAMES) if headless else NAMES
    for name in names:
        if found := shutil.which(name, path=environ.get("PATH")):
            return Path(found)
    for root in filter(None, (environ.get(name) for name in WINDOWS_ROOTS)):
        for place in WINDOWS_PLACES:
            if (path := Path(root) / place).is_file():
                return path
    raise MissingBrowser("Chromium が見つかりません。")


def launch(
    playwright: Playwright,
    headless: bool = True,
    hosts: Iterable[str] = (),
    aside: Path | None = None,
) -> Browser:
    """Start the browser, which then knows no hosts but `hosts` and this machine. `aside`: where
    downloads and traces lie while they are made; else in the system's folder of temporary files.

    Raises MissingBrowser, SetupError where it will not start; Playwright's error where the driver
    is gone.
    """
    path, failure = find_chromium(headless), ""
    try:
        return playwright.chromium.launch(
            executable_path=path,
            headless=headless,
            args=list(arguments(hosts)),
            downloads_path=aside,
            traces_dir=aside,
        )
    except PlaywrightError as error:
        if "Connection closed" in str(error):  # the driver's end, not the browser's
            raise
        failure = str(error)
    raise SetupError(f"ブラウザを起動できません。{_why(failure)}", advice=_advice(path))


def _why(said: str) -> str:
    """The reason in a browser's last words."""
    if found := _LIBRARY.search(said):
        return f"ライブラリ {found.group(1)} がありません。"
    for words, reason in _LAST_WORDS.items():
        if words in said:
            return reason
    return "起動してすぐに終わりました。"


def _advice(path: Path) -> str:
    return (
        f"同じ利用者で {path.name} を直接起動し、出る言葉を確かめてください。"
        "別のブラウザは UTSUSHI_CHROMIUM で指定できます。"
    )


def arguments(hosts: Iterable[str] = ()) -> tuple[str, ...]:
    """Flags of the browser. Its sandbox is given up only as root, where it cannot work.

    Chromium asks its makers' hosts for updates and lists, whatever the other flags say; the rule
    of resolving leaves it the hosts of the target system alone.
    """
    known = ", ".join(f"EXCLUDE {host}" for host in (*LOOPBACK, *hosts))
    flags = (*QUIET, f"--host-resolver-rules=MAP * ~NOTFOUND, {known}")
    is_root = sys.platform != "win32" and os.geteuid() == 0
    return (*flags, "--no-sandbox") if is_root else flags
