"""Conditions between fields. A broken one is a doubt on the fields it names.

Kinds: `order` the first date is not after the second; `blank_when`/`filled_when` the fields are
blank/filled when every `when` holds; `differ`/`same` two values are different/the same.
"""

from collections.abc import Callable, Mapping

from forms.compare import is_same
from forms.form import Form, Rule
from forms.record import Record, Value


def check(form: Form, record: Record) -> Record:
    """The record with a doubt `rule` on every reading that a broken rule names."""
    values = record.values
    broken: dict[str, str] = {}
    for rule in form.rules:
        if _applies(rule, values) and (wrong := _CHECKS[rule.kind](rule, values)):
            broken |= dict.fromkeys(wrong, rule.message)
    readings = tuple(
        each.doubted("rule", broken[each.field]) if each.field in broken else each
        for each in record.readings
    )
    return Record(record.form, record.version, readings)


def _applies(rule: Rule, values: Mapping[str, Value]) -> bool:
    return all(values.get(field) == wanted for field, wanted in rule.when)


def _order(rule: Rule, values: Mapping[str, Value]) -> tuple[str, ...]:
    first, second = (values.get(field) for field in rule.fields[:2])
    both = isinstance(first, str) and isinstance(second, str)
    return rule.fields if both and str(first) > str(second) else ()


def _blank(rule: Rule, values: Mapping[str, Value]) -> tuple[str, ...]:
    return tuple(field for field in rule.fields if values.get(field))


def _filled(rule: Rule, values: Mapping[str, Value]) -> tuple[str, ...]:
    return tuple(field for field in rule.fields if not values.get(field))


def _differ(rule: Rule, values: Mapping[str, Value]) -> tuple[str, ...]:
    first, second = (values.get(field) for field in rule.fields[:2])
    return rule.fields if first and second and is_same(first, second) else ()


def _same(rule: Rule, values: Mapping[str, Value]) -> tuple[str, ...]:
    first, second = (values.get(field) for field in rule.fields[:2])
    return rule.fields if first and second and not is_same(first, second) else ()


_CHECKS: Mapping[str, Callable[[Rule, Mapping[str, Value]], tuple[str, ...]]] = {
    "order": _order,
    "blank_when": _blank,
    "filled_when": _filled,
    "differ": _differ,
    "same": _same,
}
