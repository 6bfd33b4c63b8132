"""The tables, one module a subject. Times are UTC; paths are relative to the home folder, with `/`.

A new subject gets a module here, is imported below, and gets its own migration.
"""

from workflows.store.tables.base import Base, Json, Utc
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
    "AnswerRow",
    "Base",
    "DocumentRow",
    "EntryRow",
    "EvidenceRow",
    "Json",
    "LockRow",
    "PageRow",
    "ReadingRow",
    "RecordRow",
    "TimingRow",
    "TransitionRow",
    "Utc",
]
