"""Small pictures cut out of pages."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from forms.geometry import Box
from review import crops
from review.crops import Crops
from review.problems import NoPicture
from workflows.settings import Settings
from workflows.shared_files import Files, Stored

PLACE = Box(0.1, 0.1, 0.4, 0.1)


@pytest.fixture
def page(tmp_path: Path) -> Stored:
    buffer = BytesIO()
    Image.new("RGB", (1000, 1000), "black").save(buffer, "JPEG")
    files = Files.of(Settings.load(home=tmp_path))
    return files.stored(files.keep_bytes(buffer.getvalue(), "pages", ".jpg").path)


def test_a_crop_is_the_place_with_a_small_margin(page: Stored) -> None:
    image = Image.open(BytesIO(Crops().of(page, PLACE, ())))
    assert (image.width, image.height) == (412, 112)


def test_a_hidden_place_that_reaches_into_a_crop_is_painted_over(page: Stored) -> None:
    beside = Box(0.49, 0.1, 0.3, 0.1)
    image = Image.open(BytesIO(Crops().of(page, PLACE, (beside,)))).convert("L")
    assert image.getpixel((5, 50)) == 0
    assert int(str(image.getpixel((405, 50)))) > 150


def test_what_was_cut_is_kept_but_not_without_end(
    page: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    cuts: list[Box] = []

    def cut(_picture: bytes, place: Box, _hidden: tuple[Box, ...]) -> bytes:
        cuts.append(place)
        return b"x"

    monkeypatch.setattr(crops, "cut_masked", cut)
    kept = Crops(most=2)
    places = [Box(n / 10, 0.1, 0.1, 0.1) for n in range(3)]
    for place in (places[0], places[0], places[1], places[0], places[2], places[0], places[1]):
        kept.of(page, place, ())
    assert cuts == [places[0], places[1], places[2], places[1]]


def test_a_page_that_is_gone_is_no_picture(page: Stored) -> None:
    page.files.delete(page.name)
    with pytest.raises(NoPicture):
        Crops().of(page, PLACE, ())


def test_the_same_place_with_more_to_hide_is_cut_anew(page: Stored) -> None:
    """A page may be read again as another form, which hides other places of it."""
    kept = Crops()
    assert kept.of(page, PLACE, ()) != kept.of(page, PLACE, (PLACE,))
