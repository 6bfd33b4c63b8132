"""Shared by the tests of the reading room."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from forms.catalogue import Catalogue
from forms.form import Form
from ocr.align.blank import BlankPage, Blanks
from ocr.align.fit import Fit
from ocr.align.page import AlignedPage
from ocr.engines.engine import Emissions, Image, Vocabulary
from ocr.ink.dark import inks_of
from ocr.ink.written import Written, written_on
from tests.ours import OURS


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return OURS


@pytest.fixture(scope="session")
def blanks(catalogue: Catalogue) -> Blanks:
    return Blanks(catalogue)


@pytest.fixture(scope="session")
def risai(catalogue: Catalogue) -> Form:
    return catalogue["risai-shomei"]


@pytest.fixture(scope="session")
def risai_blank(blanks: Blanks, risai: Form) -> BlankPage:
    return blanks.of(risai)[0]


@pytest.fixture
def page_of() -> Callable[[BlankPage, Image], AlignedPage]:
    """A picture that lies exactly on its blank."""

    def make(blank: BlankPage, image: Image) -> AlignedPage:
        height, width = blank.image.shape
        seen = np.full((height, width), 255, np.uint8)
        fit = Fit(1.0, np.ones((1, 1), np.float32))
        return AlignedPage(1, blank, image, inks_of(image), seen, fit, ())

    return make


@pytest.fixture
def write(
    risai_blank: BlankPage, page_of: Callable[[BlankPage, Image], AlignedPage]
) -> Callable[[Callable[[Image], None]], Written]:
    """What is written on the 罹災 form after `draw` has drawn on its blank."""

    def make(draw: Callable[[Image], None]) -> Written:
        image = risai_blank.image.copy()
        draw(image)
        return written_on(page_of(risai_blank, image))

    return make


SMALL = Vocabulary(("", *"0123456789OlBアあ山田元-", " "))


def emissions(rows: Sequence[dict[str, float]], vocabulary: Vocabulary = SMALL) -> Emissions:
    """Frames given as {character: probability}; the rest is blank."""
    out = np.zeros((len(rows), len(vocabulary)), np.float32)
    for row, given in zip(out, rows, strict=True):
        for character, probability in given.items():
            row[vocabulary.columns[character]] = probability
        row[0] = max(0.0, 1.0 - sum(given.values()))
    return Emissions(out, vocabulary, 8.0)


@pytest.fixture
def make_emissions() -> Callable[[Sequence[dict[str, float]]], Emissions]:
    return emissions


@pytest.fixture(scope="session")
def scans() -> Path:
    return Path(__file__).parents[2] / "samples" / "scans"
