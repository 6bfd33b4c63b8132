"""Costs: what was paid, for which measure, out of which purse, with which document.

A line is never lost: it is changed with a journal or struck out with a reason. What is odd is told
while it is entered; whether it may be claimed, a person says, and who.
"""

from workflows.ledger.draft import CostDraft
from workflows.ledger.errors import (
    BadCost,
    BadSheet,
    BadVoucher,
    CostChanged,
    NoSuchCost,
    YearLocked,
)
from workflows.ledger.item import CostItem, Eligible, Funding, Measure, Voucher, VoucherKind
from workflows.ledger.service import Ledger
from workflows.ledger.sharing import Key, Party, Share
from workflows.ledger.strength import Kind, Strength

__all__ = [
    "BadCost", "BadSheet", "BadVoucher", "CostChanged", "CostDraft", "CostItem", "Eligible",
    "Funding", "Key", "Kind", "Ledger", "Measure", "NoSuchCost", "Party", "Share", "Strength",
    "Voucher", "VoucherKind", "YearLocked",
]  # fmt: skip
