"""The keys beside a backup: in it only where somebody asks, closed by a passphrase."""

import base64
import json
from pathlib import Path

from bots.credentials.keys import LEAST_PASSPHRASE
from bots.credentials.sealing import Broken, WrongKey, seal, unseal
from forms.errors import SetupError
from workflows.backup.errors import BadPassphrase
from workflows.keys import FILE, made_once, there
from workflows.settings import Settings

NAME = "keys/keys.bin"
_KIND = "passphrase"


def needed(settings: Settings) -> list[str]:
    """Numbers of the keys without which the content cannot be read."""
    return []


def closed(settings: Settings, passphrase: str) -> bytes:
    """All keys of the installation. Raises SetupError for a passphrase that is too short."""
    if len(passphrase) < LEAST_PASSPHRASE:
        raise SetupError(f"合言葉は {LEAST_PASSPHRASE} 文字以上にしてください。")
    found = {FILE: there(settings.shared_path) or b""}
    text = json.dumps({name: base64.b64encode(key).decode("ascii") for name, key in found.items()})
    return seal(text.encode("ascii"), _KIND, passphrase.encode("utf-8"))


def opened(content: bytes, passphrase: str) -> dict[str, bytes]:
    """Keys by the names of their files. Raises BadPassphrase."""
    try:
        told = json.loads(unseal(content, lambda _: passphrase.encode("utf-8")))
        return {str(name): base64.b64decode(text) for name, text in told.items()}
    except (Broken, WrongKey, ValueError):
        pass
    raise BadPassphrase


def put_back(settings: Settings, found: dict[str, bytes]) -> None:
    """Raises SetupError where there is another key already."""
    for name, key in found.items():
        if key and made_once(_path(settings, name), lambda key=key: key) != key:
            raise SetupError(
                f"この機械には、別の鍵 ({name}) がもうあります。",
                advice="空の場所に復元するか、鍵のファイルを確かめてください。",
            )


def _path(settings: Settings, name: str) -> Path:
    return settings.shared_path / name
