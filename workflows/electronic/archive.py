"""A ZIP file, looked at before anything is unpacked, and unpacked within bounds.

Sizes that an archive says of itself may be wrong: what is read is counted again.
"""

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from types import TracebackType
from typing import Self

from workflows.electronic import limits

_UTF8 = 0x800  # flag: the name is UTF-8
_LOCKED = 0x1
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Of others Python unpacks as much as there is before it looks how much it may."""
_DRIVE = re.compile(r"[A-Za-z]:")
_BROKEN = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError, RuntimeError,
    ValueError, LookupError, struct.error,
)  # fmt: skip


@dataclass
class Budget:
    """Bytes and parts that may still be unpacked, all archives in each other together."""

    bytes_left: int = limits.MOST_UNPACKED
    parts_left: int = limits.MOST_PARTS


@dataclass(frozen=True, slots=True)
class Part:
    """A file in an archive. `name` with `/`, as the archive's makers wrote it."""

    name: str
    info: zipfile.ZipInfo

    @property
    def folder(self) -> str:
        parent = str(PurePosixPath(self.name).parent)
        return "" if parent == "." else parent

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.name).suffix.lower()


class Archive:
    """Raises UnreadableFile for what is broken, locked, or made to do harm. A context manager."""

    def __init__(self, data: bytes, budget: Budget | None = None) -> None:
        self._budget = budget or Budget()
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            infos = [each for each in self._zip.infolist() if not each.is_dir()]
        except _BROKEN as error:
            raise limits.refused("は壊れています (ZIP として開けません)。") from error
        self.parts = tuple(self._checked(infos))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    @property
    def names(self) -> frozenset[str]:
        return frozenset(each.name for each in self.parts)

    @property
    def budget(self) -> Budget:
        return self._budget

    def read(self, part: Part) -> bytes:
        """Its bytes. Raises UnreadableFile where it is broken, or longer than it may be."""
        most = min(limits.MOST_PART, self._budget.bytes_left)
        try:
            with self._zip.open(part.info) as opened:
                data = opened.read(most + 1)
        except _BROKEN as error:
            raise limits.refused("は壊れています (中のファイルを取り出せません)。") from error
        if len(data) > most:
            raise limits.bomb()
        self._budget.bytes_left -= len(data)
        return data

    def _checked(self, infos: list[zipfile.ZipInfo]) -> Iterator[Part]:
        self._budget.parts_left -= len(infos)
        if self._budget.parts_left < 0:
            raise limits.too_large(f"中のファイルが多すぎます ({limits.MOST_PARTS:,} 個まで)。")
        names = [_name(each) for each in infos]
        if len({name.casefold() for name in names}) < len(names):
            raise limits.refused("の中に、同じ名前のファイルが二つあります。")
        if sum(each.file_size for each in infos) > self._budget.bytes_left:
            raise limits.bomb()
        for name, info in zip(names, infos, strict=True):
            _check(name, info)
            yield Part(name, info)


def _name(info: zipfile.ZipInfo) -> str:
    """As it was meant: Windows in Japan writes names in CP932 and does not say so."""
    name = info.filename
    if not info.flag_bits & _UTF8:
        try:
            name = name.encode("cp437").decode("cp932")
        except UnicodeError:
            name = info.filename
    return name.replace("\\", "/")


def _check(name: str, info: zipfile.ZipInfo) -> None:
    if info.flag_bits & _LOCKED:
        raise limits.refused(
            "はパスワードで保護されています。",
            "パスワードを外して保存し直してから、入れてください。",
        )
    if info.compress_type not in _PACKINGS:
        raise limits.refused(
            "は、使えない方法で圧縮されています。", "普通の ZIP で保存し直してください。"
        )
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or _DRIVE.match(name):
        raise limits.refused("の中に、外のフォルダを指す名前のファイルがあります。")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise limits.refused("の中に、別の場所を指すリンクがあります。")
    is_large = info.file_size > limits.RATIO_FROM
    if is_large and info.file_size > limits.MOST_RATIO * max(1, info.compress_size):
        raise limits.bomb()
