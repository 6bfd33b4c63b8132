"""保存期限切れの削除, started in the UI or by its schedule."""

from datetime import date
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State as PrefectState
from prefect.states import Completed

from forms.errors import SetupError
from workflows.app import Utsushi
from workflows.clock import TOKYO
from workflows.deployments.parameters import Retention, checked
from workflows.flows import artifacts
from workflows.flows.deployed.opening import OpenApp, open_installation
from workflows.flows.door import Door
from workflows.flows.hold import held
from workflows.flows.options import QUIET
from workflows.retention import Due, delete, expired, overdue
from workflows.retention.words import planned, told
from workflows.store.states import TITLES

TITLE, KEY = "保存期限切れの削除", "retention"
BY = "prefect"
"""Who deletes, in the audit log: the flow, started in the UI or by its schedule."""


def retention_flow(open_app: OpenApp = open_installation) -> Any:
    """The flow over the installation that `open_app` opens."""

    @flow(
        name=TITLE, flow_run_name=TITLE, description="保存期限が切れた記録を削除します。", **QUIET
    )
    def delete_expired(day: str = "", dry_run: bool = True) -> PrefectState[Any]:
        def batch() -> PrefectState[Any]:
            wanted = checked(Retention, {"day": day, "dry_run": dry_run})
            with open_app() as app, held(app.office):
                on = day_asked(app, wanted.day)
                return _show(app, on) if wanted.dry_run else _delete(app, on)

        return Door(TITLE).through(batch)

    return delete_expired


def day_asked(app: Utsushi, text: str) -> date:
    """Today in Tokyo where none is asked for. Raises SetupError, also for a day to come: what is
    not over is not deleted."""
    today = app.clock().astimezone(TOKYO).date()
    if not text:
        return today
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as error:
        raise SetupError(
            f"「日付」の値「{text}」が分かりません。", advice="2026-10-31 のように書いてください。"
        ) from error
    if day > today:
        raise SetupError("「日付」が先の日です。", advice="今日か、それより前の日を指定します。")
    return day


def _show(app: Utsushi, on: date) -> PrefectState[Any]:
    """What would be deleted on that day, and what is overdue but not completed."""
    due, late = expired(app.office, on), overdue(app.office, on)
    base = app.settings.review_base
    with artifacts.only_shown():
        if due:
            artifacts.show_table(KEY, [_cells(each, base) for each in due], "期限が切れたもの")
        if late:
            artifacts.show_table(
                f"{KEY}-overdue",
                [
                    {
                        "記録": each.record_id,
                        "状態": TITLES[each.state],
                        "最後の変更": str(each.since),
                        "経過・証跡": f"[開く]({base}/records/{each.record_id}/history)",
                    }
                    for each in late
                ],
                "期限を過ぎたが、まだ終わっていないもの (人が終わらせるまで削除しません)",
            )
        artifacts.show_markdown(KEY, f"## {TITLE} (試すだけ)\n\n{planned(due, late)}\n", TITLE)
    artifacts.name_run(f"{TITLE} (試すだけ): 対象 {len(due)} 件")
    return Completed(message=planned(due, late))


def _delete(app: Utsushi, on: date) -> PrefectState[Any]:
    deleted = delete(app.office, app.audit, BY, on)
    with artifacts.only_shown():
        artifacts.show_markdown(KEY, f"## {TITLE}\n\n{told(deleted)}\n", TITLE)
    artifacts.name_run(f"{TITLE}: {told(deleted).splitlines()[0]}")
    return Completed(message=told(deleted))


def _cells(due: Due, base: str) -> dict[str, Any]:
    return {
        "書類": due.document_id,
        "記録の数": due.records,
        "終わった日": str(due.completed_on),
        "保存する最後の日": str(due.kept_until),
        "書類の経過": f"[開く]({base}/documents/{due.document_id})",
    }


delete_expired = retention_flow()
