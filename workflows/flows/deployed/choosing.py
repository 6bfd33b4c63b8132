"""Which documents or records a started run is about."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, or_, select

from forms.catalogue import Catalogue
from forms.errors import SetupError
from workflows import entry, intake
from workflows.app import Utsushi
from workflows.deployments.parameters import Enter, Resolve, TakeIn
from workflows.intake.origin import department_named, departments_of
from workflows.store.states import State
from workflows.store.tables import DocumentRow, RecordRow


def documents(app: Utsushi, wanted: TakeIn) -> list[int]:
    """Those asked for, all of them, or what nobody has read yet, the oldest first, up to the limit.
    Raises SetupError."""
    if wanted.documents:
        return _existing(app, wanted.documents)
    waiting: Iterable[int] = intake.pending(app.office)
    if wanted.department:
        name = department(app.catalogue, wanted.department)
        query = select(DocumentRow.id).where(DocumentRow.department == name)
        with app.store.read() as session:
            of_department = set(session.scalars(query))
        waiting = (each for each in waiting if each in of_department)
    return list(waiting)[: wanted.limit]


def to_enter(app: Utsushi, wanted: Enter, *, to_ask: bool = False) -> list[int]:
    """Records that are due and wanted, the oldest first; `to_ask`: see `entry.due`. Raises
    SetupError."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.form:
        conditions.append(RecordRow.form == form_id(app.catalogue, wanted.form))
    if wanted.department:
        conditions.append(_of_department(app.catalogue, wanted.department))
    return list(entry.due(app.office, *conditions, limit=wanted.limit, to_ask=to_ask))


def to_resolve(app: Utsushi, wanted: Resolve) -> list[int]:
    """Unconfirmed records: those asked for, or all that are due. Raises SetupError."""
    if not wanted.records:
        return list(entry.unsettled(app.office))
    with app.store.read() as session:
        query = select(RecordRow.id).where(
            RecordRow.id.in_(wanted.records), RecordRow.state == State.UNCONFIRMED
        )
        found = set(session.scalars(query))
    if others := [each for each in wanted.records if each not in found]:
        raise SetupError(
            f"記録 {_listed(others)} は「登録未確認」ではありません。",
            advice="「utsushi status」か確認画面の「経過」で状態を確かめてください。",
        )
    return sorted(found)


def form_id(catalogue: Catalogue, named: str) -> str:
    """By id or title. Raises SetupError naming the forms that there are."""
    wanted = named.strip()
    for form in catalogue:
        if wanted in (form.id, form.title):
            return form.id
    raise SetupError(
        f"様式「{wanted}」はありません。",
        advice=f"次から選びます: {'、'.join(f'{each.title} ({each.id})' for each in catalogue)}",
    )


def department(catalogue: Catalogue, named: str) -> str:
    """Raises SetupError naming the departments that there are."""
    known = departments_of(catalogue)
    found = department_named(named, known)
    if found is None:
        raise SetupError(
            f"部署「{named.strip()}」はありません。", advice=f"次から選びます: {'、'.join(known)}"
        )
    return found


def _of_department(catalogue: Catalogue, named: str) -> ColumnElement[bool]:
    """Dropped for it, or on a form of its own where nobody said for whom."""
    name = department(catalogue, named)
    forms = [form.id for form in catalogue if form.department == name]
    dropped = RecordRow.document_id.in_(
        select(DocumentRow.id).where(DocumentRow.department == name)
    )
    unsaid = RecordRow.document_id.in_(
        select(DocumentRow.id).where(DocumentRow.department.is_(None))
    )
    return or_(dropped, unsaid & RecordRow.form.in_(forms))


def _existing(app: Utsushi, wanted: Sequence[int]) -> list[int]:
    with app.store.read() as session:
        found = set(session.scalars(select(DocumentRow.id).where(DocumentRow.id.in_(wanted))))
    if others := [each for each in wanted if each not in found]:
        raise SetupError(
            f"書類 {_listed(others)} はありません。", advice="書類の番号を確かめてください。"
        )
    return list(dict.fromkeys(wanted))


def _listed(ids: Sequence[int]) -> str:
    return "・".join(str(each) for each in ids[:10]) + (" ほか" if len(ids) > 10 else "")
