"""`Ledger`: what pages, commands and the claim ask of the costs."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.errors import BadDeclaration, SetupError
from workflows.accounts import EVERYTHING, Scope
from workflows.audit import AuditLog
from workflows.clock import Clock, utc_now
from workflows.fiscal import FiscalYear
from workflows.ledger import checks, measures, vouchers, years
from workflows.ledger.checks import Notice
from workflows.ledger.draft import CostDraft, checked
from workflows.ledger.errors import BadCost, CostChanged, NoSuchCost
from workflows.ledger.item import CostItem, Eligible, Voucher, VoucherKind
from workflows.ledger.journal import Deed, Journal, Line, changed, check_open, is_locked, lines
from workflows.ledger.measures import MeasureDeclaration
from workflows.ledger.replay import altered
from workflows.ledger.rows import items_of, values_of, words_of
from workflows.ledger.strength import FOLDER as STRENGTH
from workflows.ledger.strength import Kind, Steps, Strength, coefficient
from workflows.ledger.strength import load as load_steps
from workflows.shared_files import Files
from workflows.store.database import Store
from workflows.store.tables import CostRow


class Ledger:
    """Costs by fiscal year. Every change is journaled in its own transaction, and a line of the
    audit log; a locked year refuses all. `shared`: the folder in which the office's own tables may
    lie."""

    def __init__(
        self, store: Store, audit: AuditLog, files: Files, clock: Clock = utc_now,
        shared: Path | None = None,
    ) -> None:  # fmt: skip
        self.store, self.files, self.clock, self._shared = store, files, clock, shared
        self.journal = Journal(audit, clock)

    def measures(self, year: FiscalYear) -> tuple[MeasureDeclaration, ...]:
        """Raises SetupError for a year without any, BadDeclaration."""
        return measures.load(year, self._shared and self._shared / measures.FOLDER)

    def known_measures(self, year: FiscalYear) -> tuple[MeasureDeclaration, ...]:
        """None for a year without any. Raises BadDeclaration."""
        try:
            return self.measures(year)
        except BadDeclaration:
            raise
        except SetupError:
            return ()

    def items(
        self, year: FiscalYear, *, with_struck: bool = False, scope: Scope = EVERYTHING
    ) -> tuple[CostItem, ...]:
        """The lines of a year that stand, in the order in which they were entered."""
        query = select(CostRow).where(CostRow.year == year.begins).order_by(CostRow.id)
        if not with_struck:
            query = query.where(CostRow.struck_at.is_(None))
        with self.store.read() as session:
            rows = [row for row in session.scalars(query) if scope.sees(row.department)]
            return items_of(session, rows)

    def altered(self, year: FiscalYear) -> tuple[int, ...]:
        """Numbers of the lines that are not what the journal says of them."""
        query = select(CostRow).where(CostRow.year == year.begins, CostRow.struck_at.is_(None))
        with self.store.read() as session:
            return altered(session, year, items_of(session, session.scalars(query).all()))

    def years(self) -> tuple[FiscalYear, ...]:
        """Those with lines, the newest first."""
        query = select(CostRow.year).distinct().order_by(CostRow.year.desc())
        with self.store.read() as session:
            return tuple(FiscalYear(year) for year in session.scalars(query))

    def find(self, cost_id: int, scope: Scope = EVERYTHING) -> CostItem:
        """Raises NoSuchCost, also for another department's."""
        with self.store.read() as session:
            return items_of(session, [_row(session, cost_id, scope)])[0]

    def lines(self, cost_id: int) -> tuple[Line, ...]:
        """What became of a cost, the newest first."""
        with self.store.read() as session:
            return lines(session, FiscalYear(0), cost_id)

    def year_lines(self, year: FiscalYear) -> tuple[Line, ...]:
        """What became of a year itself: 財政力指数, locking."""
        with self.store.read() as session:
            return lines(session, year, None)

    def look(
        self, draft: CostDraft, by: str, but: int = 0, scope: Scope = EVERYTHING
    ) -> tuple[CostDraft, tuple[Notice, ...]]:
        """A draft as it would be kept, and what is odd about it. `but`: the line that it changes.
        Raises BadCost, YearLocked."""
        made = self._checked(draft, by, scope)
        others = [each for each in self.items(draft.year) if each.id != but]
        with self.store.read() as session:
            check_open(session, draft.year)
        return made, checks.notices(made, others)

    def _checked(self, draft: CostDraft, by: str, scope: Scope) -> CostDraft:
        """Raises BadCost."""
        made = checked(draft, self.known_measures(draft.year), by)
        if not scope.sees(made.department):
            raise BadCost("自分の部署の費用だけを登録できます。", field="department")
        return made

    def add(self, draft: CostDraft, by: str, scope: Scope = EVERYTHING) -> CostItem:
        """Raises BadCost, YearLocked."""
        return self.add_all([draft], by, scope)[0]

    def add_all(
        self, drafts: Sequence[CostDraft], by: str, scope: Scope = EVERYTHING
    ) -> tuple[CostItem, ...]:
        """All or none. Raises BadCost, YearLocked."""
        made = [self._checked(each, by, scope) for each in drafts]
        with self.store.write() as session:
            return self.add_in(session, made, by, None)

    def add_in(
        self, session: Session, made: Sequence[CostDraft], by: str, import_id: int | None
    ) -> tuple[CostItem, ...]:
        """Checked drafts, within a transaction of the caller's."""
        check_open(session, *{each.year for each in made})
        rows = [CostRow(**values_of(each), serial=1, import_id=import_id) for each in made]
        session.add_all(rows)
        session.flush()
        for row, draft in zip(rows, made, strict=True):
            after = changed({}, words_of(draft))
            self.journal.add(session, by, Deed.ADDED, draft.year, row.id, after)
        ids = ",".join(str(row.id) for row in rows[:50])
        self.journal.note_many(session, by, f"added {len(rows)} costs={ids}")
        return items_of(session, rows)

    def change(
        self, cost_id: int, draft: CostDraft, serial: int, by: str, reason: str = "",
        scope: Scope = EVERYTHING,
    ) -> CostItem:  # fmt: skip
        """`serial`: of what was looked at. Raises BadCost, NoSuchCost, CostChanged, YearLocked."""
        made = self._checked(draft, by, scope)
        with self.store.write() as session:
            row = _standing(session, cost_id, scope, serial)
            check_open(session, FiscalYear(row.year), made.year)
            before = items_of(session, [row])[0]
            made = _redecided(made, before, by)
            differences = changed(words_of(before), words_of(made))
            if differences:
                for name, value in values_of(made).items():
                    setattr(row, name, value)
                row.serial += 1
                self.journal.note(
                    session, by, Deed.CHANGED, made.year, cost_id, differences, reason
                )
            return items_of(session, [row])[0]

    def strike(self, cost_id: int, reason: str, by: str, scope: Scope = EVERYTHING) -> CostItem:
        """Take a line out of every sum; it stays to be seen. Raises BadCost without a reason,
        NoSuchCost, CostChanged where it was struck before, YearLocked."""
        said = said_reason(reason, "抹消")
        with self.store.write() as session:
            row = _standing(session, cost_id, scope)
            check_open(session, FiscalYear(row.year))
            row.struck_at, row.struck_by, row.struck_reason = self.clock(), by, said
            row.serial += 1
            self.journal.note(session, by, Deed.STRUCK, FiscalYear(row.year), cost_id, {}, said)
            return items_of(session, [row])[0]

    def restore(self, cost_id: int, reason: str, by: str, scope: Scope = EVERYTHING) -> CostItem:
        """A struck line counts again. Raises BadCost, NoSuchCost, CostChanged, YearLocked."""
        said = said_reason(reason, "抹消の取り消し")
        with self.store.write() as session:
            row = _row(session, cost_id, scope)
            if row.struck_at is None:
                raise CostChanged
            check_open(session, FiscalYear(row.year))
            row.struck_at = row.struck_by = row.struck_reason = None
            row.serial += 1
            self.journal.note(session, by, Deed.RESTORED, FiscalYear(row.year), cost_id, {}, said)
            return items_of(session, [row])[0]

    def attach(
        self, cost_id: int, kind: VoucherKind, name: str, data: bytes, by: str,
        scope: Scope = EVERYTHING,
    ) -> tuple[Voucher, tuple[int, ...]]:  # fmt: skip
        """Keep a document and attach it; with the other lines that have the same one. Raises
        BadVoucher, NoSuchCost, CostChanged, YearLocked."""
        self.find(cost_id, scope)  # before anything is kept
        return vouchers.attach(self, cost_id, kind, name, data, by)

    def detach(self, voucher_id: int, reason: str, by: str, scope: Scope = EVERYTHING) -> None:
        """Take a document off; its bytes stay. Raises BadCost, NoSuchCost, YearLocked."""
        vouchers.detach(self, voucher_id, said_reason(reason, "書類を外す"), by, scope)

    def document(self, cost_id: int, voucher_id: int, scope: Scope = EVERYTHING) -> Voucher:
        """Raises NoSuchCost."""
        found = [each for each in self.find(cost_id, scope).vouchers if each.id == voucher_id]
        if not found:
            raise NoSuchCost("この書類")
        return found[0]

    def bytes_of(self, voucher: Voucher) -> bytes:
        """As they were kept: the hash is compared. Raises NoSuchFile, FileChanged."""
        return self.files.read(voucher.path, voucher.sha256)

    def strength(self, year: FiscalYear) -> Strength | None:
        """財政力指数 as it was last entered for that year."""
        return years.strength(self, year)

    def coefficient(self, year: FiscalYear) -> Decimal | None:
        """By the office's own table too; None where no index was entered. Raises SetupError."""
        found = self.strength(year)
        if found is None:
            return None
        own = self._shared and self._shared / STRENGTH
        return coefficient(year, found.kind, found.index, own)

    def steps(self, year: FiscalYear) -> Steps:
        """The table of that year, with its source. Raises SetupError, BadDeclaration."""
        return load_steps(year, self._shared and self._shared / STRENGTH)

    def set_strength(
        self, year: FiscalYear, kind: Kind, yearly: Sequence[Decimal], source: str, by: str
    ) -> Strength:
        """`yearly`: three figures or one. Raises BadCost, YearLocked."""
        return years.set_strength(self, year, kind, tuple(yearly), source, by)

    def is_locked(self, year: FiscalYear) -> bool:
        with self.store.read() as session:
            return is_locked(session, year)

    def lock_in(self, session: Session, year: FiscalYear, by: str, reason: str) -> None:
        """For the claim, within its transaction: nothing of that year changes any more. Raises
        YearLocked where it is locked already."""
        years.lock_in(self, session, year, by, reason)

    def unlock_in(self, session: Session, year: FiscalYear, by: str, reason: str) -> None:
        """Raises BadCost without a reason, NoSuchCost where it is not locked."""
        years.unlock_in(self, session, year, by, said_reason(reason, "確定の解除"))


def _redecided(made: CostDraft, before: CostItem, by: str) -> CostDraft:
    """Who decides anew answers for it, unless another is named."""
    is_anew = made.eligible is not before.eligible and made.decided_by == before.decided_by
    if is_anew and made.eligible is not Eligible.UNDECIDED:
        return replace(made, decided_by=by)
    return made


def said_reason(reason: str, what: str) -> str:
    """Raises BadCost where nothing is said."""
    said = " ".join(reason.split())[:500]
    if not said or not said.isprintable():
        raise BadCost(
            f"{what}の理由がありません。", field="reason", advice="理由を書いてください。"
        )
    return said


def _row(session: Session, cost_id: int, scope: Scope) -> CostRow:
    row = session.get(CostRow, cost_id)
    if row is None or not scope.sees(row.department):
        raise NoSuchCost
    return row


def _standing(session: Session, cost_id: int, scope: Scope, serial: int = 0) -> CostRow:
    """A line to be changed. Raises CostChanged where it was struck, or is another by now."""
    row = _row(session, cost_id, scope)
    if row.struck_at is not None or (serial and row.serial != serial):
        raise CostChanged
    return row
