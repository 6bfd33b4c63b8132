"""An application's values, by form. Each maker returns field id → value for every field."""

from collections.abc import Callable, Mapping
from datetime import date
from random import Random

from forms.record import Value
from samples.generate.people import Town
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

__all__ = ["MAKERS", "Maker", "Values"]
