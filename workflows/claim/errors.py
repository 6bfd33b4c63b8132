"""What a claim refuses."""

from forms.errors import DoubtError, StoreError
from workflows.fiscal import FiscalYear


class ClaimFaults(StoreError):
    """The check found what would make the claim wrong."""

    default_advice = (
        "「点検」の誤りを直してください。直せない理由があるときは、その理由を書いて確定します。"
    )

    def __init__(self, year: FiscalYear, count: int) -> None:
        super().__init__(f"{year}の申請に、誤りが {count} 件あります。")


class NotComputed(StoreError):
    default_advice = "財政力指数を登録してから、もう一度確定してください。"

    def __init__(self, year: FiscalYear) -> None:
        super().__init__(f"{year}の申請額を計算できません。")


class ChangedMeanwhile(StoreError):
    default_advice = "もう一度、内容を確かめてから確定してください。"

    def __init__(self) -> None:
        super().__init__("確定している間に、費用が変わりました。確定していません。")


class NotLocked(StoreError):
    default_advice = "画面を開き直してください。"

    def __init__(self, year: FiscalYear) -> None:
        super().__init__(f"{year}の申請は確定していません。")


class NoSuchLock(StoreError):
    default_advice = "画面を開き直して、一覧から選び直してください。"

    def __init__(self) -> None:
        super().__init__("その確定はありません。")


class NoSuchNote(StoreError):
    default_advice = "画面を開き直して、一覧から選び直してください。"

    def __init__(self) -> None:
        super().__init__("その記入はないか、もう取り消されています。")


class BadNote(DoubtError):
    default_advice = "入力を直して、もう一度登録してください。"
