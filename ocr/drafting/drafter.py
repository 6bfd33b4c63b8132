"""The door: a file with a blank → the fields proposed for it."""

from dataclasses import replace
from pathlib import Path

from ocr.drafting.draft import Draft, DraftField, DraftPage, DraftRows
from ocr.drafting.naming import Ids
from ocr.drafting.proposing import propose_page, title_of
from ocr.drafting.rows import Proposed
from ocr.drafting.sheet import Sheet
from ocr.drafting.sheets import Sheets
from ocr.engines import Engine
from ocr.pages import open_document
from ocr.pages.limits import too_many_pages

MOST_PAGES = 20  # of one form


class Drafter:
    """Proposes fields for blanks. The engine is opened when a page has to be read: what a PDF says
    of itself needs none. Not thread-safe."""

    def __init__(self, engine: Engine | None = None, models: Path | None = None) -> None:
        self._sheets = Sheets(engine, models)

    def propose(self, path: Path) -> Draft:
        """Raises UnreadableFile, also for more pages than a form has; MissingModel where a scan
        must be read without weights."""
        document = open_document(path)
        if document.page_count > MOST_PAGES:
            raise too_many_pages(path.name, document.page_count, MOST_PAGES)
        return draft_of([self._sheets.of(page) for page in document.pages()])


def draft_of(sheets: list[Sheet]) -> Draft:
    proposals = [propose_page(sheet) for sheet in sheets]
    ids = Ids()
    entries = [_with_id(each, ids) for proposal in proposals for each in proposal.entries]
    pages = tuple(
        DraftPage(
            sheet.number, sheet.width, sheet.height, tuple(area.mm() for area in proposal.staff),
            sheet.is_digital, sheet.image,
        )
        for sheet, proposal in zip(sheets, proposals, strict=True)
    )  # fmt: skip
    title = title_of(sheets[0]) if sheets else ""
    return Draft(title, pages, tuple(entries), all(sheet.is_as_filed for sheet in sheets))


def _with_id(entry: Proposed | DraftRows, ids: Ids) -> DraftField | DraftRows:
    if isinstance(entry, DraftRows):
        inner = Ids()
        fields = tuple(_named(each, inner) for each in entry.fields)
        return replace(entry, id=ids.rows(entry.title), fields=fields)
    return _named(entry.field, ids)


def _named(field: DraftField, ids: Ids) -> DraftField:
    name, label = ids.named(field.label, field.section)
    return replace(field, id=name, label=label)
