"""What a list, an element or the fields of a PDF mean: by a source map, else by their own words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from forms.compare import fold
from forms.electronic.item import Kind
from forms.electronic.matching import Matched, by_names, likeliest, said_form
from forms.electronic.source_map import SourceMap, Wanted
from forms.errors import UnknownForm
from forms.form import Form
from workflows.electronic import limits
from workflows.electronic.sources import Sources
from workflows.electronic.table import Row, Table, headings_of

HEAD_ROWS = 20  # a title, a date and a name may stand above the headings
_FORM_COLUMNS = frozenset(
    fold(each) for each in ("様式", "様式名", "様式id", "手続", "手続名", "form")
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """`unknown`: names that nothing takes; what stands there is not in the record."""

    form: Form
    fields: Mapping[str, Wanted]
    unknown: tuple[str, ...]
    source: SourceMap | None = None

    @classmethod
    def of_map(cls, source: SourceMap, names: Iterable[str]) -> "Meaning":
        known = source.names
        unknown = tuple(each for each in names if each not in known)
        return cls(source.form, source.fields, unknown, source)

    @classmethod
    def of_names(cls, matched: Matched) -> "Meaning":
        unknown = tuple(each for each in matched.unknown if fold(each) not in _FORM_COLUMNS)
        return cls(matched.form, matched.fields, unknown)

    @property
    def source_id(self) -> str:
        return self.source.id if self.source else ""


def of_table(table: Table, sources: Sources, form: Form | None) -> tuple[Row, Meaning]:
    """The row of the headings and what they mean. `form`: what a person said it is. Raises
    UnknownForm."""
    rows = table.rows[:HEAD_ROWS]
    maps = [
        each
        for each in sources.maps(table.kind, form)
        if not (each.sheet and table.title) or fold(each.sheet) == fold(table.title)
    ]
    for row in rows:
        names = headings_of(row)
        for each in maps:
            if each.fits(names):
                return row, Meaning.of_map(each, names)
    forms = sources.forms(form)
    said = said_form(forms, [table.title, *_said_in(table, rows)])
    best = max(rows, key=lambda row: _most((said,) if said else forms, row), default=None)
    if best is None:
        raise limits.no_form(0, ())
    return best, of_names(headings_of(best), (said,) if said else forms, bool(said or form))


def of_names(names: Sequence[str], forms: Sequence[Form], is_said: bool) -> Meaning:
    """By the words on the forms. `is_said`: it is known which one it is, so that one name is
    enough. Raises UnknownForm."""
    if is_said:
        matched = by_names(forms[0], names)
        if not matched.fields:
            raise _unknown(names, forms)
        return Meaning.of_names(matched)
    found = likeliest(forms, names)
    if len(found) > 1:
        raise limits.several_forms(tuple(f"「{each.form.title}」" for each in found))
    if not found:
        raise _unknown(names, forms)
    return Meaning.of_names(found[0])


def of_fields(kind: Kind, names: Sequence[str], sources: Sources, form: Form | None, said:
              Sequence[str]) -> Meaning:  # fmt: skip
    """What the elements of XML, or the fields of a PDF, mean. `said`: what the file says of itself.
    Raises UnknownForm."""
    for each in sources.maps(kind, form):
        if each.fits(names):
            return Meaning.of_map(each, names)
    forms = sources.forms(form)
    found = said_form(forms, said)
    return of_names(names, (found,) if found else forms, bool(found or form))


def _unknown(names: Sequence[str], forms: Sequence[Form]) -> UnknownForm:
    missed = [set(by_names(form, names).unknown) for form in forms]
    known = tuple(each for each in names if any(each not in one for one in missed))
    return limits.no_form(len(names), known)


def _most(forms: Sequence[Form], row: Row) -> int:
    names = headings_of(row)
    return max((len(by_names(form, names).fields) for form in forms), default=0)


def _said_in(table: Table, rows: Sequence[Row]) -> tuple[str, ...]:
    """What stands in a column 「様式」, where every row says the same."""
    for row in rows:
        for at, name in enumerate(headings_of(row)):
            if fold(name) in _FORM_COLUMNS:
                below = {
                    each.cells[at].text
                    for each in table.rows
                    if each.number > row.number and at < len(each.cells) and each.cells[at].text
                }
                return tuple(below) if len(below) == 1 else ()
    return ()
