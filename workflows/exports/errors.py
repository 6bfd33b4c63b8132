"""What keeps a person from exporting."""

from collections.abc import Iterable

from forms.errors import StoreError


class PrivateColumns(StoreError):
    """The layout names private fields. The person may not see them, or has not said so."""

    default_advice = (
        "個人番号などの項目を除いたレイアウトを選ぶか、権限のある人に書き出してもらってください。"
    )

    def __init__(self, labels: Iterable[str]) -> None:
        super().__init__(
            f"このレイアウトには、見るのに権限が要る項目があります ({'、'.join(labels)})。"
        )


class NotYours(StoreError):
    """There is no such export of this person, or its file is gone."""

    default_advice = "もう一度書き出してください。"

    def __init__(self) -> None:
        super().__init__("この書き出しのファイルは、もうありません。")


class NotSeen(StoreError):
    default_advice = "自分の部署の様式を選んでください。"

    def __init__(self) -> None:
        super().__init__("この様式の記録は、ほかの部署のものです。")
