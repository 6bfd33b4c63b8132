"""The tables, one module a subject. Times are UTC; paths are relative to the home folder, with `/`.

A new subject gets a module here, is imported below, and gets its own migration.
"""

from workflows.store.tables.accounts import AccountRow, SessionRow, TryRow
from workflows.store.tables.alike import AlikeCellRow
from workflows.store.tables.approvals import (
    ApprovalRecordRow,
    ApprovalRow,
    SwitchRow,
    ToldRow,
)
from workflows.store.tables.audit import AuditHeadRow, AuditRow
from workflows.store.tables.backups import BackupRow
from workflows.store.tables.base import Base, Json, Utc
from workflows.store.tables.claims import ClaimNoteRow, ClaimRow
from workflows.store.tables.desk import DraftRow, PastReadingRow, SendBackRow
from workflows.store.tables.effect import BaselineRow, HourlyRateRow, MonthlyReportRow
from workflows.store.tables.electronic import ElectronicRow
from workflows.store.tables.exports import ExportRow
from workflows.store.tables.health import RunInHandRow, WorkerRow
from workflows.store.tables.ledger import (
    CostImportRow,
    CostJournalRow,
    CostLockRow,
    CostRow,
    StrengthRow,
    VoucherRow,
)
from workflows.store.tables.retention import DeletionRow
from workflows.store.tables.second import (
    ReviewCostRow,
    SamplingRateRow,
    SecondLookRow,
    SecondTaskRow,
)
from workflows.store.tables.shared import CommonRow, HandOutRow
from workflows.store.tables.stacks import SeparatorRow, StackPartRow
from workflows.store.tables.work import (
    AnswerRow,
    DocumentRow,
    EntryRow,
    EvidenceRow,
    LockRow,
    PageRow,
    ReadingRow,
    RecordRow,
    TimingRow,
    TransitionRow,
)

__all__ = [
    "AccountRow",
    "AlikeCellRow",
    "AnswerRow",
    "ApprovalRecordRow",
    "ApprovalRow",
    "AuditHeadRow",
    "AuditRow",
    "BackupRow",
    "Base",
    "BaselineRow",
    "ClaimNoteRow",
    "ClaimRow",
    "CommonRow",
    "CostImportRow",
    "CostJournalRow",
    "CostLockRow",
    "CostRow",
    "DeletionRow",
    "DocumentRow",
    "DraftRow",
    "ElectronicRow",
    "EntryRow",
    "EvidenceRow",
    "ExportRow",
    "HandOutRow",
    "HourlyRateRow",
    "Json",
    "LockRow",
    "MonthlyReportRow",
    "PageRow",
    "PastReadingRow",
    "ReadingRow",
    "RecordRow",
    "ReviewCostRow",
    "RunInHandRow",
    "SamplingRateRow",
    "SecondLookRow",
    "SecondTaskRow",
    "SendBackRow",
    "SeparatorRow",
    "SessionRow",
    "StackPartRow",
    "StrengthRow",
    "SwitchRow",
    "TimingRow",
    "ToldRow",
    "TransitionRow",
    "TryRow",
    "Utc",
    "VoucherRow",
    "WorkerRow",
]
