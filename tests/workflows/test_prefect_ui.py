"""The supervisor's way through the Prefect UI: a headless browser, a real server and worker."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.workflows.fakes import filled, scan
from tests.workflows.prefect_ui import WAIT_SECONDS, Place, browser, place, start, ui

pytestmark = [pytest.mark.prefect, pytest.mark.browser]
__all__ = ["browser", "place", "ui"]  # fixtures
WAIT = WAIT_SECONDS * 1000


def test_take_in_started_from_the_form_reads_what_lies_in_the_folder_and_shows_it(
    place: Place, ui: Page
) -> None:
    place.drop("1.pdf", scan(filled(name="林　一")))
    place.drop("2.pdf", scan(filled({"phone": "blank"}, name="森　二")))
    place.drop("3.pdf", scan(raises="UnknownForm"))
    start(ui, place, "取込", 件数の上限=7)
    ui.goto(f"{place.url}/runs")
    run = ui.get_by_role("link", name="取込 3 件: 確認待ち 1・入力待ち 1・保留 1")
    run.wait_for(timeout=WAIT)
    expect(ui.get_by_text("要確認あり").first).to_be_visible()
    run.click()
    ui.get_by_text("Artifacts", exact=True).click()
    ui.get_by_role("link", name="utsushi-take-in-table").click()
    row = ui.get_by_role("row", name=re.compile("保留"))
    expect(row).to_contain_text("登録されている様式のどれでもない")
    expect(row.get_by_role("link", name="開く")).to_have_attribute(
        "href", re.compile(r"http://127\.0\.0\.1:8710/records/\d+/history")
    )
