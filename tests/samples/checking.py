"""A truth's values held against the form, as the product would check what it read."""

from collections.abc import Mapping

from forms import rules
from forms.errors import DoubtError
from forms.form import Form
from forms.record import Reading, Record, Value
from forms.values import normalise


def record_of(form: Form, values: Mapping[str, Value]) -> Record:
    """A record with these values, read without a doubt."""
    return Record(
        form.id,
        form.version,
        tuple(Reading(f.id, "", values[f.id], 1.0, f.page, f.box, "truth") for f in form.fields),
    )


def broken_fields(form: Form, values: Mapping[str, Value]) -> set[str]:
    """Fields whose value is no value of its type, is missing, or breaks a rule."""
    broken = set()
    for field in form.fields:
        value = values[field.id]
        if value is None:
            if field.required:
                broken.add(field.id)
            continue
        raw = "、".join(value) if isinstance(value, tuple) else value
        try:
            if normalise(field, raw) != value:
                broken.add(field.id)
        except DoubtError:
            broken.add(field.id)
    checked = rules.check(form, record_of(form, values))
    return broken | {reading.field for reading in checked.readings if reading.doubts}
