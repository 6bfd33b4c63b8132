"""`utsushi status`, `utsushi reading-queue`, `utsushi costs`."""

import json

from workflows.alerts import standing
from workflows.app import Utsushi
from workflows.approvals import sight as approvals
from workflows.cli.tables import print_table
from workflows.clock import tokyo_text
from workflows.costs import CostLine, cost_lines
from workflows.health.pressure import pressure_of
from workflows.settings import Settings
from workflows.store.states import TITLES


def show_status(*, as_json: bool) -> None:
    with Utsushi(Settings.load()) as app:
        counts, pressure = app.status(), pressure_of(app.office)
        awaiting, still = approvals.awaiting(app.store, app.settings), standing.told(app.office)
    if as_json:
        print(json.dumps({state.value: count for state, count in counts.items()}))
        return
    rows = [(TITLES[state], state.value, count) for state, count in counts.items()]
    print_table("記録の状態", ["状態", "id", "件数"], [*rows, ("計", "", sum(counts.values()))])
    for words in pressure.words():
        print(f"※ {words}")
    if awaiting:
        print(f"※ 入力待ちのうち {awaiting} 件は承認待ちです (処理の状況 (Prefect) で承認します)。")
    if still is not None:
        print(f"※ {still.message} {still.advice}")


def show_queue(*, as_json: bool) -> None:
    with Utsushi(Settings.load()) as app:
        queue = app.reviewing.queue()
    if as_json:
        rows = [
            {
                "record": item.record_id,
                "form": item.form,
                "received_at": item.received_at.isoformat(),
                "doubts": item.doubts,
                "answered": item.answered,
                "locked_by": item.locked_by,
            }
            for item in queue
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    print_table(
        f"確認待ち {len(queue)} 件",
        ["記録", "様式", "受付", "確認する項目", "済み", "開いている人"],
        [
            (i.record_id, i.title, tokyo_text(i.received_at), i.doubts, i.answered,
             i.locked_by or "")
            for i in queue
        ],
    )  # fmt: skip


def show_costs(month: str | None, *, as_json: bool) -> None:
    with Utsushi(Settings.load()) as app:
        lines = cost_lines(app.store, app.catalogue, month)
        titles = {form.id: form.title for form in app.catalogue}
    if as_json:
        rows = [_for_programs(line) for line in lines]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    print_table(
        "月・様式ごとの実績 (時間は分。※は計測か見積り)",
        ["月", "様式", "書類", "記録", "登録", "ページ", "項目", "自動採用", "読取", "登録作業",
         "確認", "手入力※", "省けた時間※"],
        [
            (
                line.month, titles.get(line.form, line.form or "(読み取れず)"), line.documents,
                line.records, line.verified, line.pages, line.fields,
                "" if line.accepted_share is None else f"{line.accepted_share:.1%}",
                line.read_seconds / 60, line.enter_seconds / 60, line.review_seconds / 60,
                line.manual_seconds / 60, line.saved_seconds / 60,
            )
            for line in lines
        ],
    )  # fmt: skip
    print("※手入力 = 様式ごとの標準時間 × 登録を確認した件数。省けた時間 = 手入力 − 確認。")


def _for_programs(line: CostLine) -> dict[str, object]:
    share = line.accepted_share
    return {
        "month": line.month,
        "form": line.form or None,
        "documents": line.documents,
        "records": line.records,
        "verified": line.verified,
        "pages": line.pages,
        "fields": line.fields,
        "fields_accepted": line.fields_accepted,
        "accepted_share": None if share is None else round(share, 5),
        "read_seconds": round(line.read_seconds, 3),
        "enter_seconds": round(line.enter_seconds, 3),
        "review_seconds": round(line.review_seconds, 3),
        "estimated_manual_seconds": round(line.manual_seconds, 3),
        "estimated_saved_seconds": round(line.saved_seconds, 3),
    }
