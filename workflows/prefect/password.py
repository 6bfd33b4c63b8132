"""The word by which people and our own programs sign in to the Prefect server.

It stands in one file for its owner alone, and travels in the environment of our processes: never
in a command line, a log or an address. Prefect knows one such word for everybody; who did what is
told by our own accounts and audit log.
"""

import base64
import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

from forms.errors import SetupError
from workflows.accounts.passwords import MIN_LENGTH, generated
from workflows.files import PRIVATE, private_folder
from workflows.keys import made_once
from workflows.settings import Settings

USER = "utsushi"
FILE = "password"


def sign_in_word(settings: Settings) -> str:
    """`user:password` as Prefect takes it, made at the first call. Raises SetupError."""
    path = _path(settings)
    try:
        private_folder(path.parent)
        word = made_once(path, lambda: _new().encode("ascii")).decode("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(
            f"Prefect のパスワードのファイル {path} を読み書きできません。",
            advice="ファイルの持ち主と権限 (UTSUSHI_PREFECT_PASSWORD_FILE) を確かめてください。",
        ) from error
    return _checked(word, path)


def renew(settings: Settings) -> str:
    """A new word in the place of the old one. It holds from the next start. Raises SetupError."""
    sign_in_word(settings)  # the folder, and that we may write there
    path, word = _path(settings), _new()
    part = path.with_name(f".{uuid4().hex}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    with os.fdopen(handle, "w", encoding="ascii") as writable:
        writable.write(word)
    part.replace(path)
    return word


def header(word: str) -> Mapping[str, str]:
    """What a request carries to be let in."""
    return {"Authorization": "Basic " + base64.b64encode(word.encode("utf-8")).decode("ascii")}


def proof_key(word: str) -> bytes:
    """What proofs are made with: slow to derive (some 50 ms), so that from a proof, which strangers
    may ask for, no password of the office's own choice is guessed."""
    return hashlib.scrypt(word.encode("utf-8"), salt=b"utsushi/proof", n=2**14, r=8, p=1)


def proof(key: bytes, question: str) -> str:
    """What only one who knows the word can answer, without saying it."""
    return hmac.new(key, f"utsushi/{question}".encode(), "sha256").hexdigest()


def new_question() -> str:
    return secrets.token_hex(16)


def _new() -> str:
    return f"{USER}:{generated()}"


def _path(settings: Settings) -> Path:
    given = settings.prefect_password_file
    return given.absolute() if given else settings.home_path / "prefect" / FILE


def _checked(word: str, path: Path) -> str:
    user, _, password = word.partition(":")
    if not user or len(password) < MIN_LENGTH or not word.isprintable():
        raise SetupError(
            f"Prefect のパスワードのファイル {path} の中身が正しくありません。",
            advice=f"「名前:パスワード」の一行 (パスワードは {MIN_LENGTH} 文字以上) にします。"
            "ファイルを消すと、次の起動で新しく作ります。",
        )
    return word
