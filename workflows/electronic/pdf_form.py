"""A filled PDF form of somebody else: its fields by name, by a source map; its pages to be seen."""

from forms.electronic.item import Cell, Item, Kind
from forms.electronic.source_map import SourceMap
from forms.form import Form
from ocr.pages.acroform import all_values
from workflows.electronic import attached
from workflows.electronic.choosing import Meaning
from workflows.electronic.making import application_of, untaken
from workflows.electronic.result import ElectronicApplication
from workflows.electronic.sources import Sources

_FORM = b"/AcroForm"


def map_for(data: bytes, sources: Sources, form: Form | None) -> SourceMap | None:
    """The source map that knows the fields of this PDF. Those of our own forms bear our ids and
    need none: the reader of papers takes them."""
    maps = tuple(sources.maps(Kind.ACROFORM, form))
    if not maps or _FORM not in data:
        return None
    names = all_values(data)
    return next((each for each in maps if names and each.fits(names)), None)


def read(name: str, data: bytes, source: SourceMap) -> ElectronicApplication:
    """Raises UnreadableFile where its pages cannot be made."""
    values = all_values(data)
    cells = {key: Cell(text, f"入力欄「{key}」") for key, text in values.items()}
    meaning = Meaning.of_map(source, tuple(cells))
    item = Item(1, "", cells)
    application = application_of(item, meaning, Kind.ACROFORM, 1, untaken(item, meaning))
    return attached.with_files(application, [(name, data)])
