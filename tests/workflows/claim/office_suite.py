"""LibreOffice without a screen: another program's recalculation of our workbooks."""

import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CACHED = re.compile(rb"(</f>)<v>[^<]*</v>")
_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item \
oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" \
oor:op="fuse"><value>0</value></prop></item></oor:items>
"""  # 0: calculate everything anew when a file is opened

Cells = Mapping[tuple[str, str], str]
"""(sheet, `B7`) → the text of its value."""


def find() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def recalculated(books: Mapping[str, bytes], folder: Path) -> Mapping[str, Cells]:
    """What LibreOffice makes of the formulas alone: our own values are taken out before. One start
    for all `books` (by name)."""
    folder.mkdir(parents=True, exist_ok=True)
    sources = [folder / f"{name}.xlsx" for name in books]
    for source, book in zip(sources, books.values(), strict=True):
        source.write_bytes(without_values(book))
    made, profile = folder / "made", folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS, encoding="utf-8")
    command = [
        find() or "soffice", "--headless", "--norestore",
        f"-env:UserInstallation={profile.as_uri()}",
        "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(made), *map(str, sources),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return {name: values_of((made / f"{name}.xlsx").read_bytes()) for name in books}


def without_values(book: bytes) -> bytes:
    """The workbook with no value beside a formula."""

    def changed(sheet: bytes) -> bytes:
        bare, count = _CACHED.subn(rb"\1", sheet)
        assert b"<f>" not in sheet or count
        return bare

    return _with_sheets(book, changed)


def altered(book: bytes, before: str, after: str) -> bytes:
    """The workbook with another text in its sheets' XML."""
    return _with_sheets(book, lambda sheet: sheet.replace(before.encode(), after.encode()))


def _with_sheets(book: bytes, change: Callable[[bytes], bytes]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(book)) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            is_sheet = name.startswith("xl/worksheets/sheet")
            target.writestr(name, change(data) if is_sheet else data)
    return made.getvalue()


def values_of(book: bytes, *, formulas_only: bool = False) -> Cells:
    """Every value of a workbook, as text; of the cells with formulas only."""
    with zipfile.ZipFile(BytesIO(book)) as files:
        strings = _strings(files)
        return {
            (name, cell.attrib["r"]): _value(cell, strings)
            for name, part in _sheets(files)
            for cell in ElementTree.fromstring(files.read(part)).iter(f"{_MAIN}c")
            if not formulas_only or cell.find(f"{_MAIN}f") is not None
        }


def parts(book: bytes, prefix: str) -> list[str]:
    """The texts of the parts whose name begins so, as they lie in the file."""
    with zipfile.ZipFile(BytesIO(book)) as files:
        names = [name for name in files.namelist() if name.startswith(prefix)]
        return [files.read(name).decode("utf-8") for name in names]


def formulas_of(book: bytes) -> Cells:
    with zipfile.ZipFile(BytesIO(book)) as files:
        return {
            (name, cell.attrib["r"]): found.text or ""
            for name, part in _sheets(files)
            for cell in ElementTree.fromstring(files.read(part)).iter(f"{_MAIN}c")
            if (found := cell.find(f"{_MAIN}f")) is not None
        }


def _sheets(files: zipfile.ZipFile) -> list[tuple[str, str]]:
    related = ElementTree.fromstring(files.read("xl/_rels/workbook.xml.rels"))
    targets = {each.attrib["Id"]: each.attrib["Target"].lstrip("/") for each in related}
    book = ElementTree.fromstring(files.read("xl/workbook.xml"))
    found = []
    for sheet in book.iter(f"{_MAIN}sheet"):
        target = targets[sheet.attrib[_RELATED]]
        found.append((sheet.attrib["name"], target if target.startswith("xl/") else f"xl/{target}"))
    return found


def _strings(files: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in files.namelist():
        return []
    listed = ElementTree.fromstring(files.read("xl/sharedStrings.xml"))
    return ["".join(part.text or "" for part in each.iter(f"{_MAIN}t")) for each in listed]


def _value(cell: ElementTree.Element, strings: list[str]) -> str:
    value = cell.find(f"{_MAIN}v")
    if value is None or value.text is None:
        return "".join(part.text or "" for part in cell.iter(f"{_MAIN}t"))
    return strings[int(value.text)] if cell.attrib.get("t") == "s" else value.text
