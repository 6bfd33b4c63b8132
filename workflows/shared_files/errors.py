"""What may be wrong with a file in our keeping. No path stands in a message: names are hashes."""

from forms.errors import StoreAway, StoreError


class FilesAway(StoreAway):
    """The place of the files cannot be reached, or takes nothing more."""

    default_advice = (
        "ファイルの保存先 (UTSUSHI_FILES) につながるか、空きと書き込みの権限があるかを確かめて"
        "ください。続きは自動で行います。"
    )

    def __init__(self, why: str) -> None:
        super().__init__(f"ファイルの保存先を使えません ({why})。")


class NoSuchFile(StoreError):
    default_advice = (
        "ファイルの保存先 (UTSUSHI_FILES) の設定と、控え (バックアップ) を確かめてください。"
    )

    def __init__(self) -> None:
        super().__init__("保存したファイルが見つかりません。")


class FileChanged(StoreError):
    """The bytes are no longer those of the hash under which they were kept."""

    default_advice = "控え (バックアップ) と比べ、情報主管課に連絡してください。"

    def __init__(self) -> None:
        super().__init__("保存したファイルの中身が、保存した時から変わっています。")
