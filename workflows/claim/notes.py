"""What became of a claim after it went out: the amount decided, and what was claimed too much."""

from datetime import date

from sqlalchemy import select

from workflows.audit import Act, AuditLog
from workflows.claim.errors import BadNote, NoSuchNote
from workflows.claim.note import ClaimNote, NoteKind
from workflows.clock import TOKYO, Clock
from workflows.fiscal import FiscalYear
from workflows.store.database import Store
from workflows.store.tables import ClaimNoteRow

MOST_THOUSANDS = 10**9
LONGEST = 500


class ClaimNotes:
    """Added and struck, never changed; each with a line of the audit log."""

    def __init__(self, store: Store, audit: AuditLog, clock: Clock) -> None:
        self._store, self._audit, self._clock = store, audit, clock

    def about(self, year: FiscalYear) -> tuple[ClaimNote, ...]:
        """Of the year itself, and what was claimed too much in earlier years and is taken from this
        one, or from none yet; struck ones too. In the order in which they were entered."""
        with self._store.read() as session:
            rows = session.scalars(select(ClaimNoteRow).order_by(ClaimNoteRow.id))
            found = [_note(row) for row in rows if row.year <= year.begins]
        return tuple(each for each in found if each.year == year or _falls_on(each, year))

    def add(
        self, year: FiscalYear, kind: NoteKind, amount: int, told_on: date, words: str, by: str,
        taken_year: FiscalYear | None = None,
    ) -> ClaimNote:  # fmt: skip
        """`amount`: thousands of yen, 0 or more. Raises BadNote."""
        said = _said(words, "内容")
        self._check(year, kind, amount, told_on, taken_year)
        row = ClaimNoteRow(
            year=year.begins, at=self._clock(), by=by, kind=kind.value, amount=amount,
            told_on=told_on, taken_year=taken_year.begins if taken_year else None, words=said,
            struck_at=None, struck_by=None, struck_reason=None,
        )  # fmt: skip
        with self._store.write() as session:
            session.add(row)
            session.flush()
            what = f"claim {year} note={row.id} kind={kind.value} thousands={amount}"
            self._audit.note_in(session, by, Act.SETTING_CHANGED, what=what)
            return _note(row)

    def strike(self, note_id: int, reason: str, by: str) -> None:
        """Raises NoSuchNote, BadNote without a reason."""
        said = _said(reason, "取り消す理由")
        with self._store.write() as session:
            row = session.get(ClaimNoteRow, note_id)
            if row is None or row.struck_at is not None:
                raise NoSuchNote
            row.struck_at, row.struck_by, row.struck_reason = self._clock(), by, said
            what = f"claim {FiscalYear(row.year)} note={note_id} struck"
            self._audit.note_in(session, by, Act.SETTING_CHANGED, what=what)

    def _check(
        self, year: FiscalYear, kind: NoteKind, amount: int, told_on: date,
        taken_year: FiscalYear | None,
    ) -> None:  # fmt: skip
        if not 0 <= amount < MOST_THOUSANDS:
            raise BadNote("額は、千円単位の 0 以上の整数で入力してください。")
        if not year.first <= told_on <= self._clock().astimezone(TOKYO).date():
            raise BadNote("日付は、その年度の始まりから今日までで入力してください。")
        if taken_year and (kind is not NoteKind.EXCESS or taken_year <= year):
            raise BadNote("差し引いた年度は、過大・錯誤のときに、後の年度を入力してください。")


def _falls_on(note: ClaimNote, year: FiscalYear) -> bool:
    is_excess = note.kind is NoteKind.EXCESS and note.holds
    return is_excess and note.taken_year in (None, year)


def _said(text: str, name: str) -> str:
    said = " ".join("".join(ch if ch.isprintable() else " " for ch in text).split())
    if not said:
        raise BadNote(f"{name}を入力してください。")
    if len(said) > LONGEST:
        raise BadNote(f"{name}は {LONGEST} 字までで入力してください。")
    return said


def _note(row: ClaimNoteRow) -> ClaimNote:
    return ClaimNote(
        row.id, FiscalYear(row.year), NoteKind(row.kind), row.amount, row.told_on, row.words,
        row.by, row.at, FiscalYear(row.taken_year) if row.taken_year else None, row.struck_by,
        row.struck_at, row.struck_reason,
    )  # fmt: skip
