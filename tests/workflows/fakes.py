"""A reader and a bot that need neither weights nor a browser, and break on demand."""

import json
import os
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from forms import compare
from forms.catalogue import Catalogue
from forms.errors import (
    Different,
    NotReady,
    PaperError,
    Rejected,
    SetupError,
    Unconfirmed,
    UnknownForm,
    UnreadableFile,
)
from forms.form import Form
from forms.record import Candidate, Doubt, Reading, Record, Value
from forms.separator import Separator

ERRORS = {each.__name__: each for each in (UnknownForm, UnreadableFile)}


@dataclass(frozen=True, slots=True)
class Page:
    number: int
    form_page: int
    image: NDArray[np.uint8]
    fit: float = 0.9


@dataclass(frozen=True, slots=True)
class Application:
    form: Form
    record: Record
    fit: float
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    number: int
    error: PaperError
    image: NDArray[np.uint8] | None


@dataclass(frozen=True, slots=True)
class Sheet:
    number: int
    separator: Separator | None


@dataclass(frozen=True, slots=True)
class Document:
    page_count: int
    applications: tuple[Application, ...]
    refused: tuple[Refused, ...]
    seconds: Mapping[str, float]
    separators: tuple[Sheet, ...] = ()


def scan(*applications: Mapping[str, Any], **more: Any) -> str:
    """What a "scan" for `FakeReader` holds. `more`: refused={page: code}, raises=name."""
    return json.dumps({"applications": applications, **more}, ensure_ascii=False)


def filled(doubts: Mapping[str, str] | None = None, **values: Any) -> dict[str, Any]:
    """An application on the form `chosa` with these values; `doubts` by field: code."""
    return {"form": "chosa", "fields": {"name": "山田　太郎", **values}, "doubts": doubts or {}}


@dataclass
class FakeReader:
    """Reads files made by `scan`. `hook(path)` runs first and may raise or kill."""

    catalogue: Catalogue
    hook: Callable[[Path], None] = lambda path: None
    read_paths: list[Path] = field(default_factory=list)

    def read_as(self, path: Path, form: Form, pages: Collection[int] = ()) -> Document:
        """As `read`; what a scan holds for `as` stands in for how it looks as that form."""
        return self.read(path, pages, form.id)

    def read(self, path: Path, pages: Collection[int] = (), wanted: str = "") -> Document:
        self.read_paths.append(path)
        self.hook(path)
        text = path.read_text(encoding="utf-8")
        if not text:
            raise UnreadableFile("空のファイルです。")
        content = json.loads(text)
        if wanted:
            content = content.get("as", {}).get(wanted, {"raises": "UnknownForm"})
        if name := content.get("raises"):
            raise ERRORS.get(name, ValueError)("読めません。")
        applications = tuple(
            self._application(number, each)
            for number, each in enumerate(content["applications"], start=1)
            if not pages or number in pages
        )
        refused = tuple(
            Refused(int(page), ERRORS[code]("どの様式でもありません。"), blank_page())
            for page, code in content.get("refused", {}).items()
            if not pages or int(page) in pages
        )
        count = len(applications) + len(refused)
        return Document(count, applications, refused, {"load": 0.1, "recognise": 0.4})

    def pictures(self, path: Path) -> Iterator[tuple[int, NDArray[np.uint8]]]:
        """As many as the scan says under `pages`, else one."""
        for number in range(1, json.loads(path.read_text(encoding="utf-8")).get("pages", 1) + 1):
            yield number, blank_page(number)

    def _application(self, number: int, content: Mapping[str, Any]) -> Application:
        form = self.catalogue[content["form"]]
        readings = tuple(
            reading(form, each.id, content["fields"].get(each.id), content["doubts"].get(each.id))
            for each in form.fields
        )
        record = Record(form.id, form.version, readings)
        return Application(form, record, 0.9, (Page(number, 1, blank_page(number)),))


def reading(form: Form, field_id: str, value: Any, doubt: str | None) -> Reading:
    place = form.field(field_id)
    read: Value = tuple(value) if isinstance(value, list) else value
    raw = "、".join(read) if isinstance(read, tuple) else read or ""
    doubts = (Doubt(doubt, "確かめてください。"),) if doubt else ()
    candidates = (Candidate(raw, 0.8),) if raw else ()
    return Reading(
        field_id, raw, read, 0.6 if doubt else 0.99, place.page, place.box, "fake", doubts,
        candidates,
    )  # fmt: skip


def blank_page(shade: int = 255) -> NDArray[np.uint8]:
    return np.full((60, 40, 3), shade, np.uint8)


@dataclass(frozen=True, slots=True)
class Picture:
    kind: str
    path: Path
    sha256: str


@dataclass(frozen=True, slots=True)
class FakeReceipt:
    number: str
    values: Mapping[str, str]
    existing: bool
    evidence: tuple[Picture, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=lambda: {"fill": 1.0, "submit": 0.5})


class Target:
    """A system that accepts the same application twice, kept in a file that outlives us."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def rows(self) -> list[dict[str, Any]]:
        if not self._path.exists():
            return []
        lines = self._path.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def add(self, values: Mapping[str, Value]) -> None:
        line = json.dumps({k: v for k, v in values.items() if v}, ensure_ascii=False) + "\n"
        handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.write(handle, line.encode("utf-8"))
        os.close(handle)

    def find(self, values: Mapping[str, Value]) -> tuple[int, dict[str, Any]] | None:
        for number, row in enumerate(self.rows(), start=1):
            if row.get("name") == values.get("name"):
                return number, row
        return None


@dataclass
class FakeBot:
    """`at(step)` runs at find, fill, before_submit, submit, verify, and may raise or kill."""

    target: Target
    at: Callable[[str], None] = lambda step: None
    opened: int = 0
    evidence: tuple[Picture, ...] = ()
    sessions: int = 1
    files: list[dict[str, bytes]] = field(default_factory=list)
    allowed: list[float | None] = field(default_factory=list)  # seconds for the click

    def __enter__(self) -> Self:
        self.opened += 1
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return None

    def find(self, record: Record) -> FakeReceipt | None:
        self.at("find")
        found = self.target.find(record.values)
        if found is None:
            return None
        number, row = found
        shown = {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}
        wrong = [k for k, v in record.values.items() if not compare.is_same(v, shown.get(k))]
        if wrong:
            raise Different("別の内容で登録されています。")
        return FakeReceipt(f"R{number}", {"name": str(row["name"])}, existing=True)

    def natural_key(self, record: Record) -> tuple[str, ...]:
        return (str(record.values.get("name")),)

    def put_in(
        self,
        record: Record,
        before_submit: Callable[[], float | None],
        files: Mapping[str, Path] | None = None,
    ) -> FakeReceipt:
        self.files.append({name: path.read_bytes() for name, path in (files or {}).items()})
        if found := self.find(record):
            return found
        self.at("fill")
        self.allowed.append(before_submit())
        self.at("submit")
        self.target.add(record.values)
        self.at("verify")
        number, _ = self.target.find(record.values) or (0, {})
        return FakeReceipt(f"R{number}", {}, existing=False)


def failing(step: str, error: type[Exception], times: int = 10**6) -> Callable[[str], None]:
    """An `at` for FakeBot that raises `error` at `step`, the first `times` times."""
    left = [times]

    def at(now: str) -> None:
        if now == step and left[0] > 0:
            left[0] -= 1
            raise error("業務システムの問題です。")

    return at


TARGET_ERRORS = (NotReady, Rejected, Different, Unconfirmed, SetupError)
