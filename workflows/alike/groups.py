"""What can be looked at together: readings of one field, or of one type, with one value or figure.

Only what looking at it can settle: readings with a value whose one doubt is that they are not
certain, of fields that are neither private nor typed by two. A broken rule, a struck-out text or a
figure that fails its check wants a person at the whole record.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, exists, false, func, not_, or_, select
from sqlalchemy.orm import Session

from forms.catalogue import Catalogue
from forms.form import Field, FieldType
from workflows.accounts import Scope
from workflows.clock import TOKYO, Clock
from workflows.reviewing.sight import forms_in
from workflows.reviewing.views import as_text, owner
from workflows.store.readings import from_json
from workflows.store.states import State
from workflows.store.tables import AnswerRow, ReadingRow, RecordRow

UNCERTAIN = "uncertain"
_FIGURES = (FieldType.NUMBER, FieldType.POSTAL_CODE, FieldType.PHONE)

Pair = tuple[str, str]
"""Ids of a form and of a field of it."""


@dataclass(frozen=True, slots=True)
class Group:
    """One field of a form, or every field of a `type`. `value`: as text, only readings of it;
    `figure`: single figures in combs. `accepted`: also what nobody would have to look at. `day`:
    only what arrived that day, in Tokyo."""

    form: str = ""
    field: str = ""
    type: FieldType | None = None
    value: str | None = None
    figure: str | None = None
    accepted: bool = False
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Heap:
    """How much waits of one field."""

    form: str
    form_title: str
    field: Field
    count: int

    @property
    def has_figures(self) -> bool:
        return is_comb(self.field)


def is_open(field: Field) -> bool:
    """May stand in a grid: a private field never does, nor one that two people type blind."""
    return not field.private and not field.double and field.type is not FieldType.MY_NUMBER


def is_comb(field: Field) -> bool:
    return field.cells > 1 and field.type in _FIGURES


class Groups:
    """Questions about what waits, within what a person sees."""

    def __init__(self, catalogue: Catalogue, clock: Clock) -> None:
        self._catalogue, self._clock = catalogue, clock

    def pairs(self, group: Group, scope: Scope) -> Mapping[Pair, Field]:
        """The fields of a group; none where the person sees none of them."""
        return {
            pair: field
            for pair, field in self._seen(scope).items()
            if (group.type is None or field.type is group.type)
            and (not group.form or pair[0] == group.form)
            and (not group.field or pair[1] == group.field)
            and (group.figure is None or is_comb(field))
        }

    def _seen(self, scope: Scope) -> Mapping[Pair, Field]:
        """A field that any revision hides stays out: papers on that one may be waiting too."""
        found: dict[Pair, Field] = {}
        hidden: set[Pair] = set()
        seen = forms_in(self._catalogue, scope)
        for form in self._catalogue.revisions():
            for field in form.fields if form.id in seen else ():
                found.setdefault((form.id, field.id), field)
                hidden |= set() if is_open(field) else {(form.id, field.id)}
        return {pair: field for pair, field in found.items() if pair not in hidden}

    def heaps(
        self, session: Session, scope: Scope, by: str, day: date | None = None
    ) -> tuple[Heap, ...]:
        """What waits of each field, in the order of forms and papers."""
        query = (
            select(RecordRow.form, ReadingRow.field, func.count())
            .join(RecordRow, RecordRow.id == ReadingRow.record_id)
            .where(*self.waiting(by), *_doubted(), *_of_day(day))
            .group_by(RecordRow.form, ReadingRow.field)
        )
        counts = {(form, field): count for form, field, count in session.execute(query)}
        titles = {form.id: form.title for form in self._catalogue}
        return tuple(
            Heap(pair[0], titles[pair[0]], field, counts[pair])
            for pair, field in self._seen(scope).items()
            if pair in counts
        )

    def values(self, session: Session, group: Group, scope: Scope, by: str) -> Mapping[str, int]:
        """The values that readings of a group have, the most frequent first."""
        query = select(ReadingRow.value).join(RecordRow, RecordRow.id == ReadingRow.record_id)
        wanted = self.condition(group, scope, by)
        values = session.scalars(query.where(wanted))
        found = (as_text(from_json(each)) for each in values if has_value(group, each))
        return dict(Counter(found).most_common())

    def condition(self, group: Group, scope: Scope, by: str) -> ColumnElement[bool]:
        """On ReadingRow and RecordRow: what waits of a group, whatever its values: `has_value`."""
        by_form: dict[str, list[str]] = {}
        for form, field in self.pairs(group, scope):
            by_form.setdefault(form, []).append(field)
        of_pairs = or_(
            false(),
            *(and_(RecordRow.form == f, ReadingRow.field.in_(ids)) for f, ids in by_form.items()),
        )
        certain = _accepted() if group.accepted else false()
        doubtful = or_(and_(*_doubted()), certain)
        return and_(of_pairs, *self.waiting(by), doubtful, *_of_day(group.day))

    def waiting(self, by: str) -> tuple[ColumnElement[bool], ...]:
        """Unanswered, of a record in review that nobody else has in hand."""
        free = or_(
            RecordRow.lease_owner.is_(None),
            RecordRow.lease_owner == owner(by),
            RecordRow.lease_until < self._clock(),
        )
        answered = exists().where(
            AnswerRow.record_id == ReadingRow.record_id, AnswerRow.field == ReadingRow.field
        )
        paper = RecordRow.electronic.is_(False)  # what came as data has nothing to look at
        return RecordRow.state == State.DOUBTED, paper, free, not_(answered)


def _of_day(day: date | None) -> Iterator[ColumnElement[bool]]:
    if day is not None:
        first = datetime.combine(day, time(), TOKYO)
        yield RecordRow.received_at >= first
        yield RecordRow.received_at < first + timedelta(days=1)


def has_value(group: Group, value: Any) -> bool:
    """What the database cannot tell, since values are sealed: whether a reading is one of them."""
    if group.value is not None and as_text(from_json(value)) != group.value:
        return False
    return not group.figure or group.figure in as_text(from_json(value))


def _doubted() -> tuple[ColumnElement[bool], ...]:
    """Not certain, and nothing else: one doubt, of that code. JSON as our serialiser writes it,
    the message within sealed."""
    doubts = cast(ReadingRow.doubts, String)
    return (
        ReadingRow.accepted.is_(False),
        ReadingRow.value.is_not(None),
        doubts.startswith(f'[{{"code": "{UNCERTAIN}"', autoescape=True),
        not_(doubts.contains("}, {", autoescape=True)),
    )


def _accepted() -> ColumnElement[bool]:
    return and_(ReadingRow.accepted.is_(True), ReadingRow.value.is_not(None))
