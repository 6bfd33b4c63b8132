"""The keys on their way to another place: the copy that an office keeps, or a backup's.

| name | is |
|---|---|
| `main.key` | the main key, wherever it is kept |
| `ring.json` | the data keys, wrapped by it |
"""

import base64
import json
from collections.abc import Mapping
from contextlib import suppress

from bots.credentials.keys import LEAST_PASSPHRASE
from bots.credentials.sealing import Broken, WrongKey, seal, unseal
from forms.errors import SetupError
from workflows.sealing import ring_file
from workflows.sealing.errors import NoKey
from workflows.sealing.main_key import write_whole
from workflows.sealing.opening import RING_FILE, main_key_of, ring_of
from workflows.settings import Settings

MAIN_FILE = "main.key"
_KIND = "passphrase"


def collected(settings: Settings) -> dict[str, bytes]:
    """All keys by their names; none where nothing is encrypted. In clear: to be closed at once.
    Raises NoKey, SetupError."""
    ring = ring_of(settings)
    if ring is None:
        return {}
    ring.active_id()  # made where there is none yet
    return {MAIN_FILE: ring.main.read(), RING_FILE: ring.path.read_bytes()}


def put_back(settings: Settings, found: Mapping[str, bytes]) -> None:
    """Into the places that are set. Raises NoKey where they are no keys of ours, SetupError where
    others are there already."""
    main, content = found.get(MAIN_FILE, b""), found.get(RING_FILE, b"")
    wanted = ring_file.opened(content, main, RING_FILE)
    path = settings.keys_path / RING_FILE
    place = main_key_of(settings)
    there = None
    with suppress(NoKey):
        there = place.read()
    if path.is_file() and (there is None or not _is_same(path.read_bytes(), there, wanted.id)):
        raise SetupError(
            "この機械には、別の暗号化の鍵がもうあります。",
            advice=f"空の設置で行うか、{path.parent} を別の場所に移してから、もう一度行います。",
        )
    if there != main:
        place.put(main)
    if place.read() != main:
        raise SetupError(
            f"主鍵の置き場所 ({place.title}) に、控えの鍵を置けません。",
            advice="環境変数の鍵を控えのものにするか、UTSUSHI_KEY_PLACE を file にしてください。",
        )
    write_whole(path, content)


def check_length(passphrase: str) -> None:
    """Raises SetupError for one that is too short."""
    if len(passphrase) < LEAST_PASSPHRASE:
        raise SetupError(
            f"合言葉は {LEAST_PASSPHRASE} 文字以上にしてください。",
            advice="いくつかの言葉をつないだ長い合言葉で、もう一度実行してください。",
        )


def closed(settings: Settings, passphrase: str) -> bytes:
    """All keys under a passphrase (scrypt, AES-256-GCM). Raises SetupError for one that is too
    short, and where there is nothing to copy."""
    check_length(passphrase)
    found = collected(settings)
    if not found:
        raise SetupError("この設置では暗号化していないため、鍵はありません。")
    text = json.dumps({name: base64.b64encode(key).decode("ascii") for name, key in found.items()})
    return seal(text.encode("ascii"), _KIND, passphrase.encode("utf-8"))


def opened(content: bytes, passphrase: str) -> dict[str, bytes]:
    """Raises NoKey where it is no copy of keys, or the passphrase is another one."""
    with suppress(Broken, WrongKey, ValueError):
        told = json.loads(unseal(content, lambda _: passphrase.encode("utf-8")))
        return {str(name): base64.b64decode(text) for name, text in told.items()}
    raise NoKey("鍵の控えを開けません。", advice="合言葉と、選んだファイルを確かめてください。")


def _is_same(content: bytes, main: bytes, ring_id: str) -> bool:
    with suppress(NoKey):
        return ring_file.opened(content, main, RING_FILE).id == ring_id
    return False
