"""Filled papers tried on a form as it stands in the editor: sealed, and swept away afterwards."""

import json
import re
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bots import drawers
from bots.drawers import Drawer
from forms.errors import SetupError, Unreadable
from forms.form import Field, Form
from forms.geometry import Box
from forms.golden import Golden, Seen
from forms.record import Value
from forms.values import normalise
from workflows.files import move_into, private_folder
from workflows.sealing import Ring
from workflows.templates.bench import TRIES, Bench
from workflows.templates.testing import write_golden
from workflows.trials.drawers import drawer_of

_NAME = re.compile(r"[0-9a-f]{16}")
_FILE = "try.json"
_SUFFIXES = {"PDF": ".pdf", "TIFF": ".tif", "JPEG": ".jpg", "PNG": ".png"}
_MAGIC = ((b"%PDF-", "PDF"), (b"II*\0", "TIFF"), (b"MM\0*", "TIFF"), (b"\xff\xd8\xff", "JPEG"),
          (b"\x89PNG\r\n\x1a\n", "PNG"))  # fmt: skip


class NoTry(SetupError):
    default_advice = "もう一度、試し読みをしてください。"

    def __init__(self) -> None:
        super().__init__("この試し読みは、もうありません。")


@dataclass(frozen=True, slots=True)
class TriedField:
    """One field as it was read. `box` on the picture of `page`."""

    field: Field
    value: Value
    raw: str
    confidence: float
    page: int
    box: Box
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TriedPaper:
    """`number` from 0 in the file."""

    number: int
    form: str
    fit: float
    fields: tuple[TriedField, ...]


@dataclass(frozen=True, slots=True)
class Try:
    """`is_invented`: whoever tried it says that nobody real stands on it, so nothing is masked and
    it may be kept. `scan`: its name in `drawer`. `error`: (message, advice) where the file could
    not be read; `refused` the same for single pages."""

    id: str
    drawer: Drawer
    name: str
    scan: str
    is_invented: bool
    papers: tuple[TriedPaper, ...]
    error: tuple[str, str] | None
    refused: tuple[tuple[int, str, str], ...]

    def paper(self, number: int) -> TriedPaper:
        if not 0 <= number < len(self.papers):
            raise NoTry
        return self.papers[number]

    def picture(self, paper: int, page: int) -> bytes | None:
        """JPEG; None where there is none. Raises StoreError where it cannot be opened."""
        name = f"paper-{paper}-{page}.jpg"
        return drawers.read(self.drawer, name) if drawers.has(self.drawer, name) else None


def put_scan(folder: Path, source: Path) -> Path:
    """Move an uploaded file there, named by what it is. Raises Unreadable for anything else."""
    with source.open("rb") as readable:
        head = readable.read(1024)
    kind = next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)
    if kind is None and b"%PDF-" in head:
        kind = "PDF"
    if kind is None:
        source.unlink(missing_ok=True)
        raise Unreadable(
            "このファイルは読めません。", advice="PDF・TIFF・JPEG・PNG のファイルを選んでください。"
        )
    target = folder / f"scan{_SUFFIXES[kind]}"
    move_into(source, target)
    return target


def keep_try(
    bench: Bench, scan: Path, name: str, is_invented: bool, read: Mapping[str, Any],
    ring: Ring | None,
) -> str:  # fmt: skip
    """The scan and the pictures that lie beside it, and what was read; its id. Raises OSError."""
    try_id = secrets.token_hex(8)
    drawer = _drawer(bench, try_id, ring)
    data = {"name": name, "scan": scan.name, "invented": is_invented, "read": read}
    for each in sorted(scan.parent.iterdir()):
        drawers.put(drawer, each.name, each.read_bytes())
    drawers.put(drawer, _FILE, json.dumps(data, ensure_ascii=False).encode("utf-8"))
    return try_id


def open_try(bench: Bench, try_id: str, form: Form, ring: Ring | None) -> Try:
    """As read with `form`. Raises NoTry, StoreError."""
    if not _NAME.fullmatch(try_id) or not (bench.tries / try_id / _FILE).is_file():
        raise NoTry
    drawer = _drawer(bench, try_id, ring)
    data = json.loads(drawers.read(drawer, _FILE))
    read = data["read"]
    error = read["error"]
    return Try(
        try_id, drawer, data["name"], data["scan"], data["invented"],
        tuple(_paper(n, each, form) for n, each in enumerate(read["papers"])),
        (error["message"], error["advice"]) if error else None,
        tuple((each["number"], each["message"], each["advice"]) for each in read["refused"]),
    )  # fmt: skip


def drop_try(bench: Bench, try_id: str) -> None:
    if _NAME.fullmatch(try_id):
        shutil.rmtree(bench.tries / try_id, ignore_errors=True)


def keep_golden(
    bench: Bench, tried: Try, number: int, texts: Mapping[str, str], name: str
) -> Golden:
    """Keep a tried paper with the values that a person confirmed (as typed, by field id), and its
    readings as what is expected. Raises DoubtError where a text is no value of its field."""
    if not tried.is_invented:
        raise Unreadable(
            "実在の人の書類は、見本として残せません。",
            advice="架空の人の記入例を使って、試し読みをしてください。",
        )
    paper = tried.paper(number)
    truth = {
        each.field.id: normalise(each.field, texts[each.field.id])
        for each in paper.fields
        if each.field.id in texts
    }
    accepted = {
        each.field.id: Seen(each.value, bool(each.doubts))
        for each in paper.fields
        if each.field.id in texts
    }
    folder = private_folder(bench.golden)
    stem = _free(folder, _plain(name or Path(tried.name).stem))
    scan = folder / f"{stem}{Path(tried.scan).suffix}"
    scan.write_bytes(drawers.read(tried.drawer, tried.scan))
    golden = Golden(stem, scan, truth, accepted)
    write_golden(golden)
    return golden


def drop_golden(bench: Bench, name: str) -> None:
    for each in bench.golden.iterdir() if bench.golden.is_dir() else ():
        if each.stem == name:
            each.unlink()


def _drawer(bench: Bench, try_id: str, ring: Ring | None) -> Drawer:
    return drawer_of(bench.home, f"{bench.place}/{TRIES}/{try_id}", ring)


def _plain(name: str) -> str:
    kept = "".join(ch if ch.isalnum() or ch in "-_" else "-" for ch in name)[:40].strip("-")
    return kept or "golden"


def _free(folder: Path, stem: str) -> str:
    taken = {each.stem for each in folder.iterdir()}
    names = [stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))]
    return next(each for each in names if each not in taken)


def _paper(number: int, read: Mapping[str, Any], form: Form) -> TriedPaper:
    known = {each.id: each for each in form.fields}
    fields = tuple(
        _field(known[name], said) for name, said in read["fields"].items() if name in known
    )
    return TriedPaper(number, read["form"], read["fit"], fields)


def _field(field: Field, said: Mapping[str, Any]) -> TriedField:
    value = said["value"]
    return TriedField(
        field, tuple(value) if isinstance(value, list) else value, said["raw"],
        said["confidence"], said["page"], Box(*said["box"]), tuple(said["doubts"]),
    )  # fmt: skip
