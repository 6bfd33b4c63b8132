"""What the reading process does: proposals for a blank, pictures of it, readings of filled papers.

Everything it gives is plain data for JSON.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2
from PIL import Image

from forms.catalogue import DEFINITIONS, Catalogue
from forms.errors import PaperError, UnreadableFile, UtsushiError
from forms.form import Form
from forms.record import Reading
from forms.source import load_form
from workflows.clock import TOKYO
from workflows.intake.images import QUALITY
from workflows.makers import FEATURES
from workflows.seams import ReadApplication, ReadDocument
from workflows.settings import Settings

if TYPE_CHECKING:
    from ocr.align.kept import KeptFeatures
    from ocr.drafting import Draft
    from ocr.engines import Engine

DPI = 200  # of the pictures that fields are drawn over
MOST_PAGES = 20  # of a form
ALIKE = 0.9  # of a form's print in place on another blank; unlike forms have next to none
_SPLIT = "記入していない用紙だけのファイルを選んでください。"


class Looking:
    """Holds the engine, once it is needed."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @cached_property
    def _engine(self) -> "Engine":
        from ocr.engines import open_engine

        return open_engine(self._settings.engine or None, self._settings.models)

    @cached_property
    def _kept(self) -> "KeptFeatures":
        from ocr.align.kept import KeptFeatures

        return KeptFeatures(self._settings.home_path / FEATURES)

    def pictures(self, folder: str) -> list[dict[str, float]]:
        """`page-<n>.png` of every page of `blank.pdf`; their sizes in mm. Raises PaperError."""
        place = Path(folder)
        try:
            pdf = pypdfium2.PdfDocument(place / "blank.pdf")
        except pypdfium2.PdfiumError as error:
            raise UnreadableFile("白紙の PDF を開けません。") from error
        try:
            return [_picture(pdf[n], place / f"page-{n + 1}.png") for n in range(len(pdf))]
        finally:
            pdf.close()

    def read(
        self, form: str, files: Sequence[str], out: str = "", alone: bool = False
    ) -> list[dict[str, Any]]:
        """Each file as `file`, `error`, `papers` and `refused`. `form`: the folder of the form as
        it stands; `alone`: no other form is thought of; `out`: where the pages' pictures go."""
        from ocr.calibration import Trust
        from ocr.reader import Reader

        drawn = load_form(Path(form) / "form.yaml")
        catalogue = Catalogue([drawn]) if alone else _with(drawn, self._settings.forms_paths)
        trust = Trust.open(self._settings.shared_path)
        reader = Reader(catalogue, self._engine, trust, self._kept)
        return [_read(reader.read, Path(each), Path(out) if out else None) for each in files]

    def draft(self, source: str, folder: str) -> dict[str, Any]:
        """Proposals for a blank, `blank.pdf` and its pictures in the folder. Raises PaperError."""
        from ocr.drafting import Drafter
        from ocr.drafting.declaring import sections_of, write_blank

        opened: Engine | None = self.__dict__.get("_engine")  # a PDF with its text needs none
        draft = Drafter(opened, self._settings.models).propose(Path(source))
        if len(draft.pages) > MOST_PAGES:
            raise UnreadableFile(f"様式は {MOST_PAGES} ページまでです。", advice=_SPLIT)
        write_blank(draft, Path(source), Path(folder) / "blank.pdf")
        pages = self.pictures(folder)
        return {
            "declaration": _data(draft) | {"pages": pages},
            "sections": sections_of(draft),
            "alike": self._alike(Path(folder) / "blank.pdf"),
        }

    def _alike(self, blank: Path) -> str:
        """The declared form whose print this blank has too, if any: papers on two such forms
        cannot be told apart."""
        from ocr.align.blank import Blanks
        from ocr.align.page import Aligner
        from ocr.pages import open_document

        catalogue = Catalogue.load(DEFINITIONS, *self._settings.forms_paths)
        aligner = Aligner(Blanks(catalogue, self._kept))
        try:
            found = aligner.align(next(iter(open_document(blank).pages())))
        except PaperError:
            return ""
        return found.blank.form.id if found.fit.score >= ALIKE else ""


def _data(draft: "Draft") -> dict[str, Any]:
    """The draft as the editor's data; what no blank says is left empty for a person."""
    from ocr.drafting.declaring import UNKNOWN, declared

    version = f"{datetime.now(TOKYO):%Y-%m}"
    if not draft.entries:
        return {"title": draft.title, "version": version, "manual_seconds": 60, "fields": []}
    data = declared(draft, version=version).model_dump(mode="json", exclude_defaults=True)
    return {key: "" if value == UNKNOWN else value for key, value in data.items()}


def _with(form: Form, folders: Sequence[Path]) -> Catalogue:
    """All forms, that one as it stands instead of as it is saved."""
    known = Catalogue.load(DEFINITIONS, *folders)
    others = [each for each in known if each.id != form.id]
    older = [
        each
        for each in known.revisions()
        if each not in others and (each.id, each.version) != (form.id, form.version)
    ]
    return Catalogue([*others, form], older)


def _picture(page: Any, path: Path) -> dict[str, float]:
    width, height = page.get_size()
    bitmap = page.render(scale=DPI / 72, grayscale=True)
    bitmap.to_pil().save(path, "PNG")
    bitmap.close()
    return {"width": round(width * 25.4 / 72, 2), "height": round(height * 25.4 / 72, 2)}


def _read(read: Any, path: Path, out: Path | None) -> dict[str, Any]:
    try:
        document: ReadDocument = read(path)
    except PaperError as error:
        return {"file": path.name, "error": _words(error), "papers": [], "refused": []}
    return {
        "file": path.name,
        "error": None,
        "papers": [_paper(each, n, out) for n, each in enumerate(document.applications)],
        "refused": [{"number": each.number, **_words(each.error)} for each in document.refused],
    }


def _words(error: UtsushiError) -> dict[str, str]:
    return {"message": error.message, "advice": error.advice}


def _paper(application: ReadApplication, number: int, out: Path | None) -> dict[str, Any]:
    if out is not None:
        for page in application.pages:
            pixels = page.image[..., ::-1] if page.image.ndim == 3 else page.image
            Image.fromarray(pixels).save(
                out / f"paper-{number}-{page.form_page}.jpg", "JPEG", quality=QUALITY
            )
    return {
        "form": application.form.id,
        "version": application.record.version,
        "fit": round(application.fit, 4),
        "fields": {each.field: _reading(each) for each in application.record.readings},
    }


def _reading(reading: Reading) -> Mapping[str, Any]:
    value = list(reading.value) if isinstance(reading.value, tuple) else reading.value
    return {
        "value": value,
        "raw": reading.raw,
        "confidence": round(reading.confidence, 5),
        "page": reading.page,
        "box": reading.box.as_list(),
        "doubts": [each.message for each in reading.doubts],
    }
