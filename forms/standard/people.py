"""Whose a field is, and what it holds: said by the form, else by the type of the field and its id.

Fields of one person carry the same front in their ids (`seikyusha_name`, `seikyusha_birth`), which
is how a form that names no `subject` still has its furigana beside the right name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forms.form import Field, FieldType, Form
from forms.standard.tables import Item, standard

NAME, KANA, BIRTH, ADDRESS = "氏名", "フリガナ", "生年月日", "住所"

# What a type alone says. Choices, numbers and free text may be anything.
_BY_TYPE: Mapping[FieldType, str] = {
    FieldType.NAME: NAME,
    FieldType.KANA: KANA,
    FieldType.ADDRESS: ADDRESS,
    FieldType.POSTAL_CODE: "郵便番号",
    FieldType.PHONE: "電話番号",
    FieldType.MY_NUMBER: "個人番号",
}
_BY_LABEL = frozenset(
    {BIRTH, "性別", "要介護状態区分", "口座番号", "預金種目"}
)  # 続柄 is of many kinds


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom a paper names: the fields of one name, its furigana and the day of birth."""

    subject: str
    name: Field
    kana: Field | None = None
    birth: Field | None = None


def item_of(field: Field) -> Item:
    """What the field holds; an item without a name where nothing says so."""
    if field.item:
        return standard().item(field.item)
    word = _BY_TYPE.get(field.type, "") or _labelled(field)
    return standard().item(word) if word else Item("")


def _labelled(field: Field) -> str:
    """The known item that the label (現在の要介護状態区分) of a choice, a date … ends with."""
    is_coded = field.type in (FieldType.CHOICE, FieldType.DATE, FieldType.NUMBER, FieldType.TEXT)
    label = "".join(field.label.split())
    return next((word for word in _BY_LABEL if label.endswith(word)), "") if is_coded else ""


def subject_of(field: Field) -> str:
    """Whose the field is: what the form says, else the row group, else the front of the id."""
    return field.subject or field.group or field.id.rpartition("_")[0]


def people_of(form: Form) -> tuple[Person, ...]:
    """One for each name on the paper, in its order."""
    grouped: dict[str, list[Field]] = {}
    for field in form.fields:
        grouped.setdefault(subject_of(field), []).append(field)
    return tuple(
        Person(subject, name, _only(KANA, fields), _only(BIRTH, fields))
        for subject, fields in grouped.items()
        for name in fields
        if item_of(name).item == NAME
    )


def beside(form: Form, field: Field, item: str) -> Field | None:
    """The one field of `item` that is of the same person."""
    subject = subject_of(field)
    return _only(item, [each for each in form.fields if subject_of(each) == subject])


def _only(item: str, fields: Sequence[Field]) -> Field | None:
    found = [each for each in fields if item_of(each).item == item]
    return found[0] if len(found) == 1 else None
