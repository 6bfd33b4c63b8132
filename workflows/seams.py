"""What the steps need from `ocr` and `bots`, as protocols. `tests/workflows/fakes.py` has fakes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, Self

from forms.errors import PaperError
from forms.form import Form
from forms.record import Record
from forms.separator import Separator

if TYPE_CHECKING:  # numpy is slow to import, and the command line imports this
    from numpy.typing import NDArray


class ReadPage(Protocol):
    """A page aligned to the blank, about 200 dpi, BGR or gray."""

    @property
    def number(self) -> int: ...
    @property
    def form_page(self) -> int: ...
    @property
    def image(self) -> NDArray[Any]: ...
    @property
    def fit(self) -> float: ...


class ReadApplication(Protocol):
    @property
    def form(self) -> Form: ...
    @property
    def record(self) -> Record: ...
    @property
    def fit(self) -> float: ...
    @property
    def pages(self) -> Sequence[ReadPage]: ...


class RefusedPage(Protocol):
    @property
    def number(self) -> int: ...
    @property
    def error(self) -> PaperError: ...
    @property
    def image(self) -> NDArray[Any] | None: ...


class SeparatorPage(Protocol):
    """A separator sheet; `separator` is None for one that was not made here."""

    @property
    def number(self) -> int: ...
    @property
    def separator(self) -> Separator | None: ...


class ReadDocument(Protocol):
    @property
    def page_count(self) -> int: ...
    @property
    def applications(self) -> Sequence[ReadApplication]: ...
    @property
    def refused(self) -> Sequence[RefusedPage]: ...
    @property
    def seconds(self) -> Mapping[str, float]: ...
    @property
    def separators(self) -> Sequence[SeparatorPage]: ...


class Reader(Protocol):
    def read(self, path: Path, pages: Collection[int] = ()) -> ReadDocument:
        """The file, or some pages (from 1) of it. Raises PaperError."""
        ...

    def read_as(self, path: Path, form: Form, pages: Collection[int] = ()) -> ReadDocument:
        """The same as that form, whatever else it looks like. Raises PaperError."""
        ...

    def pictures(self, path: Path) -> Iterator[tuple[int, NDArray[Any]]]:
        """Number (from 1) and picture of every page, read or not. Raises PaperError."""
        ...


class Evidence(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def path(self) -> Path: ...
    @property
    def sha256(self) -> str: ...


class Receipt(Protocol):
    @property
    def number(self) -> str: ...
    @property
    def values(self) -> Mapping[str, str]: ...
    @property
    def existing(self) -> bool: ...
    @property
    def evidence(self) -> Sequence[Evidence]: ...
    @property
    def seconds(self) -> Mapping[str, float]: ...


class Bot(Protocol):
    """A context manager: inside it the browser is open and logged in."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> object: ...

    @property
    def sessions(self) -> int:
        """Logins that the target system allows at one time."""
        ...

    @property
    def evidence(self) -> Sequence[Evidence]:
        """What the last call took pictures of, also where it raised."""
        ...

    def natural_key(self, record: Record) -> tuple[str, ...]:
        """What tells the application apart in the target. Raises SetupError."""
        ...

    def find(self, record: Record) -> Receipt | None:
        """Raises Different, NotReady."""
        ...

    def put_in(
        self,
        record: Record,
        before_submit: Callable[[], float | None],
        files: Mapping[str, Path] | None = None,
    ) -> Receipt:
        """`before_submit` is called once, right before the click, and tells for how many seconds
        from then the click may be made. Raises NotReady, Rejected, Different, Unconfirmed.
        """
        ...
