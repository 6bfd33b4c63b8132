"""What there is to look at, and how far each is."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from forms.catalogue import Catalogue
from forms.errors import SetupError
from forms.form import Field, Form
from forms.geometry import Box
from workflows.accounts import Account, Right
from workflows.reviewing.missing import Missing
from workflows.reviewing.sight import forms_in
from workflows.reviewing.views import Locked, PageView
from workflows.second_looks.stages import Purpose, Stage
from workflows.settings import Settings
from workflows.shared_files import Files
from workflows.store.records import Mark
from workflows.store.tables import (
    PageRow,
    ReadingRow,
    RecordRow,
    SecondLookRow,
    SecondTaskRow,
    TimingRow,
)

TRIED = 50  # of those that wait, before it is said that none does


class NoSuchTask(Missing):
    def __init__(self) -> None:
        super().__init__("この確認はもうありません。")


@dataclass(frozen=True, slots=True)
class Task:
    """A field to look at: where it stands on which page image (None where there is none)."""

    id: int
    record_id: int
    purpose: Purpose
    form: Form
    field: Field
    box: Box
    page: PageView | None

    @property
    def hidden_places(self) -> tuple[Box, ...]:
        """Private places of the same page but its own."""
        return tuple(
            each.box
            for each in self.form.on_page(self.field.page)
            if each.private and each.id != self.field.id
        )


def view(session: Session, catalogue: Catalogue, files: Files, row: SecondTaskRow) -> Task:
    """Raises SetupError where the form has no such field any more."""
    record = session.get_one(RecordRow, row.record_id)
    form = catalogue.revision(row.form, record.version or "")
    field = form.field(row.field)
    read = reading_row(session, row)
    box = Box(*read.box) if read else field.box
    page = read.page if read else field.page
    image = _page(session, row.record_id, page, files)
    return Task(row.id, row.record_id, Purpose(row.purpose), form, field, box, image)


def reading_row(session: Session, row: SecondTaskRow) -> ReadingRow | None:
    """What the machine read there."""
    query = select(ReadingRow).where(
        ReadingRow.record_id == row.record_id, ReadingRow.field == row.field
    )
    return session.scalars(query).first()


def _page(session: Session, record_id: int, number: int, files: Files) -> PageView | None:
    query = select(PageRow).where(PageRow.record_id == record_id, PageRow.form_page == number)
    for page in session.scalars(query):
        if page.image_path:
            image = files.stored(page.image_path)
            return PageView(page.number, page.form_page, image, page.width, page.height)
    return None


def seen_by(catalogue: Catalogue, person: Account) -> ColumnElement[bool]:
    """Tasks of the person's departments; private fields only for those who may see them."""
    within = SecondTaskRow.form.in_(sorted(forms_in(catalogue, person.scope)))
    if person.may(Right.REVEAL):
        return within
    private = [
        and_(SecondTaskRow.form == form.id, SecondTaskRow.field == field.id)
        for form in catalogue.revisions()
        for field in form.fields
        if field.private
    ]
    return and_(within, ~or_(*private)) if private else within


def untouched_by(person: Account) -> ColumnElement[bool]:
    """Tasks at which the person has not looked, under whatever name."""
    mine = or_(SecondLookRow.person == person.id, SecondLookRow.by == person.name)
    return ~select(SecondLookRow.id).where(SecondLookRow.task_id == SecondTaskRow.id, mine).exists()


def not_begun_by(person: Account) -> ColumnElement[bool]:
    """The same for open tasks, at which no more than one has looked, without asking their looks."""
    mine = or_(SecondTaskRow.first_person == person.id, SecondTaskRow.first_by == person.name)
    return or_(SecondTaskRow.first_person.is_(None), ~mine)


def give_next(
    session: Session, catalogue: Catalogue, settings: Settings,
    wanted: Iterable[ColumnElement[bool]], person: Account, now: datetime,
) -> tuple[SecondTaskRow, Task] | None:  # fmt: skip
    """The oldest wanted one, from now on in the person's hand. A field that its form has no more
    holds nobody up."""
    query = select(SecondTaskRow).join(RecordRow).where(*wanted, free_for(person, now))
    for row in session.scalars(query.order_by(SecondTaskRow.id).limit(TRIED)):
        with suppress(SetupError):
            task = view(session, catalogue, Files.of(settings), row)
            lease(row, person, now, settings.review_lock_seconds)
            return row, task
    return None


def check_is_seen(
    session: Session, catalogue: Catalogue, row: SecondTaskRow, person: Account
) -> None:
    """Raises NoSuchTask alike for another department's task."""
    query = select(SecondTaskRow.id).where(SecondTaskRow.id == row.id, seen_by(catalogue, person))
    if session.scalar(query) is None:
        raise NoSuchTask


def free_for(person: Account, now: datetime) -> ColumnElement[bool]:
    return or_(
        SecondTaskRow.lease_person.is_(None),
        SecondTaskRow.lease_person == person.id,
        SecondTaskRow.lease_until < now,
    )


def taken(session: Session, task_id: int, stage: Stage) -> SecondTaskRow:
    """The task in that stage, locked where the database can. Raises NoSuchTask."""
    row = session.get(SecondTaskRow, task_id, populate_existing=True)
    if row is None or row.state != stage:
        raise NoSuchTask
    return row


def lease(row: SecondTaskRow, person: Account, now: datetime, seconds: float) -> None:
    """Keep the task for the person. Raises Locked while another has it in hand."""
    is_free = row.lease_person in (None, person.id)
    if not is_free and row.lease_until is not None and row.lease_until >= now:
        raise Locked("この項目は、ほかの人が確認中です。")
    row.lease_person, row.lease_until = person.id, now + timedelta(seconds=seconds)


def release(row: SecondTaskRow) -> None:
    row.lease_person = row.lease_until = None


def double_left(session: Session, record_id: int) -> int:
    query = select(func.count()).where(
        SecondTaskRow.record_id == record_id,
        SecondTaskRow.purpose == Purpose.DOUBLE,
        SecondTaskRow.state.in_((Stage.OPEN, Stage.DIFFERS)),
    )
    return session.scalar(query) or 0


def timing(record: RecordRow, step: str, seconds: float, mark: Mark) -> TimingRow:
    """Work at a second look counts as review."""
    return TimingRow(
        document_id=record.document_id, record_id=record.id, kind="review", step=step,
        seconds=seconds, at=mark.at,
    )  # fmt: skip
