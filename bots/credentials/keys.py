"""What the key of the encrypted file is made of: a key file, or a passphrase that is typed."""

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from forms.errors import SetupError

KEY_BYTES = 32
LEAST_KEY_BYTES, LARGEST_KEY_FILE = 16, 4096
LEAST_PASSPHRASE = 12


class Key(Protocol):
    """`kind` stands in the file's header."""

    @property
    def kind(self) -> str: ...

    def material(self, *, new: bool) -> bytes:
        """`new`: for a file that does not exist yet. Raises SetupError where there is none."""
        ...


class KeyFile:
    """Random bytes in a file that only its owner can read; made where there is none yet."""

    kind = "file"

    def __init__(self, path: Path) -> None:
        self._path = path

    def material(self, *, new: bool) -> bytes:
        if new and not self._path.exists():
            self._make()
        try:
            with self._path.open("rb") as file:
                _check_owner(os.fstat(file.fileno()), self._path)
                content = file.read(LARGEST_KEY_FILE + 1)
        except OSError as error:
            raise SetupError(f"鍵ファイルを読めません ({self._path})。") from error
        if not LEAST_KEY_BYTES <= len(content) <= LARGEST_KEY_FILE:
            raise SetupError(f"鍵ファイルの大きさが正しくありません ({self._path})。")
        return content

    def _make(self) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
            with os.fdopen(os.open(self._path, flags, 0o600), "wb") as file:
                file.write(os.urandom(KEY_BYTES))
        except OSError as error:
            raise SetupError(f"鍵ファイルを作れません ({self._path})。") from error

    def __repr__(self) -> str:
        return "KeyFile(…)"


class Passphrase:
    """Asked once: `ask` gives it, `ask_new` gives a new one that was typed twice."""

    kind = "passphrase"

    def __init__(self, ask: Callable[[], str], ask_new: Callable[[], str]) -> None:
        self._ask, self._ask_new = ask, ask_new
        self._said: str | None = None

    def material(self, *, new: bool) -> bytes:
        if self._said is None:
            self._said = self._ask_new() if new else self._ask()
        if new and len(self._said) < LEAST_PASSPHRASE:
            self._said = None
            raise SetupError(f"合言葉は {LEAST_PASSPHRASE} 文字以上にしてください。")
        return self._said.encode("utf-8")

    def __repr__(self) -> str:
        return "Passphrase(…)"


def _check_owner(told: os.stat_result, path: Path) -> None:
    """On Windows the rights of the folder have to do (docs/settings.md)."""
    if sys.platform == "win32":
        return
    others = stat.S_IMODE(told.st_mode) & (stat.S_IRWXG | stat.S_IRWXO)
    if others or told.st_uid != os.geteuid():
        raise SetupError(
            f"鍵ファイルを、ほかの利用者も読めます ({path})。",
            advice=f"持ち主だけが読めるようにしてください (chmod 600 {path})。",
        )
