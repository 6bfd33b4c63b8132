"""What the sealed audit log says of a deletion: that, when and after which rule; never what it was.

`document 12 records=1 files=3 rule=5年 completed=2026-04-01 until=2032-03-31 sha256=…`, and when
the last of its files is gone `document 12 files=gone`. The start of the SHA-256 shows of a copy
that somebody still has whether it is that paper; from it nobody can tell what stood there.
"""

from collections.abc import Mapping

from workflows.store.tables import DeletionRow

FILES_GONE = "gone"
_SHORT = 16  # of the hash

Said = Mapping[str, str]


def said_of(row: DeletionRow, sha256: str | None) -> Said:
    """By name, in the order of the line."""
    said = {
        "document": str(row.document_id), "records": str(row.records), "files": str(row.files),
        "rule": row.rule, "completed": row.completed_on.isoformat(),
        "until": row.kept_until.isoformat(),
    }  # fmt: skip
    return {**said, "sha256": sha256[:_SHORT]} if sha256 else said


def line_of(row: DeletionRow, sha256: str | None) -> str:
    said = dict(said_of(row, sha256))
    number = said.pop("document")
    return " ".join([f"document {number}", *(f"{name}={text}" for name, text in said.items())])


def end_of(row: DeletionRow) -> str:
    """When no file is left."""
    return f"document {row.document_id} files={FILES_GONE}"


def parsed(what: str) -> Said | None:
    """None where it is no such line."""
    first, *rest = what.split(" ")
    if first != "document" or not rest or not (rest[0].isascii() and rest[0].isdigit()):
        return None
    pairs = (each.partition("=") for each in rest[1:])
    return {"document": rest[0], **{name: value for name, _, value in pairs}}
