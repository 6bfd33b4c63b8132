"""A draft of a form against the form as it is declared, field by field."""

import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pypdfium2

from forms.form import Field, Form, Option
from forms.geometry import Box
from forms.source import load_form
from forms.writing import yaml_of
from ocr.drafting import Draft
from ocr.drafting.declaring import declared, sections_of
from samples.moved import Pixels

IOU = 0.5
NEAR_MM = 1.5  # that a choice or a part of a date may lie outside of what is declared
PX_PER_MM = 200 / 25.4


@dataclass(frozen=True, slots=True)
class Score:
    """Fields of one form in one case."""

    form: str
    case: str
    declared: int
    there: int
    typed: int
    right: int
    extra: int
    missed: tuple[str, ...]  # "id: what is wrong"
    by_type: dict[str, tuple[int, int]]  # right, declared


def rendered(form: Form, dpi: int) -> list[Pixels]:
    pdf = pypdfium2.PdfDocument(form.blank)
    pages = [np.array(page.render(scale=dpi / 72).to_numpy(), np.uint8) for page in pdf]
    return [np.ascontiguousarray(page[..., :3]) for page in pages]


def score_of(form: Form, case: str, draft: Draft) -> Score:
    """The draft against the form as declared; the draft is written and read back on the way."""
    proposed = _as_form(draft)
    maps = [_map(form, draft, number) for number in range(1, len(form.pages) + 1)]
    left = list(proposed.fields) if proposed else []
    right: Counter[str] = Counter()
    there = typed = whole = 0
    missed = []
    for field in form.fields:
        wanted = _mapped(field, form, maps[field.page - 1], draft)
        match = _nearest(wanted, left)
        if match is None:
            missed.append(f"{field.id}: not there")
            continue
        left.remove(match)
        there += 1
        typed += match.type is field.type
        wrong = _difference(wanted, match)
        whole += not wrong
        right[field.type] += not wrong
        missed += [f"{field.id}: {wrong}"] if wrong else []
    declared_by_type = Counter(field.type.value for field in form.fields)
    by_type = {kind: (right[kind], n) for kind, n in sorted(declared_by_type.items())}
    return Score(
        form.id, case, len(form.fields), there, typed, whole, len(left), tuple(missed), by_type
    )


def _as_form(draft: Draft) -> Form | None:
    if not draft.entries:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.yaml"
        path.write_text(yaml_of(declared(draft), sections_of(draft)), encoding="utf-8")
        return load_form(path)


def _map(form: Form, draft: Draft, number: int) -> np.ndarray:
    """From px of the declared page at 200 dpi to px of the draft's, by what both show."""
    if len(draft.pages) < number:
        return np.eye(3)
    page = draft.pages[number - 1]
    if page.is_digital:
        return np.eye(3)
    one, other = _gray(rendered(form, 200)[number - 1]), _gray(page.image)
    finder = cv2.SIFT_create(4000)
    at, what = finder.detectAndCompute(one, None)
    there, that = finder.detectAndCompute(other, None)
    pairs = cv2.BFMatcher().knnMatch(what, that, k=2)
    good = [a for a, b in pairs if a.distance < 0.75 * b.distance]
    source = np.array([at[m.queryIdx].pt for m in good], np.float32)
    target = np.array([there[m.trainIdx].pt for m in good], np.float32)
    found, _ = cv2.findHomography(source, target, cv2.RANSAC, 4.0)
    return np.eye(3) if found is None else found


def _gray(page: Pixels) -> Pixels:
    return page if page.ndim == 2 else np.asarray(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A declared field as it would lie on the draft's page; boxes in mm there."""

    field: Field
    box: tuple[float, float, float, float]
    options: tuple[tuple[str, tuple[float, float, float, float]], ...]
    parts: tuple[tuple[float, float, float, float], ...]
    eras: tuple[str, ...]
    size: tuple[float, float]


def _mapped(field: Field, form: Form, matrix: np.ndarray, draft: Draft) -> _Wanted:
    size = form.pages[field.page - 1]

    def at(box: Box) -> tuple[float, float, float, float]:
        x, y = box.x * size.width * PX_PER_MM, box.y * size.height * PX_PER_MM
        w, h = box.w * size.width * PX_PER_MM, box.h * size.height * PX_PER_MM
        corners = np.array([[[x, y], [x + w, y], [x + w, y + h], [x, y + h]]], np.float64)
        moved_to = cv2.perspectiveTransform(corners, matrix)[0] / PX_PER_MM
        (left, top), (right, bottom) = moved_to.min(axis=0), moved_to.max(axis=0)
        return float(left), float(top), float(right - left), float(bottom - top)

    page = draft.pages[min(field.page, len(draft.pages)) - 1]
    date = field.date
    return _Wanted(
        field, at(field.box), tuple((o.value, at(o.box)) for o in field.options),
        tuple(at(part) for part in (date.year, date.month, date.day)) if date else (),
        _eras(field), (page.width, page.height),
    )  # fmt: skip


def _eras(field: Field) -> tuple[str, ...]:
    if field.date is None:
        return ()
    return (field.date.era,) if field.date.era else tuple(o.value for o in field.date.eras)


def _mm(box: Box, size: tuple[float, float]) -> tuple[float, float, float, float]:
    return box.x * size[0], box.y * size[1], box.w * size[0], box.h * size[1]


def _nearest(wanted: _Wanted, proposed: list[Field]) -> Field | None:
    """The proposal that lies on it: of its type before others, then the one that covers most."""
    near = [
        (each.type is wanted.field.type, _iou(wanted.box, _mm(each.box, wanted.size)), n)
        for n, each in enumerate(proposed)
        if each.page == wanted.field.page and _lies_on(wanted.box, _mm(each.box, wanted.size))
    ]
    return proposed[max(near)[2]] if near else None


def _lies_on(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return _iou(one, other) >= IOU or (_has_middle(one, other) and _has_middle(other, one))


def _iou(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    shared = max(0.0, across) * max(0.0, down)
    return shared / (one[2] * one[3] + other[2] * other[3] - shared)


def _has_middle(one: tuple[float, ...], other: tuple[float, ...], slack: float = 0.0) -> bool:
    x, y = other[0] + other[2] / 2, other[1] + other[3] / 2
    return (
        one[0] - slack <= x <= one[0] + one[2] + slack
        and one[1] - slack <= y <= one[1] + one[3] + slack
    )


def _difference(wanted: _Wanted, found: Field) -> str:
    """What is wrong with the proposal; "" nothing."""
    field = wanted.field
    if found.type is not field.type:
        return f"{found.type.value} for {field.type.value}"
    if found.cells != field.cells:
        return f"{found.cells} boxes for {field.cells}"
    if wanted.options and (said := _options_differ(wanted, found.options)):
        return said
    if found.date is not None:
        if _eras(found) != wanted.eras:
            return f"eras {'・'.join(_eras(found))} for {'・'.join(wanted.eras)}"
        parts = (found.date.year, found.date.month, found.date.day)
        if not all(
            _has_middle(part, _mm(box, wanted.size), NEAR_MM)
            for part, box in zip(wanted.parts, parts, strict=True)
        ):
            return "parts of the date"
    return ""


def _options_differ(wanted: _Wanted, found: tuple[Option, ...]) -> str:
    values = [value for value, _ in wanted.options]
    if sorted(values) != sorted(option.value for option in found):
        return f"choices {'・'.join(o.value for o in found)}"
    places = {option.value: _mm(option.box, wanted.size) for option in found}
    is_there = all(_has_middle(box, places[value], NEAR_MM) for value, box in wanted.options)
    return "" if is_there else "places of choices"
