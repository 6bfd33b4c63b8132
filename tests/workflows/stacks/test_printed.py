"""The sheet on paper: printed by a browser, known again on the scan."""

from datetime import UTC, datetime

import pytest

from forms.separator import Kind, Separator
from ocr.pages import Page, open_document
from ocr.qr.separators import separator_on
from workflows.stacks.printed import html_of, pdf_of_sheets
from workflows.stacks.sheets import Sheet

KEY = b"k" * 32
AT = datetime(2026, 4, 1, tzinfo=UTC)
PART = Separator(12, Kind.PART, "hoiku-riyo", "こども課<b>", 24)
LONG = "教育・保育給付認定申請書 兼 保育所等利用申込書 (令和八年度 追加募集分)"
VERY_LONG = Separator(14, Kind.PART, "hoiku-riyo", "長い名前の課" * 33, 1000)
SHEETS = [
    Sheet(PART, LONG, AT, "田中"),
    Sheet(Separator(13, Kind.END), "", AT, "田中"),
    Sheet(VERY_LONG, LONG * 4, AT, "田中"),
]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Page]:
    """All sheets as printed by one browser."""
    path = tmp_path_factory.mktemp("sheets") / "sheets.pdf"
    path.write_bytes(pdf_of_sheets(SHEETS, KEY))
    return list(open_document(path).pages())


def test_each_sheet_is_one_page_that_is_known_again(pages: list[Page]) -> None:
    found = [separator_on(page, KEY) for page in pages]
    assert [each and each.separator for each in found] == [each.separator for each in SHEETS]


@pytest.mark.parametrize("is_upper", [True, False])
@pytest.mark.parametrize("sheet", range(len(SHEETS)))
def test_one_spoilt_code_is_made_good_by_the_other(
    pages: list[Page], sheet: int, is_upper: bool
) -> None:
    image = pages[sheet].image.copy()
    middle = image.shape[0] * 60 // 100
    image[slice(None, middle) if is_upper else slice(middle, None)] = 255
    found = separator_on(Page(1, image, pages[sheet].dpi), KEY)
    assert found is not None
    assert found.separator == SHEETS[sheet].separator


@pytest.mark.parametrize(
    "text", [LONG, "こども課&lt;b&gt;", "<strong>24</strong> 件", "束の終わり"]
)
def test_a_sheet_says_in_words_what_its_code_says(text: str) -> None:
    assert text in html_of(SHEETS, KEY)
