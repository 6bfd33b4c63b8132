"""What the rules of a form ask of drawn values, put right where that is plain."""

from collections.abc import Callable
from datetime import date

from forms.form import Field, FieldType, Form, Rule
from forms.record import Value
from forms.rule_kinds import full_years

Values = dict[str, Value]
Fill = Callable[[Field], Value]

_PASSES = 6


def mended(form: Form, values: Values, fill: Fill) -> Values:
    """`values` with blanks filled or fields blanked as the rules say; what is then still broken is
    for the caller to draw again."""
    mended = dict(values)
    for _ in range(_PASSES):
        before = dict(mended)
        for rule in form.rules:
            if all((mended.get(name) or "") == wanted for name, wanted in rule.when):
                _mend(form, rule, mended, fill)
        if mended == before:
            break
    return mended


def _mend(form: Form, rule: Rule, values: Values, fill: Fill) -> None:
    if rule.kind == "blank_when":
        for name in rule.fields:
            values[name] = "なし" if form.field(name).type is FieldType.SEAL else None
    elif rule.kind == "filled_when" or (
        rule.kind == "together" and any(values.get(name) for name in rule.fields)
    ):
        _fill(form, rule.fields, values, fill)
    elif rule.kind == "same":
        _copy(rule, values)
    elif rule.kind == "order" and all(values.get(name) for name in rule.fields):
        first, second = sorted(str(values[name]) for name in rule.fields[:2])
        values[rule.fields[0]], values[rule.fields[1]] = first, second
    elif rule.kind == "sum" and values.get(rule.fields[0]):
        values[rule.fields[0]] = str(sum(int(str(values.get(n) or 0)) for n in rule.fields[1:]))
    elif rule.kind == "count" and values.get(rule.fields[0]):
        values[rule.fields[0]] = str(sum(bool(values.get(name)) for name in rule.fields[1:]))
    elif rule.kind == "age_on" and all(values.get(name) for name in rule.fields):
        born, day = (date.fromisoformat(str(values[n])) for n in (rule.fields[0], rule.fields[2]))
        values[rule.fields[1]] = str(full_years(born, day))


def _is_begun(rule: Rule, values: Values) -> bool:
    return rule.kind == "together" and any(values.get(name) for name in rule.fields)


def _fill(form: Form, names: tuple[str, ...], values: Values, fill: Fill) -> None:
    for name in names:
        if not values.get(name):
            values[name] = fill(form.field(name))


def _copy(rule: Rule, values: Values) -> None:
    first = next((values[name] for name in rule.fields if values.get(name)), None)
    for name in rule.fields:
        if values.get(name):
            values[name] = first
