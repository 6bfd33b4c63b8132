"""How much a PDF unpacks to, found before any library unpacks it.

PDFium sets no limit of its own: 8 MB of a file that is nothing but one packed stream of spaces
took 9 GB and 24 s. Streams that a stream unpacks to again are followed, as PDFium does.
"""

import base64
import binascii
import re
import zlib
from collections.abc import Iterator

from pypdf.errors import LimitReachedError
from pypdf.generic import StreamObject

from ocr.pages.limits import MAX_PIXELS
from ocr.pages.objects import TROUBLES, reader_of

MOST_DRAWN = 64 * 1024 * 1024  # bytes of one stream that is no picture: drawing, fonts, tables
MOST_IN_ALL = 512 * 1024 * 1024  # of all those in a file
MOST_PICTURE = 400 * 1024 * 1024  # of one picture: 80 million pixels of four bytes, and more
LAYERS = 4  # of packing in packing; nobody writes more than two
_SIZ = b"\xff\x4f\xff\x51"  # how a JPEG 2000 codestream begins (ISO 15444-1, annex A)
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # JPEG's frame headers
_STREAM = b"stream"
_PIECE = 1 << 16
_HEADER = 4096  # bytes before a stream in which its dictionary is looked for
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_ASCII85 = re.compile(rb"^[\s!-uz]{4,}")


class Bomb(Exception):
    """It unpacks to more than any paper does."""


def check(data: bytes, pixels: int = MAX_PIXELS) -> None:
    """`data` of a PDF; `pixels` that a picture in it may have. Raises Bomb."""
    left, before = MOST_IN_ALL, 0
    for start in _streams(data):
        header = data[max(before, start - _HEADER) : start]
        before = start
        is_picture = bool(_PICTURE.search(header[header.rfind(b"obj") + 1 :]))
        if _pixels(data[start : start + _HEADER]) > pixels:
            raise Bomb
        size = _unpacked(data, start, MOST_PICTURE if is_picture else MOST_DRAWN)
        if not is_picture:
            left -= size
        if left < 0:
            raise Bomb


def check_locked(data: bytes) -> None:
    """The same for a PDF that is encrypted and opens without a password: slower, because pypdf
    (which has such a limit) unlocks every stream. Raises Bomb."""
    try:
        reader = reader_of(data)
        numbers = sorted({number for each in reader.xref.values() for number in each})
        for number in numbers:
            found = reader.get_object(number)
            if isinstance(found, StreamObject) and found.get("/Subtype") != "/Image":
                found.get_data()
    except LimitReachedError as error:
        raise Bomb from error
    except TROUBLES:
        return  # what cannot be read so is left to PDFium


def _streams(data: bytes) -> Iterator[int]:
    """Where each stream's bytes begin."""
    at = data.find(_STREAM)
    while at >= 0:
        end = at + len(_STREAM)
        following = data[end : end + 2]
        if data[at - 3 : at] != b"end" and following[:1] in (b"\r", b"\n"):
            yield end + (2 if following == b"\r\n" else 1)
        at = data.find(_STREAM, end)


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
            rest = piece
            while rest and not unpacking.eof:
                out = unpacking.decompress(rest, _PIECE * 16)
                size, head = size + len(out), head or out[:2]
                if size > most:
                    raise Bomb
                rest = unpacking.unconsumed_tail
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


def _pixels(head: bytes) -> int:
    """Of a JPEG or JPEG 2000 by its own header, whatever the PDF says; 0 of anything else."""
    if head.startswith(b"\xff\xd8\xff"):
        return _jpeg_pixels(head)
    at = head.find(_SIZ)
    if at < 0 or not head.startswith((_SIZ, b"\0\0\0\x0cjP")):
        return 0
    fields = head[at + len(_SIZ) + 4 : at + len(_SIZ) + 20]
    if len(fields) < 16:
        return 0
    right, bottom, left, top = (int.from_bytes(fields[i : i + 4]) for i in range(0, 16, 4))
    return max(0, right - left) * max(0, bottom - top)


def _jpeg_pixels(head: bytes) -> int:
    at = 2
    while at + 9 <= len(head) and head[at] == 0xFF:
        kind, length = head[at + 1], int.from_bytes(head[at + 2 : at + 4])
        if kind in _FRAMES:
            return int.from_bytes(head[at + 5 : at + 7]) * int.from_bytes(head[at + 7 : at + 9])
        at += 2 + length
    return 0


def _is_packed(head: bytes) -> bool:
    """It begins as zlib data does (RFC 1950)."""
    if len(head) < 2:
        return False
    return head[0] & 15 == 8 and head[0] >> 4 <= 7 and (head[0] << 8 | head[1]) % 31 == 0
