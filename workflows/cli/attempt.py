"""The door between a reader and the command line: one bad file never stops the others."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from forms.errors import PaperError, SetupError, UtsushiError

T = TypeVar("T")


def attempt(read: Callable[[Path], T], path: Path) -> T | UtsushiError:
    """What was read, or why it could not be. Raises SetupError: that concerns every file."""
    try:
        return read(path)
    except SetupError:
        raise
    except UtsushiError as error:
        return error
    except Exception as error:  # noqa: BLE001  (the door: the other files are read all the same)
        kind = type(error).__name__
        return PaperError(f"読み取り中に予期しない問題が起きました (種類: {kind})。")
