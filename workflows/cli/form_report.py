"""`utsushi form test --all --report FILE`: the line of all forms, and every field in a file."""

import csv
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from forms.errors import SetupError
from forms.mask import mask_value
from forms.record import Value
from workflows.templates import FieldResult, FormResult, Totals, Verdict
from workflows.templates.totals import LEAST_RIGHT

VERDICTS = {
    Verdict.RIGHT: "正しい", Verdict.DOUBTED_RIGHT: "確認へ (値は正しい)",
    Verdict.DOUBTED_WRONG: "確認へ (値は違う)", Verdict.WRONG: "誤り (確認なしに採用)",
}  # fmt: skip
_HEAD = ("様式", "版", "見本", "項目 id", "項目", "正しい値", "読み取り", "確認へ", "判定")


def totals_line(all_: Totals) -> str:
    """Of all forms together; shares are of the fields."""
    unread = f"、読めない見本 {all_.unread}" if all_.unread else ""
    return (
        f"合計 {all_.forms} 様式、{all_.papers} 見本{unread}、{all_.fields:,} 項目: "
        f"値が正しい {_share(all_.right, all_.fields)}、"
        f"確認なしに採用 {_share(all_.accepted, all_.fields)}、"
        f"誤りを採用 {_share(all_.wrong, all_.fields)}"
    )


def shortfall(all_: Totals) -> str:
    """What to say where too little is right; empty where enough is."""
    if all_.is_enough:
        return ""
    return f"値が正しい項目が、目標の {LEAST_RIGHT:.0%} に届きません。"


def write_report(results: Sequence[FormResult], path: Path) -> None:
    """Every field of every golden scan as CSV for a spreadsheet; private values masked. Raises
    SetupError where it cannot be written."""
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(_HEAD)
            writer.writerows([_plain(cell) for cell in row] for row in _rows(results))
    except OSError as error:
        raise SetupError(
            f"{path.name} に書けません。", advice="書き込めるフォルダのファイルを指定してください。"
        ) from error
    print(f"{path} に書きました。", file=sys.stderr)


def _rows(results: Sequence[FormResult]) -> Iterator[tuple[str, ...]]:
    for result in results:
        form = result.form
        for paper in result.papers:
            name = (form.title, form.version, paper.golden.name)
            if paper.problem:
                yield (*name, "", "", "", "", "", paper.problem)
            for each in paper.fields:
                yield (*name, each.field.id, each.field.label, *_cells(each))


def _cells(each: FieldResult) -> tuple[str, ...]:
    doubted = "○" if each.seen.is_doubted else ""
    return _text(each, each.truth), _text(each, each.seen.value), doubted, VERDICTS[each.verdict]


def _text(each: FieldResult, value: Value) -> str:
    shown = mask_value(each.field, value)
    return "・".join(shown) if isinstance(shown, tuple) else shown or ""


def _plain(text: str) -> str:
    """A spreadsheet takes it for text, not for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _share(count: int, all_: int) -> str:
    return f"{count:,} ({count / all_:.2%})" if all_ else "0"
