"""The four charts of an effect by month, each with the table of its figures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workflows.charts import Series, bars, line, month_labels
from workflows.charts.words import figure
from workflows.effect.tally import Effect, MonthEffect

HOUR = 3600


@dataclass(frozen=True, slots=True)
class Picture:
    """`svg` can stand in a page as it is. `rows`: a month, then a cell for each of `head` after
    the first."""

    name: str
    title: str
    svg: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def pictures_of(effect: Effect, until: str = "") -> tuple[Picture, ...]:
    """Volume, automation rate, time of people, saved hours. `until`: the present month; those
    after it have no figures yet."""
    months = effect.by_month

    def series(name: str, value: Callable[[MonthEffect], float | None]) -> Series:
        return Series(name, [None if until and until < m.month else value(m) for m in months])

    return (
        _picture("volume", "処理した件数", months, "件", (
            series("届いた書類", lambda month: float(month.documents)),
            series("登録できた記録", lambda month: float(month.entered)),
        )),
        _picture("automation", "人が見ずに済んだ割合", months, "%", (
            series("記録のうち", lambda month: month.of_records),
            series("項目のうち", lambda month: month.of_fields),
        )),
        _picture("review", "職員が確認にかけた時間", months, "時間", (
            series("確認の時間", lambda month: month.review_seconds / HOUR),
        )),
        _picture("saved", "削減できた時間（マイナスは損失）", months, "時間", (
            series("削減時間", lambda month: month.saved_seconds / HOUR),
        )),
    )  # fmt: skip


def _picture(
    name: str, title: str, months: Sequence[MonthEffect], unit: str, series: Sequence[Series]
) -> Picture:
    labels = month_labels([each.month for each in months])
    if unit == "%":
        svg = line(title, labels, series, unit, most=1.0)
    else:
        svg = bars(title, labels, series, unit)
    rows = tuple(
        (_month(each.month), *(_cell(one.values[place], unit) for one in series))
        for place, each in enumerate(months)
    )
    return Picture(name, title, svg, ("月", *(f"{each.name}（{unit}）" for each in series)), rows)


def _cell(value: float | None, unit: str) -> str:
    return "—" if value is None else figure(value, unit)


def _month(month: str) -> str:
    return f"{month[:4]}年{int(month[5:])}月"
