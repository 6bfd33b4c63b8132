"""The deployments and the work pools that run them. Schedules stand in `schedules.yaml`."""

from dataclasses import dataclass
from enum import StrEnum

from workflows.deployments import parameters
from workflows.deployments.parameters import Parameters

OCR, BOTS = "ocr", "bots"
"""The work pools: readers, and browsers that enter (and print)."""
POOLS = {
    OCR: "書類を読み取る機械です。「utsushi worker ocr」が動いている台数だけ同時に進みます。",
    BOTS: "業務システムに入力し、報告書を作る機械です。「utsushi worker bots」が動かします。",
}


class Name(StrEnum):
    """Of a deployment, and of its flow."""

    TAKE_IN = "取込"
    ENTER = "入力"
    RESOLVE = "再照合"
    REPORT = "月次報告"
    RETENTION = "保存期限切れの削除"
    BACKUP = "バックアップ"


NAMES: tuple[str, ...] = tuple(Name)


@dataclass(frozen=True, slots=True)
class Deployment:
    """`entrypoint`: the module-level flow that a worker imports. `for_system`: its runs belong to
    the target system; `needs_backup_place`: it is there only where the office has named one.
    `description` is Markdown."""

    name: Name
    pool: str
    entrypoint: str
    parameters: type[Parameters]
    description: str
    for_system: bool = False
    needs_backup_place: bool = False

    @property
    def full_name(self) -> str:
        """As Prefect's client and command line name it: flow/deployment."""
        return f"{self.name}/{self.name}"


_FLOWS = "workflows.flows.deployed"

DEPLOYMENTS: tuple[Deployment, ...] = (
    Deployment(
        Name.TAKE_IN,
        OCR,
        f"{_FLOWS}.intake.take_in",
        parameters.TakeIn,
        "届いた書類を読み取り、確認待ちか入力待ちに分けます。\n\n"
        "ふだんは受付フォルダの見張りが自動で行います。見張りを止めている間に届いた分や、"
        "決まった番号の書類だけを読み取るときに、ここから始めます。",
    ),
    Deployment(
        Name.ENTER,
        BOTS,
        f"{_FLOWS}.entering.enter",
        parameters.Enter,
        "入力待ちの記録を業務システムに登録し、照会して確かめます。\n\n"
        "登録済みの申請は、もう一度登録しません。結果が分からないものは「登録未確認」になり、"
        "再照合で確かめます。",
        for_system=True,
    ),
    Deployment(
        Name.RESOLVE,
        BOTS,
        f"{_FLOWS}.resolving.resolve",
        parameters.Resolve,
        "登録できたか分からない記録を、業務システムで照会して確かめます。\n\n"
        "見つかれば「登録確認済み」、間を置いても見つからなければ「入力待ち」に戻します。",
        for_system=True,
    ),
    Deployment(
        Name.REPORT,
        BOTS,
        f"{_FLOWS}.reporting.report",
        parameters.MonthlyReport,
        "1 か月の件数・自動化の割合・確認の時間・省けた時間を、報告書 (PDF・HTML) にします。\n\n"
        "確認画面の「月次報告」から開けます。",
    ),
    Deployment(
        Name.RETENTION,
        OCR,
        f"{_FLOWS}.retaining.delete_expired",
        parameters.Retention,
        "保存期限が切れた記録を、元に戻せない形で削除し、削除したことを監査ログに残します。\n\n"
        "「試すだけ」のときは、何が削除されるかを示すだけです。",
    ),
    Deployment(
        Name.BACKUP,
        OCR,
        f"{_FLOWS}.backing_up.make_backup",
        parameters.Backup,
        "設定 `UTSUSHI_BACKUP_PLACE` のフォルダに控え (バックアップ) を作り、確かめ、古い控えを"
        "整理します。業務は止まりません。\n\n"
        "日曜の回は、控えの中身をすべて読み直して確かめます。異常があれば失敗として知らせます。",
        needs_backup_place=True,
    ),
)
