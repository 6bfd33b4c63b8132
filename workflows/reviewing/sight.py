"""Whose papers a person sees: the department of a record's form decides.

A paper that no form explains belongs to the department that the separator sheet before it names,
else to the one it was dropped for, where one is known; else only those see it who see all. What a
person does not see is not there for them.
"""

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import Session

from forms.catalogue import Catalogue
from workflows.accounts import Scope
from workflows.reviewing.missing import NoSuchDocument, NoSuchRecord
from workflows.store.database import Store
from workflows.store.tables import DocumentRow, RecordRow


def forms_in(catalogue: Catalogue, scope: Scope) -> frozenset[str]:
    """Ids of the forms whose papers are seen."""
    return frozenset(form.id for form in catalogue if scope.sees(form.department))


def records_in(catalogue: Catalogue, scope: Scope) -> ColumnElement[bool]:
    """The condition on `RecordRow` that keeps a query within `scope`; needs no join."""
    if scope.departments is None:
        return true()
    dropped_for = select(DocumentRow.id).where(DocumentRow.department.in_(scope.departments))
    theirs = or_(
        RecordRow.department.in_(scope.departments),
        and_(RecordRow.department.is_(None), RecordRow.document_id.in_(dropped_for)),
    )
    unexplained = and_(RecordRow.form.is_(None), theirs)
    return or_(RecordRow.form.in_(sorted(forms_in(catalogue, scope))), unexplained)


def documents_in(catalogue: Catalogue, scope: Scope) -> ColumnElement[bool]:
    """The same on `DocumentRow`: those with a record that is seen."""
    if scope.departments is None:
        return true()
    return DocumentRow.id.in_(select(RecordRow.document_id).where(records_in(catalogue, scope)))


class Sight:
    """The one question that stands before everything asked for by number."""

    def __init__(self, store: Store, catalogue: Catalogue) -> None:
        self._store, self._catalogue = store, catalogue

    def departments(self) -> tuple[str, ...]:
        """Those that the forms name, in order."""
        return tuple(sorted({form.department for form in self._catalogue}))

    def check_record(self, record_id: int, scope: Scope) -> None:
        """Raises NoSuchRecord alike where there is none and where it is another department's."""
        wanted = RecordRow.id == record_id, records_in(self._catalogue, scope)
        with self._store.read() as session:
            if not _is_there(session, select(RecordRow.id).where(*wanted).exists()):
                raise NoSuchRecord(record_id)

    def check_document(self, document_id: int, scope: Scope) -> None:
        """Raises NoSuchDocument alike where there is none and where it is another department's."""
        wanted = DocumentRow.id == document_id, documents_in(self._catalogue, scope)
        with self._store.read() as session:
            if not _is_there(session, select(DocumentRow.id).where(*wanted).exists()):
                raise NoSuchDocument(document_id)


def _is_there(session: Session, found: ColumnElement[bool]) -> bool:
    return bool(session.scalar(select(found)))
