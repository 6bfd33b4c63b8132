"""Images → the files a scanner leaves: PDF, TIFF, JPEG, PNG; the same bytes each time."""

import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
)

_A4_POINTS = (595.276, 841.89)
_STRIP_OFFSETS, _ROWS_PER_STRIP, _STRIP_COUNTS = 273, 278, 279  # TIFF 6.0


def save(images: Sequence[Image.Image], path: Path, quality: int, dpi: int) -> None:
    """Write `images` to `path` by its suffix: .pdf, .tif, .jpg or .png.

    Colour and grey pages become JPEG of `quality`; 1-bit pages CCITT Group 4 in a PDF or TIFF.
    Raises ValueError for another suffix, or several pages where the format holds one.
    """
    if path.suffix == ".pdf":
        _pdf(images, path, quality)
    elif path.suffix == ".tif":
        _tiff(images, path, quality, dpi)
    elif path.suffix in (".jpg", ".png") and len(images) == 1:
        options = {"quality": quality} if path.suffix == ".jpg" else {"optimize": True}
        images[0].save(path, dpi=(dpi, dpi), **options)
    else:
        raise ValueError(f"cannot save {len(images)} pages as {path.suffix}")


def _tiff(images: Sequence[Image.Image], path: Path, quality: int, dpi: int) -> None:
    is_fax = all(image.mode == "1" for image in images)
    options = {"compression": "group4"} if is_fax else {"compression": "jpeg", "quality": quality}
    # Copies, because an image remembers the settings of the format it was saved in before.
    first, *rest = [image.copy() for image in images]
    first.save(path, save_all=True, append_images=rest, dpi=(dpi, dpi), **options)


def _pdf(images: Sequence[Image.Image], path: Path, quality: int) -> None:
    """One full-page image a page, its JPEG bytes stored as they are (DCTDecode)."""
    writer = PdfWriter()
    width, height = _A4_POINTS
    for image in images:
        page = writer.add_blank_page(width, height)
        picture = writer._add_object(_picture(image, quality))
        content = StreamObject()
        content.set_data(f"q {width} 0 0 {height} 0 0 cm /Im0 Do Q".encode("ascii"))
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/XObject"): DictionaryObject({NameObject("/Im0"): picture})}
        )
        page[NameObject("/Contents")] = writer._add_object(content)
        page[NameObject("/MediaBox")] = ArrayObject([FloatObject(v) for v in (0, 0, width, height)])
    with path.open("wb") as target:
        writer.write(target)


def _picture(image: Image.Image, quality: int) -> StreamObject:
    buffer = io.BytesIO()
    stream = StreamObject()
    space = "/DeviceRGB" if image.mode == "RGB" else "/DeviceGray"
    width, height = NumberObject(image.width), NumberObject(image.height)
    stream.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): width,
            NameObject("/Height"): height,
            NameObject("/BitsPerComponent"): NumberObject(1 if image.mode == "1" else 8),
            NameObject("/ColorSpace"): NameObject(space),
        }
    )
    if image.mode == "1":
        stream._data = _group4(image)
        stream[NameObject("/Filter")] = NameObject("/CCITTFaxDecode")
        stream[NameObject("/DecodeParms")] = DictionaryObject(
            {
                NameObject("/K"): NumberObject(-1),
                NameObject("/Columns"): width,
                NameObject("/Rows"): height,
                NameObject("/BlackIs1"): BooleanObject(True),
            }
        )
    else:
        image.save(buffer, "JPEG", quality=quality)
        stream._data = buffer.getvalue()
        stream[NameObject("/Filter")] = NameObject("/DCTDecode")
    return stream


def _group4(image: Image.Image) -> bytes:
    """The page in CCITT Group 4, out of a TIFF of one strip; as Pillow codes it, black is 1."""
    buffer = io.BytesIO()
    image.copy().save(
        buffer, "TIFF", compression="group4", tiffinfo={_ROWS_PER_STRIP: image.height}
    )
    with Image.open(buffer) as written:
        start, count = written.tag_v2[_STRIP_OFFSETS][0], written.tag_v2[_STRIP_COUNTS][0]  # type: ignore[attr-defined]
    return buffer.getvalue()[start : start + count]
