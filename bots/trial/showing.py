"""What a rehearsal would have registered, beside the record it came from."""

from collections.abc import Mapping
from dataclasses import dataclass

from bots.lookup import expected
from bots.scenario.scenario import Scenario
from bots.scenario.values import Values
from forms.compare import is_same
from forms.mask import mask_value
from forms.record import Record, Value


@dataclass(frozen=True, slots=True)
class Line:
    """One field: the record's value, how the target writes it, what its last screen showed (None:
    it does not show values). Private ones are masked."""

    label: str
    value: str
    written: str
    shown: str | None
    is_same: bool | None


def lines(scenario: Scenario, record: Record, shown: Mapping[str, str] | None) -> tuple[Line, ...]:
    """A line a field of the form that is entered or left out, in the form's order.

    `shown`: the texts of the confirmation screen by field id.
    """
    values = Values(dict(record.values), scenario.tables, scenario.system.encoding)
    declared = scenario.declared.read_back
    found: list[Line] = []
    for field in scenario.form.fields:
        value = record.values.get(field.id)
        told = _text(mask_value(field, value))
        if field.id not in declared.fields:
            reason = declared.not_entered.get(field.id, "")
            found.append(Line(field.label, told, f"(入力しない: {reason})", None, None))
            continue
        wanted = expected(declared.fields[field.id], field.id, values)
        said = None if shown is None else shown.get(field.id, "")
        same = None if said is None else is_same(_parts(said, wanted), wanted)
        hidden = field.private
        written = "*" * len(_text(wanted)) if hidden else _text(wanted)
        seen = "*" * len(said) if hidden and said is not None else said
        found.append(Line(field.label, told, written, seen, same))
    return tuple(found)


def _parts(text: str, wanted: Value) -> Value:
    return tuple(text.split("、")) if isinstance(wanted, tuple) else text


def _text(value: Value) -> str:
    return "、".join(value) if isinstance(value, tuple) else value or ""
