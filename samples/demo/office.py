"""A practice office: the practice system and `utsushi up` beside it, both on this machine alone."""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from sqlalchemy import func, select

from samples.legacy.login import PRACTICE_PASSWORD, PRACTICE_USER
from samples.legacy.server import LegacyServer
from samples.truth import SUFFIX
from workflows.accounts import EVERYTHING, TITLES, Role, passwords
from workflows.app import Utsushi
from workflows.prefect.env import end, free_port
from workflows.prefect.password import sign_in_word
from workflows.settings import Settings
from workflows.store.states import State
from workflows.store.tables import DocumentRow

PEOPLE = (
    ("demo", "練習 管理者", Role.SUPERVISOR),
    ("demo-it", "練習 情報担当", Role.IT),
    ("demo-audit", "練習 監査", Role.AUDITOR),
)
ROOT = Path(__file__).parents[2]
SCANS = ROOT / "samples" / "scans"
HOME = ROOT / "var" / "demo"
LEGACY_PORT = 8720
UNDER_WAY = (State.RECEIVED, State.READING, State.READY, State.SUBMITTING, State.UNCONFIRMED)


def _person(app: Utsushi, login: str, name: str, role: Role) -> tuple[str, str]:
    """A practice account's login and its password, a new one each time."""
    password = passwords.generated()
    if any(each.account.login == login for each in app.accounts.all()):
        app.accounts.change_password(login, password)
    else:
        app.accounts.add(login, name, role, EVERYTHING, "demo", password, must_change=False)
    return login, password


class DemoOffice:
    """Context manager: inside it everything runs. `home` keeps its data from run to run."""

    def __init__(self, home: Path, samples: Path) -> None:
        self.home, self.samples = home.absolute(), samples.absolute()
        self.legacy_db = self.home / "practice-system.db"
        self._open = ExitStack()

    def __enter__(self) -> Self:
        self.home.mkdir(parents=True, exist_ok=True)
        with self._open as opened:
            self.legacy = opened.enter_context(
                LegacyServer(self.legacy_db, port=free_port(LEGACY_PORT))
            )
            self.settings = Settings.load(home=self.home / "utsushi", inbox=self.home / "受付")
            self.app = opened.enter_context(Utsushi(self.settings))
            self.before = self._count_documents()
            self.people = tuple(_person(self.app, *each) for each in PEOPLE)
            self._ports = (
                free_port(self.settings.prefect_port),
                free_port(self.settings.review_port),
            )
            self._up = subprocess.Popen(
                [sys.executable, "-m", "workflows.cli", "up"], env=self._environment(), cwd=ROOT
            )
            opened.callback(end, self._up, 90.0)
            self._open = opened.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def drop(self) -> None:
        """Put every sample into the watched folder, as a scanner would: complete at once."""
        self.settings.inbox_path.mkdir(parents=True, exist_ok=True)
        for path in self.files():
            part = self.settings.inbox_path / f"{path.name}.part"
            shutil.copyfile(path, part)
            part.replace(self.settings.inbox_path / path.name)
        print(f"demo: {len(self.files())} 件のスキャンを受付フォルダに入れました。", flush=True)

    def wait(self, seconds: float) -> bool:
        """Until every dropped file is shelved and nothing is under way. False when time is up or
        `utsushi up` has ended."""
        limit = time.monotonic() + seconds
        while not self._is_settled():
            if time.monotonic() > limit or self._up.poll() is not None:
                return False
            time.sleep(0.5)  # between two looks at the store of another process
        return True

    def files(self) -> Sequence[Path]:
        return sorted(
            path
            for path in self.samples.iterdir()
            if path.is_file() and not path.name.endswith(SUFFIX)
        )

    def hashes(self) -> set[str]:
        return {hashlib.sha256(path.read_bytes()).hexdigest() for path in self.files()}

    def addresses(self) -> Iterator[tuple[str, str]]:
        """What to look at, and where."""
        yield "処理の状況 (Prefect)", f"http://127.0.0.1:{self._ports[0]}"
        yield "処理の状況 (Prefect) のサインイン", sign_in_word(self.settings)
        yield "確認画面", f"http://127.0.0.1:{self._ports[1]}"
        for (login, password), (_, _, role) in zip(self.people, PEOPLE, strict=True):
            yield f"確認画面のサインイン ({TITLES[role]})", f"{login} / {password}"
        yield "練習用の業務システム", f"{self.legacy.url} (職員番号 {PRACTICE_USER})"
        yield "受付フォルダ", str(self.settings.inbox_path)

    def _is_settled(self) -> bool:
        with self.app.store.read() as session:
            unshelved = session.scalar(select(func.count()).where(DocumentRow.shelved_at.is_(None)))
        arrived = self._count_documents() - self.before
        counts = self.app.status()
        return (
            arrived >= len(self.files())
            and not unshelved
            and not any(counts[state] for state in UNDER_WAY)
        )

    def _count_documents(self) -> int:
        with self.app.store.read() as session:
            return session.scalar(select(func.count()).select_from(DocumentRow)) or 0

    def _environment(self) -> dict[str, str]:
        settings = self.settings
        return {
            **os.environ,
            "UTSUSHI_HOME": str(settings.home_path),
            "UTSUSHI_INBOX": str(settings.inbox_path),
            "UTSUSHI_PREFECT_PORT": str(self._ports[0]),
            "UTSUSHI_REVIEW_PORT": str(self._ports[1]),
            "UTSUSHI_SYSTEM_PRACTICE_URL": f"{self.legacy.url}/",
            "UTSUSHI_SYSTEM_PRACTICE_USER": PRACTICE_USER,
            "UTSUSHI_SYSTEM_PRACTICE_PASSWORD": PRACTICE_PASSWORD,
        }
