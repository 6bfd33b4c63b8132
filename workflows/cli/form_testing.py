"""`utsushi form test`: golden scans read again and compared with what was accepted last."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from forms.catalogue import Catalogue
from forms.errors import SetupError
from forms.form import Form
from forms.golden import goldens_of
from forms.mask import mask_value
from workflows.cli.form_report import VERDICTS, shortfall, totals_line, write_report
from workflows.cli.tables import print_table
from workflows.makers import open_catalogue, open_reader
from workflows.settings import Settings
from workflows.templates import (
    Change,
    FieldResult,
    FormResult,
    PaperResult,
    Verdict,
    accept,
    examine,
    look_with,
    totals_of,
)

FAILED = 1
_CHANGES = {
    Change.FIRST: "初めて", Change.SAME: "", Change.BETTER: "良くなった",
    Change.WORSE: "悪くなった", Change.OTHER: "変わった",
}  # fmt: skip


def run_form_test(
    form_id: str | None,
    *,
    every: bool,
    as_json: bool,
    do_accept: bool,
    yes: bool,
    report: Path | None = None,
) -> int:
    """Exit code: 0, or 1 where a paper was not read, a field is silently wrong, one is worse than
    what was accepted, or too few are right of all forms together."""
    settings = Settings.load()
    catalogue = open_catalogue(settings)
    chosen = _chosen(catalogue, form_id, every)
    reader = open_reader(settings, catalogue)
    results = [examine(each, goldens_of(each), look_with(reader, each)) for each in chosen]
    if as_json:
        print(json.dumps([_data(each) for each in results], ensure_ascii=False, indent=2))
    else:
        for each in results:
            _show(each)
    missing = _tell_totals(catalogue, results, as_json=as_json) if every else ""
    if report:
        write_report(results, report)
    if do_accept:
        return _agree(results, yes)
    return FAILED if missing or not all(each.has_passed for each in results) else 0


def _tell_totals(catalogue: Catalogue, results: Sequence[FormResult], *, as_json: bool) -> str:
    """Say how all forms together did, and which have no golden scan; what falls short, if
    anything."""
    totals = totals_of(results)
    missing = shortfall(totals)
    bare = "、".join(each.title for each in catalogue if not goldens_of(each))
    lines = (totals_line(totals), f"見本のない様式: {bare}" if bare else "", missing)
    out = sys.stderr if as_json else sys.stdout
    print("\n".join(each for each in lines if each), file=out)
    return missing


def _chosen(catalogue: Catalogue, form_id: str | None, every: bool) -> Sequence[Form]:
    if (form_id is None) != every:
        raise SetupError(
            "どの様式を試すか決められません。",
            advice="様式の id を一つ指定するか、--all を付けます (form list で分かります)。",
        )
    forms = catalogue.revisions(catalogue[form_id].id if form_id else None)
    with_golden = [each for each in forms if goldens_of(each) and not _is_replaced(each, forms)]
    if not with_golden:
        raise SetupError(
            "見本がありません。",
            advice="確認画面の「様式」で、架空の記入例を試し読みして、見本に残してください。",
        )
    return with_golden


def _is_replaced(form: Form, forms: Sequence[Form]) -> bool:
    """A newer revision, which comes first, lies on the same paper: every scan is read as it."""
    first = next(e for e in forms if e.id == form.id and _paper(e) == _paper(form))
    return first.version != form.version


def _paper(form: Form) -> bytes:
    return form.blank.read_bytes() if form.blank.is_file() else form.version.encode()


def _agree(results: Sequence[FormResult], yes: bool) -> int:
    """Write the results down as accepted, after a yes."""
    changed = sum(_changes(each) for each in results)
    if not changed:
        print("前に認めた結果と同じです。書き換えるものはありません。", file=sys.stderr)
        return 0
    question = f"{changed} 項目の新しい結果を認めますか (次からこれと比べます)"
    if not yes and not typer.confirm(question, err=True):
        print("書き換えていません。", file=sys.stderr)
        return FAILED
    for each in results:
        accept(each)
    print(f"{changed} 項目の結果を認めました。", file=sys.stderr)
    return 0


def _changes(result: FormResult) -> int:
    return sum(result.changed(each) for each in Change if each is not Change.SAME)


def _show(result: FormResult) -> None:
    form = result.form
    words = "合格" if result.has_passed else "要確認"
    counts = "、".join(f"{VERDICTS[each]} {result.count(each)}" for each in Verdict)
    print(f"{form.title} (版 {form.version}): {words}\n  {result.total} 項目: {counts}")
    for paper in result.papers:
        _show_paper(paper)


def _show_paper(paper: PaperResult) -> None:
    name = f"見本「{paper.golden.name}」"
    if paper.problem:
        print(f"  {name}: {paper.problem}")
    loud = [
        e for e in paper.fields if e.change is not Change.SAME or e.verdict is not Verdict.RIGHT
    ]
    if loud:
        print_table(
            name,
            ["項目", "正しい値", "読み取り", "前に認めた結果", "判定", "変化"],
            [_row(each) for each in loud],
        )
    elif paper.fields:
        print(f"  {name}: {len(paper.fields)} 項目とも正しく、前と同じです。")
    if paper.untold:
        print(f"  正しい値がない項目: {'、'.join(each.label for each in paper.untold)}")


def _row(each: FieldResult) -> tuple[str, ...]:
    before = "" if each.before in (None, each.seen) else _words(each, each.before)
    return (
        each.field.label, _text(each, each.truth), _words(each, each.seen), before,
        VERDICTS[each.verdict], _CHANGES[each.change],
    )  # fmt: skip


def _words(each: FieldResult, seen: Any) -> str:
    return _text(each, seen.value) + (" (確認へ)" if seen.is_doubted else "")


def _text(each: FieldResult, value: Any) -> str:
    shown = mask_value(each.field, value)
    return "・".join(shown) if isinstance(shown, tuple) else shown or "(空欄)"


def _data(result: FormResult) -> dict[str, Any]:
    return {
        "form": result.form.id,
        "version": result.form.version,
        "passed": result.has_passed,
        "papers": [
            {
                "name": paper.golden.name,
                "problem": paper.problem or None,
                "fields": [_field(each) for each in paper.fields],
                "untold": [each.id for each in paper.untold],
            }
            for paper in result.papers
        ],
    }


def _field(each: FieldResult) -> dict[str, Any]:
    before = each.before
    return {
        "field": each.field.id,
        "truth": mask_value(each.field, each.truth),
        "value": mask_value(each.field, each.seen.value),
        "doubted": each.seen.is_doubted,
        "before": before
        and {"value": mask_value(each.field, before.value), "doubted": before.is_doubted},
        "verdict": each.verdict.value,
        "change": each.change.value,
    }
