"""`python -m benchmarks.relations [--writers N] [--seed S]`: relations (続柄) in drawn handwriting,
read as free text and by the list.

Each writer fills the column of a form with words of the list, the usual ones more often, and with
words that are in no list; some of it as a coarse fax leaves it. By whether the list has the word:
how many, read right, accepted without a person, and accepted though wrong.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

import cv2
import numpy as np

from forms.catalogue import Catalogue
from forms.form import Field
from forms.record import Reading
from ocr import gate
from ocr.align.blank import BlankPage, Blanks
from ocr.align.fit import Fit
from ocr.align.page import AlignedPage
from ocr.engines import open_engine
from ocr.engines.engine import Engine, Image
from ocr.fields import text
from ocr.fields.plan import Sheet
from ocr.guess import Guess
from ocr.ink.dark import inks_of
from ocr.ink.written import written_on
from ocr.lexicon.kin import kin
from samples.handwriting import StrokeHand, can_write

FORM, FIELDS = "jumin-ido", [f"person{n}_relation" for n in range(1, 6)]
UNLISTED = (
    "遠縁", "連れ子", "里孫", "雇い人", "後見監督人", "義理の息子", "元夫の母", "看護人", "寮母",
    "住職", "弟子", "塾長", "恩人", "町内会長", "区長", "担任", "校長", "養育者", "保育士", "通訳",
    "秘書", "恋人", "彼女", "はとこ", "姑", "舅", "乳母", "孫娘", "末子", "双子", "姻族",
    "おばあちゃん", "弟嫁", "友だち",
)  # fmt: skip
USUAL = ("妻", "夫", "子", "長男", "長女", "二男", "二女", "父", "母", "本人", "世帯主")
LISTED_EACH, USUAL_EACH, UNLISTED_EACH = 25, 15, 10  # words of a writer
SIZES = (26.0, 40.0)  # px of a kanji: 3.3 to 5 mm at 200 dpi
FAX, FADED = 0.4, 215  # share of the pages; gray from which a fax sends white


@dataclass(frozen=True, slots=True)
class Outcome:
    word: str
    by_list: bool
    reading: Reading

    @property
    def is_right(self) -> bool:
        return self.reading.raw == self.word


def words_of(rng: Random) -> list[str]:
    """What one writer writes, in any order."""
    listed = [word for word in kin().shares if can_write(word)]
    words = rng.sample(listed, LISTED_EACH) + rng.choices(USUAL, k=USUAL_EACH)
    words += rng.sample([word for word in UNLISTED if can_write(word)], UNLISTED_EACH)
    return rng.sample(words, len(words))


def page_of(blank: BlankPage, words: Sequence[str], hand: StrokeHand, rng: Random) -> AlignedPage:
    """The blank with a word in each row, exactly where it belongs."""
    image = blank.image.copy()
    height, width = image.shape
    for name, word in zip(FIELDS, words, strict=False):
        box = blank.form.field(name).box
        x, y, w, h = (
            round(v) for v in (box.x * width, box.y * height, box.w * width, box.h * height)
        )
        picture = _fitted(hand.line(word, rng.uniform(*SIZES)).picture, w - 6, h - 6)
        high, wide = picture.shape
        top, left = y + (h - high) // 2, x + 3
        part = image[top : top + high, left : left + wide]
        image[top : top + high, left : left + wide] = np.minimum(part, picture)
    seen = np.full((height, width), 255, np.uint8)
    image = _faxed(image) if rng.random() < FAX else image
    return AlignedPage(
        1, blank, image, inks_of(image), seen, Fit(1.0, np.ones((1, 1), np.float32)), ()
    )


def _fitted(picture: Image, width: int, height: int) -> Image:
    scale = min(1.0, width / picture.shape[1], height / picture.shape[0])
    size = (max(1, int(picture.shape[1] * scale)), max(1, int(picture.shape[0] * scale)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _faxed(image: Image) -> Image:
    """At half the lines, in black and white."""
    height, width = image.shape
    small = cv2.resize(image, (width, height // 2), interpolation=cv2.INTER_AREA)
    large = cv2.resize(small, (width, height), interpolation=cv2.INTER_NEAREST)
    return np.where(large < FADED, 0, 255).astype(np.uint8)


def outcomes(page: AlignedPage, words: Sequence[str], engine: Engine) -> Iterator[Outcome]:
    """Each word as free text, then by the list."""
    sheet = Sheet(page, written_on(page), engine.vocabulary, engine.name)
    for name, word in zip(FIELDS, words, strict=False):
        field = page.blank.form.field(name)
        plan = text.plan(field, sheet)
        emissions = engine.recognise(plan.crops)
        free = text.plan(replace(field, item=""), sheet)
        yield Outcome(word, False, _judged(field, free.guess(emissions)))
        yield Outcome(word, True, _judged(field, plan.guess(emissions)))


def _judged(field: Field, guess: Guess) -> Reading:
    return gate.judge(replace(field, required=False), guess, 1, field.box)


def table(found: Sequence[Outcome]) -> Iterator[str]:
    yield f"{'word':<10}{'read':<10}{'words':>6}{'right':>8}{'accepted':>10}{'wrong':>7}"
    for is_listed in (True, False):
        for by_list in (False, True):
            own = [
                each
                for each in found
                if each.by_list is by_list and (kin().weigh(each.word).covered > 0) is is_listed
            ]
            accepted = [each for each in own if each.reading.accepted]
            right = sum(each.is_right for each in own) / len(own)
            wrong = sum(not each.is_right for each in accepted)
            names = ("listed" if is_listed else "unlisted", "by list" if by_list else "free")
            yield (
                f"{names[0]:<10}{names[1]:<10}{len(own):>6}{right:>8.1%}"
                f"{len(accepted) / len(own):>10.1%}{wrong:>7}"
            )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.relations", description=__doc__)
    parser.add_argument("--writers", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng, engine = Random(options.seed), open_engine()
    blank = Blanks(Catalogue.load()).of(Catalogue.load()[FORM])[0]
    found: list[Outcome] = []
    for _ in range(options.writers):
        hand = StrokeHand(rng.randrange(10**6), rng.choice((None, 0.3, 0.6, 0.9)))
        words = words_of(rng)
        for n in range(0, len(words), len(FIELDS)):
            part = words[n : n + len(FIELDS)]
            found += outcomes(page_of(blank, part, hand, rng), part, engine)
    for line in table(found):
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
