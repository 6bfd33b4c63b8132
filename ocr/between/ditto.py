"""同上, 〃, 「住所と同じ」: a field that refers to another instead of repeating it.

Where the form says which field is meant (a rule `ditto`: the field, and the one it refers to), the
other's value stands in its place, as doubted as that one is. Where it does not, a person says what
is meant. Such words are never taken for an address or a name.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from forms.form import Field, FieldType, Form
from forms.record import Candidate, Reading, Record

_WORDS = re.compile(
    r"(同上|同右|同左|〃+|[\"”″]+|ノ+ノ|々"
    r"|.{0,8}(に|と)(同じ|おなじ|同一|同様)(です)?)"
)
_SPACES = re.compile(r"[\s\u3000、。．.]")
_MAY_REFER = (FieldType.ADDRESS, FieldType.NAME, FieldType.KANA, FieldType.TEXT)


def is_ditto(text: str) -> bool:
    """Whether the text says no more than that it is the same as another's."""
    return _WORDS.fullmatch(_SPACES.sub("", text)) is not None


def resolved(form: Form, record: Record) -> Record:
    """The record with each such reading filled from the field it refers to, or in doubt."""
    targets = {r.fields[0]: r.fields[1] for r in form.rules if r.kind == "ditto"}
    by_field = {each.field: each for each in record.readings}
    fields = {each.id: each for each in form.fields}
    readings = tuple(
        _settled(fields[each.field], each, targets, by_field)
        if fields[each.field].type in _MAY_REFER and is_ditto(each.raw)
        else each
        for each in record.readings
    )
    return replace(record, readings=readings)


def _settled(
    field: Field, reading: Reading, targets: Mapping[str, str], by_field: Mapping[str, Reading]
) -> Reading:
    meant = by_field.get(targets.get(field.id, ""))
    if meant is None or not isinstance(meant.value, str) or is_ditto(meant.raw):
        bare = replace(reading, value=None, candidates=(), confidence=0.0)
        message = f"{field.label}に「{reading.raw}」とあります。どの欄と同じかを確かめてください。"
        return bare.doubted("ditto", message)
    filled = replace(
        reading,
        value=meant.value,
        confidence=round(reading.confidence * meant.confidence, 4),
        candidates=(Candidate(meant.value, meant.confidence),),
    )
    if meant.accepted:
        return filled
    return filled.doubted(
        "ditto", f"{field.label}に「{reading.raw}」とあり、元の欄に疑いがあります。"
    )
