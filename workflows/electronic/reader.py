"""Reading data, behind the same seam as the reader of papers, and the two behind one door."""

import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from forms.electronic.item import Kind
from forms.electronic.source_map import SourceMap
from forms.errors import UnreadableFile
from forms.form import Form
from ocr.pages.limits import empty, not_openable, unsupported
from workflows.electronic import attached, bundle, limits, office_file, pdf_form, xml_file
from workflows.electronic.archive import Archive, Budget
from workflows.electronic.excel_file import tables_of
from workflows.electronic.kinds import (
    HEAD_BYTES,
    is_data,
    is_list,
    is_named_as_data,
    is_xml,
    is_zip,
)
from workflows.electronic.making import Made, of_csv, of_tables, of_xml
from workflows.electronic.result import (
    ElectronicApplication,
    ElectronicDocument,
    ElectronicRefused,
)
from workflows.electronic.sources import Sources
from workflows.office import Office
from workflows.seams import ReadDocument, Reader

Found = tuple[tuple[ElectronicApplication, ...], tuple[ElectronicRefused, ...]]
_PDF = b"%PDF-"


class DataReader:
    """Reads lists, XML, bundles and PDF forms that a source map knows."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources

    def takes(self, path: Path) -> bool:
        """It is data, and not a paper. A file that cannot be opened is for the reader of papers to
        complain of."""
        try:
            with path.open("rb") as opened:
                head = opened.read(HEAD_BYTES)
            if is_data(head, path.name):
                return True
            maps = self._pdf_maps(None) if _PDF in head else ()
            return bool(maps) and pdf_form.map_for(path.read_bytes(), maps) is not None
        except OSError:
            return False

    def read(self, path: Path, pages: Collection[int] = ()) -> ElectronicDocument:
        """Every application of the file, or those with these numbers. Raises PaperError where none
        can be read."""
        return self._read(path, None, pages)

    def read_as(self, path: Path, form: Form, pages: Collection[int] = ()) -> ElectronicDocument:
        """The same where a person said what form it is."""
        return self._read(path, form, pages)

    def pictures(self, path: Path) -> Iterator[tuple[int, NDArray[Any]]]:
        """Pages of the files in a bundle, where no application was found in it."""
        data = _bytes(path)
        if not is_zip(data[:HEAD_BYTES]):
            return
        with Archive(data) as archive:
            files = bundle.files_in(archive, archive.budget)
        for page in attached.shown([(each.name, each.data) for each in files])[1]:
            yield page.number, page.image

    def _read(self, path: Path, form: Form | None, numbers: Collection[int]) -> ElectronicDocument:
        start = time.perf_counter()
        applications, refused = self._found(path.name, _bytes(path), form)
        if numbers:
            applications = tuple(e for e in applications if e.arrived.number in numbers)
            refused = tuple(e for e in refused if e.number in numbers)
        if not applications:
            raise refused[0].error if refused else limits.refused("に、その申請はありません。")
        pages = sum(len(each.pages) for each in applications)
        pages += sum(len(each.pages) for each in refused)
        seconds = {"load": time.perf_counter() - start}
        return ElectronicDocument(pages, applications, refused, seconds)

    def _found(self, name: str, data: bytes, form: Form | None) -> Found:
        head, sources = data[:HEAD_BYTES], self._sources
        if is_zip(head):
            return self._zip(data, form)
        if is_xml(head):
            return _numbered(of_xml(xml_file.root_of(data), sources, form))
        if is_list(head, name):
            return _numbered(of_csv(data, sources, form))
        source = pdf_form.map_for(data, self._pdf_maps(form))
        if source is None:
            raise unsupported(name, "データ")
        return (pdf_form.read(name, data, source),), ()

    def _pdf_maps(self, form: Form | None) -> tuple[SourceMap, ...]:
        return tuple(self._sources.maps(Kind.ACROFORM, form))

    def _zip(self, data: bytes, form: Form | None) -> Found:
        budget = Budget()
        with Archive(data, budget) as archive:
            if office_file.is_excel(archive.names):
                return _numbered(of_tables(tables_of(data, archive), self._sources, form))
            if office_file.is_other_office(archive.names):
                raise limits.refused(
                    "は Word などの文書です。", "PDF にするか、印刷してスキャンしてください。"
                )
            files = bundle.files_in(archive, budget)
        return bundle.read(files, self._sources, form, budget)


class EitherReader:
    """Data is read as data, everything else by the reader of papers, opened when it is needed."""

    def __init__(self, data: DataReader, open_papers: Callable[[], Reader]) -> None:
        self._data, self._open_papers = data, open_papers

    def read(self, path: Path, pages: Collection[int] = ()) -> ReadDocument:
        return self._for(path).read(path, pages)

    def read_as(self, path: Path, form: Form, pages: Collection[int] = ()) -> ReadDocument:
        return self._for(path).read_as(path, form, pages)

    def pictures(self, path: Path) -> Iterator[tuple[int, NDArray[Any]]]:
        return self._for(path).pictures(path)

    def _for(self, path: Path) -> Reader:
        return self._data if self._data.takes(path) else self._open_papers()


def reader_for(office: Office, open_papers: Callable[[], Reader], stored: str) -> Reader:
    """For one file of ours. The reader of papers is opened at once where the name says nothing of
    data, so that a missing model leaves the document untouched. Raises SetupError."""
    data = DataReader(Sources(office.catalogue, office.settings.forms_paths))
    if is_named_as_data(stored):
        return EitherReader(data, open_papers)
    papers = open_papers()
    return EitherReader(data, lambda: papers)


def _numbered(made: tuple[Made, ...]) -> Found:
    found = [each.application for each in made]
    return tuple(
        replace(each, arrived=replace(each.arrived, number=number))
        for number, each in enumerate(found, start=1)
    ), ()


def _bytes(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise not_openable(path.name) from error
    if not data:
        raise empty(path.name)
    if len(data) > limits.MOST_UNPACKED:
        raise UnreadableFile(f"{path.name} は大きすぎます。", advice="分けて入れてください。")
    return data
