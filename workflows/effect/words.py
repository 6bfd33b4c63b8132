"""Figures of the effect as people read them."""

from workflows.charts.words import figure

NONE = "—"
HOUR, MINUTE, DAY = 3600, 60, 86_400


def hours(seconds: float) -> str:
    """12.5 時間; under an hour in minutes, under a minute in seconds; with a minus for a loss."""
    if abs(seconds) >= HOUR:
        return f"{_signed(seconds / HOUR, 1)} 時間"
    if abs(seconds) >= MINUTE:
        return f"{_signed(seconds / MINUTE, 1)} 分"
    return f"{_signed(seconds, 0)} 秒"


def saved(seconds: int) -> str:
    """The same, a loss named so."""
    return f"{hours(-seconds)}の損失" if seconds < 0 else hours(seconds)


def share(value: float | None) -> str:
    """All is said only of all, none only of none."""
    if value is None:
        return NONE
    return f"{min(max(value, 0.001), 0.999) if 0 < value < 1 else value:.1%}"


def yen(value: int | None) -> str:
    return NONE if value is None else f"{figure(value)} 円"


def yen_saved(value: int | None) -> str:
    """A loss named so."""
    if value is not None and value < 0:
        return f"{yen(-value)}の損失"
    return yen(value)


def month(text: str) -> str:
    """2026-04 → 2026年4月."""
    return f"{text[:4]}年{int(text[5:])}月"


def age(seconds: float) -> str:
    """3 日, 5 時間, 10 分."""
    if seconds >= DAY:
        return f"{int(seconds // DAY)} 日"
    if seconds >= HOUR:
        return f"{int(seconds // HOUR)} 時間"
    return f"{max(0, int(seconds // MINUTE))} 分"


def _signed(value: float, places: int) -> str:
    text = f"{value:,.{places}f}"
    return ("0" if text.strip("-0.") == "" else text).replace("-", "−")
