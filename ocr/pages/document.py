"""The door for files: bytes on disk → pages, or the reason why not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from forms.errors import VanishedFile
from ocr.pages import limits
from ocr.pages.kinds import kind_of, other_kind
from ocr.pages.page import Page


class Document(Protocol):
    """An opened file. Pages are made one at a time, so that memory stays flat."""

    @property
    def page_count(self) -> int: ...

    @property
    def form_values(self) -> Mapping[str, str]:
        """Filled AcroForm fields by name; empty for anything but a filled PDF form."""
        ...

    @property
    def odd_values(self) -> frozenset[str]:
        """Names of those whose look says something else: `ocr.pages.appearance`."""
        ...

    def pages(self) -> Iterator[Page]:
        """Raises UnreadableFile where a page cannot be made."""
        ...


@dataclass(frozen=True, slots=True)
class Limits:
    """Pages a file, pixels a page."""

    pages: int = field(default=limits.MAX_PAGES)
    pixels: int = field(default=limits.MAX_PIXELS)


def open_document(path: Path, allowed: Limits | None = None) -> Document:
    """Open by content. Raises UnreadableFile (VanishedFile where there is no file any more)."""
    bounds = allowed or Limits()
    return opened(path.name, _bytes(path), bounds)


def opened(name: str, data: bytes, bounds: Limits) -> Document:
    """The same of bytes that lie in no file of their own. Raises UnreadableFile."""
    kind = kind_of(data[:2048])
    if kind is None:
        raise limits.unsupported(name, other_kind(data[:2048]))
    if kind == "PDF":
        from ocr.pages.pdf import PdfFile

        return PdfFile.open(name, data, bounds.pages, bounds.pixels)
    from ocr.pages.raster import RasterFile

    return RasterFile.open(name, kind, data, bounds.pages, bounds.pixels)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > limits.MAX_BYTES:
            raise limits.file_too_large(path.name)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise VanishedFile(
            f"{path.name} が見つかりません。", advice="ファイルの名前と場所を確かめてください。"
        ) from error
    except OSError as error:
        raise limits.not_openable(path.name) from error
    if not data:
        raise limits.empty(path.name)
    return data
