"""The silent error in words: shares with their interval."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workflows.fieldwords import TYPES
from workflows.second_looks.silent import Silent

BLANKS = "空欄"


@dataclass(frozen=True, slots=True)
class SilentLine:
    """One row of the table. `whole`: the sum of a form."""

    title: str
    whole: bool
    looked: int
    wrong: int
    pending: int
    open: int
    unread: int
    share: str
    interval: str


def lines(found: Iterable[Silent], titles: Mapping[str, str]) -> tuple[SilentLine, ...]:
    return tuple(_line(each, titles) for each in found)


def _line(each: Silent, titles: Mapping[str, str]) -> SilentLine:
    title = titles.get(each.form, each.form) if each.whole else _kind(each)
    lower, upper = each.bounds
    return SilentLine(
        title, each.whole, each.looked, each.wrong, each.pending, each.open, each.unread,
        "—" if each.share is None else percent(each.share),
        f"{percent(lower)} 〜 {percent(upper)}" if each.looked else "—",
    )  # fmt: skip


def _kind(each: Silent) -> str:
    return TYPES[each.kind] if each.kind else BLANKS


def percent(share: float) -> str:
    """0.05 %: two places, more where the share is smaller than that shows."""
    value = share * 100
    if value and value < 0.01:
        return f"{value:.3f} %"
    return f"{value:.2f} %"
