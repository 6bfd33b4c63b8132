"""Files in our keeping that are fetched when they are asked for."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workflows.shared_files.files import Files


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that is fetched when it is asked for. Equal by its name."""

    name: str
    files: "Files" = field(compare=False, repr=False)

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.name).suffix

    def clear(self) -> AbstractContextManager[Path]:
        """See `Files.clear`."""
        return self.files.clear(self.name)

    def read(self) -> bytes:
        """See `Files.near`."""
        return self.files.near(self.name)


class Fetched(Mapping[str, Path]):
    """Clear files by name, each fetched when it is asked for, for as long as `closing` is open.
    Raises what `Files.clear` does."""

    def __init__(self, stored: Mapping[str, Stored]) -> None:
        self._stored, self._open = stored, ExitStack()
        self._paths: dict[str, Path] = {}

    def __getitem__(self, key: str) -> Path:
        if key not in self._paths:
            self._paths[key] = self._open.enter_context(self._stored[key].clear())
        return self._paths[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._stored)

    def __len__(self) -> int:
        return len(self._stored)

    @contextmanager
    def closing(self) -> Iterator[None]:
        """What was fetched is taken away at the end of the block."""
        with self._open:
            yield
        self._paths.clear()
