"""What the ledger refuses."""

from forms.errors import DoubtError, PaperError, StoreError


class BadCost(DoubtError):
    """A value of a cost that cannot be true. `field`: the name of the draft's field, empty where
    it concerns several."""

    default_advice = "入力を直して、もう一度登録してください。"

    def __init__(self, message: str, *, field: str = "", advice: str | None = None) -> None:
        super().__init__(message, advice=advice)
        self.field = field


class NoSuchCost(StoreError):
    default_advice = "「費用」の一覧から選び直してください。"

    def __init__(self, what: str = "この費用") -> None:
        super().__init__(f"{what}はありません。")


class CostChanged(StoreError):
    default_advice = "画面を開き直して、もう一度直してください。"

    def __init__(self) -> None:
        super().__init__("この費用は、開いている間に変わりました。")


class YearLocked(StoreError):
    """The claim of that fiscal year is locked."""

    default_advice = "直すときは、「申請」で理由を付けて年度の確定を解いてください。"

    def __init__(self, year: object) -> None:
        super().__init__(f"{year}の費用は、申請が確定しているため変えられません。")


class BadSheet(PaperError):
    """A file of costs that cannot be read at all."""

    default_advice = "ひな形に写し直して、もう一度取り込んでください。"


class BadVoucher(PaperError):
    default_advice = "PDF・画像・Excel・Word (マクロなし) のファイルを付けてください。"
