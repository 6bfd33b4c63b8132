"""Is the audit log what it was? Every line, its end, and the marks that were kept of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.audit.acts import Act
from workflows.audit.marks import FILE, Marks
from workflows.audit.seals import KEY_FILE, START, Content, Sealer, is_same
from workflows.store.database import Store
from workflows.store.tables import AuditHeadRow, AuditRow

_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was written. `number`: the line; 0 for the log as a whole."""

    number: int
    message: str


@dataclass(frozen=True, slots=True)
class Verified:
    count: int
    findings: tuple[Finding, ...]

    @property
    def is_intact(self) -> bool:
        return not self.findings


@dataclass
class _Walk:
    """What was met on the way from the first line to the last."""

    count: int = 0
    number: int = 0  # of the line before
    seal: str = START
    wrong: int = 0
    findings: list[Finding] = field(default_factory=list)


def verify(store: Store, home: Path, kept: tuple[int, str] | None = None) -> Verified:
    """`kept`: a mark from the safe (see `marks.printed`): count and start of the seal.

    Raises StoreError.
    """
    marks = Marks.of(home).all()
    wanted = {mark.count for mark in marks} | ({kept[0]} if kept else set())
    with store.read() as session:
        walk, seals = _walked(session, Sealer.of(home), wanted)
        walk.findings += _end(session, Sealer.of(home), walk)
    for mark in marks:
        walk.findings += _against(seals, mark.count, mark.last, f"{FILE.name} の印")
    if kept:
        walk.findings += _against(seals, *kept, "控えの印")
    if walk.count and walk.wrong == walk.count:
        other = f"すべての行が鍵 ({KEY_FILE}) と合いません。鍵が失われたか、別のものです。"
        walk.findings.insert(0, Finding(0, other))
    return Verified(walk.count, tuple(dict.fromkeys(walk.findings)))


def _walked(session: Session, sealer: Sealer, wanted: set[int]) -> tuple[_Walk, dict[int, str]]:
    walk, seals = _Walk(), {0: START}
    rows = session.scalars(
        select(AuditRow).order_by(AuditRow.number).execution_options(yield_per=_AT_ONCE)
    )
    for row in rows:
        walk.findings += _line(sealer, walk, row)
        walk.count, walk.number, walk.seal = walk.count + 1, row.number, row.seal
        if row.number in wanted:
            seals[row.number] = row.seal
    return walk, seals


def _line(sealer: Sealer, walk: _Walk, row: AuditRow) -> Iterator[Finding]:
    n = row.number
    if n != walk.number + 1:
        walk.wrong += 1
        yield Finding(n, f"{walk.number + 1} 行目から {n - 1} 行目までがありません。")
        return  # what it was sealed over is gone
    content = Content(n, row.at, row.by, row.act, row.record_id, row.field, row.what)
    if not is_same(sealer.line(walk.seal, content), row.seal):
        walk.wrong += 1
        yield Finding(n, f"{n} 行目の内容か順序が、書かれたときと違います。")
    if row.act == Act.LOG_BROKEN:
        yield Finding(n, f"{n} 行目の前で、ログの終わりの印が失われていました。")


def _end(session: Session, sealer: Sealer, walk: _Walk) -> Iterator[Finding]:
    head = session.scalars(select(AuditHeadRow)).one_or_none()
    if head is None:
        if walk.count:
            yield Finding(0, "ログの終わりの印がありません。")
        return
    if not is_same(sealer.head(head.count, head.last), head.seal):
        yield Finding(0, "ログの終わりの印が、書かれたときと違います。")
    if head.count > walk.number:
        yield Finding(
            walk.number, f"{walk.number + 1} 行目から {head.count} 行目までがありません。"
        )
    elif head.count < walk.number or head.last != walk.seal:
        yield Finding(walk.number, f"最後の行 ({walk.number} 行目) が終わりの印と合いません。")


def _against(seals: dict[int, str], count: int, start: str, what: str) -> Iterator[Finding]:
    if count not in seals:
        yield Finding(count, f"{what}にある {count} 行目がありません。")
    elif not is_same(seals[count][: len(start)], start):
        yield Finding(count, f"{what}と {count} 行目が合いません。前の行から書き換えられています。")
