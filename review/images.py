"""Page images with private places painted over, and the places by themselves."""

from collections.abc import Iterable
from io import BytesIO

from PIL import Image, ImageDraw, UnidentifiedImageError

from forms.errors import StoreError
from forms.geometry import Box
from review.problems import NoPicture
from workflows.shared_files import NoSuchFile, Stored

MARGIN = 0.006  # of the page, about 1.3 mm: handwriting leaves its box, pages move a little
AROUND = (0.05, 0.014)  # of the page: enough to see the label, and strokes that run out
QUALITY = 85
SMALL = 480  # px
_PAINT = (198, 205, 214)


def picture_in(stored: Stored) -> bytes:
    """The picture, which may lie on another machine. Raises NoPicture."""
    try:
        return stored.read()
    except NoSuchFile as error:
        raise NoPicture("画像のファイルが見つかりません。") from error
    except StoreError as error:
        raise NoPicture(error.message) from error


def masked(picture: bytes, places: Iterable[Box]) -> bytes:
    """JPEG of the page with `places` (fractions of the page) painted over."""
    with _opened(picture) as image:
        page = image.convert("RGB")
    draw = ImageDraw.Draw(page)
    for place in places:
        draw.rectangle(_grown(place).to_px(*page.size), fill=_PAINT)
    return _encode(page)


def masked_small(picture: bytes, places: Iterable[Box]) -> bytes:
    """The same, made small: at most `SMALL` pixels either way."""
    with _opened(picture) as image:
        image.draft("RGB", (SMALL, SMALL))  # a JPEG is unpacked no larger than needed
        page = image.convert("RGB")
    page.thumbnail((SMALL, SMALL))
    draw = ImageDraw.Draw(page)
    for place in places:
        draw.rectangle(_grown(place).to_px(*page.size), fill=_PAINT)
    return _encode(page)


def small(picture: bytes) -> bytes:
    """JPEG of a picture that hides what must be hidden already, made small."""
    try:
        with Image.open(BytesIO(picture)) as image:
            image.draft("RGB", (SMALL, SMALL))
            shown = image.convert("RGB")
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise NoPicture("画像を開けません。") from error
    shown.thumbnail((SMALL, SMALL))
    return _encode(shown)


def cut(picture: bytes, place: Box) -> bytes:
    """JPEG of exactly what `masked` paints over."""
    with _opened(picture) as image:
        return _encode(image.convert("RGB").crop(_grown(place).to_px(*image.size)))


def strip(picture: bytes, place: Box, hidden: Iterable[Box], *, is_private: bool) -> bytes:
    """JPEG of a field's place with what stands around it, `hidden` places painted over; of a
    private one no more than its own place."""
    if is_private:
        return cut(picture, place)
    with _opened(picture) as image:
        page = image.convert("RGB")
    draw = ImageDraw.Draw(page)
    for each in hidden:
        draw.rectangle(_grown(each).to_px(*page.size), fill=_PAINT)
    return _encode(page.crop(place.grown(*AROUND).to_px(*page.size)))


def cut_masked(picture: bytes, place: Box, hidden: Iterable[Box]) -> bytes:
    """JPEG of a place, `hidden` places that reach into it painted over."""
    with _opened(picture) as image:
        page = image.convert("RGB")
    draw = ImageDraw.Draw(page)
    for each in hidden:
        draw.rectangle(_grown(each).to_px(*page.size), fill=_PAINT)
    return _encode(page.crop(_grown(place).to_px(*page.size)))


def _grown(place: Box) -> Box:
    return place.grown(MARGIN, MARGIN)


def _opened(picture: bytes) -> Image.Image:
    try:
        return Image.open(BytesIO(picture))
    except (OSError, UnidentifiedImageError) as error:
        raise NoPicture("画像のファイルを開けません。") from error


def _encode(image: Image.Image) -> bytes:
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=QUALITY)
    return buffer.getvalue()
