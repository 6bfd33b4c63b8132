"""`utsushi measures`: what review takes, held against typing, and what passes without a person."""

import json
from collections.abc import Mapping
from dataclasses import asdict

from workflows.accounts import EVERYTHING
from workflows.app import Utsushi
from workflows.cli.tables import print_table
from workflows.fieldwords import TYPES
from workflows.measures import ENOUGH, Measures, Spread, Verdict, Worth
from workflows.measures.service import Report
from workflows.settings import Settings

VERDICTS: Mapping[Verdict, str] = {
    Verdict.TOO_FEW: f"まだ分からない ({ENOUGH} 件から)",
    Verdict.CHEAPER: "手入力より速い",
    Verdict.UNSURE: "手入力と変わらない",
    Verdict.DEARER: "手入力より遅い",
}


def show_measures(month: str | None, *, as_json: bool) -> None:
    """Raises SetupError for a bad month."""
    with Utsushi(Settings.load()) as app:
        report = Measures(app.store, app.catalogue, app.clock).report(EVERYTHING, month)
        titles = {form.id: form.title for form in app.catalogue}
    if as_json:
        print(json.dumps(_for_programs(report), ensure_ascii=False, indent=2))
        return
    print_table(
        "確認の時間と手入力の比較 (1 件あたりの秒)",
        ["様式", "記録", "人が見た", "確認の平均", "手入力の時間", "結果"],
        [_worth(each, titles) for each in report.worths],
    )
    print_table(
        "項目の種類ごとの時間 (秒)",
        ["様式", "種類", "数", "中央値", "90 %"],
        [(titles[e.form], TYPES[e.kind], *_spread(e.spread)) for e in report.fields],
    )
    print_table(
        "1 件ごとの時間 (秒、人が見た記録)",
        ["様式", "数", "中央値", "90 %"],
        [(titles[each.form], *_spread(each.spread)) for each in report.records],
    )
    print_table(
        "人が見ずに済んだ割合",
        ["月", "様式", "記録", "項目のうち", "記録のうち"],
        [
            (e.month, titles[e.form], e.records, f"{e.of_fields:.1%}", f"{e.of_records:.1%}")
            for e in report.shares
        ],
    )
    print(
        "時間は、実際に操作していた時間です。人ごとの集計はしません。数が少ないものは出しません。"
    )


def _worth(worth: Worth, titles: Mapping[str, str]) -> tuple[object, ...]:
    return (
        titles[worth.form], worth.records, worth.touched, worth.mean, worth.typing,
        VERDICTS[worth.verdict],
    )  # fmt: skip


def _spread(found: Spread) -> tuple[object, ...]:
    if found.median is None or found.p90 is None:
        return found.n, "—", "—"
    return found.n, f"{found.median:.1f}", f"{found.p90:.1f}"


def _for_programs(report: Report) -> dict[str, object]:
    return {
        "worth": [asdict(each) | {"verdict": each.verdict.value} for each in report.worths],
        "fields": [
            {"form": each.form, "type": each.kind.value, **asdict(each.spread)}
            for each in report.fields
        ],
        "records": [{"form": each.form, **asdict(each.spread)} for each in report.records],
        "shares": [
            asdict(each) | {"of_fields": each.of_fields, "of_records": each.of_records}
            for each in report.shares
        ],
    }
