"""What is wrong on purpose: papers that a person must look at.

Each function changes the values of an application and returns a `Doubtful`: what stands on the
paper, and which fields must go to review. Where nobody can say the value, its truth is None.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from forms.form import Form
from forms.record import Value
from samples.generate.fill import Paper
from samples.generate.values import Values


@dataclass(frozen=True, slots=True)
class Doubtful:
    """The paper, what is true of it, the fields in doubt, and how many pages came (None: all)."""

    paper: Paper
    truth: Mapping[str, Value]
    fields: tuple[str, ...] = ()
    pages: int | None = None


Spoil = Callable[[Form, Values, Random], Doubtful]


def nothing(form: Form, values: Values, rng: Random) -> Doubtful:
    return Doubtful(Paper(values), values)


def check_digit(form: Form, values: Values, rng: Random) -> Doubtful:
    """One digit of the My Number is wrong, so that its check digit does not hold."""
    field = "seikyusha_my_number" if "seikyusha_my_number" in values else "my_number"
    right = str(values[field] or "123456789018")
    place = rng.randrange(11)
    wrong = right[:place] + str((int(right[place]) + 5) % 10) + right[place + 1 :]
    changed = values | {field: wrong}
    return Doubtful(Paper(changed), changed, (field,))


def two_rings(form: Form, values: Values, rng: Random) -> Doubtful:
    """Two options of one required choice are marked."""
    field = next(f for f in form.fields if f.options and f.required and not f.multiple)
    other = next(o.value for o in field.options if o.value != values[field.id])
    return Doubtful(Paper(values, {field.id: other}), values | {field.id: None}, (field.id,))


def blank(form: Form, values: Values, rng: Random) -> Doubtful:
    """A required field was forgotten."""
    field = "seikyusha_phone" if "seikyusha_phone" in values else "address"
    changed = values | {field: None}
    return Doubtful(Paper(changed), changed, (field,))


def no_ring(form: Form, values: Values, rng: Random) -> Doubtful:
    """A required choice was forgotten."""
    chosen = [f.id for f in form.fields if f.options and f.required and not f.multiple]
    changed = values | {chosen[-1]: None}
    return Doubtful(Paper(changed), changed, (chosen[-1],))


def struck(form: Form, values: Values, rng: Random) -> Doubtful:
    """A phone number was struck out by two lines, and nothing written instead."""
    field = "seikyusha_phone" if "seikyusha_phone" in values else "phone"
    written = values | {field: values[field] or "0471234567"}
    return Doubtful(Paper(written, {}, (field,)), values | {field: None}, (field,))


def rule(form: Form, values: Values, rng: Random) -> Doubtful:
    """Two fields do not go together: another's account, signature, or a date before its cause."""
    if form.id == "jido-teate-nintei":
        account: Values = {
            "koukin_kouza": None, "bank_name": "みなと", "bank_kind": "銀行", "bank_branch": "駅前",
            "bank_code": "0562", "branch_code": "012", "account_type": "普通",
            "account_number": "4417302", "account_holder_kana": "タニ　ハナエ",
        }  # fmt: skip
        changed = values | account
        fields: tuple[str, ...] = ("seikyusha_kana", "account_holder_kana")
    elif form.id == "kaigo-nintei":
        changed = values | {"signature": "谷　花江"}
        fields = ("name", "signature")
    else:
        changed = values | {"risai_date": values["shinsei_date"], "shinsei_date": "2024-01-05"}
        fields = ("risai_date", "shinsei_date")
    return Doubtful(Paper(changed), changed, fields)


def missing_page(form: Form, values: Values, rng: Random) -> Doubtful:
    """Only the first page was scanned."""
    gone = {f.id: None for f in form.fields if f.page > 1}
    needed = tuple(f.id for f in form.fields if f.page > 1 and f.required)
    return Doubtful(Paper(values), values | gone, needed, 1)


DOUBTS: Mapping[str, Spoil] = {
    "": nothing,
    "check_digit": check_digit,
    "two_rings": two_rings,
    "blank": blank,
    "no_ring": no_ring,
    "struck": struck,
    "rule": rule,
    "missing_page": missing_page,
}
