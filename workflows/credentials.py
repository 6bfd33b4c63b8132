"""Where this installation keeps the secrets of target systems: `UTSUSHI_CREDENTIALS`."""

import getpass
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from bots.credentials import (
    ChainedCredentials,
    EnvironmentCredentials,
    FileCredentials,
    KeyFile,
    KeyringCredentials,
    Passphrase,
    Source,
    Vault,
)
from bots.credentials.keys import Key
from forms.errors import SetupError
from workflows.settings import Settings

ENVIRONMENT, KEYRING, FILE = "environment", "keyring", "file"
NOTICES: Mapping[str, tuple[str, ...]] = {"mail": ("password",), "webhook": ("token",)}
"""Secrets of our own, kept like those of target systems."""
PLACES = (ENVIRONMENT, KEYRING, FILE)


def open_credentials(
    settings: Settings, environment: Mapping[str, str] | None = None
) -> ChainedCredentials:
    """The places that are set, in their order; else those that there are.

    Raises SetupError where a place that is set cannot be used.
    """
    if not settings.credentials:
        return ChainedCredentials(_all_there_are(settings, environment))
    return ChainedCredentials([_place(settings, n, environment) for n in settings.credentials])


def open_vault(settings: Settings, place: str | None) -> Vault:
    """Where secrets are written to: `place`, else the keyring, else the file. Raises SetupError."""
    if place == FILE:
        return open_file(settings)
    if place not in (None, KEYRING):
        raise _unknown(place)
    allowed = settings.credentials or PLACES
    if place is None and KEYRING not in allowed:
        return open_file(settings)
    try:
        return KeyringCredentials()
    except SetupError:
        if place is not None or FILE not in allowed:
            raise
        return open_file(settings)


def open_file(settings: Settings) -> FileCredentials:
    """One for each file in a process: a passphrase is asked once, whatever number of bots run."""
    with _opening:
        return _file(settings.credentials_path, settings.credentials_key_file)


_opening = threading.Lock()


@lru_cache(maxsize=8)
def _file(path: Path, key_file: Path | None) -> FileCredentials:
    key: Key = Passphrase(_ask, _ask_new) if key_file is None else KeyFile(key_file.absolute())
    return FileCredentials(path, key)


def _all_there_are(settings: Settings, environment: Mapping[str, str] | None) -> list[Source]:
    found: list[Source] = [EnvironmentCredentials(environment)]
    with suppress(SetupError):  # a server without a desktop has none
        found.append(KeyringCredentials())
    if settings.credentials_path.is_file():
        found.append(open_file(settings))
    return found


def _place(settings: Settings, name: str, environment: Mapping[str, str] | None) -> Source:
    if name == ENVIRONMENT:
        return EnvironmentCredentials(environment)
    if name == KEYRING:
        return KeyringCredentials()
    if name == FILE:
        return open_file(settings)
    raise _unknown(name)


def _unknown(name: str | None) -> SetupError:
    return SetupError(
        f"資格情報の置き場所「{name}」はありません。", advice=f"使えるもの: {'・'.join(PLACES)}"
    )


def _ask() -> str:
    if not sys.stdin.isatty():
        raise SetupError(
            "資格情報のファイルを開く合言葉を、ここでは尋ねられません。",
            advice="端末のない所では UTSUSHI_CREDENTIALS_KEY_FILE で鍵ファイルを使います。",
        )
    return getpass.getpass("資格情報のファイルの合言葉: ")


def _ask_new() -> str:
    said = _ask()
    if said != getpass.getpass("もう一度: "):
        raise SetupError(
            "二度の入力が違います。何も保存していません。",
            advice="もう一度実行し、同じものを二度入力してください。",
        )
    return said
