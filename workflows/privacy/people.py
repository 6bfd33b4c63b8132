"""How many persons stand on the papers that are kept here.

Two papers name the same person where name and day of birth are the same. Without a day of birth
nobody can tell: each such name counts, so that the number is rather too high than too low.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from forms.catalogue import Catalogue
from forms.compare import fold
from forms.form import Form
from forms.record import Value
from forms.standard import people_of
from workflows.clock import TOKYO
from workflows.exports.rows import Selection, stream
from workflows.store.states import State

_NOT_READ = (State.RECEIVED, State.READING, State.DUPLICATE)


@dataclass(frozen=True, slots=True)
class Count:
    """`people`: as far as they can be told apart; `names`: all names, the same ones too. The days
    are those of arrival, in Tokyo."""

    records: int = 0
    people: int = 0
    names: int = 0
    first: date | None = None
    last: date | None = None


def count_people(session: Session, catalogue: Catalogue, forms: Iterable[Form]) -> Count:
    """Of every record of these forms that was not deleted, in any revision."""
    known: set[tuple[str, str]] = set()
    records = names = unknown = 0
    days: list[date] = []
    states = tuple(state for state in State if state not in _NOT_READ)
    for form in forms:
        selection = Selection(form.id, states=states)
        revisions = {each.version: each for each in catalogue.revisions(form.id)}
        for record in stream(session, selection, form.title, _fields(revisions.values())):
            records += 1
            days.append(record.received_at.astimezone(TOKYO).date())
            for name, birth in _named(revisions.get(record.version, form), record.values):
                names += 1
                if birth:
                    known.add((name, birth))
                else:
                    unknown += 1
    ends = (min(days), max(days)) if days else (None, None)
    return Count(records, len(known) + unknown, names, *ends)


def _fields(revisions: Iterable[Form]) -> Sequence[str]:
    found = (
        field.id
        for form in revisions
        for person in people_of(form)
        for field in (person.name, person.birth)
        if field is not None
    )
    return tuple(dict.fromkeys(found))


def _named(form: Form, values: Mapping[str, Value]) -> Iterable[tuple[str, str]]:
    """Each person on one paper once: a signature is the applicant's own name again, and so is the
    same name without a day of birth."""
    found: set[tuple[str, str]] = set()
    for person in people_of(form):
        name = values.get(person.name.id)
        birth = values.get(person.birth.id) if person.birth else None
        if isinstance(name, str) and name:
            found.add((fold(name), birth if isinstance(birth, str) else ""))
    born = {name for name, birth in found if birth}
    return {(name, birth) for name, birth in found if birth or name not in born}
