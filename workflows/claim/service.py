"""`Claims`: what pages and commands ask of a year's claim, open or locked."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.catalogue import Catalogue
from workflows.audit import Act, AuditLog
from workflows.claim import seal
from workflows.claim.checks import Severity, check
from workflows.claim.dossier import Dossier
from workflows.claim.errors import ChangedMeanwhile, ClaimFaults, NoSuchLock, NotComputed, NotLocked
from workflows.claim.inputs import Plain, costs_of, digest_of, inputs_of, spelled
from workflows.claim.notes import ClaimNotes
from workflows.claim.summary import summary_of
from workflows.claim.sums import Claim, claim_of
from workflows.claim.workbook import workbook_of
from workflows.clock import TOKYO, Clock, utc_now
from workflows.effect import effect_of
from workflows.files import Kept
from workflows.fiscal import FiscalYear
from workflows.ledger import CostItem, Ledger
from workflows.ledger.service import said_reason
from workflows.printing import pdf_of
from workflows.shared_files import FileChanged
from workflows.store.database import Store
from workflows.store.tables import ClaimRow

FOLDER = "claims"


class Change(StrEnum):
    """Why a locked claim would be another if it were made now."""

    LOCK = "lock"  # what was kept of it was changed past us
    LEDGER = "ledger"  # its costs were changed past us
    TABLES = "tables"  # rates, categories or steps are others by now


@dataclass(frozen=True, slots=True)
class Lock:
    """A year that was locked: when, by whom, with which files. `total`: thousands of yen.
    `is_whole`: nobody changed its row past us."""

    id: int
    year: FiscalYear
    at: datetime
    by: str
    total: int
    digest: str
    despite: str
    book: Kept
    summary: Kept
    unlocked_at: datetime | None
    unlocked_by: str | None
    unlocked_reason: str | None
    is_whole: bool
    costs: Plain = field(repr=False, compare=False)  # `inputs.costs_of` of what was locked

    @property
    def holds(self) -> bool:
        return self.unlocked_at is None


class Paper(StrEnum):
    """What of a lock may be handed out. The value is the end of the file's name."""

    BOOK = "xlsx"
    SUMMARY = "pdf"
    INPUTS = "json"  # its SHA-256 is the digest that stands in the other two


@dataclass(frozen=True, slots=True)
class Made:
    """A file to be handed out. `name` has no folder."""

    name: str
    data: bytes


class Claims:
    """Worked out anew each time while the year is open; from the lock on, the kept files count."""

    def __init__(
        self, store: Store, catalogue: Catalogue, ledger: Ledger, audit: AuditLog,
        clock: Clock = utc_now,
    ) -> None:  # fmt: skip
        self._store, self._catalogue, self._ledger = store, catalogue, ledger
        self._audit, self._clock, self._files = audit, clock, ledger.files
        self.notes = ClaimNotes(store, audit, clock)

    def dossier(self, year: FiscalYear) -> Dossier:
        """As the ledger and the store say now; with the lock, where there is one. Raises SetupError
        for a year without measures."""
        lock = self.lock_of(year)
        made = self._dossier(year, is_locked=lock is not None)
        if lock is None:
            return made
        return replace(
            made, locked_by=lock.by, locked_at=lock.at, despite=lock.despite, digest=lock.digest
        )

    def _dossier(self, year: FiscalYear, *, is_locked: bool) -> Dossier:
        effect = effect_of(self._store, self._catalogue, year)
        claim, strength = self._claim(year), self._ledger.strength(year)
        steps, notes = self._ledger.steps(year), self.notes.about(year)
        now = self._clock()
        today = now.astimezone(TOKYO).date()
        found = check(
            claim, effect, self._around(year), notes, today, self._ledger.bytes_of,
            is_locked=is_locked, altered=self._ledger.altered(year),
        )  # fmt: skip
        digest = digest_of(inputs_of(claim, strength, steps, effect))
        return Dossier(claim, strength, steps, effect, found, notes, now, digest)

    def book(self, year: FiscalYear, by: str) -> Made:
        """The workbook: that of the lock, else one made now. A line of the audit log. Raises
        NoSuchFile, FileChanged for a kept one."""
        if lock := self.lock_of(year):
            return self.kept(lock.id, Paper.BOOK, by)
        return self._handed(year, Paper.BOOK, workbook_of(self.dossier(year)), by)

    def summary(self, year: FiscalYear, by: str) -> Made:
        """The same for the summary as a PDF. Raises MissingBrowser, SetupError too."""
        if lock := self.lock_of(year):
            return self.kept(lock.id, Paper.SUMMARY, by)
        return self._handed(year, Paper.SUMMARY, pdf_of(summary_of(self.dossier(year))), by)

    def kept(self, lock_id: int, paper: Paper, by: str) -> Made:
        """A paper of a lock, of one that was undone too. Raises NoSuchLock, NoSuchFile,
        FileChanged where the file, or the row of the lock, is not what it was."""
        with self._store.read() as session:
            row = session.get(ClaimRow, lock_id)
            if row is None:
                raise NoSuchLock
            lock, inputs = _lock(session, row), spelled(row.inputs)
        if not lock.is_whole:
            raise FileChanged
        kept = {Paper.BOOK: lock.book, Paper.SUMMARY: lock.summary}.get(paper)
        data = self._files.read(kept.path, kept.sha256) if kept else inputs
        return self._handed(lock.year, paper, data, by, lock)

    def lock(self, year: FiscalYear, by: str, despite: str = "", seen: str = "") -> Lock:
        """Keep what the claim is made of, and its files; the ledger refuses changes from then on.

        `despite`: why, though the check finds errors. `seen`: `seen_of` what the person looked at.
        Raises YearLocked, NotComputed, ClaimFaults, ChangedMeanwhile, MissingBrowser.
        """
        made = self._dossier(year, is_locked=True)
        dossier = replace(made, locked_by=by, locked_at=self._clock())
        faults, total = dossier.count(Severity.ERROR), dossier.claim.total
        if total is None:
            raise NotComputed(year)
        if seen and seen != seen_of(dossier):
            raise ChangedMeanwhile
        said = said_reason(despite, "誤りを残す") if despite.strip() and faults else ""
        if faults and not said:
            raise ClaimFaults(year, faults)
        dossier = replace(dossier, despite=said)
        book = self._files.keep_bytes(workbook_of(dossier), FOLDER, ".xlsx")
        summary = self._files.keep_bytes(pdf_of(summary_of(dossier)), FOLDER, ".pdf")
        row = self._row(dossier, total, by, book, summary)
        with self._store.write() as session:
            self._check_unchanged(dossier)
            session.add(row)
            session.flush()
            self._audit.note_in(session, by, Act.COSTS_CHANGED, what=seal.words_of(row))
            self._ledger.lock_in(session, year, by, said or "申請")
            return _lock(session, row)

    def unlock(self, year: FiscalYear, by: str, reason: str) -> None:
        """The files of the lock stay. Raises BadCost without a reason, NotLocked."""
        with self._store.write() as session:
            row = _row_of(session, year)
            if row is None:
                raise NotLocked(year)
            row.unlocked_at, row.unlocked_by = self._clock(), by
            row.unlocked_reason = said_reason(reason, "確定の解除")
            self._ledger.unlock_in(session, year, by, reason)

    def lock_of(self, year: FiscalYear) -> Lock | None:
        """The one that holds."""
        with self._store.read() as session:
            row = _row_of(session, year)
            return _lock(session, row) if row else None

    def locks(self, year: FiscalYear) -> tuple[Lock, ...]:
        """All of a year, the newest first: those that were undone too."""
        query = select(ClaimRow).where(ClaimRow.year == year.begins).order_by(ClaimRow.id.desc())
        with self._store.read() as session:
            return tuple(_lock(session, row) for row in session.scalars(query).all())

    def change_since(self, lock: Lock, dossier: Dossier) -> Change | None:
        """Whether the same costs are worked out otherwise by now."""
        if not lock.is_whole:
            return Change.LOCK
        now = costs_of(dossier.claim, dossier.strength, dossier.steps)
        if any(lock.costs[part] != now[part] for part in ("items", "strength")):
            return Change.LEDGER
        return Change.TABLES if digest_of(lock.costs) != digest_of(now) else None

    def _claim(self, year: FiscalYear) -> Claim:
        measures = self._ledger.measures(year)
        return claim_of(year, self._ledger.items(year), measures, self._ledger.coefficient(year))

    def _around(self, year: FiscalYear) -> tuple[CostItem, ...]:
        """The lines of all other years: a cost may come back after some."""
        years = (each for each in self._ledger.years() if each != year)
        return tuple(item for each in years for item in self._ledger.items(each))

    def _check_unchanged(self, dossier: Dossier) -> None:
        """Within our write transaction nobody else writes: what is read now stays so until the
        commit. Raises ChangedMeanwhile."""
        year = dossier.year
        now = replace(dossier, claim=self._claim(year), strength=self._ledger.strength(year))
        if seen_of(now) != seen_of(dossier):
            raise ChangedMeanwhile

    def _row(self, dossier: Dossier, total: int, by: str, book: Kept, summary: Kept) -> ClaimRow:
        inputs = inputs_of(dossier.claim, dossier.strength, dossier.steps, dossier.effect)
        return ClaimRow(
            year=dossier.year.begins, at=dossier.locked_at, by=by, total=total,
            inputs=inputs, digest=dossier.digest, despite=dossier.despite,
            book_path=book.path, book_sha256=book.sha256, book_size=book.size,
            summary_path=summary.path, summary_sha256=summary.sha256, summary_size=summary.size,
            unlocked_at=None, unlocked_by=None, unlocked_reason=None,
        )  # fmt: skip

    def _handed(
        self, year: FiscalYear, paper: Paper, data: bytes, by: str, lock: Lock | None = None
    ) -> Made:
        """With a name and a line of the audit log."""
        state = f"lock={lock.id}" if lock else "estimate"
        self._audit.note(by, Act.EXPORTED, what=f"claim {year} {paper.value} {state}")
        said = "見込み" if lock is None else "確定" if lock.holds else f"解除した確定{lock.id}"
        return Made(f"{year}_特別交付税措置_{said}.{paper.value}", data)


def seen_of(dossier: Dossier) -> str:
    """The digest of all that the amount hangs on. The effect goes on changing beside it."""
    return digest_of(costs_of(dossier.claim, dossier.strength, dossier.steps))


def _row_of(session: Session, year: FiscalYear) -> ClaimRow | None:
    query = select(ClaimRow).where(ClaimRow.year == year.begins, ClaimRow.unlocked_at.is_(None))
    return session.scalars(query.order_by(ClaimRow.id.desc()).limit(1)).first()


def _lock(session: Session, row: ClaimRow) -> Lock:
    is_whole = seal.is_whole(session, row)
    return Lock(
        row.id, FiscalYear(row.year), row.at, row.by, row.total, row.digest, row.despite,
        Kept(row.book_sha256, row.book_size, row.book_path),
        Kept(row.summary_sha256, row.summary_size, row.summary_path),
        row.unlocked_at, row.unlocked_by, row.unlocked_reason, is_whole,
        row.inputs["costs"] if is_whole else {},
    )  # fmt: skip
