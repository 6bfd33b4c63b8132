"""The picture of a page that was read, packed where a file has many pages."""

from dataclasses import dataclass

import cv2
import numpy as np

from ocr.engines.engine import Image

PLAIN = 8  # pages of a file whose pictures are kept as they are: 12 MB each in colour
QUALITY = 95  # of the JPEG in which the others are kept, about 1 MB each


@dataclass(frozen=True, slots=True)
class Picture:
    """Gray or BGR. One of the two is there: the pixels, or the JPEG that they are packed in."""

    pixels: Image | None
    packed: bytes = b""

    @classmethod
    def keep(cls, image: Image, before: int) -> "Picture":
        """`before`: how many pictures of the same file are kept already."""
        if before < PLAIN:
            return cls(image)
        _, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
        return cls(None, data.tobytes())

    @property
    def image(self) -> Image:
        if self.pixels is not None:
            return self.pixels
        found = cv2.imdecode(np.frombuffer(self.packed, np.uint8), cv2.IMREAD_UNCHANGED)
        return np.asarray(found, np.uint8)
