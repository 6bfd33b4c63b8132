"""The door to file systems: what they raise becomes our own errors."""

from collections.abc import Iterator
from contextlib import contextmanager

from workflows.shared_files.errors import FilesAway, NoSuchFile


@contextmanager
def told() -> Iterator[None]:
    """Raises NoSuchFile, FilesAway. fsspec's drivers raise what they like, and their words may hold
    an address with a password: none of their text passes."""
    try:
        yield
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
        raise NoSuchFile from error
    except (NoSuchFile, FilesAway):
        raise
    except OSError as error:
        raise FilesAway(f"番号 {error.errno}" if error.errno else type(error).__name__) from None
    except Exception as error:  # noqa: BLE001  (the door)
        raise FilesAway(type(error).__name__) from None
