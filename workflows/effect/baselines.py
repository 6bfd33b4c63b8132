"""How long typing takes by hand, and what an hour of work costs: entered by the office.

A form's seconds a record are, in this order: the mean of what was timed (all seconds over all
records) up to the end of the fiscal year, else of what was timed later; the office's latest
estimate; the form's own `manual_seconds`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.catalogue import Catalogue
from forms.errors import DoubtError, StoreError
from workflows.audit import Act, AuditLog
from workflows.clock import TOKYO, Clock, utc_now
from workflows.effect.tally import Basis
from workflows.fiscal import FiscalYear
from workflows.store.database import Store
from workflows.store.tables import BaselineRow, HourlyRateRow

DAY_SECONDS = 86_400
MAX_RECORDS, MAX_PEOPLE, MAX_YEN, MAX_TEXT = 100_000, 100, 100_000, 500


class BadFigure(DoubtError):
    default_advice = "入力を確かめて、もう一度登録してください。"


class NoBaseline(StoreError):
    default_advice = "一覧を開き直して、もう一度選んでください。"


class Kind(StrEnum):
    MEASURED = "measured"
    ESTIMATED = "estimated"


@dataclass(frozen=True, slots=True)
class Baseline:
    """`seconds` of all `people` together, for `records` records. `by` entered it at `at`."""

    id: int
    form: str
    kind: Kind
    day: date
    records: int
    seconds: int
    people: int
    note: str
    by: str
    at: datetime
    struck_by: str | None = None
    struck_at: datetime | None = None
    struck_because: str | None = None

    @property
    def holds(self) -> bool:
        return self.struck_at is None

    @property
    def seconds_a_record(self) -> Decimal:
        return Decimal(self.seconds) / self.records


@dataclass(frozen=True, slots=True)
class HourlyRate:
    """Yen an hour in a fiscal year, with where the figure is from."""

    year: FiscalYear
    yen: int
    source: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Manual:
    """Seconds of typing one record; `seconds` None where nobody knows. `source` in Japanese."""

    seconds: Decimal | None
    basis: Basis
    source: str


class Baselines:
    """What people enter, with a line of the audit log for each."""

    def __init__(
        self, store: Store, catalogue: Catalogue, audit: AuditLog, clock: Clock = utc_now
    ) -> None:
        self._store, self._catalogue, self._audit, self._clock = store, catalogue, audit, clock

    def measure(
        self, form: str, day: date, *, records: int, seconds: int, people: int, note: str, by: str
    ) -> int:
        """What a stop-watch showed: `seconds` of all people together. Returns its id.

        Raises SetupError for an unknown form, BadFigure.
        """
        return self._add(form, Kind.MEASURED, day, (records, seconds, people), note, by)

    def estimate(self, form: str, *, seconds: int, note: str, by: str) -> int:
        """What the office thinks one record takes. Raises SetupError, BadFigure."""
        today = self._clock().astimezone(TOKYO).date()
        return self._add(form, Kind.ESTIMATED, today, (1, seconds, 1), note, by)

    def strike(self, baseline_id: int, *, because: str, by: str) -> None:
        """It holds no more; it stays in the list. Raises NoBaseline, BadFigure."""
        reason = _text(because, "理由")
        with self._store.write() as session:
            row = session.get(BaselineRow, baseline_id)
            if row is None or row.struck_at is not None:
                raise NoBaseline("その手入力の時間は、もう使われていません。")
            row.struck_by, row.struck_at, row.struck_because = by, self._clock(), reason
            what = f"baseline={row.id} form={row.form} struck"
            self._audit.note_in(session, by, Act.SETTING_CHANGED, what=what)

    def set_rate(self, year: FiscalYear, yen: int, *, source: str, by: str) -> None:
        """The year's hourly rate, in place of an earlier one. Raises BadFigure."""
        _within(yen, MAX_YEN, "時間単価", "円")
        row = HourlyRateRow(
            year=year.begins, yen=yen, source=_text(source, "根拠"), by=by, at=self._clock()
        )
        with self._store.write() as session:
            session.add(row)
            what = f"hourly_rate={yen} year={year}"
            self._audit.note_in(session, by, Act.SETTING_CHANGED, what=what)

    def all(self) -> tuple[Baseline, ...]:
        """By form, the newest first; struck ones too."""
        with self._store.read() as session:
            found = sorted(baselines_in(session), key=lambda e: (e.day, e.id), reverse=True)
        return tuple(sorted(found, key=lambda each: each.form))

    def rate(self, year: FiscalYear) -> HourlyRate | None:
        with self._store.read() as session:
            return rate_in(session, year)

    def _add(
        self, form: str, kind: Kind, day: date, counts: tuple[int, int, int], note: str, by: str
    ) -> int:
        records, seconds, people = counts
        form = self._catalogue[form].id
        _check(day, counts, self._clock())
        row = BaselineRow(
            form=form, kind=kind, day=day, records=records, seconds=seconds, people=people,
            note=_text(note, "備考", needed=kind is Kind.ESTIMATED), by=by, at=self._clock(),
        )  # fmt: skip
        with self._store.write() as session:
            session.add(row)
            session.flush()
            what = f"baseline={row.id} form={form} {kind} records={records} seconds={seconds}"
            self._audit.note_in(session, by, Act.SETTING_CHANGED, what=what)
            return row.id


def baselines_in(session: Session) -> tuple[Baseline, ...]:
    """All, struck ones too, as they were entered."""
    return tuple(
        Baseline(
            row.id, row.form, Kind(row.kind), row.day, row.records, row.seconds, row.people,
            row.note, row.by, row.at, row.struck_by, row.struck_at, row.struck_because,
        )
        for row in session.scalars(select(BaselineRow).order_by(BaselineRow.id))
    )  # fmt: skip


def rate_in(session: Session, year: FiscalYear) -> HourlyRate | None:
    """The one entered last."""
    query = select(HourlyRateRow).where(HourlyRateRow.year == year.begins)
    row = session.scalars(query.order_by(HourlyRateRow.id.desc()).limit(1)).first()
    return HourlyRate(year, row.yen, row.source, row.by, row.at) if row else None


def manual_of(form: str, own: int | None, found: Iterable[Baseline], year: FiscalYear) -> Manual:
    """`own`: the form's `manual_seconds`; None where the form is not declared any more."""
    mine = [each for each in found if each.form == form and each.holds]
    timed = [each for each in mine if each.kind is Kind.MEASURED]
    within = [each for each in timed if each.day <= year.last]
    if used := within or timed:
        return _measured(used)
    thought = [each for each in mine if each.kind is Kind.ESTIMATED]
    if thought:
        latest = max(thought, key=lambda each: each.id)
        return Manual(latest.seconds_a_record, Basis.ESTIMATED, f"団体の見積り（{latest.note}）")
    if own is None:
        return Manual(None, Basis.ESTIMATED, "手入力の時間が分かりません")
    return Manual(Decimal(own), Basis.ESTIMATED, "様式の標準（見積り）")


def _measured(used: Sequence[Baseline]) -> Manual:
    records = sum(each.records for each in used)
    seconds = Decimal(sum(each.seconds for each in used)) / records
    days = sorted({each.day for each in used})
    when = f"{days[0]}" if len(days) == 1 else f"{days[0]}〜{days[-1]}"
    return Manual(seconds, Basis.MEASURED, f"計測（{when}、{len(used)} 回、{records} 件）")


def _check(day: date, counts: tuple[int, int, int], now: datetime) -> None:
    records, seconds, people = counts
    if day > now.astimezone(TOKYO).date():
        raise BadFigure("計測した日が、今日より後です。")
    _within(records, MAX_RECORDS, "件数", "件")
    _within(people, MAX_PEOPLE, "人数", "人")
    _within(seconds, records * DAY_SECONDS, "時間", "秒")


def _within(value: int, most: int, name: str, unit: str) -> None:
    if not 1 <= value <= most:
        raise BadFigure(f"{name}は 1 から {most:,} {unit}までで入力してください。")


def _text(text: str, name: str, *, needed: bool = True) -> str:
    """On one line, without what no database keeps. Raises BadFigure."""
    said = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if needed and not said:
        raise BadFigure(f"{name}を入力してください。")
    if len(said) > MAX_TEXT:
        raise BadFigure(f"{name}は {MAX_TEXT} 字までで入力してください。")
    return said
