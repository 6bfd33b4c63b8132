"""Texts with slots in Japanese words: `{kana|half_kana}` is フリガナ (半角カナ)."""

from bots.scenario.expressions import Filter, Slot, Template
from bots.scenario.scenario import Scenario

FILTERS = {
    "era": "元号",
    "era_letter": "元号の頭文字",
    "yy": "年 2 桁",
    "mm": "月 2 桁",
    "dd": "日 2 桁",
    "y": "年",
    "m": "月",
    "d": "日",
    "yyyy": "西暦の年",
    "slashed": "西暦 / 区切り",
    "era_date": "和暦",
    "half_kana": "半角カナ",
    "full_width": "全角",
    "half_width": "半角",
    "family": "姓",
    "given": "名",
    "phone": "電話番号",
    "postal": "ハイフン付き",
    "code": "コード",
}
"""What a filter does, for reading aloud; others are shown as they are written."""


class Wording:
    """Says what a text of one scenario stands for."""

    def __init__(self, scenario: Scenario) -> None:
        self._labels = {each.id: each.label for each in scenario.form.fields}

    def show(self, template: Template) -> str:
        """The fields by their names on the paper, words as they are."""
        parts = template.parts
        return "".join(part if isinstance(part, str) else self._slot(part) for part in parts)

    def _slot(self, slot: Slot) -> str:
        name = self._labels.get(slot.name, slot.name)
        ways = [_way(each) for each in slot.filters]
        return f"[{name}{': ' + '・'.join(ways) if ways else ''}]"


def _way(used: Filter) -> str:
    if used.name in ("first", "last") and used.argument:
        return f"{'初め' if used.name == 'first' else '終わり'}の {used.argument} 文字"
    if used.name == "phone" and used.argument:
        return f"{used.argument} つ目の区切り"
    if used.name == "after":
        return f"「{used.argument}」の後"
    if used.name == "or":
        return f"空なら「{used.argument}」"
    words = FILTERS.get(used.name, used.name)
    return f"{words} {used.argument}" if used.name == "code" else words
