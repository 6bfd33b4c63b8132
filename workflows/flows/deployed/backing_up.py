"""バックアップ, started in the UI or by its schedule."""

from datetime import datetime
from typing import Any
from uuid import UUID

from prefect import flow
from prefect.client.schemas.objects import State as PrefectState
from prefect.runtime import deployment
from prefect.states import Completed, Failed

from workflows.backup.regular import Regular, back_up
from workflows.clock import TOKYO, tokyo_text
from workflows.deployments.parameters import Backup, checked
from workflows.flows import artifacts
from workflows.flows.deployed.opening import OpenApp, open_installation
from workflows.flows.door import Door, api
from workflows.flows.hold import held
from workflows.flows.options import QUIET

TITLE, KEY, BY = "バックアップ", "backup", "prefect"
SUNDAY = 6
_SHOWN = 20


def backup_flow(open_app: OpenApp = open_installation) -> Any:
    """The flow over the installation that `open_app` opens."""

    @flow(name=TITLE, flow_run_name=TITLE, description="控えを作り、確かめ、整理します。", **QUIET)
    def make_backup(read_all: bool = False) -> PrefectState[Any]:
        def batch() -> PrefectState[Any]:
            wanted = checked(Backup, {"read_all": read_all})
            with open_app() as app, held(app.office):
                is_sunday = app.clock().astimezone(TOKYO).weekday() == SUNDAY
                return _told(back_up(app.office, BY, read_all=wanted.read_all or is_sunday))

        return Door(TITLE).through(batch)

    return make_backup


def _told(done: Regular) -> PrefectState[Any]:
    """A backup that is not whole is a failure, which Prefect's notice tells."""
    is_whole = done.made.checked.is_whole
    words = result_of(done)
    with artifacts.only_shown():
        lines = [*facts(done), f"- 次の回: {_next() or '予定はありません'}"]
        text = f"## {TITLE}\n\n{words}\n\n" + "\n".join(lines) + "\n"
        artifacts.show_markdown(KEY, text, TITLE)
    artifacts.name_run(f"{TITLE} {'' if is_whole else '失敗: '}{words.splitlines()[0]}")
    return Completed(message=words) if is_whole else Failed(message=words)


def result_of(done: Regular) -> str:
    """One sentence, and what to do where something is wrong."""
    head = done.made.head
    if done.made.checked.is_whole:
        return f"控え {head.id} を作り、確かめました。"
    return (
        f"控え {head.id} の確認で、異常が {len(done.made.checked.findings)} 件ありました。"
        "前の控えは削除していません。「utsushi backup check」で確かめ、控え先のディスクを"
        "調べてください。"
    )


def facts(done: Regular) -> list[str]:
    """The list below it, in Markdown."""
    head, pruned = done.made.head, done.pruned
    kind = "すべて読み直しました" if done.made.read_all else "新しく書いた分を読み直しました"
    removed = f"{len(pruned.removed)} 件" if pruned else "異常があるため、していません"
    lines = [
        f"- 作成: {tokyo_text(head.made_at)}",
        f"- 控え先: {done.place}",
        f"- 中身: ファイル {head.files:,} 件、{_megabytes(head.size)} MB"
        f" (新しく書いた分 {_megabytes(done.made.added)} MB)",
        f"- 確認: {kind}。異常 {len(done.made.checked.findings)} 件",
        f"- 古い控えの削除: {removed}",
        "- 鍵: この控えには入っていません。`utsushi keys export` の控えを別の場所に保管します。"
        if head.main_keys
        else "- 鍵: この設置では暗号化していません。控え先を、ほかの人が読めないようにします。",
    ]
    return [*lines, *(f"- 異常: {each}" for each in done.made.checked.findings[:_SHOWN])]


def _next() -> str:
    """When the server has planned the next run; empty where it has not."""
    own = deployment.get_id()
    if own is None:
        return ""
    asked = {
        "deployments": {"id": {"any_": [str(UUID(str(own)))]}},
        "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}},
        "sort": "EXPECTED_START_TIME_ASC",
        "limit": 1,
    }
    with api() as client:
        rows = client.request("POST", "/flow_runs/filter", json=asked).json()
    return tokyo_text(datetime.fromisoformat(rows[0]["expected_start_time"])) if rows else ""


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f}"


make_backup = backup_flow()
