"""The journal, played again from its first line: where a cost is not what it says, somebody wrote
into the database past us."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.fiscal import FiscalYear
from workflows.ledger.item import VOUCHER_TITLES, CostItem, Voucher
from workflows.ledger.journal import Deed
from workflows.ledger.rows import words_of
from workflows.store.tables import CostJournalRow, CostRow

_FIELDS = (Deed.ADDED, Deed.CHANGED)
_PAPERS = (Deed.ATTACHED, Deed.DETACHED)
State = tuple[dict[str, str], list[tuple[str, str]], bool]
"""Fields in words; the documents: kind, and `name_of` each; whether it is struck out."""


def altered(session: Session, year: FiscalYear, items: Iterable[CostItem]) -> tuple[int, ...]:
    """Numbers of those of `items` (all of that year) that differ from what became of them."""
    query = (
        select(CostJournalRow)
        .join(CostRow, CostRow.id == CostJournalRow.cost_id)
        .where(CostRow.year == year.begins)
        .order_by(CostJournalRow.id)
    )
    lines: dict[int, list[CostJournalRow]] = defaultdict(list)
    for row in session.scalars(query):
        lines[row.cost_id or 0].append(row)
    return tuple(item.id for item in items if _played(lines[item.id]) != _state(item))


def name_of(voucher: Voucher) -> str:
    """A document as the journal names it."""
    return f"{voucher.name} ({voucher.sha256[:16]}…)"


def _state(item: CostItem) -> State:
    papers = sorted((VOUCHER_TITLES[each.kind], name_of(each)) for each in item.vouchers)
    return dict(words_of(item)), papers, item.struck is not None


def _played(lines: Sequence[CostJournalRow]) -> State:
    fields: dict[str, str] = {}
    papers: list[tuple[str, str]] = []
    is_struck = False
    for line in lines:
        is_struck = (is_struck or line.deed == Deed.STRUCK) and line.deed != Deed.RESTORED
        for name, (before, after) in line.changes.items():
            if line.deed in _FIELDS:
                fields[name] = after
            elif line.deed in _PAPERS and after:
                papers.append((name, after))
            elif line.deed in _PAPERS and (name, before) in papers:
                papers.remove((name, before))
    return {name: text for name, text in fields.items() if text}, sorted(papers), is_struck
