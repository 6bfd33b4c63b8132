"""The measures in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workflows.fieldwords import TYPES
from workflows.measures import ENOUGH, Share, Spread, Verdict, Worth
from workflows.measures.service import Report

FEW = "—"
_WORDS: Mapping[Verdict, str] = {
    Verdict.TOO_FEW: f"まだ分かりません（{ENOUGH} 件から）",
    Verdict.CHEAPER: "手入力より速い",
    Verdict.UNSURE: "手入力と同じくらい",
    Verdict.DEARER: "手入力より遅い",
}


@dataclass(frozen=True, slots=True)
class WorthLine:
    """Seconds a record. `is_loss`: sure to cost more than typing."""

    form: str
    title: str
    records: int
    touched: int
    mean: str
    typing: str
    words: str
    is_loss: bool


@dataclass(frozen=True, slots=True)
class TimeLine:
    """`whole`: of whole records of a form, not of a kind of field."""

    title: str
    whole: bool
    n: int
    median: str
    p90: str


@dataclass(frozen=True, slots=True)
class ShareLine:
    month: str
    title: str
    records: int
    of_fields: str
    of_records: str


def worths(found: Iterable[Worth], titles: Mapping[str, str]) -> tuple[WorthLine, ...]:
    return tuple(
        WorthLine(
            each.form, titles.get(each.form, each.form), each.records, each.touched,
            seconds(each.mean), str(each.typing), _WORDS[each.verdict],
            each.verdict is Verdict.DEARER,
        )
        for each in found
    )  # fmt: skip


def fields(report: Report, titles: Mapping[str, str]) -> tuple[TimeLine, ...]:
    """Each form's records, then its kinds of fields."""
    by_form = {each.form: each.spread for each in report.records}
    forms = sorted({*by_form, *(each.form for each in report.fields)})
    lines: list[TimeLine] = []
    for form in forms:
        whole = by_form.get(form, Spread(0, None, None))
        lines.append(_time(f"{titles.get(form, form)}（1 件あたり）", whole, whole=True))
        lines += [
            _time(TYPES[each.kind], each.spread, whole=False)
            for each in report.fields
            if each.form == form
        ]
    return tuple(lines)


def shares(found: Sequence[Share], titles: Mapping[str, str]) -> tuple[ShareLine, ...]:
    return tuple(
        ShareLine(
            _month(each.month), titles.get(each.form, each.form), each.records,
            f"{each.of_fields:.1%}", f"{each.of_records:.1%}",
        )
        for each in found
    )  # fmt: skip


def seconds(value: float | None) -> str:
    return FEW if value is None else f"{value:.1f}"


def _time(title: str, spread: Spread, *, whole: bool) -> TimeLine:
    return TimeLine(title, whole, spread.n, seconds(spread.median), seconds(spread.p90))


def _month(text: str) -> str:
    year, _, month = text.partition("-")
    return f"{year}年{int(month)}月"
