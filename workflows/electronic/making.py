"""Items → applications, each with its record checked as a paper's is."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from forms.compare import fold
from forms.electronic.item import Item, Kind
from forms.electronic.record import places_of, record_of
from forms.errors import UnknownForm, UnreadableFile
from forms.form import Form
from forms.record import Record
from ocr.between import cross, ditto
from workflows.electronic import csv_file, limits, xml_file
from workflows.electronic.choosing import HEAD_ROWS, Meaning, of_fields, of_table
from workflows.electronic.result import Arrived, ElectronicApplication
from workflows.electronic.sources import Sources
from workflows.electronic.table import Table, headings_of, items_of

_MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Made:
    """An application and the names of files that it says it came with."""

    application: ElectronicApplication
    attached: tuple[str, ...] = ()


def of_tables(
    tables: Sequence[Table], sources: Sources, form: Form | None
) -> tuple[Made, ...]:  # fmt: skip
    """Of every sheet that means something. Raises UnknownForm where none does, UnreadableFile
    where there is nothing in them."""
    made: list[Made] = []
    unknown: UnknownForm | None = None
    skipped = [
        f"隠れているシート「{each.title}」は使いませんでした。" for each in tables if each.is_hidden
    ]
    is_known = False
    for table in tables:
        if table.is_hidden:
            continue
        try:
            head, meaning = of_table(table, sources, form)
        except UnknownForm as error:
            unknown = unknown or error
            skipped.append(f"シート「{table.title}」は使いませんでした。")
            continue
        is_known = True
        made += _all(items_of(table, head), meaning, table.kind, len(made), skipped)
    if unknown is not None and not is_known:
        raise unknown
    if not made:
        raise limits.refused("には、申請の行がありません。", "見出しの下に申請を入れてください。")
    return tuple(made)


def of_csv(data: bytes, sources: Sources, form: Form | None) -> tuple[Made, ...]:
    """In the encoding that is found out, or that a source map says. Raises PaperError."""
    for each in sources.maps(Kind.CSV, form):
        if not (each.encoding or each.delimiter):
            continue
        try:
            table = csv_file.table_of(data, each.encoding, each.delimiter)
        except UnreadableFile:
            continue
        if any(each.fits(headings_of(row)) for row in table.rows[:HEAD_ROWS]):
            return of_tables([table], sources, form)
    return of_tables([csv_file.table_of(data)], sources, form)


def of_xml(root: Element, sources: Sources, form: Form | None) -> tuple[Made, ...]:
    """Raises UnknownForm."""
    for source in sources.maps(Kind.XML, form):
        elements = xml_file.applications_in(root, source.application)
        many = len(elements) > 1
        items = [xml_file.item_of(each, n, many) for n, each in enumerate(elements, start=1)]
        if items and all(source.fits(each.cells) for each in items):
            meaning = Meaning.of_map(source, items[0].cells)
            return tuple(_all(items, meaning, Kind.XML, 0, ()))
    titles = {word for each in sources.forms(form) for word in (each.id, each.title)}
    elements = xml_file.repeated_in(root, frozenset(titles))
    made: list[Made] = []
    for number, element in enumerate(elements, start=1):
        item = xml_file.item_of(element, number, len(elements) > 1)
        words = xml_file.words_of(root, element)
        meaning = of_fields(Kind.XML, tuple(item.cells), sources, form, words)
        made += _all([item], meaning, Kind.XML, number - 1, ())
    return tuple(made)


def application_of(
    item: Item, meaning: Meaning, kind: Kind, number: int, notes: Sequence[str]
) -> ElectronicApplication:
    """`number` in the whole file, from 1."""
    source = meaning.source
    reference = item.cells.get(source.reference) if source and source.reference else None
    arrived = Arrived(
        kind, meaning.source_id, number, item.place, reference.text.strip() if reference else "",
        places_of(item, meaning.fields), notes=tuple(notes),
    )  # fmt: skip
    record = _checked(meaning.form, record_of(meaning.form, item, meaning.fields, kind))
    return ElectronicApplication(meaning.form, record, arrived)


def _all(
    items: Iterable[Item], meaning: Meaning, kind: Kind, before: int, notes: Sequence[str]
) -> Iterator[Made]:
    for number, item in enumerate(items, start=before + 1):
        told = [*notes, *untaken(item, meaning)]
        application = application_of(item, meaning, kind, number, told)
        yield Made(application, _attached(item, meaning))


def untaken(item: Item, meaning: Meaning) -> tuple[str, ...]:
    """What stands in the item and goes nowhere, by name."""
    left = [
        each for each in meaning.unknown if each in item.cells and not item.cells[each].is_blank
    ]
    more = " …" if len(left) > _MOST_NAMED else ""
    return (f"使わなかった欄: {'、'.join(left[:_MOST_NAMED])}{more}",) if left else ()


def _attached(item: Item, meaning: Meaning) -> tuple[str, ...]:
    name = meaning.source.attachments if meaning.source else ""
    if not name:
        return ()
    found = [c.text for key, c in item.cells.items() if key == name or key.startswith(f"{name}[")]
    split = [part.strip() for text in found for part in text.replace("、", "\n").split("\n")]
    return tuple(part for part in split if fold(part))


def _checked(form: Form, record: Record) -> Record:
    """同上, and contradictions that a list knows, as on a paper."""
    return cross.check(form, ditto.resolved(form, record))
