"""The generator as a command: the same seed gives the same samples. Needs the fonts."""

from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from forms.values import normalise
from samples import fonts
from samples.generate import __main__ as command
from samples.generate.fill import as_written
from samples.generate.make import make_samples
from samples.generate.recipes import FONTS, RECIPES
from samples.generate.spoil import SPOILERS
from samples.truth import truth_path
from tests.ours import OURS

SCANS = Path(__file__).parents[2] / "samples" / "scans"
needs_fonts = pytest.mark.skipif(not fonts.has_all(), reason="fonts for samples missing")


def pixels(path: Path) -> list[bytes]:
    """Every page as pixels, of any format."""
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(path) as document:
            return [page.render(scale=1).to_pil().tobytes() for page in document]
    with Image.open(path) as image:
        pages = []
        for n in range(getattr(image, "n_frames", 1)):
            image.seek(n)
            pages.append(image.convert("RGB").tobytes())
        return pages


def test_recipes_name_only_what_there_is() -> None:
    for recipe in RECIPES:
        assert recipe.font in FONTS
        assert set(recipe.spoilers) <= set(SPOILERS)


def test_wide_numbers_of_an_address_normalise_to_its_value() -> None:
    field = OURS["risai-shomei"].field("address")
    wide = as_written(field, "習志野市鷺沼2-1-1　コーポ桜203", wide=True)
    assert wide == "習志野市鷺沼２－１－１　コーポ桜２０３"
    assert normalise(field, wide) == "習志野市鷺沼2-1-1　コーポ桜203"


@needs_fonts
@pytest.mark.parametrize("handwritten", [True, False])
def test_the_same_seed_gives_the_same_truth_and_pixels(tmp_path: Path, handwritten: bool) -> None:
    for name in ("one", "two"):
        made = list(make_samples(3, tmp_path / name, 2, handwritten))
    for truth in made:
        one, two = tmp_path / "one" / truth.file, tmp_path / "two" / truth.file
        assert truth_path(one).read_bytes() == truth_path(two).read_bytes()
        assert pixels(one) == pixels(two)


@needs_fonts
def test_another_seed_gives_other_people(tmp_path: Path) -> None:
    (one,), (other,) = (list(make_samples(seed, tmp_path, 1)) for seed in (1, 2))
    assert one.applications[0].fields != other.applications[0].fields


@needs_fonts
def test_the_committed_set_is_what_its_command_makes(tmp_path: Path) -> None:
    """Its first documents, to the letter of the truth: seed 7, as `samples/README.md` says."""
    for truth in make_samples(7, tmp_path, 3):
        made, committed = (truth_path(folder / truth.file) for folder in (tmp_path, SCANS))
        assert made.read_text(encoding="utf-8") == committed.read_text(encoding="utf-8")


@needs_fonts
def test_the_command_writes_what_it_was_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["--seed", "5", "--out", str(tmp_path), "--count", "1", "--printed"]) == 0
    written = sorted(path.name for path in tmp_path.iterdir())
    assert written == ["001-jido-print.pdf", "001-jido-print.truth.json"]
    assert "1 文書" in capsys.readouterr().out


def test_a_missing_font_names_its_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fonts, "_FOLDERS", (tmp_path / "none",))
    fonts.path_of.cache_clear()
    fonts._characters.cache_clear()
    try:
        assert command.main(["--seed", "5", "--out", str(tmp_path), "--count", "1"]) == 3
    finally:
        fonts.path_of.cache_clear()
        fonts._characters.cache_clear()
    assert "fonts-ipaexfont" in capsys.readouterr().err
