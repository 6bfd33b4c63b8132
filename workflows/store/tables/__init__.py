"""The tables, one module a subject. Times are UTC; paths are relative to the home folder, with `/`.

A new subject gets a module here, is imported below, and gets its own migration.
"""

from workflows.store.tables.accounts import AccountRow, SessionRow, TryRow
from workflows.store.tables.alike import AlikeCellRow
from workflows.store.tables.audit import AuditHeadRow, AuditRow
from workflows.store.tables.base import Base, Json, Utc
from workflows.store.tables.desk import DraftRow, PastReadingRow, SendBackRow
from workflows.store.tables.exports import ExportRow
from workflows.store.tables.second import (
    ReviewCostRow,
    SamplingRateRow,
    SecondLookRow,
    SecondTaskRow,
)
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
    "AuditHeadRow",
    "AuditRow",
    "Base",
    "DocumentRow",
    "DraftRow",
    "EntryRow",
    "EvidenceRow",
    "ExportRow",
    "Json",
    "LockRow",
    "PageRow",
    "PastReadingRow",
    "ReadingRow",
    "RecordRow",
    "ReviewCostRow",
    "SamplingRateRow",
    "SecondLookRow",
    "SecondTaskRow",
    "SendBackRow",
    "SessionRow",
    "TimingRow",
    "TransitionRow",
    "TryRow",
    "Utc",
]
