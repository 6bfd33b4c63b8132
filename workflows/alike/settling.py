"""One Enter over a grid: what was marked wrong stays in doubt, the rest is seen and right."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from forms.errors import DoubtError
from forms.values import normalise
from workflows.accounts import Account
from workflows.alike.groups import UNCERTAIN, is_comb, is_open
from workflows.alike.items import Key, seal_of
from workflows.audit import Act, AuditLog
from workflows.reviewing.hand import Hand
from workflows.reviewing.sheet import Sheet
from workflows.reviewing.sight import forms_in
from workflows.reviewing.views import as_text, owner
from workflows.second_looks import answered
from workflows.store import drafts, readings, records
from workflows.store.readings import MARKED, Answer
from workflows.store.states import State
from workflows.store.tables import (
    AlikeCellRow,
    AnswerRow,
    ReadingRow,
    RecordRow,
    TimingRow,
)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person sent: `right` and `wrong` keys of a grid, and the seconds they took in all."""

    right: tuple[Key, ...]
    wrong: tuple[Key, ...]
    seconds: float

    def portions(self, record_of: Mapping[int, int], size: int) -> Iterator["Decision"]:
        """Parts with `size` records each, the seconds shared out; a record is in one part."""
        keys = [*self.right, *self.wrong]
        names = sorted({record_of.get(key.reading_id, 0) for key in keys})
        for start in range(0, len(names), size):
            part = frozenset(names[start : start + size])
            right = tuple(k for k in self.right if record_of.get(k.reading_id, 0) in part)
            wrong = tuple(k for k in self.wrong if record_of.get(k.reading_id, 0) in part)
            share = (len(right) + len(wrong)) / len(keys)
            yield Decision(right, wrong, self.seconds * share)


@dataclass(slots=True)
class Outcome:
    """Counts of fields (`partly`: figures whose field is not whole yet; `skipped`: what another
    person has in hand or has changed), and the records in which nothing is in doubt any more."""

    accepted: int = 0
    partly: int = 0
    marked: int = 0
    skipped: int = 0
    confirmed: int = 0
    finished: list[int] = field(default_factory=list)

    def add(self, other: "Outcome") -> None:
        self.accepted += other.accepted
        self.partly += other.partly
        self.marked += other.marked
        self.skipped += other.skipped
        self.finished += other.finished


class Settling:
    """Within one transaction of the caller's."""

    def __init__(self, hand: Hand, audit: AuditLog, person: Account) -> None:
        self._hand, self._audit, self._person = hand, audit, person

    def settle(self, session: Session, decision: Decision) -> Outcome:
        outcome = Outcome()
        each = decision.seconds / max(1, len(decision.right) + len(decision.wrong))
        right, wrong = _by_reading(decision.right), _by_reading(decision.wrong)
        rows = _rows(session, {*right, *wrong})
        outcome.skipped += sum(
            len(keys) for one in (right, wrong) for name, keys in one.items() if name not in rows
        )
        for record_id in sorted({row.record_id for row in rows.values()}):
            of_record = [row for row in rows.values() if row.record_id == record_id]
            self._record(session, record_id, of_record, right, wrong, each, outcome)
        return outcome

    def _record(
        self, session: Session, record_id: int, of_record: Sequence[ReadingRow],
        right: Mapping[int, Sequence[Key]], wrong: Mapping[int, Sequence[Key]], seconds: float,
        outcome: Outcome,
    ) -> None:  # fmt: skip
        row = records.get(session, record_id)
        if not self._is_free(row):
            outcome.skipped += len(of_record)
            return
        sheet = Sheet.load(session, row, self._hand.form(row))
        for reading in of_record:
            if not _is_as_shown(
                sheet, reading, [*right.get(reading.id, ()), *wrong.get(reading.id, ())]
            ):
                outcome.skipped += 1
            elif reading.id in wrong:
                sheet = self._mark(session, sheet, reading, seconds)
                outcome.marked += 1
            else:
                sheet = self._see(session, sheet, reading, right[reading.id], seconds, outcome)
        if not sheet.record.is_doubted and row.reason_code is None and not self._is_mine(row):
            outcome.finished.append(record_id)

    def _is_free(self, row: RecordRow) -> bool:
        seen = forms_in(self._hand.catalogue, self._person.scope)
        is_held = row.lease_until is not None and row.lease_until >= self._hand.clock()
        is_others = is_held and row.lease_owner != owner(self._person.name)
        return row.state == State.DOUBTED and row.form in seen and not is_others

    def _is_mine(self, row: RecordRow) -> bool:
        """Open on this person's own record page: to be confirmed there."""
        return row.lease_until is not None and row.lease_until >= self._hand.clock()

    def _see(
        self, session: Session, sheet: Sheet, reading: ReadingRow, keys: Sequence[Key],
        seconds: float, outcome: Outcome,
    ) -> Sheet:  # fmt: skip
        """Accept the reading, or keep the figures that were seen until all of it was."""
        spent = seconds * len(keys)
        figures = [key.position for key in keys if key.position is not None]
        if figures and None not in {key.position for key in keys}:
            whole = self._keep(session, sheet, reading, figures, seconds)
            if whole is None:
                outcome.partly += len(figures)
                return sheet
            spent = whole
        form_field = sheet.form.field(reading.field)
        try:
            value = normalise(form_field, as_text(readings.from_json(reading.value)))
        except DoubtError:
            outcome.skipped += 1
            return sheet
        outcome.accepted += 1
        answer = Answer(reading.field, "accepted", reading.raw, value, None, self._person.name)
        answered.heard(
            session, sheet.row, form_field, value, self._hand.mark(self._person.name)
        )  # fmt: skip
        return self._say(session, sheet, answer, spent)

    def _mark(self, session: Session, sheet: Sheet, reading: ReadingRow, seconds: float) -> Sheet:
        value = readings.from_json(reading.value)
        answer = Answer(reading.field, MARKED, reading.raw, value, None, self._person.name)
        return self._say(session, sheet, answer, seconds)

    def _say(self, session: Session, sheet: Sheet, answer: Answer, seconds: float) -> Sheet:
        row, by, now = sheet.row, self._person.name, self._hand.clock()
        session.add(
            AnswerRow(
                record_id=row.id, field=answer.field, kind=answer.kind, raw=answer.raw,
                value=readings.to_json(answer.value), overrides=None, by=by, at=now,
                seconds=seconds if answer.kind != MARKED else 0.0,
            )
        )  # fmt: skip
        session.add(
            TimingRow(
                document_id=row.document_id, record_id=row.id, kind="review", step=answer.kind,
                seconds=seconds, at=now,
            )
        )  # fmt: skip
        session.execute(delete(AlikeCellRow).where(*_cells(row.id, answer.field)))
        drafts.drop(session, row.id, answer.field, by)
        what = f"alike {answer.kind}"
        self._audit.note_in(session, by, Act.ANSWERED, record=row.id, field=answer.field, what=what)
        return sheet.with_answer(answer)

    def _keep(
        self, session: Session, sheet: Sheet, reading: ReadingRow, figures: Iterable[int],
        seconds: float,
    ) -> float | None:  # fmt: skip
        """Note the figures that were seen. The seconds of all of them once the field is whole."""
        whole = as_text(readings.from_json(reading.value))
        by = self._person.name
        mine = (*_cells(sheet.row.id, reading.field), AlikeCellRow.by == by)
        before = {
            cell.position: cell.seconds
            for cell in session.scalars(select(AlikeCellRow).where(*mine))
            if cell.position < len(whole) and whole[cell.position] == cell.figure
        }
        session.execute(delete(AlikeCellRow).where(*mine))
        seen = before | dict.fromkeys((n for n in figures if 0 <= n < len(whole)), seconds)
        if len(seen) == len(whole):
            return sum(seen.values())
        session.add_all(
            AlikeCellRow(
                record_id=sheet.row.id, field=reading.field, position=n, figure=whole[n], by=by,
                at=self._hand.clock(), seconds=spent,
            )
            for n, spent in seen.items()
        )  # fmt: skip
        session.flush()
        return None


def _cells(record_id: int, name: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return AlikeCellRow.record_id == record_id, AlikeCellRow.field == name


def _by_reading(keys: Iterable[Key]) -> Mapping[int, list[Key]]:
    found: dict[int, list[Key]] = defaultdict(list)
    for key in keys:
        found[key.reading_id].append(key)
    return dict(found)


def _rows(session: Session, ids: set[int]) -> Mapping[int, ReadingRow]:
    query = select(ReadingRow).where(ReadingRow.id.in_(ids))
    return {row.id: row for row in session.scalars(query)}


def _is_as_shown(sheet: Sheet, reading: ReadingRow, keys: Sequence[Key]) -> bool:
    """Nobody has answered it, it reads as it did, and looking is enough to settle it."""
    form_field = sheet.form.field(reading.field)
    if not is_open(form_field) or reading.value is None or reading.field in sheet.answers:
        return False
    if any(key.position is not None for key in keys) and not is_comb(form_field):
        return False
    whole = as_text(readings.from_json(reading.value))
    seal = seal_of(reading.id, reading.record_id, reading.field, whole)
    codes = {doubt.code for doubt in sheet.record.reading(reading.field).doubts}
    return codes <= {UNCERTAIN} and all(key.seal == seal for key in keys)
