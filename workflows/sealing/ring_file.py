"""`ring.json`: the data keys, wrapped by the main key.

One line of JSON for each main key that opens it (two while the main key is being replaced):
`utsushi` "keys", `version` 1, `main` which key (its fingerprint), `nonce` and `sealed` in base64:
the output of AES-256-GCM over the keys as JSON.
"""

import base64
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from forms.errors import SetupError
from workflows.keys import derived
from workflows.sealing.errors import NoKey
from workflows.sealing.main_key import KEY_BYTES, fingerprint, write_whole

VERSION, NONCE_BYTES = 1, 12


@dataclass(frozen=True, slots=True)
class Keys:
    """`id` of the ring, for ever; `active` the id of the data key that seals; `secrets` by id;
    `retired` since when a data key seals no more; `lookup` makes keyed hashes, and never changes;
    `is_strict`: nothing in the store is in clear any more, so that what is, is refused."""

    id: str
    active: str
    secrets: Mapping[str, bytes]
    retired: Mapping[str, datetime]
    lookup: bytes
    is_strict: bool = False


def fresh() -> Keys:
    """A new ring with one data key."""
    name = new_id()
    return Keys(secrets.token_hex(8), name, {name: random_key()}, {}, random_key())


def random_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def new_id() -> str:
    """8 hex digits."""
    return secrets.token_hex(4)


def content_of(keys: Keys, mains: Sequence[bytes]) -> bytes:
    """The bytes of the file, to be opened with any of `mains`."""
    return b"".join(_line(keys, main) for main in mains)


def write(path: Path, keys: Keys, mains: Sequence[bytes]) -> None:
    """Raises SetupError."""
    try:
        write_whole(path, content_of(keys, mains))
    except OSError as error:
        raise SetupError(f"暗号化の鍵束を書けません ({path})。") from error


def opened(content: bytes, main: bytes, where: str) -> Keys:
    """Raises NoKey where it is no ring of ours, was changed, or `main` does not fit."""
    try:
        for line in content.splitlines():
            told = json.loads(line)
            if (told["utsushi"], told["version"]) == ("keys", VERSION) and told["main"] == (
                fingerprint(main)
            ):
                return _unwrapped(told, main)
    except (ValueError, KeyError, TypeError, InvalidTag) as error:
        raise NoKey(f"暗号化の鍵束が壊れています ({where})。") from error
    raise NoKey(f"暗号化の主鍵が、鍵束のものと違います ({where})。")


def mains_in(content: bytes) -> tuple[str, ...]:
    """Fingerprints of the main keys that open it, the newest last."""
    return tuple(str(json.loads(line)["main"]) for line in content.splitlines())


def _line(keys: Keys, main: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    told = {"utsushi": "keys", "version": VERSION, "main": fingerprint(main)}
    sealed = _cipher(main).encrypt(nonce, json.dumps(_plain(keys)).encode(), _aad(told["main"]))
    told |= {"nonce": _text(nonce), "sealed": _text(sealed)}
    return json.dumps(told).encode("ascii") + b"\n"


def _unwrapped(told: Mapping[str, str], main: bytes) -> Keys:
    nonce, sealed = base64.b64decode(told["nonce"]), base64.b64decode(told["sealed"])
    plain = json.loads(_cipher(main).decrypt(nonce, sealed, _aad(told["main"])))
    return Keys(
        id=plain["id"],
        active=plain["active"],
        secrets={name: bytes.fromhex(each) for name, each in plain["secrets"].items()},
        retired={name: datetime.fromisoformat(at) for name, at in plain["retired"].items()},
        lookup=bytes.fromhex(plain["lookup"]),
        is_strict=plain["strict"],
    )


def _plain(keys: Keys) -> dict[str, object]:
    return {
        "id": keys.id,
        "active": keys.active,
        "secrets": {name: each.hex() for name, each in keys.secrets.items()},
        "retired": {name: at.isoformat() for name, at in keys.retired.items()},
        "lookup": keys.lookup.hex(),
        "strict": keys.is_strict,
    }


def _cipher(main: bytes) -> AESGCM:
    return AESGCM(derived(main, "ring"))


def _aad(main: object) -> bytes:
    return f"utsushi/ring/{VERSION}/{main}".encode()


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
