"""Pictures: what is private is black in them, and they are kept whole by their hash."""

import hashlib
import io
from pathlib import Path

import pytest
from PIL import Image

from bots import evidence
from bots.receipt import Evidence
from forms.errors import SetupError
from tests.bots.playground import Playground

HIDING = evidence.Hiding(("123456789018", "4567890"))
PRIVATE = ("plain", "spaced", "wide", "boxes", "box", "word", "split", "other", "income")


@pytest.fixture(scope="module")
def picture(ground: Playground, tmp_path_factory: pytest.TempPathFactory) -> tuple[Evidence, dict]:
    stage = ground.play("secrets.html", "- wait: {shown: {css: '#free'}}")
    taken, _ = evidence.take(stage.page, "before", tmp_path_factory.mktemp("evidence"), HIDING)
    places = {name: stage.page.locator(f"#{name}").bounding_box() for name in (*PRIVATE, "free")}
    return taken, places


@pytest.mark.browser
@pytest.mark.parametrize("name", PRIVATE)
def test_what_is_private_is_black(picture: tuple[Evidence, dict], name: str) -> None:
    """The text is red on white: where it is masked there is only black. Of a number over several
    elements these are black, not what is around them."""
    taken, places = picture
    box = places[name]
    left, top = round(box["x"]) + 2, round(box["y"]) + 2
    right, bottom = round(box["x"] + box["width"]) - 2, round(box["y"] + box["height"]) - 2
    part = Image.open(taken.path).convert("RGB").crop((left, top, right, bottom))
    shown = [pixel for _, pixel in part.getcolors(1 << 20) or []]
    if name in ("boxes", "split"):
        assert set(shown) <= {(0, 0, 0), (255, 255, 255)}
        assert (0, 0, 0) in shown
    else:
        assert shown == [(0, 0, 0)]


@pytest.mark.browser
def test_what_is_not_private_stays_readable(picture: tuple[Evidence, dict]) -> None:
    taken, places = picture
    box = places["free"]
    left, top = round(box["x"]), round(box["y"])
    area = (left, top, left + 300, top + round(box["height"]))
    colours = Image.open(taken.path).convert("RGB").crop(area).getcolors(1 << 20) or []
    assert (255, 0, 0) in {pixel for _, pixel in colours}


@pytest.mark.browser
def test_the_page_is_left_as_it_was(ground: Playground, tmp_path: Path) -> None:
    stage = ground.play("frames.html", "- wait: {shown: {contains: 外側の頁, frame: MAIN}}")
    before = stage.page.screenshot()
    evidence.take(stage.page, "after", tmp_path, HIDING)
    assert (
        Image.open(io.BytesIO(before)).size == Image.open(io.BytesIO(stage.page.screenshot())).size
    )
    assert stage.page.screenshot() == before


def test_a_picture_is_kept_by_its_hash(tmp_path: Path) -> None:
    taken = evidence.store(b"picture", "after", tmp_path)
    assert taken.sha256 == hashlib.sha256(b"picture").hexdigest()
    assert taken.path.name == f"{taken.sha256}.png"
    assert taken.path.read_bytes() == b"picture"
    assert evidence.store(b"picture", "found", tmp_path).path == taken.path
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [taken.path]


def test_a_kept_file_that_was_changed_is_noticed_and_written_anew(tmp_path: Path) -> None:
    taken = evidence.store(b"picture", "after", tmp_path)
    assert evidence.is_intact(taken.path, taken.sha256)
    taken.path.write_bytes(b"other")
    assert not evidence.is_intact(taken.path, taken.sha256)
    assert evidence.store(b"picture", "after", tmp_path).path.read_bytes() == b"picture"
    assert not evidence.is_intact(tmp_path / "none.png", taken.sha256)


PRIVATE_FILES = {
    "a table, masked": ("氏名,番号\n某,1234-5678-9018\n".encode("cp932"), ".csv", "某,■■■■"),
    "a table as it is": ("氏名,番号\n某,令06-1\n".encode("cp932"), ".csv", None),
    "another kind of file": (b"%PDF-1.7 ...", ".pdf", "保存していません"),
}


@pytest.mark.parametrize("case", PRIVATE_FILES)
def test_of_a_downloaded_file_nothing_private_is_kept(case: str) -> None:
    content, suffix, told = PRIVATE_FILES[case]
    kept, end = evidence.fit_to_keep(content, suffix, HIDING)
    if told is None:
        assert (kept, end) == (content, suffix)
    else:
        assert told in kept.decode("utf-8")
        assert end == ".txt"


def test_a_file_of_a_record_without_private_fields_is_kept_whole() -> None:
    assert evidence.fit_to_keep(b"%PDF", ".pdf", evidence.Hiding()) == (b"%PDF", ".pdf")


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(SetupError, match="保存できません"):
        evidence.store(b"picture", "after", tmp_path / "file")
