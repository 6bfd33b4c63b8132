"""The automations that we ship: what they watch for and what they say. Pure.

A notice is sent at most once in ten minutes for each kind; the review pages list all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from workflows.alerts.happenings import Event

QUIET_SECONDS = 600.0
_RECORD = (
    "{{ event.resource.name }}\n"
    "様式: {{ event.payload.form }}　部署: {{ event.payload.department }}\n"
    "理由: {{ event.payload.reason }}\n"
    "確認画面: {{ event.payload.url }}\n\n"
    "10 分の間に起きたほかの分は、この 1 通にまとめています。"
    "処理の状況 (Prefect) の実行の一覧で確かめてください。"
)
_RUN = (
    "実行: {{ flow_run.name }}\n"
    "状態: {{ flow_run.state.name }}\n"
    "{{ flow_run.state.message }}\n\n"
    "処理の状況 (Prefect) の実行の一覧で確かめてください。"
)


@dataclass(frozen=True, slots=True)
class Notice:
    """`key`: ours, for ever. `match`: labels of the event's resource. `pauses`: the 入力 deployment
    is paused too."""

    key: str
    name: str
    description: str
    events: Sequence[str]
    subject: str
    body: str
    match: Mapping[str, str | list[str]] = field(default_factory=dict)
    quiet_seconds: float = QUIET_SECONDS
    pauses: bool = False


NOTICES: tuple[Notice, ...] = (
    Notice(
        "held",
        "うつし: 保留の知らせ",
        "読み取れない書類などで、人が確かめるものができたときに知らせます。",
        (Event.HELD,),
        "【うつし】{{ event.resource.name }}を保留にしました",
        _RECORD,
        {"utsushi.reason": ["!HeldByPerson"]},
    ),
    Notice(
        "rejected",
        "うつし: 登録できなかった記録の知らせ",
        "業務システムに断られた記録ができたときに知らせます。",
        (Event.REJECTED,),
        "【うつし】{{ event.resource.name }}を登録できませんでした",
        _RECORD,
    ),
    Notice(
        "unconfirmed",
        "うつし: 登録未確認の知らせ",
        "登録できたか分からない記録ができたときに知らせます。",
        (Event.UNCONFIRMED,),
        "【うつし】{{ event.resource.name }}は登録できたか分かりません",
        _RECORD,
    ),
    Notice(
        "queue",
        "うつし: 確認待ちの滞りの知らせ",
        "確認を長く待っている記録があるとき、1 日に 1 度知らせます。",
        (Event.QUEUE_AGE,),
        "【うつし】確認待ちが {{ event.payload.waiting }} 件あります",
        "いちばん古いものは {{ event.payload.hours }} 時間待っています "
        "(記録 {{ event.payload.record }})。\n確認画面: {{ event.payload.url }}",
    ),
    Notice(
        "backup",
        "うつし: 控えの遅れの知らせ",
        "異常のない控え (バックアップ) がこのところ作られていないとき、1 日に 1 度知らせます。",
        (Event.BACKUP_LATE,),
        "【うつし】控え (バックアップ) が作られていません",
        "異常のない最後の控え: {{ event.payload.age }}\n"
        "処理の状況 (Prefect) の「バックアップ」の実行と、控え先のディスクを確かめてください。",
    ),
    Notice(
        "failed",
        "うつし: 失敗した実行の知らせ",
        "実行が失敗したか、途中で止まったときに知らせます。",
        ("prefect.flow-run.Failed", "prefect.flow-run.Crashed"),
        "【うつし】実行が失敗しました: {{ flow_run.name }}",
        _RUN,
    ),
    Notice(
        "asked",
        "うつし: 承認待ちの知らせ",
        "入力の前に承認を待っているときに知らせます。",
        ("prefect.flow-run.Suspended",),
        "【うつし】承認を待っています: {{ flow_run.name }}",
        "{{ flow_run.name }}\n"
        "処理の状況 (Prefect) でこの実行を開き、「Resume」を押して記入します。",
        quiet_seconds=0.0,
    ),
    Notice(
        "lapsed",
        "うつし: 承認の期限切れの知らせ",
        "承認されないまま期限が過ぎたときに知らせます。",
        (Event.LAPSED,),
        "【うつし】承認の期限が過ぎました",
        "期限までに承認がなかったため、入力していません。次の「入力」でもう一度承認を求めます。",
        quiet_seconds=0.0,
    ),
    Notice(
        "piled",
        "うつし: 登録未確認がたまったら入力を止める",
        "登録できたか分からない記録がたまったとき、デプロイメント「入力」を一時停止します。"
        "確かめてから、「入力」の画面で再開します。",
        (Event.PILED,),
        "【うつし】入力を止めました: 登録未確認 {{ event.payload.count }} 件",
        "登録できたか分からない記録が {{ event.payload.count }} 件あるため、入力を止めました。\n"
        "業務システムで確かめてから、処理の状況 (Prefect) の「入力」の画面で再開してください。\n"
        "確認画面: {{ event.payload.url }}",
        quiet_seconds=0.0,
        pauses=True,
    ),
)
