"""The format of a sealed file, written and read piece by piece.

Magic (8 bytes), id of the data key (8 hex digits), salt (16 bytes): the head. Then pieces of
`PIECE` bytes, each sealed by AES-256-GCM with the file's own key (see `Ring.file_cipher`), each 16
bytes longer than what it holds. The nonce of a piece is its number (11 bytes) and whether it is the
last (1 byte), the head is authenticated with each: pieces cannot be left out, turned round, or cut
off. So is, after the head, the `place` of a file whose name is not the hash of what it holds: it
opens nowhere else. A file that does not begin so is in clear: older than the encryption.
"""

import hashlib
import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag

from workflows.sealing.errors import CannotOpen, NoKey
from workflows.sealing.ring import Ring

MAGIC = b"UTSUSHI\x01"
ID_BYTES, SALT_BYTES, TAG_BYTES = 8, 16, 16
HEAD_BYTES = len(MAGIC) + ID_BYTES + SALT_BYTES
PIECE = 1 << 20


class Sealer:
    """Seals what is written to it into `out`; `finish` ends it."""

    def __init__(self, ring: Ring, out: BinaryIO, place: str = "") -> None:
        name, salt = ring.active_id(), os.urandom(SALT_BYTES)
        self._head = MAGIC + name.encode("ascii") + salt
        self._cipher, self._out = ring.file_cipher(name, salt), out
        self._bound = self._head + place.encode()
        self._waiting, self._number = bytearray(), 0

    def write(self, data: bytes) -> None:
        self._waiting += data
        while len(self._waiting) > PIECE:  # the last piece is not known before the end
            self._put(bytes(self._waiting[:PIECE]), is_last=False)
            del self._waiting[:PIECE]

    def finish(self) -> None:
        self._put(bytes(self._waiting), is_last=True)
        self._waiting.clear()

    def _put(self, piece: bytes, *, is_last: bool) -> None:
        nonce = _nonce(self._number, is_last=is_last)
        if not self._number:
            self._out.write(self._head)
        self._out.write(self._cipher.encrypt(nonce, piece, self._bound))
        self._number += 1


def pieces(readable: BinaryIO, ring: Ring | None, place: str = "") -> Iterator[bytes]:
    """What a file holds, sealed or in clear. Raises CannotOpen, NoKey."""
    head = readable.read(HEAD_BYTES)
    if not head.startswith(MAGIC):
        yield head
        while piece := readable.read(PIECE):
            yield piece
        return
    if ring is None:
        raise NoKey("保存したファイルは暗号化されていますが、鍵がありません。")
    cipher = ring.file_cipher(key_of(head) or "", head[-SALT_BYTES:])
    bound = head + place.encode()
    number, piece = 0, readable.read(PIECE + TAG_BYTES)
    while piece:
        after = readable.read(PIECE + TAG_BYTES)
        try:
            yield cipher.decrypt(_nonce(number, is_last=not after), piece, bound)
        except InvalidTag:
            raise CannotOpen from None
        number, piece = number + 1, after
    if not number:
        raise CannotOpen


def opened(data: bytes, ring: Ring | None, place: str = "") -> bytes:
    """The same of a whole file."""
    return b"".join(pieces(BytesIO(data), ring, place)) if data.startswith(MAGIC) else data


def sealed(data: bytes, ring: Ring | None, place: str = "") -> bytes:
    """The bytes of a file that holds `data`; themselves where nothing is encrypted."""
    if ring is None:
        return data
    out = BytesIO()
    sealer = Sealer(ring, out, place)
    sealer.write(data)
    sealer.finish()
    return out.getvalue()


def hash_inside(path: Path, ring: Ring | None) -> str:
    """SHA-256 of what a file holds, in hex; empty where it cannot be opened. Raises OSError,
    NoKey."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as readable:
            for piece in pieces(readable, ring):
                digest.update(piece)
    except CannotOpen:
        return ""
    return digest.hexdigest()


def key_of(head: bytes) -> str | None:
    """Id of the data key of a file that begins so; None where it is in clear."""
    if not head.startswith(MAGIC) or len(head) < HEAD_BYTES:
        return None
    return head[len(MAGIC) : len(MAGIC) + ID_BYTES].decode("ascii", "replace")


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])
