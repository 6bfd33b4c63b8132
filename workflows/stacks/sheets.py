"""Separator sheets: made, listed with what came of each, found again to be printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from forms.catalogue import Catalogue
from forms.errors import StoreError
from forms.form import Form
from forms.separator import MOST_APPLICATIONS, Kind, Separator
from workflows.accounts import Scope
from workflows.clock import Clock
from workflows.office import find_form
from workflows.reviewing.missing import Missing
from workflows.stacks import keeping
from workflows.stacks.outcome import Outcome
from workflows.store.database import Store
from workflows.store.tables import SeparatorRow, StackPartRow


class NotAnnounced(StoreError):
    """What was asked for cannot stand on a sheet."""

    default_advice = "様式・部署・件数を選び直してください。"


class NoSuchSheet(Missing):
    def __init__(self, serial: int) -> None:
        super().__init__(f"仕切り紙 {serial} はありません。")


@dataclass(frozen=True, slots=True)
class Sheet:
    """`title` of its form. `document`: the latest file that it came with, None while it has not;
    `found`: applications that came with it there."""

    separator: Separator
    title: str
    made_at: datetime
    made_by: str
    document: int | None = None
    found: int = 0


def told(sheet: Sheet) -> str:
    """For the audit log."""
    one = sheet.separator
    return f"separator={one.serial} kind={one.kind} form={one.form or '-'} count={one.count}"


class Separators:
    """The sheets of an office. Departments: those of its forms."""

    def __init__(self, store: Store, catalogue: Catalogue, clock: Clock) -> None:
        self._store, self._catalogue, self._clock = store, catalogue, clock

    def forms(self, scope: Scope) -> tuple[Form, ...]:
        """Those of which a person may announce papers."""
        return tuple(form for form in self._catalogue if scope.sees(form.department))

    def departments(self, scope: Scope) -> tuple[str, ...]:
        return tuple(sorted({form.department for form in self.forms(scope)}))

    def title(self, form_id: str) -> str:
        """A form's title; its id where it is declared no more."""
        form = find_form(self._catalogue, form_id)
        return form.title if form else form_id

    def make(self, form_id: str, department: str, count: int, by: str, scope: Scope) -> Sheet:
        """A sheet for `count` applications; without a department for that of the form. Raises
        NotAnnounced."""
        form = next((each for each in self.forms(scope) if each.id == form_id), None)
        if form is None:
            known = "、".join(each.id for each in self.forms(scope))
            raise NotAnnounced(
                f"様式「{form_id}」は登録されていません。", advice=f"登録済みの様式: {known}"
            )
        if not 1 <= count <= MOST_APPLICATIONS:
            raise NotAnnounced(f"件数は 1 から {MOST_APPLICATIONS} までです。")
        chosen = department or form.department
        if chosen not in self.departments(scope):
            raise NotAnnounced(f"部署「{chosen}」の様式はありません。")
        return self._made(Kind.PART, form_id, chosen, count, by)

    def make_end(self, by: str) -> Sheet:
        """A sheet that ends what was announced; it may be used again and again."""
        return self._made(Kind.END, "", "", 0, by)

    def find(self, serial: int, scope: Scope) -> Sheet:
        """Raises NoSuchSheet, alike for one of another department."""
        with self._store.read() as session:
            row = session.get(SeparatorRow, serial)
            if row is None or not _is_seen(row, scope):
                raise NoSuchSheet(serial)
            return self._sheets(session, [row])[0]

    def recent(self, scope: Scope, limit: int) -> tuple[Sheet, ...]:
        """The newest first."""
        query = select(SeparatorRow).order_by(SeparatorRow.id.desc()).limit(limit)
        if scope.departments is not None:
            ours = SeparatorRow.department.in_(scope.departments)
            query = query.where(or_(ours, SeparatorRow.kind == Kind.END))
        with self._store.read() as session:
            return self._sheets(session, session.scalars(query).all())

    def outcomes(self, document_ids: Sequence[int], scope: Scope) -> dict[int, tuple[Outcome, ...]]:
        """What came of the stacks of these files, as far as a person sees their parts."""
        with self._store.read() as session:
            found = keeping.of_documents(session, document_ids)
        seen = {
            number: tuple(each for each in parts if self._sees(each, scope))
            for number, parts in found.items()
        }
        return {number: parts for number, parts in seen.items() if parts}

    def _sees(self, outcome: Outcome, scope: Scope) -> bool:
        form = find_form(self._catalogue, outcome.form)
        places = {outcome.department, form.department if form else ""} - {""}
        return scope.departments is None or not places or any(map(scope.sees, places))

    def _made(self, kind: Kind, form: str, department: str, count: int, by: str) -> Sheet:
        with self._store.write() as session:
            row = SeparatorRow(
                kind=kind, form=form, department=department, count=count,
                made_at=self._clock(), made_by=by,
            )  # fmt: skip
            session.add(row)
            session.flush()
            return self._sheet(row, None)

    def _sheets(self, session: Session, rows: Sequence[SeparatorRow]) -> tuple[Sheet, ...]:
        query = select(StackPartRow).where(
            StackPartRow.serial.in_([row.id for row in rows if row.kind == Kind.PART])
        )
        came = {part.serial: part for part in session.scalars(query.order_by(StackPartRow.id))}
        return tuple(self._sheet(row, came.get(row.id)) for row in rows)

    def _sheet(self, row: SeparatorRow, came: StackPartRow | None) -> Sheet:
        separator = Separator(row.id, Kind(row.kind), row.form, row.department, row.count)
        return Sheet(
            separator, self.title(row.form), row.made_at, row.made_by,
            came.document_id if came else None, came.found if came else 0,
        )  # fmt: skip


def _is_seen(row: SeparatorRow, scope: Scope) -> bool:
    return row.kind == Kind.END or scope.sees(row.department)
