"""The summary of a batch in Markdown: counts, time, what to do next."""

from collections.abc import Sequence

from workflows.flows.outcome import TROUBLE
from workflows.flows.rows import Row
from workflows.flows.words import NEXT
from workflows.store.states import TITLES, State

MOST_NAMED = 50


def markdown(title: str, rows: Sequence[Row], seconds: float, base: str) -> str:
    """`seconds`: how long the batch took; `base`: address of the review pages."""
    if not rows:
        return f"## {title}: 対象なし\n\n対象になる書類・記録はありませんでした。\n"
    parts = [
        f"## {title} {len(rows)} 件",
        _counts(rows),
        f"かかった時間: {_duration(seconds)} (1 件あたり {seconds / len(rows):.1f} 秒)",
        _trouble(rows, base),
        f"[確認画面を開く]({base}/)",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _counts(rows: Sequence[Row]) -> str:
    states = [row.state for row in rows]
    lines = [
        f"| {TITLES[state]} | {states.count(state)} | {NEXT[state]} |"
        for state in State
        if state in states
    ]
    return "\n".join(["| 状態 | 件数 | 次にすること |", "|---|---:|---|", *lines])


def _trouble(rows: Sequence[Row], base: str) -> str:
    """The records that a person must look at, each with its reason and a link."""
    found = [row for row in rows if row.state in TROUBLE]
    if not found:
        return ""
    lines = [
        f"| [記録 {row.record}]({row.address(base)}) | {_cell(row.form or '不明')} "
        f"| {_cell(row.department)} | {TITLES[row.state]} | {row.reason} |"
        for row in found[:MOST_NAMED]
    ]
    more = [f"ほか {len(found) - MOST_NAMED} 件"] if len(found) > MOST_NAMED else []
    head = [
        "### 人が確かめるもの",
        "",
        "| 記録 | 様式 | 部署 | 状態 | 理由 |",
        "|---|---|---|---|---|",
    ]
    return "\n".join([*head, *lines, *(["", *more] if more else [])])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _duration(seconds: float) -> str:
    whole = round(seconds)
    if whole < 60:
        return f"{seconds:.1f} 秒"
    if whole < 3600:
        return f"{whole // 60} 分 {whole % 60} 秒"
    return f"{whole // 3600} 時間 {whole % 3600 // 60} 分"
