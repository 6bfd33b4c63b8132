"""A file of costs: kept, looked at as often as wanted, taken in once, whole or not at all."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import PureWindowsPath

from sqlalchemy import select

from workflows.accounts import EVERYTHING, Scope
from workflows.fiscal import FiscalYear
from workflows.ledger.checks import key_of
from workflows.ledger.errors import BadCost, BadSheet, CostChanged, NoSuchCost
from workflows.ledger.item import CostItem
from workflows.ledger.service import Ledger
from workflows.ledger.sheets.lines import Reading, Sheet, raw_lines, read, table_in
from workflows.ledger.sheets.tables import MOST_BYTES
from workflows.ledger.sheets.values import draft_of
from workflows.ledger.vouchers import plain_name
from workflows.store.tables import CostImportRow

FOLDER = "cost-imports"


@dataclass(frozen=True, slots=True)
class Import:
    """A file that was put in. `earlier`: the same bytes, taken in before: when and by whom."""

    id: int
    name: str
    sha256: str
    path: str
    year: FiscalYear | None
    by: str
    at: datetime
    taken_at: datetime | None
    taken_by: str | None
    costs: int
    earlier: tuple[datetime, str] | None = None


class Imports:
    """Over one ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def put(self, name: str, data: bytes, year: FiscalYear | None, by: str) -> Import:
        """Keep a file that can be read as a table of costs. Raises BadSheet."""
        shown = plain_name(name)
        if len(data) > MOST_BYTES:
            raise BadSheet(f"{shown} は大きすぎます ({MOST_BYTES // 1_000_000} MB まで)。")
        table_in(data, shown)
        suffix = PureWindowsPath(shown).suffix.lower()
        kept = self._ledger.files.keep_bytes(
            data, FOLDER, suffix if suffix in (".csv", ".xlsx", ".txt") else ".bin"
        )
        row = CostImportRow(
            sha256=kept.sha256, name=shown, path=kept.path, size=kept.size,
            year=year.begins if year else None, at=self._ledger.clock(), by=by, costs=0,
        )  # fmt: skip
        with self._ledger.store.write() as session:
            session.add(row)
        return self.find(row.id)

    def find(self, import_id: int) -> Import:
        """Raises NoSuchCost."""
        with self._ledger.store.read() as session:
            row = session.get(CostImportRow, import_id)
            if row is None:
                raise NoSuchCost("この取り込み")
            same = select(CostImportRow).where(
                CostImportRow.sha256 == row.sha256, CostImportRow.id != row.id,
                CostImportRow.taken_at.is_not(None),
            )  # fmt: skip
            other = session.scalars(same.order_by(CostImportRow.id.desc()).limit(1)).first()
        earlier = (other.taken_at, other.taken_by or "") if other and other.taken_at else None
        return Import(
            row.id, row.name, row.sha256, row.path,
            None if row.year is None else FiscalYear(row.year), row.by, row.at, row.taken_at,
            row.taken_by, row.costs, earlier,
        )  # fmt: skip

    def look(self, made: Import, by: str) -> Sheet:
        """What would be taken, line by line. Raises BadSheet, NoSuchFile, FileChanged."""
        table, head = table_in(self._ledger.files.read(made.path, made.sha256), made.name)
        measures = cache(self._ledger.measures)  # read once a look
        years = {
            draft.year
            for _, texts, _ in raw_lines(table, head)
            if (draft := draft_of(texts, measures, made.year)[0])
        }
        standing: dict[tuple[object, ...], list[CostItem]] = {}
        for each in (item for year in years for item in self._ledger.items(year)):
            standing.setdefault(key_of(each), []).append(each)
        return read(table, head, Reading(measures, standing, made.year, by))

    def take(
        self, import_id: int, by: str, *, is_sure: bool = False, scope: Scope = EVERYTHING
    ) -> tuple[CostItem, ...]:
        """Every line into the ledger, or none. `is_sure`: what is odd, and that the same file was
        taken before, has been seen. Raises BadSheet, BadCost, YearLocked, CostChanged where it was
        taken already."""
        made = self.find(import_id)
        sheet = self.look(made, by)
        drafts = [each.draft for each in sheet.lines if each.draft]
        if not sheet.is_whole:
            raise BadSheet(f"{made.name} に直すところがあるため、取り込みません。")
        is_odd = made.earlier or any(each.notices for each in sheet.lines)
        if is_odd and not is_sure:
            raise BadCost(
                "確かめるところがあります。",
                advice="内容を確かめてから、もう一度取り込んでください。",
            )
        if any(not scope.sees(each.department) for each in drafts):
            raise BadCost("自分の部署でない費用があります。", field="department")
        with self._ledger.store.write() as session:
            row = session.get_one(CostImportRow, import_id)
            if row.taken_at is not None:
                raise CostChanged
            row.taken_at, row.taken_by, row.costs = self._ledger.clock(), by, len(drafts)
            return self._ledger.add_in(session, drafts, by, import_id)
