"""The page 「受付」 and large pictures in a real browser, by keyboard; drops come as events."""

import hashlib
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect
from sqlalchemy import delete, select

from review.room import COOKIE
from tests.review.axe import violations
from tests.review.browsing import Desk
from tests.review.seeding import RISAI, START, UNCERTAIN
from tests.review.signing_in import secret_for
from workflows.shared_files import Files
from workflows.store.records import Mark, Reason, get, move
from workflows.store.states import State
from workflows.store.tables import DocumentRow, EntryRow, EvidenceRow, RecordRow, SessionRow

pytestmark = pytest.mark.browser
DROP = """
(files) => {
  const transfer = new DataTransfer();
  for (const [name, text] of files) transfer.items.add(new File([text], name));
  for (const type of ["dragenter", "dragover", "drop"]) {
    document.body.dispatchEvent(
      new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }
}
"""


def documents(desk: Desk) -> list[tuple[str, str | None]]:
    with desk.office.store.read() as session:
        rows = session.scalars(select(DocumentRow).order_by(DocumentRow.id))
        return [(row.name, row.uploaded_by) for row in rows]


def test_files_go_in_by_keyboard_and_by_drag_and_the_list_follows(
    desk: Desk, tmp_path: Path
) -> None:
    paper, archive = tmp_path / "申請書.pdf", tmp_path / "まとめ.7z"
    paper.write_bytes(b"%PDF-1.7 invented")
    archive.write_bytes(b"7z\xbc\xaf" + bytes(9000))
    desk.page.clock.install()
    desk.page.on("filechooser", lambda _: None)  # asked for only now, it may come after the key
    desk.sign_in(path="/intake")
    desk.page.locator("#files").focus()
    with desk.page.expect_file_chooser() as chooser:
        desk.press("Enter")
    chooser.value.set_files([paper, archive])
    taken, refused = desk.page.locator("#sending .done"), desk.page.locator("#sending .failed")
    expect(taken.first).to_contain_text("受付番号 1")
    expect(refused.first).to_contain_text("7-Zip ファイルです")
    expect(desk.page.locator("#document-1")).to_have_text("申請書.pdf")
    desk.page.evaluate(DROP, [["引いた.pdf", "%PDF-1.7 other"], ["<b>.pdf", ""]])
    expect(taken.last).to_contain_text("受付番号 2")
    expect(refused.first).to_contain_text("空のファイル")
    expect(desk.page.locator("#sum")).to_have_text("2 件が入りました、2 件は入りませんでした。")
    expect(desk.page.locator("#document-2")).to_be_visible()
    assert documents(desk) == [("申請書.pdf", "田中"), ("引いた.pdf", "田中")]
    desk.page.locator("#document-1").focus()
    hold(desk, 1)
    desk.page.clock.run_for(12_500)
    expect(desk.page.locator("#again-1")).to_be_visible()
    expect(desk.page.get_by_text("どの様式とも一致しません。")).to_be_visible()
    expect(desk.page.locator("#document-1")).to_be_focused()
    expect(desk.page.locator("#live")).to_have_text("対応が必要な書類が 1 件増えました。")
    assert violations(desk.page) == []
    desk.press("ArrowUp")
    expect(desk.page.locator("#document-2")).to_be_focused()
    desk.press("ArrowLeft")
    expect(desk.page.get_by_text("この日に届いた書類はありません。")).to_be_visible()
    desk.page.wait_for_load_state()
    desk.press("ArrowRight")
    expect(desk.page.locator("#document-2")).to_be_visible()
    desk.assert_clean()


def hold(desk: Desk, record: int) -> None:
    reason = Reason("UnknownForm", "どの様式とも一致しません。", "様式を確かめてください。")
    with desk.office.store.write() as session:
        move(session, get(session, record), State.HELD, Mark("host:1:ab", START), reason=reason)


def test_a_file_whose_way_was_cut_goes_again_by_itself_and_is_there_once(desk: Desk) -> None:
    desk.page.clock.install()
    desk.sign_in(path="/intake")
    cut: list[str] = []

    def lose(route: Route) -> None:
        """First the request does not arrive, then it does and the answer is lost."""
        cut.append(route.request.headers["x-upload-key"])
        if len(cut) == 2:
            route.fetch()
        if len(cut) <= 2:
            route.abort()
        else:
            route.continue_()

    desk.page.route("**/intake/files", lose)
    desk.page.evaluate(DROP, [["a.pdf", "%PDF-1.7 invented"]])
    line = desk.page.locator("#sending li")
    for _ in range(2):
        expect(line).to_contain_text("自動で送り直します")
        desk.page.clock.run_for(3_100)
    expect(line).to_contain_text("受付番号 1")
    assert len(set(cut)) == 1
    assert documents(desk) == [("a.pdf", "田中")]


def test_a_session_that_ended_loses_no_file_and_goes_on_after_signing_in_anew(desk: Desk) -> None:
    desk.sign_in(path="/intake")
    with desk.office.store.write() as session:
        session.execute(delete(SessionRow))
    desk.page.evaluate(DROP, [["a.pdf", "%PDF-1.7 invented"]])
    line = desk.page.locator("#sending li")
    expect(line).to_contain_text("サインイン")
    secret = secret_for(desk.office, "田中")  # in another tab
    desk.page.context.add_cookies([{"name": COOKIE, "value": secret, "url": desk.address}])
    line.get_by_role("button", name="もう一度").focus()
    desk.press("Enter")
    expect(line).to_contain_text("受付番号 1")
    desk.assert_clean()


def test_pictures_become_large_on_demand_one_after_another(desk: Desk) -> None:
    record = desk.office.add("risai-shomei", RISAI, {"name": UNCERTAIN})
    add_screens(desk, record)
    desk.sign_in(path=f"/records/{record}/history")
    links = desk.page.locator("a.large")
    expect(links).to_have_count(3)
    desk.page.wait_for_load_state()
    links.nth(1).focus()
    desk.press("Enter")
    large = desk.page.locator("#large")
    expect(large).to_be_visible()
    expect(large.get_by_role("heading")).to_have_text("登録する前の画面")
    desk.press("ArrowRight")
    expect(large.get_by_role("heading")).to_have_text("登録した後の画面")
    assert violations(desk.page) == []
    desk.press("Escape")
    expect(large).to_be_hidden()
    expect(links.nth(2)).to_be_focused()
    assert desk.page.url.endswith("/history")
    desk.assert_clean()


def add_screens(desk: Desk, record: int) -> None:
    """An entry with the screens before and after; any picture will do."""
    home = desk.office.settings.home_path
    with desk.office.store.write() as session:
        image = session.get_one(RecordRow, record).pages[0].image_path or ""
        entry = EntryRow(
            record_id=record, kind="put_in", attempt=1, by="host:1:ab", started_at=START,
            submitted_at=START, ended_at=START, outcome="verified", receipt_number="R-1",
        )  # fmt: skip
        session.add(entry)
        session.flush()
        content = Files.of(desk.office.settings).read(image)
        for kind in ("before", "after"):
            place = home / f"{kind}.png"
            place.write_bytes(content)
            digest = hashlib.sha256(content).hexdigest()
            session.add(
                EvidenceRow(entry_id=entry.id, kind=kind, path=f"{kind}.png", sha256=digest)
            )
