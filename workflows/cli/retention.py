"""`utsushi retention show`, `utsushi retention delete`."""

import json
from datetime import date

from forms.errors import SetupError
from workflows.app import Utsushi
from workflows.cli.accounts import console_user
from workflows.cli.tables import print_table
from workflows.clock import TOKYO, day_of, tokyo_text
from workflows.retention import delete, deletions, expired, overdue
from workflows.retention.verifying import verify
from workflows.retention.words import planned, told
from workflows.settings import Settings
from workflows.store.states import TITLES

SHOWN = 50


def show(on: str | None, *, as_json: bool) -> None:
    """What is due on a day, what is late, what was deleted. Raises SetupError for a bad day."""
    with Utsushi(Settings.load()) as app:
        day = day_in(on) or app.clock().astimezone(TOKYO).date()
        due, late = expired(app.office, day), overdue(app.office, day)
        done = deletions(app.store, SHOWN)
    if as_json:
        content = {
            "due": [{"document": e.document_id, "kept_until": str(e.kept_until)} for e in due],
            "overdue": [{"record": e.record_id, "state": e.state.value} for e in late],
            "deleted": [{"document": e.document_id, "at": e.at.isoformat()} for e in done],
        }
        print(json.dumps(content, ensure_ascii=False, indent=2))
        return
    print_table(
        f"保存期限が過ぎた書類 {len(due)} 件 ({day} 現在)",
        ["書類", "記録", "保存期間", "完結", "期限"],
        [(e.document_id, e.records, str(e.rule), e.completed_on, e.kept_until) for e in due],
    )
    if late:
        print_table(
            "期限を過ぎたが、終わっていない記録 (削除しません。担当者が処理してください)",
            ["記録", "状態", "最後の変更"],
            [(e.record_id, TITLES[e.state], e.since) for e in late],
        )
    print_table(
        "削除した書類 (新しい順)",
        ["書類", "記録", "保存期間", "期限", "削除", "削除した人", "残ったファイル"],
        [
            (e.document_id, e.records, e.rule, e.kept_until, tokyo_text(e.at), e.by, e.files_left)
            for e in done
        ],
    )


def delete_expired(*, really: bool) -> None:
    """Only told what would be deleted unless `really`."""
    with Utsushi(Settings.load()) as app:
        today = app.clock().astimezone(TOKYO).date()
        if not really:
            print(planned(expired(app.office, today), overdue(app.office, today)))
            print("削除するには --yes を付けます。元には戻せません。")
            return
        print(told(delete(app.office, app.audit, console_user())))


def verify_ledger() -> int:
    """0 where the ledger of deletions proves what it says, else 1."""
    with Utsushi(Settings.load()) as app:
        proved = verify(app.office)
    print(f"削除の記録 {proved.deletions} 件を、監査ログと書類の残りに照らしました。")
    if proved.waiting:
        print(f"ファイルがまだ消えていないもの: {proved.waiting} 件 (次の削除でもう一度消します)")
    for finding in proved.findings[:SHOWN]:
        print(f"  {finding}")
    if proved.findings:
        print(f"異常が {len(proved.findings)} 件あります。情報主管課の責任者に連絡してください。")
        return 1
    print("すべて、封印された監査ログの行と合い、中身は残っていません。")
    return 0


def day_in(text: str | None) -> date | None:
    """Raises SetupError where it is no day."""
    if not text:
        return None
    try:
        return day_of(text)
    except ValueError as error:
        raise SetupError(
            f"日付「{text}」が正しくありません。", advice="2026-04-01 のように指定します。"
        ) from error
