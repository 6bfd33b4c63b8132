"""A file with separator sheets: every application under its sheet, what does not agree held.

What was announced and came goes its usual way. An application on another form, and all that follows
a sheet which came before, are read and held: a person lets them go on. A sheet whose part is not
as announced is held itself, as the place where a person sees what to look for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from workflows.intake import passing
from workflows.intake.images import KeptImage
from workflows.office import Office, find_form
from workflows.seams import ReadApplication, ReadDocument, RefusedPage
from workflows.stacks import keeping, words
from workflows.stacks.dividing import Part, divided, first_page
from workflows.stacks.outcome import Outcome
from workflows.store import records
from workflows.store.records import Reason
from workflows.store.states import State
from workflows.store.tables import DocumentRow, RecordRow

Work = Callable[[RecordRow], None]


@dataclass(frozen=True, slots=True)
class Place:
    """What becomes a record: `page` of the file orders them, `work` fills the row."""

    page: int
    department: str | None
    work: Work


def is_stack(document: ReadDocument) -> bool:
    """It came with a separator sheet."""
    return bool(document.separators)


def places(
    session: Session, office: Office, row: DocumentRow, document: ReadDocument,
    images: Mapping[int, KeptImage],
) -> tuple[Place, ...]:  # fmt: skip
    """The file's records in the order of their pages, at least one, with the parts written down.
    Blank pages are none: they are counted with their part."""
    parts = divided(document)
    outcomes = keeping.keep(session, row.id, [each.outcome for each in parts])
    stack = _Stack(session, office, images)
    made = [
        place
        for part, outcome in zip(parts, outcomes, strict=True)
        for place in stack.places(part, outcome)
    ]
    if not made:
        made = [Place(0, None, lambda row: stack.hold(row, words.nothing_but_sheets(), 0))]
    return tuple(sorted(made, key=lambda each: each.page))


class _Stack:
    """Makes the places of its parts."""

    def __init__(self, session: Session, office: Office, images: Mapping[int, KeptImage]) -> None:
        self._session, self._office, self._images = session, office, images

    def places(self, part: Part, outcome: Outcome) -> list[Place]:
        department = outcome.department or None
        before = words.seen_before(outcome) if outcome.before is not None else None
        found = [
            Place(first_page(each), department, self._application(each, before))
            for each in part.own
        ]
        for each in part.others:
            page = first_page(each)
            reason = words.other_form(outcome, each.form.title, page, self._title)
            found.append(Place(page, department, self._application(each, reason)))
        for refused in part.refused:
            found.append(Place(refused.number, department, self._refused(refused)))
        if differs := words.reason_of(outcome, self._title):
            found.append(Place(outcome.sheet, department, self._sheet(differs, outcome.sheet)))
        return found

    def hold(self, row: RecordRow, reason: Reason, page: int) -> None:
        """A record that stands for a sheet: there is no picture of it, its paper says nothing."""
        if page:
            passing.unread(self._session, row, {page: passing.NO_IMAGE})
        records.move(self._session, row, State.HELD, self._office.mark(), reason=reason)

    def _application(self, application: ReadApplication, held: Reason | None) -> Work:
        return lambda row: passing.pass_on(
            self._session, self._office, row, application, self._images, held
        )

    def _refused(self, refused: RefusedPage) -> Work:
        return lambda row: passing.refuse(self._session, self._office, row, refused, self._images)

    def _sheet(self, reason: Reason, page: int) -> Work:
        return lambda row: self.hold(row, reason, page)

    def _title(self, form_id: str) -> str:
        form = find_form(self._office.catalogue, form_id)
        return form.title if form else form_id
