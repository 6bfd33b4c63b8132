"""The door for papers without a template."""

import time
from collections import defaultdict
from pathlib import Path

import cv2
import numpy as np

from ocr.engines import DEFAULT, Engine, open_engine
from ocr.engines.engine import Image, TextBox
from ocr.free.cells import Grid, grid_of, without_lines
from ocr.free.crops import is_tall
from ocr.free.found import FreeDocument, FreePage
from ocr.free.pairing import Pairing
from ocr.free.reading import Piece, read_boxes
from ocr.free.upright import straightened, turned_upright
from ocr.ink.dark import inks_of
from ocr.pages import Page, open_document
from ocr.scale import DPI

BELIEVED_DPI = (150.0, 700.0)  # what a scanner says; a camera's figure means nothing
LONG_SIDE = 2400  # px, where the resolution is not believed
CELL_SHARE = 0.2  # of a text box that must lie in a second cell for the box to be cut there


class FreeReader:
    """Finds labels and values on any paper. Not thread-safe."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @classmethod
    def open(cls, engine_name: str = DEFAULT, models: Path | None = None) -> "FreeReader":
        """Raises SetupError, MissingModel."""
        return cls(open_engine(engine_name, models))

    def read(self, path: Path) -> FreeDocument:
        """Every page of the file. Raises UnreadableFile."""
        seconds: dict[str, float] = defaultdict(float)
        start = time.perf_counter()
        document = open_document(path)
        pages = []
        for page in document.pages():
            seconds["load"] += time.perf_counter() - start
            start = time.perf_counter()
            pages.append(self.read_page(page))
            seconds["read"] += time.perf_counter() - start
            start = time.perf_counter()
        return FreeDocument(document.page_count, tuple(pages), dict(seconds))

    def read_page(self, page: Page) -> FreePage:
        image, turned = turned_upright(_at_working_size(page), self.engine)
        boxes = self.engine.detect(image)
        straight = straightened(image, boxes)
        if straight is not image:
            boxes = self.engine.detect(straight)
        grid = grid_of(inks_of(straight).ink)
        pieces = self._pieces(straight, boxes, grid)
        height, width = straight.shape[:2]
        pairing = Pairing(pieces, grid.cells, (width, height))
        return FreePage(page.number, width, height, turned, pairing.pairs(), pairing.texts())

    def _pieces(self, image: Image, boxes: list[TextBox], grid: Grid) -> list[Piece]:
        clean = without_lines(image, grid)
        cut = [part for box in boxes for part in cut_by_cells(box, grid)]
        return read_boxes(clean, cut, self.engine)


def cut_by_cells(box: TextBox, grid: Grid) -> list[TextBox]:
    """A box that reaches over several ruled cells, as one box a cell."""
    left, top = (float(v) for v in box.corners.min(axis=0))
    right, bottom = (float(v) for v in box.corners.max(axis=0))
    area = max(1.0, (right - left) * (bottom - top))
    inside = [c for c in grid.cells if c.overlap(left, top, right, bottom) >= CELL_SHARE * area]
    if len(inside) < 2:
        return [box]
    parts = []
    for cell in sorted(inside, key=lambda c: (c.top, c.left)):
        x0, x1 = max(left, cell.left), min(right, cell.right)
        y0, y1 = max(top, cell.top), min(bottom, cell.bottom)
        corners = np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.float32)
        part = TextBox(corners, box.score)
        if is_tall(part) == is_tall(box) or not is_tall(part):
            parts.append(part)
    return parts or [box]


def _at_working_size(page: Page) -> Image:
    """The image at about 200 dpi; a smaller one stays as it is."""
    low, high = BELIEVED_DPI
    long_side = max(page.image.shape[:2])
    scale = DPI / page.dpi if low <= page.dpi <= high else LONG_SIDE / long_side
    if scale >= 0.95:
        return page.image
    small = cv2.resize(page.image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)
