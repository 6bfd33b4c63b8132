"""Finding a Chromium on this machine and starting it. Nothing is ever downloaded."""

import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from playwright.sync_api import Browser, Playwright

from forms.errors import MissingBrowser

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


def launch(playwright: Playwright, headless: bool = True, hosts: Iterable[str] = ()) -> Browser:
    """Start the browser, which then knows no hosts but `hosts` and this machine.

    Raises MissingBrowser; Playwright's error where it will not start.
    """
    path = find_chromium(headless)
    return playwright.chromium.launch(
        executable_path=path, headless=headless, args=list(arguments(hosts))
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
