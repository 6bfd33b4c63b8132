"""A passphrase out of a file, for commands at which nobody sits."""

from pathlib import Path
from typing import Annotated

import typer

from forms.errors import SetupError

PassphraseFile = Annotated[
    Path | None, typer.Option("--passphrase-file", help="合言葉を書いたファイル (なければ尋ねます)")
]


def passphrase_in(file: Path) -> str:
    """What stands in it, without the end of its line and the mark that some
    editors begin a file with. Raises SetupError."""
    try:
        return file.read_text(encoding="utf-8-sig").strip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(
            f"合言葉のファイルを読めません ({file})。",
            advice="ファイルの名前と場所を確かめてください。中身は UTF-8 の一行です。",
        ) from error
