"""The scenario editor: its text operations, and its page in a browser."""

import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from bots.browser import launch
from bots.credentials import EnvironmentCredentials
from bots.editor.mending import Book
from bots.editor.pieces import pieces
from bots.editor.serving import listen
from bots.editor.shooting import shoot
from bots.recorder.saving import STEPS, pictures_of
from bots.scenario import SCENARIOS, load_system
from forms.errors import BadDeclaration, SetupError
from tests.bots.conftest import Practice
from tests.bots.records import CATALOGUE, record

PRACTICE = SCENARIOS / "practice"


@pytest.fixture
def book(tmp_path: Path) -> Book:
    folder = tmp_path / "practice"
    folder.mkdir()
    for name in ("system.yaml", "risai-shomei.yaml"):
        shutil.copy(PRACTICE / name, folder)
    return Book(folder / "risai-shomei.yaml", load_system(folder), CATALOGUE, tmp_path / "kept")


def words_of(book: Book) -> list[str]:
    return [piece.words for piece in pieces(book.scenario())]


def name_of(book: Book, words: str) -> str:
    return next(piece.name for piece in pieces(book.scenario()) if words in piece.words)


@pytest.mark.parametrize("form", ["risai-shomei", "kaigo-nintei", "jido-teate-nintei"])
def test_every_piece_is_its_own_lines_of_the_file(form: str, tmp_path: Path) -> None:
    path = PRACTICE / f"{form}.yaml"
    book = Book(path, load_system(PRACTICE), CATALOGUE, tmp_path)
    lines = path.read_text(encoding="utf-8").splitlines()
    found = pieces(book.scenario())
    assert len(found) > 20
    for piece in found:
        shown = piece.text.split("\n")
        whole = lines[piece.first - 1 : piece.last]
        assert [line.strip() for line in shown] == [line.strip() for line in whole]
        assert shown[0] == shown[0].lstrip()


def test_a_step_is_said_in_the_words_of_the_paper(book: Book) -> None:
    assert "「カナ氏名」に「[フリガナ: 半角カナ]」を入力する" in words_of(book)


def test_a_step_is_changed_and_all_else_stays(book: Book) -> None:
    before = book.path.read_text(encoding="utf-8")
    new = '- fill: 世帯人数\n  with: "{setai_ninzu|full_width}"'
    book.replace(name_of(book, "「世帯人数」"), new, book.version)
    after = book.path.read_text(encoding="utf-8")
    assert after == before.replace(
        '"{setai_ninzu}"\n      - use', '"{setai_ninzu|full_width}"\n      - use'
    )
    assert after != before


WRONG = [
    ('- fil: 世帯人数\n  with: "{setai_ninzu}"', "fill"),
    ('- fill: 世帯人数\n  with: "{setai_ninzuu}"', "setai_ninzu"),
    ("- fill: 世帯人数\n   with: x", "YAML"),
    ("- click: ?: [", "YAML"),
]


@pytest.mark.parametrize(("text", "told"), WRONG)
def test_what_is_no_right_scenario_is_not_kept(book: Book, text: str, told: str) -> None:
    before = book.path.read_bytes()
    name = name_of(book, "「世帯人数」")
    line = next(p.first for p in pieces(book.scenario()) if p.name == name)
    with pytest.raises(BadDeclaration) as raised:
        book.replace(name, text, book.version)
    assert told in raised.value.message + (raised.value.advice or "")
    assert line <= raised.value.line <= line + 2
    assert book.path.read_bytes() == before
    assert not book.can_undo
    assert sorted(each.name for each in book.path.parent.iterdir()) == [
        "risai-shomei.yaml",
        "system.yaml",
    ]


def test_steps_are_moved_inserted_and_deleted_and_brought_back(book: Book) -> None:
    start = book.path.read_bytes()
    first, second = "「漢字氏名」", "「カナ氏名」に"
    listed = [w for w in words_of(book) if first in w or second in w][-2:]
    book.move(name_of(book, first), False, book.version)
    assert [w for w in words_of(book) if first in w or second in w][-2:] == listed[::-1]
    book.insert_after(name_of(book, first), "- wait: {gone: {contains: 処理中}}", book.version)
    assert any("処理中" in words for words in words_of(book))
    book.delete(name_of(book, "処理中"), book.version)
    assert not any("処理中" in words for words in words_of(book))
    for _ in range(3):
        assert book.undo()
    assert book.path.read_bytes() == start
    assert not book.undo()


def test_a_file_that_changed_meanwhile_is_not_overwritten(book: Book) -> None:
    version = book.version
    book.path.write_text(book.path.read_text(encoding="utf-8") + "# 別の人\n", encoding="utf-8")
    with pytest.raises(SetupError, match="変えられました"):
        book.delete(name_of(book, "「漢字氏名」"), version)


def test_a_draft_takes_its_right_name_when_it_is_right(book: Book) -> None:
    text = book.path.read_text(encoding="utf-8")
    draft = book.path.with_name("risai-shomei.yaml.draft")
    book.path.rename(draft)
    book.path = draft
    draft.write_text(text.replace("{setai_ninzu}", "{kakunin}"), encoding="utf-8")
    book.replace_whole(text, book.version)
    assert (book.path.name, draft.exists()) == ("risai-shomei.yaml", False)


@pytest.fixture
def page(book: Book, tmp_path: Path) -> Iterator[Page]:
    """The page in a browser; the first menu step has a picture."""
    pictures = tmp_path / "rec"
    pictures.mkdir()
    Image.new("RGB", (640, 480), "#cce").save(pictures / "menu.png")
    mark = next(p.mark for p in pieces(book.scenario()) if "新規登録" in p.words)
    (pictures / STEPS).write_text(f'{{"{mark}": "menu.png"}}', encoding="utf-8")
    serving = listen(book, pictures)
    thread = threading.Thread(target=serving.run)
    thread.start()
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(serving.address)
        yield page
        browser.close()
    serving.stop()
    thread.join()


@pytest.mark.browser
def test_the_page_shows_mends_and_refuses(page: Page, book: Book) -> None:
    step = page.locator("li", has_text="「世帯人数」に")
    step.locator("summary").click()
    box = step.locator("textarea")
    assert box.input_value() == '- fill: 世帯人数\n  with: "{setai_ninzu}"'
    box.fill('- fill: 世帯人数\n  with: "{setai_ninzuu}"')
    step.get_by_role("button", name="この内容に変える").click()
    alert = page.get_by_role("alert")
    assert re.search(r"保存していません.*setai_ninzu", alert.inner_text(), re.DOTALL)
    assert "setai_ninzuu" in page.locator("li.wrong textarea").input_value()
    page.locator("li.wrong textarea").fill('- fill: 世帯人数\n  with: "{setai_ninzu|half_width}"')
    page.locator("li.wrong").get_by_role("button", name="この内容に変える").click()
    assert page.get_by_role("alert").count() == 0
    assert "setai_ninzu|half_width" in book.path.read_text(encoding="utf-8")
    picture = page.locator("figure img").first
    picture.scroll_into_view_if_needed()
    assert picture.evaluate("(img) => img.decode().then(() => img.naturalWidth)") == 640
    page.get_by_role("button", name="元に戻す").click()
    assert "setai_ninzu|half_width" not in book.path.read_text(encoding="utf-8")


@pytest.mark.browser
def test_without_the_token_nothing_is_answered(page: Page) -> None:
    base = page.url.split("/")[2]
    for path in ("/", "/x/", "/x/static/editor.css", "/x/change"):
        answer = page.request.get(f"http://{base}{path}")
        assert (answer.status, answer.text()) == (404, "")
    answer = page.request.get(page.url, headers={"host": "evil.example:80"})
    assert answer.status == 404
    policy = page.request.get(page.url).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


@pytest.mark.browser
def test_a_rehearsal_gives_pictures_and_enters_nothing(practice: Practice, tmp_path: Path) -> None:
    scenario = practice.scenarios["risai-shomei"]
    credentials = EnvironmentCredentials(practice.environment)
    folder = tmp_path / "rec"
    count = shoot(scenario, record("risai-shomei", kana="シャシン　コ"), credentials, folder)
    assert count > 20
    known = pictures_of(folder)
    marks = {piece.mark for piece in pieces(scenario) if piece.section == "enter"}
    assert len(marks & set(known)) > 15
    assert practice.rows == []
