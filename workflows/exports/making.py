"""From a layout and a selection to a file that a person takes once, with its line of record."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session
from xlsxwriter.exceptions import XlsxWriterException

from forms.catalogue import Catalogue
from forms.errors import StoreError
from forms.form import Field
from workflows.accounts import Account, Right
from workflows.audit import Act, AuditLog
from workflows.clock import Clock, utc_now
from workflows.exports import rows
from workflows.exports.cells import Cells
from workflows.exports.declaration import Format, LayoutDeclaration
from workflows.exports.errors import NotSeen, NotYours, PrivateColumns
from workflows.exports.national import national
from workflows.exports.rows import UNCHECKED, Selection
from workflows.exports.shelf import fields_of
from workflows.exports.trouble import Troubles
from workflows.exports.writers import SUFFIXES, writing
from workflows.files import PRIVATE, hash_of
from workflows.settings import Settings
from workflows.shared_files import Files, FilesAway, NoSuchFile
from workflows.store.database import Store
from workflows.store.tables import ExportRow

FOLDER = "exports"
KEPT = timedelta(hours=1)  # a file that nobody took is gone after this


@dataclass(frozen=True, slots=True)
class Export:
    """One line of what went out. `is_there`: its file can still be taken."""

    id: int
    at: datetime
    by: str
    layout: str
    title: str
    form: str
    format: str
    since: date | None
    until: date | None
    records: int
    unchecked: int
    private: tuple[str, ...]
    substituted: int
    replaced: tuple[tuple[str, str, int], ...]  # character, what was written for it, how often
    guarded: int
    cut: int
    size: int
    sha256: str
    is_there: bool
    taken_at: datetime | None

    @property
    def suffix(self) -> str:
        """The end of its file's name."""
        return SUFFIXES[Format(self.format)]

    @property
    def codes(self) -> str:
        """For the audit log: what it is, how much, and the hash; no value."""
        private = f" private={','.join(self.private)}" if self.private else ""
        return (
            f"export={self.id} layout={self.layout} form={self.form} records={self.records}"
            f" sha256={self.sha256}{private}"
        )


@dataclass(frozen=True, slots=True)
class Written:
    """A file, whole and with nothing in trouble, or (`path` None) what stood in the way."""

    records: int
    unchecked: int
    troubles: Troubles = field(default_factory=Troubles)
    path: Path | None = None
    size: int = 0
    sha256: str = ""


class Exports:
    """Files lie in `exports` of our files until they are taken. Each one made, and each one taken,
    is a line of the audit log with the counts and the hash."""

    def __init__(
        self, store: Store, catalogue: Catalogue, settings: Settings, audit: AuditLog,
        clock: Clock = utc_now,
    ) -> None:  # fmt: skip
        self._store, self._catalogue, self._clock = store, catalogue, clock
        self._audit, self._files = audit, Files.of(settings)

    def private_in(self, layout: LayoutDeclaration) -> Mapping[str, Field]:
        """The private fields that a layout names, by id: private in any revision, since papers on
        each may be among the records."""
        named = {column.field for column in layout.columns if column.field}
        private: dict[str, Field] = {}
        for revision in self._catalogue.revisions(layout.form):
            for each in revision.fields:
                if each.private and each.id in named:
                    private.setdefault(each.id, each)
        return private

    def check(self, layout: LayoutDeclaration, person: Account) -> None:
        """Raises NotSeen for another department's form, PrivateColumns for what needs a right."""
        if not person.scope.sees(self._catalogue[layout.form].department):
            raise NotSeen
        private = self.private_in(layout)
        if private and not person.may(Right.REVEAL):
            raise PrivateColumns(each.label for each in private.values())

    def make(
        self, layout: LayoutDeclaration, selection: Selection, person: Account,
        substitutes: Mapping[str, str] | None = None,
    ) -> Export | Written:  # fmt: skip
        """Write the file and its line of record; where anything is in trouble, nothing is kept
        and what was written so far is told. Raises NotSeen, PrivateColumns, TooManyRows."""
        self.check(layout, person)
        self.sweep()
        name = f"{uuid4().hex}{SUFFIXES[layout.format]}"
        with self._files.workroom() as room:
            written = self.write(room / name, layout, selection, substitutes)
            if written.path is None:
                return written
            self._files.put(written.path, f"{FOLDER}/{name}")
        return self._note(layout, selection, person.name, written, f"{FOLDER}/{name}")

    def write(
        self, path: Path, layout: LayoutDeclaration, selection: Selection,
        substitutes: Mapping[str, str] | None = None,
    ) -> Written:  # fmt: skip
        """The file at `path`, replaced whole; it stays as it was where anything is in trouble."""
        fields = fields_of(self._catalogue, layout.form)
        cells = Cells(layout, fields, substitutes or {})
        part = path.with_name(f".{uuid4().hex}.part")
        with _written(part):
            counted, unchecked = self._fill(part, layout, selection, cells)
            if cells.troubles.count:
                return Written(counted, unchecked, cells.troubles)
            size, digest = part.stat().st_size, hash_of(part)
            part.replace(path)
        return Written(counted, unchecked, cells.troubles, path, size, digest)

    def _fill(
        self, part: Path, layout: LayoutDeclaration, selection: Selection, cells: Cells
    ) -> tuple[int, int]:
        wanted = [each.field for each in layout.columns if each.field]
        title = self._catalogue[layout.form].title
        counted = unchecked = 0
        is_national = layout.format is Format.NATIONAL
        opened = national(part, layout, cells, self._catalogue) if is_national else None
        with self._store.read() as session, opened or writing(part, layout, cells) as writer:
            for record in rows.stream(session, selection, title, wanted, with_written=is_national):
                writer.write(record)
                counted += 1
                unchecked += record.state in UNCHECKED
        return counted, unchecked

    def _note(
        self, layout: LayoutDeclaration, selection: Selection, by: str, written: Written,
        path: str | None = None,
    ) -> Export:  # fmt: skip
        troubles = written.troubles
        row = ExportRow(
            at=self._clock(), by=by, layout=layout.layout, title=layout.title, form=layout.form,
            format=layout.format.value, since=selection.since, until=selection.until,
            states=[each.value for each in selection.states], records=written.records,
            unchecked=written.unchecked, private=sorted(self.private_in(layout)),
            substituted=troubles.substituted, replaced=troubles.replaced_by_character or None,
            guarded=troubles.guarded, cut=troubles.cut,
            size=written.size, sha256=written.sha256, path=path, taken_at=None,
        )  # fmt: skip
        with self._store.write() as session:
            session.add(row)
            session.flush()
            export = _export(row)
            self._audit.note_in(session, by, Act.EXPORTED, what=export.codes)
            if export.private:
                self._audit.note_in(session, by, Act.REVEALED, what=export.codes)
            return export

    def note_elsewhere(
        self, layout: LayoutDeclaration, selection: Selection, by: str, written: Written
    ) -> Export:
        """The line of record for a file that was written to a place of the caller's."""
        outside = Written(
            written.records, written.unchecked, written.troubles, None, written.size,
            written.sha256,
        )  # fmt: skip
        return self._note(layout, selection, by, outside)

    def find(self, export_id: int, by: str) -> Export:
        """Raises NotYours."""
        with self._store.read() as session:
            row = session.get(ExportRow, export_id)
            if row is None or row.by != by:
                raise NotYours
            return _export(row)

    def recent(self, by: str | None, limit: int) -> tuple[Export, ...]:
        """The latest ones of a person, of all where `by` is None."""
        query = select(ExportRow).order_by(ExportRow.id.desc()).limit(limit)
        if by is not None:
            query = query.where(ExportRow.by == by)
        with self._store.read() as session:
            return tuple(_export(row) for row in session.scalars(query))

    def take(self, export_id: int, by: str) -> tuple[Export, Iterator[bytes], Callable[[], None]]:
        """The file of a person's own export in pieces, and what takes it away once it was sent.

        Raises NotYours where it is another's, was taken, or its time is over.
        """
        self.sweep()
        pieces = self._fetched(export_id, by)
        with self._store.write() as session:
            row = _there(session, export_id, by)
            export = _export(row)
            row.taken_at = self._clock()
            self._audit.note_in(session, by, Act.EXPORTED, what=f"taken {export.codes}")
        return export, pieces, lambda: self._drop(export_id)

    def _fetched(self, export_id: int, by: str) -> Iterator[bytes]:
        """Before the transaction: it may lie on another machine."""
        with self._store.read() as session:
            row = _there(session, export_id, by)
            name, sha256 = row.path or "", row.sha256
        try:
            return self._files.stream(name, sha256)
        except NoSuchFile as error:
            raise NotYours from error

    def sweep(self) -> None:
        """Take away files whose time is over, and what a killed process left."""
        before = self._clock() - KEPT
        query = select(ExportRow.id).where(ExportRow.path.is_not(None), ExportRow.at < before)
        with self._store.read() as session:
            over = list(session.scalars(query))
        for export_id in over:
            self._drop(export_id)
        for left in self._files.names(FOLDER):
            with suppress(NoSuchFile):
                if self._files.changed_at(left) < before.timestamp():
                    self._files.delete(left)

    def _drop(self, export_id: int) -> None:
        with self._store.write() as session:
            row = session.get_one(ExportRow, export_id)
            if row.path is not None:
                with suppress(FilesAway):
                    self._files.delete(row.path)
            row.path = None


def _there(session: Session, export_id: int, by: str) -> ExportRow:
    """The row of a file that this person may still take. Raises NotYours."""
    row = session.get(ExportRow, export_id)
    if row is None or row.by != by or row.path is None or row.taken_at is not None:
        raise NotYours
    return row


def _export(row: ExportRow) -> Export:
    return Export(
        row.id, row.at, row.by, row.layout, row.title, row.form, row.format, row.since, row.until,
        row.records, row.unchecked, tuple(row.private), row.substituted,
        tuple((each[0], each[1], each[2]) for each in row.replaced or ()), row.guarded, row.cut,
        row.size, row.sha256, row.path is not None and row.taken_at is None, row.taken_at,
    )  # fmt: skip


@contextmanager
def _written(part: Path) -> Iterator[None]:
    """A file that is made in the block, for the owner alone, and does not outlive it."""
    try:
        part.touch(mode=PRIVATE)
        yield
    except (OSError, XlsxWriterException) as error:
        raise StoreError(
            f"書き出しのファイルを書けませんでした ({type(error).__name__})。",
            advice="フォルダ、ディスクの空き、書き込みの権限を確かめて、もう一度書き出してください。",
        ) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
