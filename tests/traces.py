"""Looking through folders for words that must not stand there in clear, however they are wrapped:
plain, in JSON or an address, in zip, gzip and PDF streams, in pages of databases."""

import json
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import numpy as np

_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "cp932", "euc-jp")
_DEEPEST = 3
_STREAM_BYTES = 1 << 20  # looked at of one stream: beyond it are pictures


def traces(folders: Iterable[Path], words: Iterable[str]) -> list[Path]:
    """Files whose name or content holds any of the words."""
    plain = [*words]
    search = _Search({needle for each in plain for needle in _needles(each)})
    return [
        path
        for folder in dict.fromkeys(folders)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and (
            any(each in path.name for each in plain)
            or any(search.is_in(part) for part in _parts(path.read_bytes()))
        )
    ]


class _Search:
    """Many needles at once: by their first three bytes, then whole."""

    def __init__(self, needles: Iterable[bytes]) -> None:
        self._by_start: dict[bytes, list[bytes]] = defaultdict(list)
        self._starts = np.zeros(1 << 24, bool)
        for each in needles:
            start = each[:3]
            self._by_start[start].append(each)
            self._starts[int.from_bytes(start, "little")] = True

    def is_in(self, data: bytes) -> bool:
        if len(data) < 3:
            return False
        read = np.frombuffer(data, np.uint8).astype(np.uint32)
        places = np.flatnonzero(self._starts[read[:-2] | read[1:-1] << 8 | read[2:] << 16])
        return any(
            data.startswith(each, place)
            for place in places.tolist()
            for each in self._by_start[data[place : place + 3]]
        )


def _needles(word: str) -> Iterator[bytes]:
    bare = "".join(word.split())
    for text in {word, bare}:
        for encoding in _ENCODINGS:
            with suppress(UnicodeEncodeError):
                yield text.encode(encoding)
        yield json.dumps(text)[1:-1].encode()
        yield quote(text).encode()


def _parts(data: bytes, depth: int = 0) -> Iterator[bytes]:
    """The bytes, and what is packed in them."""
    yield data
    if depth == _DEEPEST:
        return
    for inner in (*_zipped(data), *_deflated(data)):
        yield from _parts(inner, depth + 1)


def _zipped(data: bytes) -> Iterator[bytes]:
    if data.startswith(b"PK") and zipfile.is_zipfile(BytesIO(data)):
        with zipfile.ZipFile(BytesIO(data)) as packed:
            yield from (packed.read(each) for each in packed.namelist())


def _deflated(data: bytes) -> Iterator[bytes]:
    if data.startswith(b"\x1f\x8b"):
        yield zlib.decompressobj(31).decompress(data)
    if data.startswith(b"%PDF"):
        for found in _STREAM.finditer(data):
            with suppress(zlib.error):
                yield zlib.decompressobj().decompress(found.group(1), _STREAM_BYTES)
