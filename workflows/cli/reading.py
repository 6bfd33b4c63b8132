"""`utsushi read`: one document, one JSON object or one table."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from forms.errors import PaperError, UtsushiError
from forms.form import Form
from forms.mask import mask_digits, mask_value
from forms.record import Reading
from forms.separator import Kind
from workflows.cli.attempt import attempt
from workflows.cli.tables import print_table
from workflows.makers import open_catalogue, open_reader
from workflows.path_text import to_text
from workflows.seams import ReadApplication, ReadDocument, RefusedPage, SeparatorPage
from workflows.settings import Settings


def read_files(files: Sequence[Path], *, as_json: bool, show_private: bool) -> int:
    """Exit code: 0, or 4 where a file could not be read (the others are read all the same)."""
    settings = Settings.load()
    catalogue = open_catalogue(settings)
    reader = open_reader(settings, catalogue)
    failed = False
    with _progress(len(files)) as advance:
        for path in files:
            outcome = attempt(reader.read, path)
            failed |= isinstance(outcome, UtsushiError)
            if as_json:
                print(json.dumps(_document(path, outcome), ensure_ascii=False), flush=True)
            else:
                _show(path, outcome, show_private)
            advance()
    return PaperError.exit_code if failed else 0


def _document(path: Path, outcome: ReadDocument | UtsushiError) -> dict[str, Any]:
    """The whole for programs; private values are not masked here."""
    if isinstance(outcome, UtsushiError):
        return {"file": to_text(path), "error": _error(outcome)}
    applications = [_application(each) for each in outcome.applications]
    whole: dict[str, Any] = {"file": to_text(path), **(applications[0] if applications else {})}
    whole["page_count"] = outcome.page_count
    whole["refused"] = [
        {"number": each.number, "error": _error(each.error)} for each in outcome.refused
    ]
    if outcome.separators:
        whole["separators"] = [_separator(each) for each in outcome.separators]
    whole["seconds"] = {step: round(seconds, 4) for step, seconds in outcome.seconds.items()}
    if len(applications) > 1:
        whole["applications"] = applications
    return whole


def _separator(page: SeparatorPage) -> dict[str, Any]:
    """Without its values where it was not made here."""
    one = page.separator
    if one is None:
        return {"number": page.number, "known": False}
    return {
        "number": page.number, "known": True, "serial": one.serial, "kind": one.kind.value,
        "form": one.form, "department": one.department, "count": one.count,
    }  # fmt: skip


def _application(application: ReadApplication) -> dict[str, Any]:
    form = application.form
    return {
        "form": form.id,
        "form_version": application.record.version,
        "fit": round(application.fit, 4),
        "pages": [
            {"number": page.number, "form_page": page.form_page, "fit": round(page.fit, 4)}
            for page in application.pages
        ],
        "fields": [_field(form, reading) for reading in application.record.readings],
    }


def _field(form: Form, reading: Reading) -> dict[str, Any]:
    field = form.field(reading.field)
    value = list(reading.value) if isinstance(reading.value, tuple) else reading.value
    return {
        "id": field.id,
        "label": field.label,
        "type": field.type.value,
        "page": reading.page,
        "box": reading.box.as_list(),
        "raw": reading.raw,
        "value": value,
        "confidence": round(reading.confidence, 5),
        "accepted": reading.accepted,
        "source": reading.source,
        "doubts": [{"code": each.code, "message": each.message} for each in reading.doubts],
        "candidates": [
            {"value": each.value, "probability": round(each.probability, 5)}
            for each in reading.candidates
        ],
    }


def _error(error: UtsushiError) -> dict[str, str]:
    return {"code": error.code, "message": error.message, "advice": error.advice}


def _show(path: Path, outcome: ReadDocument | UtsushiError, show_private: bool) -> None:
    print(to_text(path))
    if isinstance(outcome, UtsushiError):
        print(f"  読み取れません: {outcome.message}\n  → {outcome.advice}\n")
        return
    for application in outcome.applications:
        _show_application(application, show_private)
    for refused in outcome.refused:
        _show_refused(refused)
    for page in outcome.separators:
        _show_separator(page)


def _show_application(application: ReadApplication, show_private: bool) -> None:
    form, record = application.form, application.record
    doubted = sum(not reading.accepted for reading in record.readings)
    pages = "・".join(str(page.number) for page in application.pages)
    print_table(
        f"{form.title} (版 {form.version}、{pages} ページ目、一致度 {application.fit:.2f}、"
        f"{len(record.readings)} 項目のうち確認が要るもの {doubted})",
        ["項目", "値", "確信度", "確認"],
        [
            (form.field(each.field).label, _shown(form, each, show_private),
             f"{each.confidence:.3f}", _doubts(each))
            for each in record.readings
        ],
    )  # fmt: skip


def _show_refused(refused: RefusedPage) -> None:
    print(f"  {refused.number} ページ目: {refused.error.message}\n  → {refused.error.advice}\n")


def _show_separator(page: SeparatorPage) -> None:
    one = page.separator
    if one is None:
        told = "ここで作ったものではない仕切り紙"
    elif one.kind is Kind.END:
        told = f"仕切り紙 {one.serial}: 束の終わり"
    else:
        told = f"仕切り紙 {one.serial}: {one.form}、{one.department}、{one.count} 件"
    print(f"  {page.number} ページ目: {told}\n")


def _shown(form: Form, reading: Reading, show_private: bool) -> str:
    field = form.field(reading.field)
    value = reading.value if show_private else mask_value(field, reading.value)
    text = "・".join(value) if isinstance(value, tuple) else value or ""
    return text if show_private or field.private else mask_digits(text)


def _doubts(reading: Reading) -> str:
    return "".join(each.message for each in reading.doubts)


@contextmanager
def _progress(count: int) -> Iterator[Any]:
    """A bar on stderr for a run of several files, where a person is looking."""
    if count < 2 or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), redirect_stdout=False) as progress:
        task = progress.add_task("読み取り", total=count)
        yield lambda: progress.advance(task)
