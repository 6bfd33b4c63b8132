"""Texts as people and programs write them → a draft. The same for the page, the command and a
file; what is not understood is refused, never guessed."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from forms.errors import BadDeclaration, DoubtError, SetupError
from forms.values import dates
from forms.values.text import half_width
from workflows.clock import day_of
from workflows.fiscal import FiscalYear
from workflows.ledger.draft import CostDraft
from workflows.ledger.errors import BadCost
from workflows.ledger.item import ELIGIBLE_TITLES, Eligible, Funding, Measure
from workflows.ledger.measures import MeasureDeclaration
from workflows.ledger.sharing import KEY_TITLES, Key, Share, share_of
from workflows.ledger.sheets.columns import BY_ID

Value = TypeVar("Value")
Measures = Callable[[FiscalYear], Sequence[MeasureDeclaration]]
_YEN = re.compile(r"(?P<sign>[▲△-])?(?P<yen>[0-9]{1,3}(?:[,、][0-9]{3})+|[0-9]+)")
_MARKS = str.maketrans({"−": "-", "－": "-", "‐": "-", "‑": "-", "–": "-", "，": ",", "､": "、"})
_MIDNIGHT = re.compile(r"[ T]0?0:00(:00)?$")  # what programs put behind a day
_COMPACT = re.compile(r"[12][0-9]{7}")


def draft_of(
    texts: Mapping[str, str], measures: Measures, year: FiscalYear | None = None
) -> tuple[CostDraft | None, tuple[BadCost, ...]]:
    """A draft out of texts by the ids of `columns`, or every mistake, each with its column.

    `year`: for a line that names none; without one it follows from 検収日 or 契約日.
    """
    reading = _Reading(texts)
    contracted = reading.of("contracted_on", day, None)
    inspected = reading.of("inspected_on", day, None)
    of_year = reading.of("year", _year, year or _year_of(inspected or contracted))
    for name in ("payee", "title", "amount"):
        reading.need(name)
    if of_year is None and not reading.text("year"):
        reading.tell("year", "年度が分かりません。", "年度か、検収日・契約日を入れてください。")
    known = reading.measures(measures, of_year) if of_year else ()
    made = CostDraft(
        year=of_year or FiscalYear(0), payee=reading.text("payee"), title=reading.text("title"),
        amount=reading.of("amount", yen, None) or 0, tax=reading.of("tax", yen, None) or 0,
        contracted_on=contracted, inspected_on=inspected,
        paid_on=reading.of("paid_on", day, None),
        measure=reading.measure(known, of_year) if of_year else None,
        category=_category(reading.text("category"), known),
        eligible=reading.of("eligible", _eligible, Eligible.UNDECIDED),
        reason=reading.text("reason"), decided_by=reading.text("decided_by"),
        funding={each: reading.of(each.value, yen, None) or 0 for each in Funding},
        other_claims=reading.text("other_claims"), department=reading.text("department"),
        project=reading.text("project"), share=reading.share(),
    )  # fmt: skip
    return (None if reading.mistakes else made), tuple(reading.mistakes)


class _Reading:
    """Texts of one line, and the mistakes found in them so far."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self.mistakes: list[BadCost] = []

    def text(self, name: str) -> str:
        return self._texts.get(name, "").strip()

    def of(self, name: str, read: Callable[[str, str], Value], default: Value) -> Value:
        """What `read` makes of a text; the default where there is none, or a mistake in it."""
        try:
            return read(self.text(name), name) if self.text(name) else default
        except BadCost as error:
            self.mistakes.append(error)
            return default

    def need(self, name: str) -> None:
        if not self.text(name):
            self.tell(name, f"{BY_ID[name].title}がありません。")

    def tell(self, name: str, message: str, advice: str | None = None) -> None:
        self.mistakes.append(BadCost(message, field=name, advice=advice))

    def measure(self, known: Sequence[MeasureDeclaration], year: FiscalYear) -> Measure | None:
        if not known:  # told by `measures`
            return None
        return self.of("measure", lambda text, _: _measure(text, known, year), None)

    def measures(self, measures: Measures, year: FiscalYear) -> Sequence[MeasureDeclaration]:
        """None for a year without any: told only where the line names one."""
        try:
            return measures(year)
        except BadDeclaration:
            raise
        except SetupError as error:
            if self.text("measure"):
                self.tell("measure", error.message, error.advice)
            return ()

    def share(self) -> Share | None:
        key = self.of("share_key", _key, None)
        if key is None:
            if self.text("share") and not self.text("share_key"):
                self.tell("share_key", "按分の団体がありますが、按分の方法がありません。")
            return None
        if not self.text("share"):
            self.tell("share", "按分の方法がありますが、按分の団体がありません。")
        return self.of("share", lambda text, _: share_of(key, text), None)


def yen(text: str, name: str) -> int:
    """Whole yen: 1,234 ￥1,234円 １２３４ ▲500 1、234. Raises BadCost for anything else."""
    title = BY_ID[name].title
    plain = "".join(half_width(ch) for ch in text if not ch.isspace()).translate(_MARKS)
    bare = plain.replace("¥", "", 1).replace("￥", "", 1).replace("\\", "", 1).removesuffix("円")
    found = _YEN.fullmatch(bare)
    if not found:
        raise BadCost(
            f"{title}「{_shown(text)}」を金額として読めません。", field=name,
            advice="円の整数で入れてください (例: 1,234,000)。千円・小数・計算は使えません。",
        )  # fmt: skip
    value = int(re.sub("[,、]", "", found["yen"]))
    return -value if found["sign"] else value


def day(text: str, name: str) -> date:
    """令和6年4月1日, R6.4.1, 2024/4/1 0:00, 20240401. Raises BadCost."""
    title = BY_ID[name].title
    bare = _MIDNIGHT.sub("", text)
    plain = "".join(half_width(ch) for ch in bare if not ch.isspace())
    if _COMPACT.fullmatch(plain):
        plain = f"{plain[:4]}-{plain[4:6]}-{plain[6:]}"
    try:
        return day_of(dates.day(plain, title))
    except (DoubtError, ValueError) as error:
        raise BadCost(
            f"{title}「{_shown(text)}」を日付として読めません。", field=name,
            advice="令和6年4月1日、R6.4.1、2024-04-01 のように入れてください。",
        ) from error  # fmt: skip


def _year(text: str, name: str) -> FiscalYear:
    try:
        return FiscalYear.parse(text)
    except SetupError as error:
        raise BadCost(error.message, field=name, advice=error.advice) from error


def _year_of(day: date | None) -> FiscalYear | None:
    return FiscalYear.of(day) if day else None


def _measure(text: str, known: Sequence[MeasureDeclaration], year: FiscalYear) -> Measure | None:
    """By its title, its id, or the first word of its title (RPA)."""
    said = _bare(text)
    for each in known:
        if said in (_bare(each.title), each.id.value, _bare(each.title.split()[0])):
            return each.id
    titles = "、".join(each.title for each in known)
    raise BadCost(
        f"措置「{_shown(text)}」は{year}にありません。", field="measure",
        advice=f"使える措置: {titles}" if titles else None,
    )  # fmt: skip


def _category(text: str, known: Sequence[MeasureDeclaration]) -> str | None:
    """In the ministry's own writing where only width or spaces differ."""
    titles = {_bare(title): title for each in known for title in each.categories}
    return titles.get(_bare(text), text) or None


def _eligible(text: str, name: str) -> Eligible:
    said = _bare(text)
    for each, title in ELIGIBLE_TITLES.items():
        if said in (title, each.value, _MARKS_OF[each]):
            return each
    raise BadCost(
        f"対象「{_shown(text)}」は使えません。", field=name,
        advice="対象・対象外・要確認 (○・×・？) のどれかです。",
    )  # fmt: skip


_MARKS_OF = {Eligible.YES: "○", Eligible.NO: "×", Eligible.UNDECIDED: "?"}


def _key(text: str, name: str) -> Key | None:
    said = _bare(text)
    for each, title in KEY_TITLES.items():
        if said in (title, each.value):
            return each
    raise BadCost(
        f"按分の方法「{_shown(text)}」は使えません。", field=name,
        advice=f"使える値: {'、'.join(KEY_TITLES.values())}",
    )  # fmt: skip


def _bare(text: str) -> str:
    """For comparing: without width and spaces."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _shown(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:30]}…"
