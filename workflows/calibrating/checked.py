"""Which readings a person really checked, out of the store.

The machine's reading stays as it was; what a person said lies beside it. A field counts that
somebody answered, in records that went on from review, and one that was drawn as a sample of what
passed by itself and looked at blind: so errors that raise no doubt are seen too. What else was
accepted and never looked at says nothing. What people look at of their own is what the machine
doubted, or what seemed odd to them, so the checked readings hold more errors than the others of
the same confidence: a bound learnt from them errs on the safe side.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, Subquery, case, func, select
from sqlalchemy.orm import Session, aliased

from forms.catalogue import Catalogue
from forms.compare import is_same
from forms.form import FieldType
from ocr.calibration import Trust
from ocr.calibration.figures import BLANK, NO_MARK, TYPED
from workflows.second_looks.stages import Purpose, Stage
from workflows.store.database import Store
from workflows.store.readings import RESTARTED, from_json, to_figures
from workflows.store.states import State
from workflows.store.tables import AnswerRow, ReadingRow, RecordRow, SecondTaskRow

UNCERTAIN = "uncertain"  # the doubt that a threshold decides; others stand whatever it is
_BEFORE_THE_END = (State.RECEIVED, State.READING, State.DOUBTED, State.HELD, State.RETURNED)


@dataclass(frozen=True, slots=True)
class Checked:
    """A reading that a person checked and that a threshold could accept."""

    confidence: float
    right: bool


@dataclass(slots=True)
class Seen:
    """All readings of one type in the store, on the present scale, counted (memory stays flat).

    `fixed`: accepted whatever a threshold is (typed, or blank); `open`: confidence of each that a
    threshold decides, with whether it was accepted; `readings`: all there are, those that stay in
    doubt for another reason among them; `unseen`: accepted ones that nobody looked at.
    """

    checked: Counter[Checked] = field(default_factory=Counter)
    open: Counter[tuple[float, bool]] = field(default_factory=Counter)
    fixed: int = 0
    readings: int = 0
    accepted: int = 0
    unseen: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """`other_scale`: readings from before an update, which do not count."""

    types: Mapping[FieldType, Seen]
    other_scale: int


def gather(store: Store, catalogue: Catalogue, trust: Trust) -> Evidence:
    """Everything that was read, by type, with what people said about it."""
    kinds = {(form.id, each.id): each.type for form in catalogue for each in form.fields}
    types: dict[FieldType, Seen] = defaultdict(Seen)
    other_scale = 0
    with store.read() as session:
        for row in _rows(session):
            kind = kinds.get((row.form, row.field))
            if kind is None:
                continue
            if row.basis not in (None, trust.basis):
                other_scale += 1
                continue
            _take(types[kind], row, trust)
    return Evidence(dict(types), other_scale)


def _rows(session: Session) -> Iterator[Row[Any]]:
    """Every reading beside its last answer (None where nobody gave one)."""
    last = (
        select(AnswerRow.record_id, AnswerRow.field, func.max(AnswerRow.id).label("id"))
        .where(AnswerRow.kind != RESTARTED)
        .group_by(AnswerRow.record_id, AnswerRow.field)
        .subquery()
    )
    sample = _samples()
    answer = aliased(AnswerRow)
    query = (
        select(
            RecordRow.form, RecordRow.state, ReadingRow.field, ReadingRow.raw, ReadingRow.value,
            ReadingRow.confidence, ReadingRow.source, ReadingRow.accepted, ReadingRow.doubts,
            ReadingRow.figures, ReadingRow.basis, answer.id.label("answered"),
            answer.value.label("said"), sample.c.is_right,
        )
        .join(RecordRow, RecordRow.id == ReadingRow.record_id)
        .where(RecordRow.electronic.is_(False))  # nothing of it was recognised
        .outerjoin(
            last, (last.c.record_id == ReadingRow.record_id) & (last.c.field == ReadingRow.field)
        )
        .outerjoin(answer, answer.id == last.c.id)
        .outerjoin(
            sample,
            (sample.c.record_id == ReadingRow.record_id) & (sample.c.field == ReadingRow.field),
        )
        .execution_options(yield_per=2000)
    )  # fmt: skip
    yield from session.execute(query)


def _samples() -> Subquery:
    """Samples that are settled, one for a field: 1 where the machine was right, else 0."""
    is_right = case((SecondTaskRow.state == Stage.WRONG, 0), else_=1)
    return (
        select(SecondTaskRow.record_id, SecondTaskRow.field, func.min(is_right).label("is_right"))
        .where(
            SecondTaskRow.purpose == Purpose.SAMPLE,
            SecondTaskRow.state.in_((Stage.SAME, Stage.RIGHT, Stage.WRONG)),
        )
        .group_by(SecondTaskRow.record_id, SecondTaskRow.field)
        .subquery()
    )


def _take(seen: Seen, row: Row[Any], trust: Trust) -> None:
    seen.readings += 1
    seen.accepted += row.accepted
    figures = to_figures(row.figures)
    is_blank = not row.raw if figures is None else figures.kind in (BLANK, NO_MARK)
    if is_blank or row.source in TYPED:
        seen.fixed += row.accepted
        return
    is_clear = figures is None or figures.clear
    if not is_clear or any(each["code"] != UNCERTAIN for each in row.doubts):
        return
    confidence = row.confidence if figures is None else round(trust.confidence(figures), 4)
    seen.open[confidence, row.accepted] += 1
    if row.answered is not None and row.state not in _BEFORE_THE_END:
        is_right = is_same(from_json(row.value), from_json(row.said))
        seen.checked[Checked(confidence, is_right)] += 1
    elif row.is_right is not None:
        seen.checked[Checked(confidence, bool(row.is_right))] += 1
    elif row.accepted:
        seen.unseen += 1
