"""Figures and months as they stand on a chart."""

from collections.abc import Sequence
from datetime import date

from forms.era import to_era


def figure(value: float, unit: str = "") -> str:
    """1,234 or 0.5, with a minus sign that people know; a share as percent for the unit `%`, where
    100 is said only of all."""
    shown = value * 100 if unit == "%" else value
    if unit == "%" and 99.9 < shown < 100:
        shown = 99.9
    text = f"{shown:,.0f}" if abs(shown) >= 100 or shown == round(shown) else f"{shown:,.1f}"
    text = "0" if text in ("-0", "-0.0") else text
    return text.replace("-", "−")


def month_labels(months: Sequence[str]) -> tuple[str, ...]:
    """`YYYY-MM` → 4月, and under the first and each January the year: 令和6年."""
    found = []
    for place, month in enumerate(months):
        year, number = int(month[:4]), int(month[5:])
        label = f"{number}月"
        if place == 0 or number == 1:
            era = to_era(date(year, number, 28))
            label += f"\n{era.era}{'元' if era.year == 1 else era.year}年"
        found.append(label)
    return tuple(found)
