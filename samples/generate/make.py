"""Recipes → files with their truth."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

from PIL import Image

from forms.catalogue import Catalogue
from forms.form import FieldType, Form
from samples.generate import files, hand
from samples.generate.acroform import acroform_pdf
from samples.generate.doubts import DOUBTS, Doubtful
from samples.generate.marks import TICKS
from samples.generate.page import BLACK, INKS, Hand
from samples.generate.people import Town
from samples.generate.recipes import FONTS, RECIPES, Recipe
from samples.generate.spoil import spoil
from samples.generate.typed import typed_pdf
from samples.generate.values import Values, values_of
from samples.truth import ApplicationTruth, Truth, write_truth

_FIRST_DAY, _DAYS = date(2024, 5, 1), 400  # when the invented applications were handed in
_WIDE_SHARE = 0.3  # of the printed papers have addresses with full-width numbers


@dataclass(frozen=True, slots=True)
class Made:
    """One application before it is on paper."""

    form: Form
    doubtful: Doubtful


def make_samples(
    seed: int, folder: Path, count: int = len(RECIPES), handwritten: bool | None = None
) -> Iterator[Truth]:
    """Write `count` documents with their truth into `folder`, one after the other.

    `handwritten` keeps only recipes in that kind of font. The same arguments give the same files
    (with the same versions of Pillow and of the fonts). Raises SetupError where a font is missing.
    """
    catalogue, town = Catalogue.load(), Town(Random(f"{seed}/town"))
    kept = [r for r in RECIPES if handwritten is None or r.handwritten is handwritten]
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(count):
        recipe, rng = kept[n % len(kept)], Random(f"{seed}/{n}")
        made = [_application(catalogue[each], recipe, town, rng) for each in recipe.forms]
        truth = _write(_name(n + 1, recipe), recipe, made, folder, rng)
        write_truth(truth, folder)
        yield truth


def _name(number: int, recipe: Recipe) -> str:
    short = "-".join(form.split("-")[0] for form in recipe.forms)
    hand_or_print = "hand" if recipe.handwritten else "print"
    look = hand_or_print if recipe.kind == "scan" else recipe.kind
    spoiled = "-".join((*recipe.spoilers, recipe.doubt)).strip("-").replace("_", "-")
    return f"{number:03d}-{short}-{look}{'-' if spoiled else ''}{spoiled}{recipe.suffix}"


def _application(form: Form, recipe: Recipe, town: Town, rng: Random) -> Made:
    today = _FIRST_DAY + timedelta(rng.randrange(_DAYS))
    values: Values = values_of(form, town, rng, today)
    if recipe.kind != "scan":  # nobody seals a file
        values |= {f.id: "なし" for f in form.fields if f.type is FieldType.SEAL}
    doubtful = DOUBTS[recipe.doubt](form, values, rng)
    wide = not recipe.handwritten and rng.random() < _WIDE_SHARE
    return Made(form, replace(doubtful, paper=replace(doubtful.paper, wide=wide)))


def _write(name: str, recipe: Recipe, made: list[Made], folder: Path, rng: Random) -> Truth:
    font = FONTS[recipe.font]
    path = folder / name
    if recipe.kind == "scan":
        images = [image for each in made for image in _pages(each, recipe, rng)]
        files.save(images, path, recipe.quality, recipe.dpi)
    else:
        write = typed_pdf if recipe.kind == "digital" else acroform_pdf
        write(made[0].form, made[0].doubtful.paper, path, recipe.font)
    applications, first = [], 1
    for each in made:
        doubtful = each.doubtful
        pages = tuple(range(first, first + (doubtful.pages or len(each.form.pages))))
        first += len(pages)
        applications.append(
            ApplicationTruth(each.form.id, pages, dict(doubtful.truth), doubtful.fields)
        )
    return Truth(
        name, recipe.kind, font.name, font.handwritten, recipe.spoilers, tuple(applications)
    )  # fmt: skip


def _pages(made: Made, recipe: Recipe, rng: Random) -> Iterator[Image.Image]:
    font = FONTS[recipe.font]
    tick = rng.choice(TICKS)
    if font.handwritten:
        writer = Hand(font, rng.choice(INKS), rng.uniform(0.7, 1.1), rng.uniform(0.8, 1.1), tick)
    else:
        writer = Hand(font, BLACK, 0.0, rng.uniform(0.5, 0.8), tick)
    filled = hand.fill(made.form, made.doubtful.paper, writer, rng, recipe.dpi)
    for image in filled[: made.doubtful.pages]:
        spoiled = spoil(image, recipe.spoilers, rng)
        yield spoiled if spoiled.mode == "1" or recipe.colour else spoiled.convert("L")
