"""The national standards' names of items and codes, and what characters other systems lack.

`standard_record` puts a record under them; `reductions` proposes what a rare character may become
on its way out, never in the record.
"""

from forms.standard.characters import OddCharacter, Oddity, odd_characters
from forms.standard.people import Person, item_of, people_of, subject_of
from forms.standard.records import (
    CodeState,
    Held,
    Municipality,
    Planned,
    StandardField,
    StandardRecord,
    plan_of,
    standard_record,
    standardised,
)
from forms.standard.reducing import Reduced, reductions
from forms.standard.tables import CodeTable, Item, Standard, standard

__all__ = [
    "CodeState", "CodeTable", "Held", "Item", "Municipality", "OddCharacter", "Oddity", "Person",
    "Planned", "Reduced", "Standard", "StandardField", "StandardRecord", "item_of",
    "odd_characters", "people_of", "plan_of", "reductions", "standard", "standard_record",
    "standardised", "subject_of",
]  # fmt: skip
