"""Files that came with an application: their pages as pictures, and those that are not shown."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from forms.errors import PaperError
from ocr.pages.document import Limits, opened
from ocr.pages.kinds import kind_of
from ocr.picture import Picture
from ocr.pile import small
from workflows.electronic import limits
from workflows.electronic.result import Attached, ElectronicApplication, ShownPage

MOST_PAGES = 60  # of one application
_SHOWN = Limits(pages=MOST_PAGES)


def shown(
    files: Sequence[tuple[str, bytes]], before: int = 0
) -> tuple[tuple[Attached, ...], tuple[ShownPage, ...]]:  # fmt: skip
    """The files by name, and the pages of all of them, numbered through; `before`: pages of other
    applications. Nothing in them is run: what is no PDF and no picture is named, no more."""
    named: list[Attached] = []
    pages: list[ShownPage] = []
    for path, data in files:
        name = PurePosixPath(path).name
        if kind_of(data[:2048]) is None:
            named.append(Attached(name, problem="PDF でも画像でもないため、表示しません。"))
            continue
        if before + len(pages) >= limits.MOST_SHOWN:
            named.append(Attached(name, problem="ページが多すぎるため、表示しません。"))
            continue
        try:
            new = _pages(name, data, before + len(pages))
        except PaperError as error:
            named.append(Attached(name, problem=error.message))
            continue
        pages += new
        named.append(Attached(name, tuple(each.number for each in new)))
    return tuple(named), tuple(pages)


def with_files(
    application: ElectronicApplication, files: Sequence[tuple[str, bytes]], before: int = 0
) -> ElectronicApplication:  # fmt: skip
    """The application with its files and their pages."""
    names, pages = shown(files, before)
    arrived = replace(application.arrived, attachments=names)
    return replace(application, arrived=arrived, pages=pages)


def _pages(name: str, data: bytes, before: int) -> list[ShownPage]:
    found = []
    for page in opened(name, data, _SHOWN).pages():
        number = before + page.number
        found.append(ShownPage(number, Picture.keep(small(page.image), number - 1)))
    return found
