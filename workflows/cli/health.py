"""`utsushi health`."""

import json

from workflows.app import Utsushi
from workflows.cli.tables import print_table
from workflows.clock import tokyo_text
from workflows.health.checkup import Checkup, check_up, title
from workflows.settings import Settings


def show_health(*, as_json: bool) -> int:
    """0 where all is well, else 1: what watches over machines can act on it."""
    with Utsushi(Settings.load()) as app:
        checkup = check_up(app.office)
    troubles = list(checkup.troubles())
    if as_json:
        print(json.dumps(_plain(checkup, troubles), ensure_ascii=False, indent=2))
    else:
        _show(checkup, troubles)
    return 1 if troubles else 0


def _show(checkup: Checkup, troubles: list[str]) -> None:
    print_table(
        "動いている処理",
        ["処理", "機械", "番号", "開始", "最後の応答"],
        [
            (
                title(each.kind), each.host, each.pid, tokyo_text(each.started_at),
                tokyo_text(each.seen_at),
            )
            for each in checkup.workers
        ],
    )  # fmt: skip
    since = f" (最も古いもの: {tokyo_text(checkup.waiting_since)})" if checkup.waiting_since else ""
    print(f"確認待ち: {checkup.pressure.waiting} 件{since}")
    print(f"Prefect: {'動いています' if checkup.prefect_answers else '答えません'}")
    print(f"最後の控え: {checkup.last_backup.words if checkup.last_backup else 'ありません'}")
    if checkup.whole is not None:
        print(f"異常のない最後の控え: {tokyo_text(checkup.whole.at)} ({checkup.whole_age})")
    for trouble in troubles:
        print(f"※ {trouble}")
    if not troubles:
        print("問題はありません。")


def _plain(checkup: Checkup, troubles: list[str]) -> dict[str, object]:
    since, last = checkup.waiting_since, checkup.last_backup
    return {
        "is_well": not troubles,
        "troubles": troubles,
        "workers": [
            {
                "kind": each.kind,
                "host": each.host,
                "pid": each.pid,
                "started_at": each.started_at.isoformat(),
                "seen_at": each.seen_at.isoformat(),
                "is_stale": each.is_stale,
            }
            for each in checkup.workers
        ],
        "prefect_answers": checkup.prefect_answers,
        "review_waiting": checkup.pressure.waiting,
        "review_since": since.isoformat() if since else None,
        "disk_free_bytes": checkup.pressure.free,
        "last_backup_at": last.at.isoformat() if last else None,
        "is_last_backup_whole": last.is_whole if last else None,
        "last_whole_backup_at": checkup.whole.at.isoformat() if checkup.whole else None,
    }
