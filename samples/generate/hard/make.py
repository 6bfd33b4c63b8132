"""Hard recipes → files with their truth."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from PIL import Image

from forms.catalogue import Catalogue
from forms.form import Form
from samples.generate import files
from samples.generate.hard import tools, writer
from samples.generate.hard.glyph import Manner
from samples.generate.hard.people import WideTown, reworded
from samples.generate.hard.recipes import HANDS, RECIPES, SPOILERS, HardRecipe
from samples.generate.hard.text import Style
from samples.generate.hard.twists import TWISTS, Twisted
from samples.generate.hard.writer import Person
from samples.generate.values import MAKERS
from samples.truth import ApplicationTruth, Truth, write_truth

# How people mark: a way that stands twice is the more usual one.
_RINGS = (
    "ring", "ring", "ring", "ring_loose", "ring_loose", "ring_open", "ring_off_centre",
    "ring_slanted", "ring_two_strokes", "ring_double", "ring_uneven", "ring_uneven_loose",
    "ring_cutting", "word_check",
)  # fmt: skip
_CHECKS = (
    "square_tick", "square_tick", "square_big_tick", "square_tick_from_outside", "square_cross",
    "square_fill", "square_ring", "square_slash",
)  # fmt: skip
_FIRST_DAY, _DAYS = date(2024, 6, 1), 700  # when the invented applications were handed in


@dataclass(frozen=True, slots=True)
class Made:
    """One application before it is on paper."""

    form: Form
    twisted: Twisted


def make_hard(seed: int, folder: Path, count: int = len(RECIPES)) -> Iterator[Truth]:
    """Write `count` documents with their truth into `folder`, one after the other.

    The same arguments give the same files (with the same versions of Pillow, OpenCV and the
    fonts). Raises SetupError where a font is missing.
    """
    catalogue, town = Catalogue.load(), WideTown(Random(f"hard/{seed}/town"))
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(count):
        recipe, rng = RECIPES[n % len(RECIPES)], Random(f"hard/{seed}/{n}")
        made = [_application(catalogue[each], recipe, town, rng) for each in recipe.forms]
        truth = _write(_name(n + 1, recipe), recipe, made, folder, rng)
        write_truth(truth, folder)
        yield truth


def _name(number: int, recipe: HardRecipe) -> str:
    short = "-".join(form.split("-")[0] for form in recipe.forms)
    parts = (short, recipe.hand, recipe.tool, *recipe.spoilers, recipe.twist)
    done = "-".join(dict.fromkeys(part for part in parts if part)).replace("_", "-")
    return f"{number:03d}-{done}{recipe.suffix}"


def _application(form: Form, recipe: HardRecipe, town: WideTown, rng: Random) -> Made:
    today = _FIRST_DAY + timedelta(rng.randrange(_DAYS))
    values = reworded(MAKERS[form.id](town, rng, today), rng)
    return Made(form, TWISTS[recipe.twist](form, values, rng))


def _write(name: str, recipe: HardRecipe, made: list[Made], folder: Path, rng: Random) -> Truth:
    images = [image for each in made for image in _pages(each, recipe, rng)]
    files.save(images, folder / name, recipe.quality, recipe.dpi)
    applications, first = [], 1
    for each in made:
        done = each.twisted.doubtful
        pages = tuple(range(first, first + (done.pages or len(each.form.pages))))
        first += len(pages)
        applications.append(
            ApplicationTruth(
                each.form.id, pages, dict(done.truth), done.fields, each.twisted.readable
            )
        )
    happened = (recipe.tool, *recipe.spoilers, *((recipe.twist,) if recipe.twist else ()))
    return Truth(name, "scan", recipe.hand, recipe.handwritten, happened, tuple(applications))


def _pages(made: Made, recipe: HardRecipe, rng: Random) -> Iterator[Image.Image]:
    person = _person(recipe, rng)
    filled = writer.fill(made.form, made.twisted.doubtful.paper, person, rng, recipe.dpi)
    for page in filled[: made.twisted.doubtful.pages]:
        image = page
        for name in recipe.spoilers:
            image = SPOILERS[name](image, rng)
        yield image if image.mode == "1" or recipe.colour else image.convert("L")


def _person(recipe: HardRecipe, rng: Random) -> Person:
    stroke = rng.uniform(*tools.TOOLS[recipe.tool].stroke) * recipe.dpi / 25.4
    style = _written(recipe, stroke, rng) if recipe.handwritten else _typed(recipe)
    return Person(
        style,
        recipe.tool,
        rings=tuple(rng.sample(_RINGS, 3)),
        checks=tuple(rng.sample(_CHECKS, 2)),
        strikes=("strike_double",),
        seed=rng.randrange(2**31),
    )


def _typed(recipe: HardRecipe) -> Style:
    return Style(HANDS[recipe.hand][0], (), 0.0, Manner(0, 1, 0, 0), 3.9)


def _written(recipe: HardRecipe, stroke: float, rng: Random) -> Style:
    main, *mates = HANDS[recipe.hand]
    manner = Manner(rng.uniform(-5, 9), rng.uniform(0.88, 1.1), stroke, recipe.unsteady)
    return Style(
        main,
        tuple(mates),
        rng.uniform(0.15, 0.45),
        manner,
        rng.uniform(4.6, 6.4),
        recipe.reach,
        drift=rng.uniform(0.01, 0.04),
        air=rng.uniform(-0.06, 0.1),
        loose=min(0.75, recipe.unsteady * 0.35),
    )
