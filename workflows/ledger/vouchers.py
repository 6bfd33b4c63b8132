"""Documents of a cost: kept by their hash, attached and taken off, never deleted."""

import unicodedata
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.accounts import Scope
from workflows.fiscal import FiscalYear
from workflows.ledger.errors import BadVoucher, CostChanged, NoSuchCost
from workflows.ledger.item import VOUCHER_TITLES, Voucher, VoucherKind
from workflows.ledger.journal import Deed, check_open
from workflows.ledger.replay import name_of
from workflows.ledger.rows import voucher_of
from workflows.store.tables import CostRow, VoucherRow

if TYPE_CHECKING:
    from workflows.ledger.service import Ledger

FOLDER = "vouchers"
MOST_BYTES = 20_000_000
_LONGEST = 150
# How each kind of file begins. Office files are ZIP archives; what is inside is looked at too.
_KINDS = (
    (b"%PDF-", ".pdf"), (b"\x89PNG\r\n\x1a\n", ".png"), (b"\xff\xd8\xff", ".jpg"),
    (b"II*\x00", ".tif"), (b"MM\x00*", ".tif"),
)  # fmt: skip


def attach(
    ledger: "Ledger", cost_id: int, kind: VoucherKind, name: str, data: bytes, by: str
) -> tuple[Voucher, tuple[int, ...]]:
    """See `Ledger.attach`."""
    shown = plain_name(name)
    kept = ledger.files.keep_bytes(data, FOLDER, _suffix(shown, data))
    with ledger.store.write() as session:
        cost = session.get_one(CostRow, cost_id)
        year = FiscalYear(cost.year)
        check_open(session, year)
        if cost.struck_at is not None:
            raise CostChanged
        others = _with_same(session, kept.sha256)
        if cost_id in others:
            raise BadVoucher("同じ書類がもう付いています。", advice="別の書類か確かめてください。")
        row = VoucherRow(
            cost_id=cost_id, sha256=kept.sha256, name=shown, kind=kind.value, path=kept.path,
            size=kept.size, at=ledger.clock(), by=by,
        )  # fmt: skip
        session.add(row)
        session.flush()
        made = voucher_of(row)
        said = {VOUCHER_TITLES[kind]: ("", name_of(made))}
        ledger.journal.note(session, by, Deed.ATTACHED, year, cost_id, said)
        return made, others


def detach(ledger: "Ledger", voucher_id: int, reason: str, by: str, scope: Scope) -> None:
    """See `Ledger.detach`."""
    with ledger.store.write() as session:
        row = session.get(VoucherRow, voucher_id)
        cost = session.get(CostRow, row.cost_id) if row else None
        if row is None or cost is None or row.detached_at or not scope.sees(cost.department):
            raise NoSuchCost("この書類")
        year = FiscalYear(cost.year)
        check_open(session, year)
        row.detached_at = ledger.clock()
        said = {VOUCHER_TITLES[VoucherKind(row.kind)]: (name_of(voucher_of(row)), "")}
        ledger.journal.note(session, by, Deed.DETACHED, year, cost.id, said, reason)


def plain_name(name: str) -> str:
    """A file's name that can be shown: no folders, nothing unseen, not too long."""
    last = PureWindowsPath(name.replace("\0", "")).name
    shown = "".join(ch for ch in last if unicodedata.category(ch)[0] not in "CZ" or ch == " ")
    return shown.strip()[-_LONGEST:] or "書類"


def _suffix(name: str, data: bytes) -> str:
    """By what the bytes are, not by what the name says. Raises BadVoucher."""
    if not data:
        raise BadVoucher(f"{name} は空のファイルです。")
    if len(data) > MOST_BYTES:
        raise BadVoucher(f"{name} は大きすぎます ({MOST_BYTES // 1_000_000} MB まで)。")
    for head, suffix in _KINDS:
        if data.startswith(head):
            return suffix
    return _office_suffix(name, data)


def _office_suffix(name: str, data: bytes) -> str:
    from workflows.ledger.sheets.archive import names_in

    inside = names_in(data)
    if any("vbaproject" in each.lower() for each in inside):
        raise BadVoucher(f"{name} にはマクロがあります。")
    for part, suffix in (("xl/workbook.xml", ".xlsx"), ("word/document.xml", ".docx")):
        if part in inside:
            return suffix
    raise BadVoucher(f"{name} は付けられない種類のファイルです。")


def _with_same(session: Session, sha256: str) -> tuple[int, ...]:
    """The lines that stand and have this document."""
    query = (
        select(VoucherRow.cost_id)
        .join(CostRow)
        .where(
            VoucherRow.sha256 == sha256,
            VoucherRow.detached_at.is_(None),
            CostRow.struck_at.is_(None),
        )
    )
    return tuple(sorted(set(session.scalars(query))))
