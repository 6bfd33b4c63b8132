"""A filled PDF form of somebody else: its fields by name, by a source map; its pages to be seen."""

from collections.abc import Sequence

from forms.electronic.item import Cell, Item, Kind
from forms.electronic.source_map import SourceMap
from ocr.pages.acroform import all_values
from ocr.pages.active import Deed, deeds_in
from ocr.pages.appearance import unlike
from workflows.electronic import attached
from workflows.electronic.choosing import Meaning
from workflows.electronic.making import application_of, untaken
from workflows.electronic.result import ElectronicApplication

_FORM = b"/AcroForm"
_UNLIKE = "PDF の見た目と中の値が違います。用紙を見て確かめてください。"


def map_for(data: bytes, maps: Sequence[SourceMap]) -> SourceMap | None:
    """The source map that knows the fields of this PDF. Those of our own forms bear our ids and
    need none: the reader of papers takes them."""
    if not maps or _FORM not in data:
        return None
    names = all_values(data)
    return next((each for each in maps if names and each.fits(names)), None)


def read(name: str, data: bytes, source: SourceMap) -> ElectronicApplication:
    """Raises UnreadableFile where its pages cannot be made."""
    values = all_values(data)
    odd = unlike(data, values)
    cells = {
        key: Cell(text, f"入力欄「{key}」", note=_UNLIKE if key in odd else "")
        for key, text in values.items()
    }
    meaning = Meaning.of_map(source, tuple(cells))
    item = Item(1, "", cells)
    notes = list(untaken(item, meaning))
    if Deed.SCRIPT in deeds_in(data):
        notes.append("この PDF には JavaScript があります。実行していません。")
    application = application_of(item, meaning, Kind.ACROFORM, 1, notes)
    return attached.with_files(application, [(name, data)])
