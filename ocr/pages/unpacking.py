"""How much a PDF unpacks to, found before any library unpacks it.

PDFium sets no limit of its own: 8 MB of a file that is nothing but one packed stream of spaces
took 9 GB and 24 s. Streams that a stream unpacks to again are followed, as PDFium does.
"""

import base64
import binascii
import re
import zlib
from collections.abc import Iterator

MOST_DRAWN = 64 * 1024 * 1024  # bytes of one stream that is no picture: drawing, fonts, tables
MOST_IN_ALL = 512 * 1024 * 1024  # of all those in a file
MOST_PICTURE = 400 * 1024 * 1024  # of one picture: 80 million pixels of four bytes, and more
LAYERS = 4  # of packing in packing; nobody writes more than two
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_PIECE = 1 << 16
_RATIO = 1032  # what deflate packs to one byte at most (RFC 1951)
_HEADER = 4096  # bytes before a stream in which its dictionary is looked for
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_ASCII85 = re.compile(rb"^[\s!-uz]{4,}")


class Bomb(Exception):
    """It unpacks to more than any paper does."""


def check(data: bytes) -> None:
    """Raises Bomb. Costs little: what is too short to become large is not unpacked."""
    left, before = MOST_IN_ALL, 0
    for match in _STREAM.finditer(data):
        start = match.end()
        header = data[max(before, match.start() - _HEADER) : match.start()]
        before = start
        is_picture = bool(_PICTURE.search(header[header.rfind(b"obj") + 1 :]))
        size = _unpacked(data, start, MOST_PICTURE if is_picture else MOST_DRAWN)
        if not is_picture:
            left -= size
        if left < 0:
            raise Bomb


def _unpacked(data: bytes, start: int, most: int) -> int:
    """Bytes of the deepest layer, of those that are counted."""
    if not _is_packed(data[start : start + 2]):
        data, start = _from_ascii(data, start), 0
    size, layer = 0, 0
    while _is_packed(data[start : start + 2]):
        layer += 1
        if layer > LAYERS:
            raise Bomb
        size, head = _length(_pieces(data, start), most)
        if not _is_packed(head[:2]):
            return size
        data, start = _inflated(data, start, most), 0
    return size


def _pieces(data: bytes, start: int) -> Iterator[bytes]:
    for at in range(start, len(data), _PIECE):
        yield data[at : at + _PIECE]


def _length(pieces: Iterator[bytes], most: int) -> tuple[int, bytes]:
    """How long it is unpacked, and how it begins. What is broken ends where it breaks."""
    unpacking, size, head = zlib.decompressobj(), 0, b""
    try:
        for piece in pieces:
            while piece and not unpacking.eof:
                out = unpacking.decompress(piece, _PIECE * 16)
                size, head = size + len(out), head or out[:2]
                if size > most:
                    raise Bomb
                piece = unpacking.unconsumed_tail
            if unpacking.eof:
                break
    except zlib.error:
        pass
    return size, head


def _inflated(data: bytes, start: int, most: int) -> bytes:
    unpacking = zlib.decompressobj()
    try:
        return unpacking.decompress(data[start:], most)
    except zlib.error:
        return b""


def _from_ascii(data: bytes, start: int) -> bytes:
    """What stands there in Ascii85 or hexadecimal, as bytes; empty where it is neither."""
    end = data.find(b"endstream", start)
    text = data[start : end if end >= 0 else len(data)].strip()
    try:
        if text.endswith(b"~>") and _ASCII85.match(text):
            return base64.a85decode(text.removeprefix(b"<~")[:-2])
        if text.endswith(b">"):
            return binascii.unhexlify(b"".join(text[:-1].split()))
    except (ValueError, binascii.Error):
        return b""
    return b""


def _is_packed(head: bytes) -> bool:
    """It begins as zlib data does (RFC 1950)."""
    if len(head) < 2:
        return False
    return head[0] & 15 == 8 and head[0] >> 4 <= 7 and (head[0] << 8 | head[1]) % 31 == 0
