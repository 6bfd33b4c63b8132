"""What the pages of the look-alike review call."""

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.catalogue import Catalogue
from forms.errors import DoubtError, StoreError
from forms.form import Field
from forms.geometry import Box
from workflows.accounts import Account, Scope
from workflows.alike import items
from workflows.alike.groups import Group, Groups, Heap, Pair, is_open
from workflows.alike.items import Item, Shown
from workflows.alike.settling import Decision, Outcome, Settling
from workflows.audit import Act, AuditLog
from workflows.clock import Clock, utc_now
from workflows.keys import derived, installation_key
from workflows.reviewing import PageView, Reviewing
from workflows.reviewing.missing import Missing
from workflows.settings import Settings
from workflows.shared_files import Files
from workflows.store.database import Store
from workflows.store.tables import AuditRow, PageRow, ReadingRow, RecordRow

NOTED = timedelta(hours=1)
_WHAT = "alike"
PORTION = 8  # records of one transaction: others who work wait no longer than that


class Alike:
    """Only what a person sees is counted, shown and settled."""

    def __init__(
        self, store: Store, catalogue: Catalogue, settings: Settings, desk: Reviewing,
        audit: AuditLog, clock: Clock = utc_now,
    ) -> None:  # fmt: skip
        self._store, self._catalogue, self._files = store, catalogue, Files.of(settings)
        self._desk, self._audit, self._clock = desk, audit, clock
        self._groups = Groups(catalogue, clock)
        self._key = derived(installation_key(settings.shared_path), "alike value")

    def heaps(self, person: Account, day: date | None = None) -> tuple[Heap, ...]:
        """What waits of each field."""
        with self._store.read() as session:
            return self._groups.heaps(session, person.scope, person.name, day)

    def values(self, group: Group, person: Account) -> Mapping[str, int]:
        """The values in a group, the most frequent first."""
        with self._store.read() as session:
            return self._groups.values(session, group, person.scope, person.name)

    def name_of(self, value: str) -> str:
        """What stands for a value in an address: a value may be somebody's name."""
        return hmac.digest(self._key, value.encode(), "sha256").hex()[:24]

    def of_value(self, group: Group, name: str, person: Account) -> Group | None:
        """The readings of a group that have the value of that name; None where none is left."""
        values = (each for each in self.values(group, person) if self.name_of(each) == name)
        value = next(values, None)
        return None if value is None else replace(group, value=value)

    def figures(self, group: Group, person: Account) -> Mapping[str, int]:
        """The figures in a group's combs."""
        with self._store.read() as session:
            return items.figures(session, self._groups, group, person.scope, person.name)

    def fields(self, group: Group, scope: Scope) -> Mapping[Pair, Field]:
        """The fields of a group; none where the person sees none of them."""
        return self._groups.pairs(group, scope)

    def form_title(self, form: str) -> str:
        return self._catalogue[form].title

    def items(self, group: Group, person: Account, limit: int, skip: int = 0) -> Shown:
        """The `limit` least certain items of a group after the first `skip`."""
        with self._store.read() as session:
            return items.listed(
                session, self._groups, group, person.scope, person.name, limit, skip
            )

    def note_seen(self, shown: Iterable[Item], person: Account) -> None:
        """A line of the audit log for each field of a record that is shown."""
        places = dict.fromkeys((each.record_id, each.field.id) for each in shown)
        with self._store.write() as session:
            self._note(session, places, person)

    def note_crop(self, record_id: int, field: str, person: Account) -> None:
        """The same for a picture by itself, unless there is such a line of the last `NOTED`: a grid
        has many of them, and notes them when it is shown."""
        query = select(AuditRow.number).where(
            AuditRow.record_id == record_id, AuditRow.field == field, AuditRow.by == person.name,
            AuditRow.act == Act.PICTURE_SEEN, AuditRow.what == _WHAT,
            AuditRow.at >= self._clock() - NOTED,
        )  # fmt: skip
        with self._store.read() as session:
            is_noted = session.scalars(query.limit(1)).first() is not None
        if not is_noted:
            with self._store.write() as session:
                self._note(session, [(record_id, field)], person)

    def _note(self, session: Session, places: Iterable[tuple[int, str]], person: Account) -> None:
        for record_id, field in places:
            self._audit.note_in(
                session, person.name, Act.PICTURE_SEEN, record=record_id, field=field, what=_WHAT
            )

    def place(
        self, record_id: int, field_id: str, figure: int | None = None
    ) -> tuple[PageView, Box, tuple[Box, ...]]:
        """Where a field of a record is, or a figure of it (from 0): its page, its box, and the
        private places of the page. Raises Missing where it is none that may stand in a grid."""
        query = (
            select(ReadingRow, RecordRow, PageRow)
            .join(RecordRow, RecordRow.id == ReadingRow.record_id)
            .join(PageRow, PageRow.record_id == ReadingRow.record_id)
            .where(ReadingRow.record_id == record_id, ReadingRow.field == field_id)
            .where(PageRow.form_page == ReadingRow.page, PageRow.image_path.is_not(None))
        )
        with self._store.read() as session:
            found = session.execute(query).first()
        if found is None:
            raise Missing(f"記録 {record_id} にその項目の画像はありません。")
        reading, row, page = found
        image = self._files.stored(page.image_path or "")
        form = self._catalogue.revision(row.form or "", row.version or "")
        field = form.field(field_id)
        if not is_open(field) or (figure is not None and not 0 <= figure < field.cells):
            raise Missing(f"記録 {record_id} のその項目は、ここでは見られません。")
        hidden = tuple(each.box for each in form.on_page(page.form_page) if not is_open(each))
        view = PageView(page.number, page.form_page, image, page.width, page.height)
        box = Box(*reading.box)
        return view, box if figure is None else box.cells(field.cells)[figure], hidden

    def settle(self, decision: Decision, person: Account, *, confirm: bool) -> Outcome:
        """Accept and mark. `confirm`: send records on in which nothing is in doubt any more."""
        settling, outcome = Settling(self._desk.hand, self._audit, person), Outcome()
        for portion in decision.portions(self._records(decision), PORTION):
            with self._store.write() as session:
                outcome.add(settling.settle(session, portion))
        for record_id in outcome.finished if confirm else ():
            outcome.confirmed += self._confirm(record_id, person.name)
        return outcome

    def _records(self, decision: Decision) -> Mapping[int, int]:
        """Record by reading."""
        ids = {key.reading_id for key in (*decision.right, *decision.wrong)}
        query = select(ReadingRow.id, ReadingRow.record_id).where(ReadingRow.id.in_(ids))
        with self._store.read() as session:
            return {row.id: row.record_id for row in session.execute(query)}

    def _confirm(self, record_id: int, by: str) -> bool:
        """False where another was quicker, or a new doubt has come up: it waits in the queue."""
        try:
            state = self._desk.confirm(record_id, by)
        except (StoreError, DoubtError):
            return False
        self._audit.note(by, Act.MOVED, record=record_id, what=f"alike {state.value}")
        return True
