"""The door to file systems: what they raise becomes our own errors."""

from collections.abc import Iterator
from contextlib import contextmanager

from forms.errors import StoreError
from workflows.shared_files.errors import FilesAway, NoSuchFile


@contextmanager
def told(*, is_new: bool = False) -> Iterator[None]:
    """Raises NoSuchFile, FilesAway; for a file that `is_new` only FilesAway.

    fsspec's drivers raise what they like, and their words may hold an address with a password: none
    of their text passes.
    """
    try:
        yield
    except StoreError:
        raise
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
        if is_new:
            raise _away(error) from None
        raise NoSuchFile from None
    except Exception as error:  # noqa: BLE001  (the door)
        raise _away(error) from None


def _away(error: Exception) -> FilesAway:
    number = error.errno if isinstance(error, OSError) else None
    return FilesAway(f"番号 {number}" if number else type(error).__name__)
