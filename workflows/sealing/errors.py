"""What may be wrong with keys and with what they sealed. No value stands in a message."""

from forms.errors import SetupError, StoreError


class NoKey(SetupError):
    """The key that is needed is not here, or is another one."""

    default_advice = (
        "暗号化の鍵がないと、受け付けた書類は二度と開けません。鍵の控え"
        " (utsushi keys export で作ったもの) から utsushi keys import で戻してください。"
    )


class CannotOpen(StoreError):
    """Not sealed by us at that place: changed, moved, or put there in clear."""

    default_advice = (
        "保存したものが書き換えられたか、壊れています。控え (バックアップ) と比べ、"
        "情報主管課に連絡してください。"
    )

    def __init__(self, message: str = "暗号化して保存したものを開けません。") -> None:
        super().__init__(message)


class UnknownKey(CannotOpen):
    """By a data key that is not in the ring: of another installation, or forgotten."""

    default_advice = NoKey.default_advice

    def __init__(self) -> None:
        super().__init__("暗号化に使った鍵が、鍵束にありません。")
