"""The sheet on paper: printed by a browser, known again on the scan."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from forms.separator import Kind, Separator
from ocr.pages import open_document
from ocr.qr.separators import separator_on
from workflows.stacks.printed import html_of, pdf_of_sheets
from workflows.stacks.sheets import Sheet

KEY = b"k" * 32
AT = datetime(2026, 4, 1, tzinfo=UTC)
PART = Separator(12, Kind.PART, "hoiku-riyo", "こども課<b>", 24)
LONG = "教育・保育給付認定申請書 兼 保育所等利用申込書 (令和八年度 追加募集分)"
SHEETS = [
    Sheet(PART, LONG, AT, "田中"),
    Sheet(Separator(13, Kind.END), "", AT, "田中"),
]


def test_each_sheet_is_one_page_that_is_known_again(tmp_path: Path) -> None:
    path = tmp_path / "sheets.pdf"
    path.write_bytes(pdf_of_sheets(SHEETS, KEY))
    found = [separator_on(page, KEY) for page in open_document(path).pages()]
    assert [each and each.separator for each in found] == [each.separator for each in SHEETS]


@pytest.mark.parametrize(
    "text", [LONG, "こども課&lt;b&gt;", "<strong>24</strong> 件", "束の終わり"]
)
def test_a_sheet_says_in_words_what_its_code_says(text: str) -> None:
    assert text in html_of(SHEETS, KEY)
