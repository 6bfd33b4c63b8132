"""Text boxes of an upright page → what stands in them, decoded by what their label asks for."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from forms.check_digits import is_my_number
from forms.form import FieldType
from forms.geometry import Box
from forms.record import Candidate
from ocr.decode import Alphabet, classes, search
from ocr.engines import Emissions, Engine, TextBox, Vocabulary
from ocr.engines.engine import Image
from ocr.free.crops import crop_of, drawn_out, is_tall, laid_down, side_by_side
from ocr.free.found import FreeText
from ocr.free.upright import belief

KEPT = 5
DIGITS_SURE = 0.3  # support per character from which a number's field is read as digits alone
_OF_TYPE: dict[FieldType, Callable[[Vocabulary], Alphabet]] = {
    FieldType.NAME: classes.names,
    FieldType.KANA: classes.katakana,
    FieldType.POSTAL_CODE: classes.phone,
    FieldType.PHONE: classes.phone,
    FieldType.NUMBER: classes.digits,
    FieldType.MY_NUMBER: classes.digits,
}
_RULES: dict[FieldType, Callable[[str], bool]] = {
    FieldType.MY_NUMBER: is_my_number,
    FieldType.POSTAL_CODE: lambda text: len(text) == 7,
    FieldType.PHONE: lambda text: len(text) in (10, 11),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """One text box as the engine saw it; pixels of the upright page."""

    left: float
    top: float
    right: float
    bottom: float
    emissions: Emissions
    is_vertical: bool

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def text(self, width: int, height: int, kind: FieldType = FieldType.TEXT) -> FreeText:
        """As a label of type `kind` asks for it; freely where that reads badly."""
        box = Box(
            self.left / width, self.top / height,
            (self.right - self.left) / width, (self.bottom - self.top) / height,
        )  # fmt: skip
        made = _OF_TYPE.get(kind)
        found = _decoded(self.emissions, made, _RULES.get(kind, _anything)) if made else None
        if found is None or found[2] < DIGITS_SURE:
            found = _decoded(self.emissions, classes.mixed)
        text, confidence, _, candidates = found or ("", 0.0, 0.0, ())
        return FreeText(text, box, confidence, self.is_vertical, candidates)


def read_boxes(image: Image, boxes: Sequence[TextBox], engine: Engine) -> list[Piece]:
    """Every box read once, columns in two ways; what the engine sees nothing in is left out."""
    lines: list[Image] = []
    ways: list[list[int]] = []
    for box in boxes:
        crop = crop_of(image, drawn_out(box, boxes))
        tries = [laid_down(crop), side_by_side(crop)] if is_tall(box) else [crop]
        good = [each for each in tries if each is not None]
        ways.append(list(range(len(lines), len(lines) + len(good))))
        lines += good
    emissions = engine.recognise(lines)
    pieces = []
    for box, own in zip(boxes, ways, strict=True):
        best = max((emissions[i] for i in own), key=belief)
        if belief(best) > 0:
            left, top = box.corners.min(axis=0)
            right, bottom = box.corners.max(axis=0)
            pieces.append(
                Piece(float(left), float(top), float(right), float(bottom), best, is_tall(box))
            )
    return pieces


def _anything(text: str) -> bool:
    return True


def _decoded(
    emissions: Emissions,
    made: Callable[[Vocabulary], Alphabet],
    is_valid: Callable[[str], bool] = _anything,
) -> tuple[str, float, float, tuple[Candidate, ...]] | None:
    """(text, confidence, support per character, candidates) of the best readings, of the valid ones
    where there are any."""
    frames = made(emissions.vocabulary).project(emissions)
    found = [text for text in search(frames) if text.text] if frames.names else []
    found = [text for text in found if is_valid(text.text)] or found
    if not found:
        return None
    whole = frames.blank + frames.symbols.sum(axis=1)
    total = sum(math.log(max(float(v), 1e-12)) for v in whole)
    best = found[0]
    support = math.exp(frames.support / len(best.symbols))
    posterior = min(1.0, math.exp(min(0.0, best.log - total)))
    candidates = tuple(
        Candidate(each.text, round(math.exp(min(0.0, each.log - total)), 4))
        for each in found[:KEPT]
    )
    return best.text, round(posterior * math.sqrt(support), 4), support, candidates
