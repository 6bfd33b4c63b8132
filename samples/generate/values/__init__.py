"""An application's values, by form. Each maker returns field id → value for every field.

Three forms have makers of their own; for all others `general` makes them of what a form declares
and of `samples/generate/words/<form>.yaml`.
"""

from collections.abc import Callable, Mapping
from datetime import date
from random import Random

from forms.form import Form
from forms.record import Value
from samples.generate.people import Town
from samples.generate.values.general import general
from samples.generate.values.jido import jido_teate
from samples.generate.values.kaigo import kaigo_nintei
from samples.generate.values.risai import risai_shomei

Values = dict[str, Value]
Maker = Callable[[Town, Random, date], Values]

MAKERS: Mapping[str, Maker] = {
    "jido-teate-nintei": jido_teate,
    "kaigo-nintei": kaigo_nintei,
    "risai-shomei": risai_shomei,
}


def values_of(form: Form, town: Town, rng: Random, today: date) -> Values:
    """One invented application. Raises SetupError where `general` does."""
    maker = MAKERS.get(form.id)
    return maker(town, rng, today) if maker else general(form, town, rng, today)


__all__ = ["MAKERS", "Maker", "Values", "values_of"]
