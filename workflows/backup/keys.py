"""The keys beside a backup: the main key is in it only where somebody asks, closed by a passphrase.

The data keys (`ring.json`) go along always, and sealed by them the installation's own key: without
the main key neither opens. A backup that is older than a change of the main key needs the one
before.
"""

import base64
import json
from contextlib import suppress
from pathlib import Path

from bots.credentials.sealing import Broken, WrongKey, seal, unseal
from forms.errors import SetupError
from workflows.backup.errors import BadPassphrase
from workflows.keys import FILE, installation_key, made_once
from workflows.sealing import RING_FILE, NoKey, handing, main_key_of, ring_of
from workflows.sealing.main_key import fingerprint
from workflows.settings import Settings

CLOSED, OWN, RING = "keys/keys.bin", "keys/own.sealed", f"keys/{RING_FILE}"
_KIND, _PLACE = "passphrase", "backup.own"


def ring_bytes(settings: Settings) -> bytes | None:
    """The data keys as they lie there, wrapped. Raises OSError."""
    path = ring_path(settings)
    return path.read_bytes() if path.is_file() else None


def ring_path(settings: Settings) -> Path:
    return settings.keys_path / RING_FILE


def needed(ring: bytes | None) -> list[str]:
    """Numbers of the main keys any of which opens the data keys; none where nothing is sealed."""
    found = []
    for line in (ring or b"").splitlines():
        with suppress(ValueError, KeyError, TypeError):
            found.append(str(json.loads(line)["main"]))
    return found


def is_here(settings: Settings, wanted: list[str]) -> bool:
    """One of these main keys is where the settings say, or none is wanted."""
    try:
        return not wanted or fingerprint(main_key_of(settings).read()) in wanted
    except SetupError:
        return False


def check_here(settings: Settings, wanted: list[str]) -> None:
    """Raises NoKey: what was restored could be opened by nobody."""
    if not is_here(settings, wanted):
        raise NoKey(
            "この控えの書類を開く主鍵が、この機械にありません。",
            advice="鍵の控え (utsushi keys export) を --keys で指定するか、鍵の入った控えなら"
            " --with-keys を付けてください (鍵を交換する前の控えは、前の鍵で開きます)。",
        )


def sealed_own(settings: Settings) -> bytes | None:
    """The installation's own key, to be opened with the data keys; None where nothing is sealed.
    Raises NoKey, SetupError."""
    ring = ring_of(settings)
    if ring is None:
        return None
    return ring.seal(installation_key(settings.shared_path), _PLACE).encode("ascii")


def put_own_back(settings: Settings, sealed: bytes) -> None:
    """Raises NoKey, CannotOpen, SetupError where there is another one already."""
    if ring := ring_of(settings):
        _put_own(settings, ring.open(sealed.decode("ascii"), _PLACE))


def closed(settings: Settings, passphrase: str) -> bytes:
    """All keys of the installation. Raises SetupError for a passphrase that is too short."""
    handing.check_length(passphrase)
    found = {FILE: installation_key(settings.shared_path), **handing.collected(settings)}
    text = json.dumps({name: base64.b64encode(key).decode("ascii") for name, key in found.items()})
    return seal(text.encode("ascii"), _KIND, passphrase.encode("utf-8"))


def opened(content: bytes, passphrase: str) -> dict[str, bytes]:
    """Keys by their names. Raises BadPassphrase."""
    try:
        told = json.loads(unseal(content, lambda _: passphrase.encode("utf-8")))
        return {str(name): base64.b64decode(text) for name, text in told.items()}
    except (Broken, WrongKey, ValueError):
        pass
    raise BadPassphrase


def put_back(settings: Settings, found: dict[str, bytes]) -> None:
    """Raises SetupError where there is another key already."""
    if FILE in found:
        _put_own(settings, found[FILE])
    if RING_FILE in found:
        handing.put_back(settings, found)


def _put_own(settings: Settings, key: bytes) -> None:
    if made_once(settings.shared_path / FILE, lambda: key) != key:
        raise SetupError(
            f"この機械には、別の鍵がもうあります ({FILE})。",
            advice="空の場所に復元するか、鍵のファイルを確かめてください。",
        )
