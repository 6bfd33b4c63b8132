"""Files that no office wants but every office gets. Each function makes one into a folder.

None of them needs fonts: two come from committed files (`unknown-form.pdf`, `good.pdf`), which
`python -m samples.bad --redraw` draws anew.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

from pypdf import PdfReader, PdfWriter

from samples.bad.pictures import cat_like, white_page

_HERE = Path(__file__).parent
GOOD = _HERE / "good.pdf"
"""A good scan of an application that is not in the committed set; its truth is beside it."""
UNKNOWN_FORM = _HERE / "unknown-form.pdf"

ODD_NAME = "申請　①～㈱𠮷野 (1).PDF"
PAGES = 5_000
PASSWORD = "himitsu"


def empty(folder: Path) -> Path:
    """No byte at all: a scan that was interrupted."""
    return _written(folder / "empty.pdf", b"")


def truncated(folder: Path) -> Path:
    """The first 40 % of a PDF: a copy that was interrupted."""
    data = GOOD.read_bytes()
    return _written(folder / "truncated.pdf", data[: len(data) * 2 // 5])


def encrypted(folder: Path) -> Path:
    """A good scan behind a password to open it."""
    writer = PdfWriter(clone_from=PdfReader(GOOD))
    writer.encrypt(PASSWORD, algorithm="AES-256")
    path = folder / "encrypted.pdf"
    with path.open("wb") as target:
        writer.write(target)
    return path


def many_pages(folder: Path) -> Path:
    """5,000 blank pages in some 0.4 MB."""
    kids = " ".join(f"{n + 3} 0 R" for n in range(PAGES))
    bodies = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {PAGES}/MediaBox[0 0 595 842]/Kids[{kids}]>>",
        *["<</Type/Page/Parent 2 0 R>>"] * PAGES,
    ]
    parts, at, offsets = [b"%PDF-1.4\n"], 9, []
    for number, body in enumerate(bodies, start=1):
        part = f"{number} 0 obj{body}endobj\n".encode("ascii")
        offsets.append(at)
        parts.append(part)
        at += len(part)
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(bodies) + 1
    parts.append(f"xref\n0 {size}\n0000000000 65535 f \n{table}".encode("ascii"))
    parts.append(f"trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n".encode("ascii"))
    return _written(folder / "many-pages.pdf", b"".join(parts))


def photo(folder: Path) -> Path:
    """A picture of something like a cat."""
    path = folder / "photo.jpg"
    cat_like(Random(2)).save(path, "JPEG", quality=70)
    return path


def unknown_form(folder: Path) -> Path:
    """A filled form of a kind that is not declared (犬の登録申請書)."""
    return _written(folder / "unknown-form.pdf", UNKNOWN_FORM.read_bytes())


def white(folder: Path) -> Path:
    """The back of a sheet: paper and nothing on it."""
    path = folder / "white.png"
    white_page(Random(3)).save(path, "PNG", optimize=True, dpi=(200, 200))
    return path


def renamed_text(folder: Path) -> Path:
    """A text file that somebody called .pdf."""
    return _written(folder / "memo.pdf", "来週の会議は第2会議室です。\n".encode("cp932"))


def odd_name(folder: Path) -> Path:
    """A good scan under a name with full-width, circled and rare characters: to be read well."""
    return _written(folder / ODD_NAME, GOOD.read_bytes())


KINDS: Mapping[str, Callable[[Path], Path]] = {
    "empty": empty,
    "truncated": truncated,
    "encrypted": encrypted,
    "many_pages": many_pages,
    "photo": photo,
    "unknown_form": unknown_form,
    "white": white,
    "renamed_text": renamed_text,
    "odd_name": odd_name,
}
"""Every kind; all but `odd_name` must be refused."""


def make_all(folder: Path) -> dict[str, Path]:
    """One file of every kind in `folder`: kind → path."""
    folder.mkdir(parents=True, exist_ok=True)
    return {kind: make(folder) for kind, make in KINDS.items()}


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path
