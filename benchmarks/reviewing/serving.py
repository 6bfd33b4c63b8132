"""The real pages in a process of their own, and somebody who has signed in."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil

from review.room import COOKIE
from workflows.accounts import EVERYTHING, Role
from workflows.accounts.book import Accounts
from workflows.accounts.sessions import Sessions
from workflows.audit import AuditLog
from workflows.settings import Settings
from workflows.store.database import Store

NAME = "測る人"
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


def signed_in(store: Store, settings: Settings) -> str:
    """The cookie of a new account that sees everything."""
    accounts = Accounts(store, AuditLog(store, settings.home_path))
    account = accounts.add("bench", NAME, Role.SUPERVISOR, EVERYTHING, "bench")
    return Sessions(store).begin(account.id, "password")


@contextmanager
def served(home: Path, cookie: str) -> Iterator[tuple[httpx.Client, psutil.Process]]:
    """A browser's connection to `python -m review` over that home, and the server's process."""
    environment = os.environ | {
        "UTSUSHI_HOME": str(home), "UTSUSHI_REVIEW_PORT": "0", "PYTHONIOENCODING": "utf-8",
    }  # fmt: skip
    command = [sys.executable, "-m", "review"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdout
        try:
            found = next(m for line in process.stdout if (m := _ADDRESS.search(line)))
            with httpx.Client(base_url=found[0], cookies={COOKIE: cookie}, timeout=60) as client:
                yield client, psutil.Process(process.pid)
        finally:
            process.terminate()
