"""A cost as the ledger keeps it. Yen are whole and include tax; days are those of Tokyo."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from workflows.fiscal import FiscalYear
from workflows.ledger.sharing import Share


class Measure(StrEnum):
    """The measures of the special local allocation tax (see `workflows.ledger.measures`)."""

    RPA = "rpa"
    ONLINE = "online"
    TELEWORK = "telework"


MEASURE_TITLES: Mapping[Measure, str] = {
    Measure.RPA: "RPA 導入", Measure.ONLINE: "共同オンライン申請", Measure.TELEWORK: "テレワーク",
}  # fmt: skip
"""Short, for the journal; the ministry's own words are those of the declarations."""


class Eligible(StrEnum):
    YES = "yes"
    NO = "no"
    UNDECIDED = "undecided"  # 要確認


ELIGIBLE_TITLES: Mapping[Eligible, str] = {
    Eligible.YES: "対象", Eligible.NO: "対象外", Eligible.UNDECIDED: "要確認",
}  # fmt: skip


class Funding(StrEnum):
    GENERAL = "general"
    NATIONAL = "national"
    PREFECTURAL = "prefectural"
    BONDS = "bonds"
    OTHER = "other"


FUNDING_TITLES: Mapping[Funding, str] = {
    Funding.GENERAL: "一般財源", Funding.NATIONAL: "国庫", Funding.PREFECTURAL: "県費",
    Funding.BONDS: "地方債", Funding.OTHER: "その他",
}  # fmt: skip


class VoucherKind(StrEnum):
    INVOICE = "invoice"
    CONTRACT = "contract"
    INSPECTION = "inspection"
    PAYMENT = "payment"
    ESTIMATE = "estimate"
    OTHER = "other"


VOUCHER_TITLES: Mapping[VoucherKind, str] = {
    VoucherKind.INVOICE: "請求書", VoucherKind.CONTRACT: "契約書",
    VoucherKind.INSPECTION: "検収調書", VoucherKind.PAYMENT: "支出命令・領収書",
    VoucherKind.ESTIMATE: "見積書", VoucherKind.OTHER: "その他",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Voucher:
    """A document of a cost. `path`: for `Files`; `size` in bytes."""

    sha256: str
    name: str
    kind: VoucherKind
    path: str
    size: int
    id: int = 0


@dataclass(frozen=True, slots=True)
class Struck:
    """A line that was struck out: it stays, and counts no more."""

    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class CostItem:
    """One line. `amount`: the whole invoice; where several municipalities bear it (`share`), ours
    is `own_amount`, and `funding` is the split of that: it sums to `own_amount`. `serial` grows
    with each change."""

    id: int
    year: FiscalYear
    contracted_on: date | None
    inspected_on: date | None
    paid_on: date | None
    payee: str
    title: str
    amount: int
    tax: int
    measure: Measure | None
    category: str | None
    eligible: Eligible
    reason: str = ""
    decided_by: str = ""
    funding: Mapping[Funding, int] = field(default_factory=dict)
    other_claims: str = ""
    vouchers: tuple[Voucher, ...] = ()
    department: str = ""
    project: str = ""
    share: Share | None = None
    struck: Struck | None = None
    serial: int = 1

    @property
    def own_amount(self) -> int:
        """Yen that are ours."""
        return self.share.own_part(self.amount) if self.share else self.amount

    @property
    def specific_funds(self) -> int:
        """特定財源 of our part: all but 一般財源, in yen."""
        return sum(yen for fund, yen in self.funding.items() if fund is not Funding.GENERAL)

    @property
    def general_funds(self) -> int:
        return self.own_amount - self.specific_funds
