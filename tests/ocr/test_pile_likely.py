"""What a page should be, by the pages before it in its file."""

from collections.abc import Callable

import pytest

from forms.catalogue import Catalogue
from forms.errors import EmptyPage, PaperError, UnknownForm
from ocr.align import AlignedPage, BlankPage, Blanks, Likely
from ocr.engines.engine import Image
from ocr.pages import Page
from ocr.pile import Pile

Kaigo = tuple[AlignedPage, AlignedPage]


@pytest.fixture
def kaigo(
    catalogue: Catalogue, blanks: Blanks, page_of: Callable[[BlankPage, Image], AlignedPage]
) -> Kaigo:
    """Both pages of a form of two."""
    first, second = (page_of(each, each.image) for each in blanks.of(catalogue["kaigo-nintei"]))
    return first, second


def refuse(pile: Pile, page: AlignedPage, error: type[PaperError] = UnknownForm) -> None:
    pile.refuse(Page(2, page.image, 200.0), error("2 ページ目です。"))


def test_nothing_is_likely_before_the_first_page() -> None:
    assert Pile().likely is None


def test_after_the_first_page_of_two_the_second_is_likely(kaigo: Kaigo) -> None:
    pile = Pile()
    pile.place(kaigo[0])
    assert pile.likely == Likely("kaigo-nintei", frozenset({2}))


def test_after_a_whole_application_nothing_is_likely(kaigo: Kaigo) -> None:
    pile = Pile()
    for each in kaigo:
        pile.place(each)
    assert pile.likely is None


def test_after_a_refused_page_nothing_is_likely(kaigo: Kaigo) -> None:
    """The next page may belong to the one that was refused."""
    pile = Pile()
    pile.place(kaigo[0])
    refuse(pile, kaigo[1])
    assert pile.likely is None


def test_an_empty_back_side_parts_nothing(kaigo: Kaigo) -> None:
    pile = Pile()
    pile.place(kaigo[0])
    refuse(pile, kaigo[1], EmptyPage)
    assert pile.likely == Likely("kaigo-nintei", frozenset({2}))


def test_what_was_said_holds_for_every_page(kaigo: Kaigo) -> None:
    pile = Pile("kaigo-nintei")
    refuse(pile, kaigo[0])
    pile.place(kaigo[1])
    assert pile.likely == Likely("kaigo-nintei")
