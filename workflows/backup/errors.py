"""What may be wrong with a backup or with the place for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from forms.errors import SetupError, StoreError


class BadBackup(StoreError):
    """The folder is no backup of ours, or what lies in it is damaged."""

    default_advice = "別の控えを使うか、控え先のディスクを確かめてください。"


class NoBackup(SetupError):
    default_advice = "「utsushi backup list 控え先」で、ある控えを確かめてください。"


class BadPlace(SetupError):
    """Backups cannot go there, e.g. into the data folder itself."""

    default_advice = "データフォルダの外、できれば別の機械のフォルダを指定してください。"


class PlaceAway(StoreError):
    """The folder of the backups cannot be written or read."""

    retry = True
    default_advice = "控え先につながるか、空きと書き込みの権限があるかを確かめてください。"

    def __init__(self, error: OSError) -> None:
        super().__init__(f"控え先を使えません (番号 {error.errno})。")


@contextmanager
def own(what: str) -> Iterator[None]:
    """What the system says of our own files, as our error: `what` could not be done."""
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"{what}でした (番号 {error.errno})。",
            advice="フォルダの権限とディスクの空きを確かめて、もう一度実行してください。",
        ) from error


class BusyPlace(StoreError):
    retry = True
    default_advice = "終わるのを待って、もう一度実行してください。"

    def __init__(self) -> None:
        super().__init__("この控え先では、別の控えの作業が動いています。")


class NotEmpty(SetupError):
    default_advice = (
        "復元は空の場所にだけ行います。UTSUSHI_HOME などに空のフォルダを指定してください。"
    )

    def __init__(self, what: str) -> None:
        super().__init__(f"復元する先が空ではありません ({what})。")


class HalfRestored(SetupError):
    def __init__(self, folder: Path | str) -> None:
        super().__init__(
            "このデータフォルダは復元の途中です。",
            advice=f"「utsushi restore {folder}」をもう一度実行すると、続きから復元します。",
        )


class BadPassphrase(SetupError):
    default_advice = "控えを作ったときの合言葉を確かめて、もう一度実行してください。"

    def __init__(self) -> None:
        super().__init__("合言葉が違うか、控えの鍵が壊れています。")
