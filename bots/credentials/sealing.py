"""The format of the encrypted file of credentials.

A line of JSON, the header, then the output of AES-256-GCM. The header is authenticated with it:

| key | is |
|---|---|
| `utsushi`, `version` | "secrets", 1 |
| `key` | `passphrase` or `file`: what the key is made of |
| `kdf`, `n`, `r`, `p`, `salt` | scrypt, its parameters; the salt in base64, new with each write |
| `nonce` | base64, new with each write |
"""

import base64
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

VERSION = 1
SCRYPT_N, SCRYPT_R, SCRYPT_P = 2**17, 8, 1
"""OWASP's parameters for scrypt (password storage cheat sheet): 128 MiB, about half a second."""

LEAST_N, MOST_N, MOST_R, MOST_P = 2**10, 2**18, 16, 4
"""What a header may ask for: neither no work, nor all of the memory."""

SALT_BYTES, NONCE_BYTES, KEY_BYTES, LONGEST_HEADER = 16, 12, 32, 1000


class Broken(Exception):
    """No such file, or of a version that is not known."""


class WrongKey(Exception):
    """The key does not fit, or the file was changed: nobody can tell which."""


@dataclass(frozen=True, slots=True)
class Header:
    """`salt` and `nonce` in base64."""

    key: str
    n: int
    r: int
    p: int
    salt: str
    nonce: str
    utsushi: str = "secrets"
    version: int = VERSION
    kdf: str = "scrypt"

    @property
    def line(self) -> bytes:
        return json.dumps(asdict(self)).encode("ascii") + b"\n"

    def cipher(self, material: bytes) -> AESGCM:
        kdf = Scrypt(base64.b64decode(self.salt), KEY_BYTES, self.n, self.r, self.p)
        return AESGCM(kdf.derive(material))


def seal(plain: bytes, kind: str, material: bytes, n: int = SCRYPT_N) -> bytes:
    """The file's bytes; `kind` says what `material` is."""
    salt, nonce = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES)
    told = (base64.b64encode(each).decode("ascii") for each in (salt, nonce))
    header = Header(kind, n, SCRYPT_R, SCRYPT_P, salt=next(told), nonce=next(told))
    return header.line + header.cipher(material).encrypt(nonce, plain, header.line)


def unseal(content: bytes, material: Callable[[str], bytes]) -> bytes:
    """What was sealed; `material` gives the key's material for a kind.

    Raises Broken, WrongKey, and what `material` raises.
    """
    line, newline, sealed = content.partition(b"\n")
    header = _header(line)
    cipher = header.cipher(material(header.key))
    try:
        return cipher.decrypt(base64.b64decode(header.nonce), sealed, line + newline)
    except (InvalidTag, ValueError):
        wrong = WrongKey()
    raise wrong


def _header(line: bytes) -> Header:
    try:
        told = json.loads(line[:LONGEST_HEADER])
        header = Header(**told)
        salt, nonce = (base64.b64decode(x, validate=True) for x in (header.salt, header.nonce))
        fits = (
            (header.utsushi, header.version, header.kdf) == ("secrets", VERSION, "scrypt")
            and header.n in {2**k for k in range(30)}
            and LEAST_N <= header.n <= MOST_N
            and 1 <= header.r <= MOST_R
            and 1 <= header.p <= MOST_P
            and len(salt) >= SALT_BYTES
            and len(nonce) == NONCE_BYTES
        )
    except (TypeError, ValueError) as error:
        raise Broken from error
    if not fits:
        raise Broken
    return header
