"""The main key: 32 random bytes that wrap the data keys. From a file, the environment, the keyring.

| place | is |
|---|---|
| `file` | raw bytes, for the owner alone; made at the first start |
| `environment` | `UTSUSHI_MAIN_KEY`, 64 hex digits; never made by us |
| `keyring` | service `utsushi:sealing`, name `main-key`, hex; made at the first start |
"""

import hashlib
import os
import secrets
import stat
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from uuid import uuid4

from forms.errors import SetupError
from workflows.files import PRIVATE, flush, move_into, private_folder
from workflows.keys import made_once
from workflows.sealing.errors import NoKey

if TYPE_CHECKING:  # the library of keyrings is slow to import
    from bots.credentials import Vault

KEY_BYTES = 32
VARIABLE, NEXT_VARIABLE = "UTSUSHI_MAIN_KEY", "UTSUSHI_NEXT_MAIN_KEY"
_SYSTEM, _NAME = "sealing", "main-key"


class MainKey(Protocol):
    @property
    def title(self) -> str:
        """Where it is, for people."""
        ...

    def read(self) -> bytes:
        """Raises NoKey, SetupError."""
        ...

    def made(self) -> bytes:
        """The same; made where there is none yet and we may. Raises NoKey, SetupError."""
        ...

    def next(self) -> bytes:
        """A new one, not in use yet. Raises NoKey where only the office can give one."""
        ...

    def put(self, key: bytes) -> None:
        """In the place of the one that is there. Raises SetupError."""
        ...

    def successor(self) -> bytes | None:
        """The one that the office itself will put in its place; None where we do that. Raises
        NoKey where the office does not say which."""
        ...


class FileKey:
    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def title(self) -> str:
        return f"鍵ファイル {self._path}"

    def read(self) -> bytes:
        try:
            key = self._path.read_bytes()
        except FileNotFoundError as error:
            raise NoKey(f"暗号化の主鍵のファイルがありません ({self._path})。") from error
        except OSError as error:
            raise SetupError(f"暗号化の主鍵のファイルを読めません ({self._path})。") from error
        return _checked(key, f"暗号化の主鍵のファイルが壊れています ({self._path})。")

    def made(self) -> bytes:
        try:
            private_folder(self._path.parent)
            made_once(self._path, self.next)
        except OSError as error:
            raise SetupError(f"暗号化の主鍵のファイルを作れません ({self._path})。") from error
        return self.read()

    def next(self) -> bytes:
        return secrets.token_bytes(KEY_BYTES)

    def put(self, key: bytes) -> None:
        try:
            write_whole(self._path, key)
        except OSError as error:
            raise SetupError(f"暗号化の主鍵のファイルを書けません ({self._path})。") from error

    def successor(self) -> None:
        """None: we put the next one there ourselves."""


class EnvironmentKey:
    title = f"環境変数 {VARIABLE}"

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self._environment = environment

    def read(self) -> bytes:
        return self._of(VARIABLE)

    def made(self) -> bytes:
        return self.read()

    def next(self) -> bytes:
        return self._of(NEXT_VARIABLE)

    def put(self, key: bytes) -> None:
        """The office does it, after the rotation: until then both open the ring."""

    def successor(self) -> bytes:
        return self.next()

    def _of(self, name: str) -> bytes:
        given = os.environ if self._environment is None else self._environment
        text = given.get(name, "").strip()
        if not text:
            raise NoKey(
                f"環境変数 {name} がありません。",
                advice=f"{name} に 16 進数 64 桁の鍵を指定してください。",
            )
        return _hex(text, f"環境変数 {name} の値が正しくありません (16 進数 64 桁)。")


class KeyringKey:
    """`vault` None is the keyring of the operating system, opened when it is needed."""

    title = "OS のキーリング"

    def __init__(self, vault: "Vault | None" = None) -> None:
        self._vault = vault

    def read(self) -> bytes:
        if not self._open().has(_SYSTEM, _NAME):
            raise NoKey("OS のキーリングに、暗号化の主鍵がありません。")
        return _hex(self._open().secret(_SYSTEM, _NAME), "キーリングの主鍵が壊れています。")

    def made(self) -> bytes:
        if not self._open().has(_SYSTEM, _NAME):
            self.put(self.next())
        return self.read()

    def next(self) -> bytes:
        return secrets.token_bytes(KEY_BYTES)

    def put(self, key: bytes) -> None:
        self._open().set(_SYSTEM, _NAME, key.hex())

    def successor(self) -> None:
        """None: we put the next one there ourselves."""

    def _open(self) -> "Vault":
        if self._vault is None:
            from bots.credentials import KeyringCredentials

            self._vault = KeyringCredentials()
        return self._vault


def fingerprint(key: bytes) -> str:
    """Which key it is, without saying anything of it."""
    return hashlib.sha256(b"utsushi main key\0" + key).hexdigest()[:16]


def is_open_to_others(path: Path) -> bool:
    """Other users of this machine may read the file, or put another in its place. On Windows the
    rights of the folder have to do."""
    with suppress(OSError):
        mode = stat.S_IMODE(path.stat().st_mode)
        return sys.platform != "win32" and bool(mode & (stat.S_IRWXG | stat.S_IRWXO))
    return False


def write_whole(path: Path, content: bytes) -> None:
    """For the owner alone, whole or not at all. Raises OSError."""
    part = private_folder(path.parent) / f".{uuid4().hex}.part"
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    try:
        with os.fdopen(handle, "wb") as writable:
            writable.write(content)
            flush(writable)
        move_into(part, path)
    finally:
        part.unlink(missing_ok=True)


def _hex(text: str, problem: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    return _checked(key, problem)


def _checked(key: bytes, problem: str) -> bytes:
    if len(key) != KEY_BYTES:
        raise NoKey(problem)
    return key
