"""Secrets in one encrypted file (its format: `bots.credentials.sealing`)."""

import json
import os
import tempfile
from pathlib import Path

from bots.credentials.keys import Key
from bots.credentials.sealing import SCRYPT_N, Broken, WrongKey, seal, unseal
from forms.errors import MissingSecret, SetupError

LARGEST = 1 << 20
KINDS = {"passphrase": "合言葉", "file": "鍵ファイル"}

Secrets = dict[str, dict[str, str]]
"""System → name → value."""


class FileCredentials:
    """`key` is asked when the file is first opened; `n` is scrypt's cost of what is written.

    The file is read again when it changed. Every call raises SetupError where it cannot be opened.
    """

    title = "暗号化ファイル"

    def __init__(self, path: Path, key: Key, *, n: int = SCRYPT_N) -> None:
        self._path, self._key, self._n = path, key, n
        self._read: tuple[tuple[int, int, int], Secrets] | None = None

    def secret(self, system: str, name: str) -> str:
        value = self._secrets().get(system, {}).get(name)
        if not value:
            raise MissingSecret(f"暗号化ファイルに「{system}」の資格情報「{name}」がありません。")
        return value

    def has(self, system: str, name: str) -> bool:
        return bool(self._secrets().get(system, {}).get(name))

    def set(self, system: str, name: str, value: str) -> None:
        known = self._secrets()
        self._write({**known, system: {**known.get(system, {}), name: value}})

    def remove(self, system: str, name: str) -> bool:
        known = self._secrets()
        if name not in known.get(system, {}):
            return False
        rest = {key: each for key, each in known[system].items() if key != name}
        self._write({**known, system: rest})
        return True

    def __repr__(self) -> str:
        return "FileCredentials(…)"

    def _secrets(self) -> Secrets:
        """Empty where there is no file yet."""
        try:
            told = self._path.stat()
            stamp = (told.st_mtime_ns, told.st_size, told.st_ino)
            if self._read is None or self._read[0] != stamp:
                with self._path.open("rb") as file:
                    self._read = (stamp, self._opened(file.read(LARGEST)))
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise SetupError(f"資格情報のファイルを読めません ({self._path})。") from error
        return self._read[1]

    def _opened(self, content: bytes) -> Secrets:
        """Why it cannot be opened stands in no detail: the parts of a key are nobody's business."""
        failure = ""
        try:
            found: Secrets = json.loads(unseal(content, self._material))
        except (Broken, json.JSONDecodeError):
            failure = f"資格情報のファイルではないか、壊れています ({self._path})。"
        except WrongKey:
            failure = f"資格情報のファイルを開けません ({self._path})。"
        else:
            return found
        raise SetupError(failure, advice="合言葉または鍵ファイルを確かめてください。")

    def _material(self, kind: str) -> bytes:
        if kind != self._key.kind:
            raise SetupError(
                f"資格情報のファイルは{KINDS.get(kind, '別の鍵')}で閉じられています。",
                advice="鍵ファイルは UTSUSHI_CREDENTIALS_KEY_FILE で指定します。",
            )
        return self._key.material(new=False)

    def _write(self, secrets: Secrets) -> None:
        plain = json.dumps(secrets, ensure_ascii=False).encode("utf-8")
        material = self._key.material(new=not self._path.exists())
        write_whole(self._path, seal(plain, self._key.kind, material, self._n))
        self._read = None


def write_whole(path: Path, content: bytes) -> None:
    """Write so that only the owner can read it, whole or not at all. Raises SetupError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")  # for the owner alone
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise SetupError(f"資格情報のファイルに書き込めません ({path})。") from error
