"""Conditions between fields. A broken one is a doubt on the fields it names, in words that show
the values that disagree (private values aside).

Kinds, by the fields they name:

- `order`: the first date is not after the second
- `blank_when`, `filled_when`: the fields are blank/filled when every `when` holds
  (`""` holds for a blank field)
- `together`: all of the fields are filled, or none
- `differ`, `same`: no two values are the same / two values are the same
- `rows_differ`: no two rows of `width` fields are alike in all of them
- `age_on`: birth, age, day: the age is that on the day
- `within_age`: birth, day: the age on the day lies within `limits` (years); `until_march` lets the
  upper limit last until the end of the school year
- `filled_at_age`: birth, day, fields: these are filled where the age lies within `limits`
- `years_apart`: two births that lie `limits` years apart
- `sum`: the first number is the sum of the others
- `count`: the first number says how many of the others are filled
- `between`: the numbers lie within `limits`

A kind that is not listed here is checked by another room (which has the words to check it with).
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from forms.era import to_era
from forms.errors import RuleBroken
from forms.form import Field, FieldType, Form, Rule
from forms.record import Record, Value
from forms.rule_kinds import CHECKS, Broken


def check(form: Form, record: Record) -> Record:
    """The record with a doubt `rule` on every reading that a broken rule names."""
    values = record.values
    fields = {each.id: each for each in form.fields}
    broken: dict[str, list[str]] = defaultdict(list)
    for rule in form.rules:
        if rule.kind in CHECKS and _applies(rule, values):
            for each in CHECKS[rule.kind](rule, values):
                message = f"{rule.message}{_shown(fields, values, each)}"
                for field in each.fields:
                    broken[field].append(message)
    readings = tuple(
        each.doubted("rule", "".join(dict.fromkeys(broken[each.field])))
        if each.field in broken
        else each
        for each in record.readings
    )
    return replace(record, readings=readings)


def _applies(rule: Rule, values: Mapping[str, Value]) -> bool:
    return all((values.get(field) or "") == wanted for field, wanted in rule.when)


def _shown(fields: Mapping[str, Field], values: Mapping[str, Value], broken: Broken) -> str:
    """What stands in the fields that disagree, in brackets; nothing of a private one."""
    parts = [
        f"{fields[name].label}: {text}"
        for name in broken.fields
        if name in fields
        and not fields[name].private
        and (text := _text(fields[name], values.get(name)))
    ]
    words = "、".join([*parts, *([broken.note] if broken.note else [])])
    return f"（{words}）" if words else ""


def _text(field: Field, value: Value) -> str:
    if isinstance(value, tuple):
        return "・".join(value)
    if field.type is not FieldType.DATE or not value:
        return value or ""
    try:
        return str(to_era(date.fromisoformat(value)))
    except (ValueError, RuleBroken):
        return value
