"""The template editor in a browser: from the blank of a form that is in no catalogue to a record
read through the intake, without a file edited by hand; and the editor by the keyboard alone."""

import shutil
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Locator, Page, expect

from review.app import create_app
from tests.review import dogs
from tests.review.axe import violations
from tests.review.browsing import Desk
from tests.review.seeding import Office
from tests.workflows.templates.drawn import FakeHelper, drawn
from workflows.accounts import Role
from workflows.app import Utsushi
from workflows.makers import open_catalogue
from workflows.store.states import State
from workflows.templates import Templates

READING_MS = 200_000  # the reading process loads its weights, on a busy machine
WHOLE = {
    "form": "inu-todoke", "department": "生活環境課", "work_field": "その他",
    "law": "狂犬病予防法施行規則第3条", "version": "2026-11", "manual_seconds": "90",
}  # fmt: skip
BOXES = {
    "フリガナ": (59, 61, 130, 7), "氏名": (59, 70, 130, 10), "住所": (59, 82, 130, 10),
    "電話番号": (59, 94, 130, 8), "犬の名": (59, 104, 130, 8),
}  # fmt: skip


@dataclass
class Drawing:
    """The editor of one form."""

    page: Page

    def open_tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=name).click()

    def fill(self, key: str, value: str) -> None:
        self.page.locator(f'[role="tabpanel"]:visible [data-key="{key}"]').fill(value)

    def pick(self, label: str) -> None:
        self.page.locator("#list li", has_text=label).first.click()
        expect(self.page.locator('#one [data-key="label"]')).to_have_value(label)

    def drop_all_but(self, *labels: str) -> None:
        """Whatever else was proposed; what is kept must have been."""
        found = self.page.locator("#list li > span:first-child").all_text_contents()
        for label in found:
            if label not in labels:
                self.pick(label)
                self.page.get_by_role("button", name="項目を消す").click()
        expect(self.page.locator("#list li > span:first-child")).to_have_text(labels)

    def place(self, *mm: float) -> None:
        for n, value in enumerate(mm):
            self.fill(f"box-{n}", f"{value:g}")

    def see_kept(self) -> None:
        expect(self.page.locator("#kept")).to_have_text("下書きに残しました")

    @property
    def spot(self) -> Locator:
        return self.page.locator(".spot.current .box")


@pytest.fixture
def live_address(office: Office) -> Iterator[str]:
    """A server over forms that can change."""
    app = create_app(office.store, open_catalogue(office.settings), office.settings)
    yield from served(app)


@pytest.fixture
def quick_address(office: Office) -> Iterator[str]:
    """The same with a reading process that reads nothing."""
    catalogue = open_catalogue(office.settings)
    app = create_app(office.store, catalogue, office.settings)
    helper = FakeHelper(office.settings)
    made = Templates(office.store, catalogue, office.settings, app.state.room.clock, helper)
    app.state.room = replace(app.state.room, templates=made)
    yield from served(app)


def served(app: object) -> Iterator[str]:
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    config = uvicorn.Config(app, log_level="warning", access_log=False)  # type: ignore[arg-type]
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listening.close()


@pytest.mark.models
def test_from_a_blank_to_a_read_record_without_a_file_edited_by_hand(
    page: Page, live_address: str, office: Office, tmp_path: Path
) -> None:
    blank, filled = dogs.blank(tmp_path / "犬.pdf"), dogs.filled(tmp_path / "記入例.png")
    desk = Desk(page, live_address, office)
    desk.sign_in("情報", Role.IT, path="/templates")
    assert violations(page) == []
    page.set_input_files("#blank", blank)
    page.wait_for_url("**/templates/bench/*", timeout=READING_MS)
    drawing = Drawing(page)
    draw_dogs(drawing)
    assert violations(page) == []
    keep_golden(page, filled)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", name="犬の登録申請書")).to_be_visible()
    expect(page.locator(".verdict")).to_contain_text("合格", timeout=READING_MS)
    assert violations(page) == []
    assert page.evaluate("window.violations") == []
    assert desk.errors == []
    see_read(office, filled)


def draw_dogs(drawing: Drawing) -> None:
    """What is proposed is put right where it has to be."""
    drawing.drop_all_but(*BOXES, "鑑札番号", "性別")
    drawing.open_tab("様式")
    expect(drawing.page.locator('#pane-whole [data-key="title"]')).to_have_value("犬の登録申請書")
    for key, value in WHOLE.items():
        drawing.fill(key, value)
    drawing.open_tab("項目")
    for label, box in BOXES.items():
        drawing.pick(label)
        drawing.place(*box)
    drawing.pick("性別")
    drawing.page.locator('[data-key="type"]').select_option("choice")
    for n, (word, box) in enumerate({"オス": (70, 144, 10, 8), "メス": (94, 144, 10, 8)}.items()):
        drawing.fill(f"options-{n}", word)
        drawing.place(*box)
    drawing.see_kept()
    expect(drawing.page.locator("#wrongs")).to_be_hidden()


def keep_golden(page: Page, filled: Path) -> None:
    """The filled paper is tried on the form as it stands, and kept."""
    page.get_by_role("tab", name="試す").click()
    page.get_by_label("架空の人の記入例です").check()
    page.set_input_files("#try", filled)
    expect(page.locator(".try .words").nth(1)).to_have_text("山田　花子", timeout=READING_MS)
    assert violations(page) == []
    page.get_by_role("button", name="見本に残す").click()
    expect(page.locator("#goldens li")).to_have_count(1)


def see_read(office: Office, filled: Path) -> None:
    """The watched folder knows the form now."""
    settings = office.settings
    settings.inbox_path.mkdir(parents=True, exist_ok=True)
    arrived = settings.inbox_path / "scan.png"
    shutil.copyfile(filled, arrived)
    with Utsushi(settings) as app:
        taken = app.take_in(arrived)
        assert taken is not None
        ((record, state),) = taken.records
        assert state in (State.READY, State.DOUBTED)
    values = replace(office, catalogue=open_catalogue(settings)).values(record)
    assert values["name"] == "山田　花子"
    assert [values[each] for each in values if "number" in each] == ["204815"]
    assert values["sex"] == "メス" if "sex" in values else "メス" in values.values()


@pytest.fixture
def drawing(page: Page, quick_address: str, office: Office, tmp_path: Path) -> Drawing:
    desk = Desk(page, quick_address, office)
    desk.sign_in("情報", Role.IT, path="/templates")
    page.set_input_files("#blank", dogs.blank(tmp_path / "犬.pdf"))
    page.wait_for_url("**/templates/bench/*")
    expect(page.locator("#list li")).to_have_count(len(drawn()["fields"]))
    return Drawing(page)


def test_a_box_is_moved_resized_added_undone_and_taken_away_by_keys(drawing: Drawing) -> None:
    press, spot = drawing.page.keyboard.press, drawing.spot
    drawing.page.locator(".spot.current").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "Control+ArrowLeft"):
        press(key)
    expect(spot).to_have_attribute("x", "20.9")
    expect(spot).to_have_attribute("y", "20.5")
    press("Shift+ArrowRight")
    expect(spot).to_have_attribute("width", "80.5")
    press("]")
    expect(drawing.page.locator('#one [data-key="label"]')).to_have_value("個人番号")
    press("n")
    expect(drawing.page.locator("#list li")).to_have_count(4)
    press("Enter")
    expect(drawing.page.locator('#one [data-key="label"]')).to_be_focused()
    drawing.page.keyboard.insert_text("備考")
    press("Escape")
    expect(drawing.page.locator(".spot.current")).to_be_focused()
    expect(drawing.page.locator(".spot.current")).to_have_accessible_name("備考の枠")
    press("Delete")
    expect(drawing.page.locator("#list li")).to_have_count(3)
    press("Control+z")
    expect(drawing.page.locator("#list li", has_text="備考")).to_have_count(1)
    press("Control+y")
    expect(drawing.page.locator("#list li")).to_have_count(3)
    drawing.see_kept()
    drawing.page.reload()
    expect(drawing.page.locator(".spot.current .box")).to_have_attribute("x", "20.9")


def test_a_box_is_drawn_dragged_and_stretched_with_the_mouse(drawing: Drawing) -> None:
    mouse = drawing.page.mouse
    paper = drawing.page.locator(".desk svg").bounding_box()
    assert paper is not None
    mm = paper["width"] / 210

    def at(x: float, y: float) -> tuple[float, float]:
        return paper["x"] + x * mm, paper["y"] + y * mm

    def drag(start: tuple[float, float], end: tuple[float, float]) -> None:
        mouse.move(*at(*start))
        mouse.down()
        mouse.move(*at(*end), steps=3)
        mouse.up()

    drawing.page.get_by_role("button", name="項目を加える").click()
    drag((120, 20), (180, 32))
    drag((150, 26), (155, 36))
    drag((185, 42), (190, 48))  # the corner of what was moved by (5, 10)
    box = [float(drawing.spot.get_attribute(k) or 0) for k in ("x", "y", "width", "height")]
    assert box == pytest.approx([125, 30, 65, 18], abs=0.4)


def test_fields_become_rows_and_mistakes_are_shown_where_they_are(
    drawing: Drawing, tmp_path: Path
) -> None:
    page = drawing.page
    drawing.pick("氏名")
    page.get_by_label("同じ行の繰り返し").select_option("+")
    drawing.fill("rows-count", "3")
    expect(page.locator(".ghost")).to_have_count(2)
    drawing.fill("rows-step", "200")
    drawing.fill("id", "名前")
    page.keyboard.press("Control+s")
    expect(page.locator('#one [data-key="id"]')).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#kept")).to_contain_text("直してから保存")
    assert violations(page) == []
    drawing.open_tab("規則")
    page.get_by_role("button", name="規則を加える").click()
    page.locator('[data-key="kind-0"]').select_option("filled_when")
    page.locator('[data-key="fields-0"]').select_option("my_number")
    page.locator('[data-key="when-0"]').select_option("sex")
    page.locator('[data-key="when-0-sex"]').fill("メス")
    page.locator('[data-key="message-0"]').fill("個人番号がありません。")
    drawing.see_kept()
    assert violations(page) == []
    drawing.open_tab("様式")
    page.set_input_files("#new-blank", dogs.blank(tmp_path / "新しい犬.pdf"))
    expect(page.locator("#list li", has_text="行 ▸ 氏名")).to_be_visible()
    expect(page.locator("#undo")).to_be_disabled()  # the page has come anew
