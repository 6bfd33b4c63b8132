"""The hard half: its committed papers, and that its generator makes what it says."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from random import Random

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from forms.form import PageSize
from forms.values import normalise
from samples import fonts
from samples.generate import __main__ as command
from samples.generate.fill import as_written
from samples.generate.hard import camera, faces, glyph, tables
from samples.generate.hard.people import WideTown
from samples.generate.hard.recipes import HANDS, RECIPES, SPOILERS
from samples.generate.hard.text import STROKES, Style, Text
from samples.generate.hard.tools import TOOLS, lay
from samples.generate.hard.twists import TWISTS
from samples.generate.page import Page, render
from samples.generate.values import MAKERS
from samples.truth import SUFFIX, Truth, all_truths, truth_path
from tests.ours import OURS
from tests.samples.checking import broken_fields

ROOT = Path(__file__).parents[2] / "samples"
HARD = ROOT / "scans-hard"
CATALOGUE = OURS
TRUTHS = all_truths(HARD)
BLANK = render(next(iter(CATALOGUE)).blank, 60)[0]
GREY_ONES = ("black", "dark_copy", "fax", "worn_fax")

by_truth = pytest.mark.parametrize("truth", TRUTHS, ids=lambda truth: truth.file)
by_form = pytest.mark.parametrize("form_id", sorted(MAKERS))


def has_fonts() -> bool:
    webs = all(any((p / w.package).is_dir() for p in faces._WEB_FOLDERS) for w in faces.WEB)
    return webs and fonts.has_all()


needs_fonts = pytest.mark.skipif(not has_fonts(), reason="fonts for hard samples missing")
needs_gothic = pytest.mark.skipif(not fonts.has_all(fonts.GOTHIC), reason="IPAex fonts missing")
BY_SPOILER = [pytest.param(n, marks=needs_gothic) if n == "stamp" else n for n in SPOILERS]


def date_of(seed: int) -> date:
    return date(2025, 2, 28) + timedelta(seed)


def page_count(path: Path) -> int:
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(path) as document:
            return len(document)
    with Image.open(path) as image:
        return int(getattr(image, "n_frames", 1))


def test_there_are_enough_and_they_are_small() -> None:
    assert len(TRUTHS) >= 40
    assert sum(path.stat().st_size for path in HARD.iterdir()) <= 14_000_000


def test_every_file_has_its_truth_and_no_truth_is_alone() -> None:
    files = {path.name for path in HARD.iterdir() if not path.name.endswith(SUFFIX)}
    assert files == {truth.file for truth in TRUTHS}
    assert all(truth_path(HARD / name).exists() for name in files)


def test_every_hand_tool_spoiler_and_twist_is_there() -> None:
    happened = {name for truth in TRUTHS for name in truth.spoiled}
    assert happened >= {"pencil", "blue", "carbon", "felt"} | (set(TWISTS) - {"", "blank"})
    assert happened >= {"ruled", "photo", "fax", "on_b5", "on_a5", "on_b4", "cut", "wavy", "turned"}
    assert {truth.font for truth in TRUTHS} == set(HANDS)
    assert min(Counter(each.form for t in TRUTHS for each in t.applications).values()) >= 8


@by_truth
def test_truth_covers_every_field_and_every_page(truth: Truth) -> None:
    pages = [number for each in truth.applications for number in each.pages]
    assert pages == list(range(1, page_count(HARD / truth.file) + 1))
    for each in truth.applications:
        assert set(each.fields) == {f.id for f in CATALOGUE[each.form].fields}
        assert set(each.readable) <= set(each.doubtful) <= set(each.fields)


@by_truth
def test_values_keep_the_rules_unless_marked_doubtful(truth: Truth) -> None:
    for each in truth.applications:
        assert broken_fields(CATALOGUE[each.form], each.fields) <= set(each.doubtful)


def test_no_number_of_a_person_stands_on_two_papers() -> None:
    numbers = [
        value
        for truth in (*TRUTHS, *all_truths(ROOT / "scans"))
        for each in truth.applications
        for field, value in each.fields.items()
        if field.endswith("my_number") and value
    ]
    assert len(set(numbers)) == len(numbers)


def test_recipes_name_only_what_there_is() -> None:
    named = {name for recipe in RECIPES for name in recipe.spoilers}
    assert named <= set(SPOILERS)
    assert {(r.hand, r.tool, r.twist) for r in RECIPES} <= {
        (hand, tool, twist) for hand in HANDS for tool in TOOLS for twist in TWISTS
    }
    assert {face for hand in HANDS.values() for face in hand} <= {
        *faces.HANDS, STROKES, "mincho", "gothic",
    }  # fmt: skip


@by_form
def test_applications_of_the_wide_town_keep_all_rules(form_id: str) -> None:
    form, town = CATALOGUE[form_id], WideTown(Random(form_id))
    for seed in range(25):
        values = MAKERS[form_id](town, Random(seed), date_of(seed))
        assert broken_fields(form, values) == set()


@by_form
@pytest.mark.parametrize("kind", sorted(TWISTS))
def test_a_twist_doubts_what_it_touches_and_nothing_else_is_broken(form_id: str, kind: str) -> None:
    form = CATALOGUE[form_id]
    if kind == "check_digit" and not any(f.type == "my_number" for f in form.fields):
        pytest.skip("the form asks for no My Number")
    values = MAKERS[form_id](WideTown(Random(4)), Random(4), date_of(4))
    made = TWISTS[kind](form, values, Random(1))
    doubtful = made.doubtful
    optional = {f.id for f in form.fields if not f.required}
    assert broken_fields(form, doubtful.truth) - optional <= set(doubtful.fields)
    assert set(made.readable) <= set(doubtful.fields)
    assert set(doubtful.paper.corrected) | set(doubtful.paper.written) <= set(values)


@by_form
def test_loosely_written_kana_and_phones_normalise_to_their_values(form_id: str) -> None:
    form = CATALOGUE[form_id]
    values = MAKERS[form_id](WideTown(Random(4)), Random(4), date_of(4))
    paper = TWISTS["loose_kana"](form, values, Random(1)).doubtful.paper
    assert paper.written
    for name, text in paper.written.items():
        field = form.field(name)
        assert text != as_written(field, str(values[name]))
        assert normalise(field, text) == values[name]


def test_outside_names_hold_a_character_that_is_rare() -> None:
    assert all(set(name) & set("𠮷﨑濵") for name, _ in tables.OUTSIDE)


@pytest.mark.parametrize("name", BY_SPOILER)
def test_a_spoiler_gives_a_page_of_its_mode_the_same_for_the_same_chance(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(camera, "_FRAME", (480, 640))
    one, other = (SPOILERS[name](BLANK, Random(7)) for _ in range(2))
    assert one.mode == ("1" if name in GREY_ONES else "RGB")
    assert one.tobytes() == other.tobytes()
    assert ImageStat.Stat(one.convert("L")).mean[0] > 40


@pytest.mark.parametrize(("name", "factor"), [("on_b5", 0.87), ("on_a5", 0.71), ("on_b4", 1.22)])
def test_other_paper_makes_the_page_smaller_or_larger(name: str, factor: float) -> None:
    assert SPOILERS[name](BLANK, Random(1)).width / BLANK.width == pytest.approx(factor, abs=0.01)


def test_a_turned_page_is_wholly_on_the_scan() -> None:
    """However far it is turned, all of a black page's area is still black."""
    page = Image.new("RGB", (300, 424), (0, 0, 0))
    for seed in range(6):
        turned = np.asarray(SPOILERS["turned"](page, Random(seed)).convert("L"))
        assert (turned < 30).sum() == pytest.approx(300 * 424, rel=0.02)


@pytest.mark.parametrize("tool", sorted(TOOLS))
def test_a_tool_darkens_where_there_is_ink_and_nowhere_else(tool: str) -> None:
    paper = Image.new("RGB", (60, 60), (250, 240, 230))
    ink = np.zeros((60, 60), np.uint8)
    ink[20:40, 20:40] = 255
    laid = lay(paper, ink, TOOLS[tool], Random(2))
    change = np.asarray(ImageChops.difference(laid, paper).convert("L"))
    assert change[24:36, 24:36].mean() > 40
    assert change[:15].max() <= 1


def test_a_stroke_writer_stays_in_its_box() -> None:
    page = Page(Image.new("RGB", (600, 120), (255, 255, 255)), PageSize(210, 42), Random(3))
    text = Text(page, Style(STROKES, (), 0, glyph.Manner(stroke=3.0), 5.0), seed=5)
    text.line((100, 30, 300, 60), "東京都文京区小石川1-2-3")
    rows, columns = np.nonzero(np.asarray(page.image.convert("L")) < 128)
    assert columns.size > 300
    assert 95 <= columns.min() <= columns.max() <= 405
    assert 25 <= rows.min() <= rows.max() <= 95


@needs_fonts
def test_strokes_become_as_thick_as_the_pen() -> None:
    face = faces.HANDS["kleeone-regular"]
    thin, thick = (
        (glyph.draw(face, "田", 60, glyph.Manner(stroke=s, unsteady=0), Random(1)) > 100).sum()
        for s in (2.5, 5.0)
    )
    assert thick > 1.35 * thin


@needs_fonts
def test_a_character_that_no_face_of_a_hand_has_comes_from_another() -> None:
    which = faces.chosen(("kiloji",), "𠮷")
    assert faces.can_draw(which, "𠮷")


@needs_fonts
def test_the_committed_set_is_what_its_command_makes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its first documents, to the letter of the truth: seed 11, as `samples/README.md` says."""
    assert command.main(["--seed", "11", "--out", str(tmp_path), "--hard", "--count", "2"]) == 0
    assert "2 文書" in capsys.readouterr().out
    for truth in TRUTHS[:2]:
        made, committed = (truth_path(folder / truth.file) for folder in (tmp_path, HARD))
        assert made.read_text(encoding="utf-8") == committed.read_text(encoding="utf-8")
