"""Page images for the reviewer, kept by hash. They hold personal data: for the owner alone."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from numpy.typing import NDArray
from PIL import Image

from workflows.shared_files import Files

QUALITY = 85  # an A4 page of 200 dpi takes about 0.3 MB and thin strokes stay clear


@dataclass(frozen=True, slots=True)
class KeptImage:
    """`path` as `Files` knows it; `width`, `height` in pixels."""

    path: str
    sha256: str
    width: int
    height: int


def keep_image(image: NDArray[Any], files: Files) -> KeptImage:
    """Save a BGR or gray page image (uint8) as JPEG. Raises FilesAway."""
    buffer = BytesIO()
    _picture(image).save(buffer, "JPEG", quality=QUALITY)
    kept = files.keep_bytes(buffer.getvalue(), "pages", ".jpg")
    return KeptImage(kept.path, kept.sha256, image.shape[1], image.shape[0])


def _picture(image: NDArray[Any]) -> Image.Image:
    if image.ndim != 3:
        return Image.fromarray(image)
    # Turning BGR round is left to Pillow: numpy takes three times as long.
    size = (image.shape[1], image.shape[0])
    return Image.frombytes("RGB", size, image.tobytes(), "raw", "BGR")
