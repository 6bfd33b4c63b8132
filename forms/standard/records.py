"""A record under the names and codes of the national standards, beside what stands on the paper.

Pure. Characters stay as they are written; a date stands as ISO beside the era text; a value has a
code where a table has one, and says why where it has none.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from forms.era import to_era
from forms.errors import RuleBroken
from forms.form import Field, FieldType, Form
from forms.record import Record, Value
from forms.standard.characters import OddCharacter, odd_characters
from forms.standard.people import ADDRESS, KANA, NAME, beside, item_of, subject_of
from forms.standard.tables import Item, standard

ERAS = "元号"  # the table of codes


class CodeState(StrEnum):
    """What became of the code."""

    NOT_ASKED = "not_asked"  # such an item has none, or the field is blank
    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"  # from a table that the office has to confirm
    NOT_IN_TABLE = "not_in_table"


@dataclass(frozen=True, slots=True)
class Municipality:
    """`code`: 全国地方公共団体コード, six digits with the check digit."""

    code: str
    prefecture: str
    name: str


FindMunicipality = Callable[[str], Municipality | None]
"""An address → the municipality that it begins with; None where that is not sure."""


@dataclass(frozen=True, slots=True)
class Held:
    """A field of a record: its value, and the text as it was read or typed."""

    value: Value
    written: str = ""


@dataclass(frozen=True, slots=True)
class StandardField:
    """One field. `item` "" where the form does not say what it holds; `standard` and `coded_as` are
    the national standard's names for `text` and `code`, "" where no public source was found. `iso`
    and `era` are of dates, `kana` stands beside a name."""

    field: str
    label: str
    subject: str
    item: str
    standard: str
    text: str
    written: str
    iso: str = ""
    era: str = ""
    era_code: str = ""
    coded_as: str = ""
    code: str = ""
    code_state: CodeState = CodeState.NOT_ASKED
    kana: str = ""
    municipality: Municipality | None = None
    characters: tuple[OddCharacter, ...] = ()


@dataclass(frozen=True, slots=True)
class StandardRecord:
    """In the order of the form's fields; blank ones are there with an empty text."""

    form: str
    version: str
    procedure: str
    fields: tuple[StandardField, ...]

    def of(self, field_id: str) -> StandardField:
        """Raises KeyError."""
        for each in self.fields:
            if each.field == field_id:
                return each
        raise KeyError(field_id)


def nowhere(_: str) -> None:
    """Knows no municipality."""


def standard_record(
    form: Form, record: Record, find_municipality: FindMunicipality = nowhere
) -> StandardRecord:
    """The record of a paper as it was read, or as people answered it."""
    held = {each.field: Held(each.value, each.raw) for each in record.readings}
    return standardised(form, held, find_municipality)


@dataclass(frozen=True, slots=True)
class Planned:
    """What follows for a field from its form alone. `kana`: the furigana beside a name."""

    field: Field
    item: Item
    subject: str
    kana: str | None


def plan_of(form: Form) -> tuple[Planned, ...]:
    """In the order of the form; for many records of one form it is made once."""
    return tuple(
        Planned(field, item, subject_of(field), kana.id if kana else None)
        for field in form.fields
        for item in [item_of(field)]
        for kana in [beside(form, field, KANA) if item.item == NAME else None]
    )


def standardised(
    form: Form, held: Mapping[str, Held], find_municipality: FindMunicipality = nowhere,
    plan: Sequence[Planned] = (),
) -> StandardRecord:  # fmt: skip
    """The same of values by field; only fields that are in `held`. `plan`: the form's."""
    fields = tuple(
        _field(each, held, find_municipality)
        for each in plan or plan_of(form)
        if each.field.id in held
    )
    return StandardRecord(form.id, form.version, form.procedure, fields)


def _field(
    planned: Planned, held: Mapping[str, Held], find_municipality: FindMunicipality
) -> StandardField:
    field, item, kana = planned.field, planned.item, planned.kana
    text = text_of(held[field.id].value)
    iso, era, era_code = _dated(field, text)
    code, state = _code(item, text)
    return StandardField(
        field=field.id, label=field.label, subject=planned.subject, item=item.item,
        standard=item.standard, text=text, written=held[field.id].written or text,
        iso=iso, era=era, era_code=era_code,
        coded_as=item.coded_as, code=code, code_state=state,
        kana=text_of(held[kana].value) if kana and kana in held else "",
        municipality=find_municipality(text) if item.item == ADDRESS and text else None,
        characters=odd_characters(text),
    )  # fmt: skip


def text_of(value: Value) -> str:
    """Several chosen options are joined by `、`; "" for a blank."""
    return "、".join(value) if isinstance(value, tuple) else value or ""


def _dated(field: Field, text: str) -> tuple[str, str, str]:
    """ISO, the era text, and the era's code; nothing for what is no date."""
    if field.type is not FieldType.DATE or not text:
        return "", "", ""
    try:
        written = to_era(date.fromisoformat(text))
    except (ValueError, RuleBroken):  # before 明治, or a person let stand what is no date
        return "", "", ""
    return text, str(written), standard().code(ERAS, written.era)


def _code(item: Item, text: str) -> tuple[str, CodeState]:
    if not item.codes or not text:
        return "", CodeState.NOT_ASKED
    code = standard().code(item.codes, text)
    if not code:
        return "", CodeState.NOT_IN_TABLE
    is_sure = standard().tables[item.codes].confirmed
    return code, CodeState.CONFIRMED if is_sure else CodeState.UNCONFIRMED
