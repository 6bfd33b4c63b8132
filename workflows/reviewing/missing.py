"""What is asked for by number and is not there, or not for this person."""

from forms.errors import StoreError


class Missing(StoreError):
    """Something asked for by number that is not there."""

    default_advice = "番号を確かめて、一覧から選び直してください。"


class NoSuchRecord(Missing):
    def __init__(self, record_id: int) -> None:
        super().__init__(f"記録 {record_id} はありません。")


class NoSuchDocument(Missing):
    def __init__(self, document_id: int) -> None:
        super().__init__(f"書類 {document_id} はありません。")
