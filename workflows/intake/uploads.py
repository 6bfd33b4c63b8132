"""Upload: bytes that a browser sends go to the disk as they come, then the way of every file.

What can be said at once is said at once, and nothing is kept of what is refused: too large, not
a kind of file that is read, no room left. All else (pages, locks, damage) the reader finds out,
in its own process.
"""

import re
import shutil
import unicodedata
from pathlib import Path, PureWindowsPath
from types import TracebackType
from typing import Self

from forms.errors import PaperError, StoreError, UnreadableFile
from workflows.intake.names import shortened
from workflows.intake.origin import Origin
from workflows.intake.reception import ORIGINALS, enrol, plain_suffix
from workflows.office import Office
from workflows.shared_files import FilesAway

HEAD_BYTES = 2048  # enough to tell what a file is
SPARE_BYTES = 256 * 1024 * 1024  # left free for the store, pictures of pages, evidence
MEGABYTE = 1_000_000
NAMELESS = "名前のないファイル"
_KEY = re.compile(r"[0-9a-f]{32}")


class TooLarge(PaperError):
    default_advice = "申請ごとのファイルに分けるか、解像度を 300 dpi に下げてください。"

    def __init__(self, name: str, most: int) -> None:
        super().__init__(f"{name} は大きすぎます ({most // MEGABYTE} MB まで)。")


class Incomplete(PaperError):
    default_advice = "通信が切れました。同じファイルをもう一度入れてください。二重にはなりません。"


class NoSpace(StoreError):
    default_advice = (
        "情報主管課の担当者に、サーバーのディスクの空きを確かめてもらってください。"
        "ファイルは受け付けていません。"
    )

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} を保存できません。サーバーのディスクに空きがありません。")


class Upload:
    """One file on its way in. `size` is what the browser says that it sends (bytes).

    A context manager: what was not taken is taken away again. Raises TooLarge, NoSpace,
    UnreadableFile, Incomplete; none leaves anything behind.
    """

    def __init__(self, office: Office, name: str, size: int) -> None:
        self._office, self.name, self._size = office, plain_name(name), size
        most = office.settings.upload_megabytes * MEGABYTE
        if size > most:
            raise TooLarge(self.name, most)
        if size == 0:
            raise _empty(self.name)
        files = office.files
        if _free(files.room) < size + SPARE_BYTES:
            raise NoSpace(self.name)
        self._head = b""
        try:
            self._growing = files.growing()
        except FilesAway as error:
            raise NoSpace(self.name) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self._growing.__exit__()
        except FilesAway as full:
            if error is None:
                raise NoSpace(self.name) from full

    def write(self, data: bytes) -> None:
        """The next piece. What the file is shows in the first `HEAD_BYTES`."""
        if self._growing.size + len(data) > self._size:
            raise Incomplete(f"{self.name} が最後まで届きませんでした。")
        if len(self._head) < HEAD_BYTES:
            self._head = (self._head + data)[:HEAD_BYTES]
            if len(self._head) == HEAD_BYTES or len(self._head) == self._size:
                _check_kind(self.name, self._head)
        try:
            self._growing.write(data)
        except FilesAway as error:
            raise NoSpace(self.name) from error

    def take(self, by: str, department: str | None, key: str) -> int:
        """The whole file gets its row; the document's id. The same `key` (32 hex digits, new with
        every drop) is the same upload, sent again because the answer was lost."""
        if self._growing.size != self._size or not _KEY.fullmatch(key):
            raise Incomplete(f"{self.name} が最後まで届きませんでした。")
        try:
            kept = self._growing.keep(ORIGINALS, plain_suffix(self.name))
        except FilesAway as error:
            raise NoSpace(self.name) from error
        return enrol(self._office, Origin.of_upload(self.name, key, department, by), kept)


def plain_name(name: str) -> str:
    """What a browser says as a name that can be shown: no folders, no control characters or turns
    of direction, not too long. It names no file of ours."""
    last = PureWindowsPath(name.replace("\0", "")).name  # knows both kinds of strokes
    shown = "".join(ch for ch in last if unicodedata.category(ch) not in _UNSEEN).strip()
    path = Path(shown)
    return shortened(path.stem, path.suffix[:20]) if shown.strip(". ") else NAMELESS


_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def _check_kind(name: str, head: bytes) -> None:
    from ocr.pages.kinds import kind_of, other_kind
    from workflows.electronic.kinds import is_data

    if kind_of(head) is None and not is_data(head, name):
        raise UnreadableFile(
            f"{name} は{other_kind(head)}です。受け付けるのは PDF・TIFF・JPEG・PNG と、"
            "CSV・Excel (.xlsx)・XML・ZIP です。",
            advice="PDF か画像に変換するか、紙に印刷してスキャンしてください。",
        )


def _empty(name: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name} は空のファイルです (0 バイト)。", advice="原本をスキャンし直してください。"
    )


def _free(home: Path) -> int:
    try:
        return shutil.disk_usage(home).free
    except OSError:
        return SPARE_BYTES * 2**20  # unknown: the writing itself will tell
