"""Pages sorted into applications: what a separator sheet says about the next one."""

from forms.separator import Kind, Separator
from ocr.align import Likely
from ocr.pile import Pile
from ocr.result import SeparatorPage

SHEET = Separator(3, Kind.PART, "kaigo-nintei", "高齢者支援課", 2)


def test_what_comes_after_a_sheet_should_be_of_its_form() -> None:
    pile = Pile()
    pile.part(SeparatorPage(1, SHEET))
    assert pile.likely == Likely("kaigo-nintei")


def test_after_a_sheet_from_elsewhere_or_an_end_nothing_is_expected() -> None:
    for sheet in (None, Separator(4, Kind.END)):
        pile = Pile()
        pile.part(SeparatorPage(1, SHEET))
        pile.part(SeparatorPage(2, sheet))
        assert pile.likely is None
