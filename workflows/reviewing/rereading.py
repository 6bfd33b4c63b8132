"""別の様式: a person says what form a paper is, and the intake reads it again as that.

Here the wish is written down, and the record goes back to those that wait to be read; the reading
itself is the intake's (`workflows.intake.rereading`), never the web server's.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from forms.errors import StoreError
from forms.form import Form
from workflows.accounts import Scope
from workflows.reviewing.hand import Along, Hand, alone
from workflows.store import records
from workflows.store.states import State
from workflows.store.tables import RecordRow


@dataclass(frozen=True, slots=True)
class FormChoice:
    """A revision of a form that a paper may be read as. `is_newest` of that form."""

    form: str
    version: str
    title: str
    department: str
    is_newest: bool


class Rereading:
    """What a paper may be read as, and the wish for it."""

    def __init__(self, hand: Hand) -> None:
        self._hand = hand

    def choices(self, scope: Scope) -> tuple[FormChoice, ...]:
        """Every revision of the forms that are seen, the newest of each first."""
        newest = {form.id: form.version for form in self._hand.catalogue}
        return tuple(
            FormChoice(e.id, e.version, e.title, e.department, newest[e.id] == e.version)
            for e in self._hand.catalogue.revisions()
            if scope.sees(e.department)
        )

    def ask(
        self, record_id: int, by: str, scope: Scope, form: str = "", version: str = "",
        along: Along = alone,
    ) -> None:  # fmt: skip
        """Have the record read again as that form (in its newest revision, without a version), or
        as whatever it is. From review it must be in the person's hand; held ones are taken.

        Raises StoreError where it is neither, where there is no such form for this person, or no
        copy of the original.
        """
        chosen = self._chosen(form, version, scope) if form else None
        with self._hand.store.write() as session:
            row = self._row(session, record_id, by)
            if row.document.stored_path is None:
                raise StoreError(
                    f"記録 {record_id} の書類は写しが残っていません。",
                    advice="原本をもう一度スキャンして、受付フォルダに入れてください。",
                )
            row.wanted_form = chosen.id if chosen else ""
            row.wanted_version = chosen.version if chosen else None
            row.document.read_starts = 0
            note = f"「{chosen.title}」として読み直し" if chosen else "読み直し"
            self._hand.put_down(session, row, State.RECEIVED, by, note=note)
            along(session)

    def _chosen(self, form: str, version: str, scope: Scope) -> Form:
        for each in self._hand.catalogue.revisions():
            if each.id == form and version in ("", each.version) and scope.sees(each.department):
                return each
        raise StoreError("その様式はありません。", advice="一覧から選び直してください。")

    def _row(self, session: Session, record_id: int, by: str) -> RecordRow:
        row = records.get(session, record_id)
        if row.state != State.HELD:
            return self._hand.take(session, record_id, by)
        self._hand.check_free(row)
        return row
