"""What is inside an Office file, looked at before any library unpacks it."""

import zipfile
import zlib
from io import BytesIO

from workflows.ledger.errors import BadSheet

MOST_UNPACKED = 60_000_000
_MOST_PARTS = 2_000
_PIECE = 1 << 20


def names_in(data: bytes) -> frozenset[str]:
    """Names of the parts of a ZIP archive; none where it is no such file."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return frozenset()


def check(data: bytes, name: str) -> None:
    """Every part is unpacked once and counted: sizes that an archive says of itself may be wrong.

    Raises BadSheet where it is broken, locked, unpacks to too much, holds a macro, or declares
    entities of its own.
    """
    broken = BadSheet(
        f"{name} を Excel ファイルとして読めません (壊れているか、パスワード付きです)。"
    )
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            infos = archive.infolist()
            if len(infos) > _MOST_PARTS or len({each.filename for each in infos}) < len(infos):
                raise broken
            if any("vbaproject" in each.filename.lower() for each in infos):
                raise BadSheet(f"{name} にはマクロがあります。", advice=_PLAIN)
            _count(archive, infos, name)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError,
            RuntimeError, ValueError) as error:  # fmt: skip
        raise broken from error


_PLAIN = "マクロのない Excel ブック (.xlsx) か CSV で保存し直してください。"


def _count(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], name: str) -> None:
    left = MOST_UNPACKED
    for info in infos:
        with archive.open(info) as part:
            head = b""
            while piece := part.read(_PIECE):
                left -= len(piece)
                if left < 0:
                    raise BadSheet(
                        f"{name} は展開すると大きすぎます。", advice="表を分けてください。"
                    )
                head = head or piece[:4096]
        if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
            raise BadSheet(f"{name} は Excel の普通のブックではありません。")
