"""What may be wrong with a field, in the words of a slip that goes to whoever mends the paper."""

from collections.abc import Mapping
from dataclasses import dataclass

from forms.form import Field, Form
from forms.record import Doubt
from workflows.reviewing import FieldView, Opened

REASONS = (
    "記入もれがあります",
    "記入の内容を確かめてください",
    "添付書類が足りません",
    "様式が違います",
)
_WORDS: Mapping[str, str] = {
    "blank": "記入がありません",
    "no_mark": "印がありません",
    "two_marks": "二つ以上に印があります",
    "missing_page": "このページがありません",
    "struck": "訂正の内容が分かりません",
    "check_digit": "番号が正しくありません",
}
_CLEARER = "読み取れません。はっきり書いてください"
_CHECK = "記入の内容を確かめてください"
_LATER = ("uncertain", "lexicon", "outside_vocabulary", "ditto")
"""Doubts of our reading, not of the paper: offered, but not ticked."""


@dataclass(frozen=True, slots=True)
class ShownLack:
    """A field that the slip may name. `is_likely`: ticked from the start."""

    field: str
    label: str
    words: str
    is_likely: bool


def lacks(opened: Opened) -> tuple[ShownLack, ...]:
    """The likely ones first, then every other field of the form."""
    made = [_lack(opened.form, view) for view in opened.fields]
    return tuple(sorted(made, key=lambda each: not each.is_likely))


def _lack(form: Form, view: FieldView) -> ShownLack:
    doubts = view.reading.doubts
    found = next((doubt for doubt in doubts if doubt.code not in _LATER), None)
    if found is None or view.waits_for_two:
        return ShownLack(view.field.id, view.field.label, _unasked(view), is_likely=False)
    words = _rule(form, view.field, found)
    if found.code != "rule":
        words = _WORDS.get(found.code, _CLEARER)
    return ShownLack(view.field.id, view.field.label, words, is_likely=True)


def _rule(form: Form, field: Field, doubt: Doubt) -> str:
    """As the form declares it: the doubt itself may name what stands in the fields."""
    declared = (rule.message for rule in form.rules if field.id in rule.fields)
    return next((each.rstrip("。") for each in declared if doubt.message.startswith(each)), _CHECK)


def _unasked(view: FieldView) -> str:
    """For a field that only a person finds fault with."""
    if view.waits_for_two:
        return _CHECK
    if view.is_doubted:
        return _CLEARER
    return _CHECK if view.reading.value is not None else _WORDS["blank"]
