"""Text that the file itself carries: typed into a PDF form, or printed into it by a program."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from forms.form import Field, FieldType
from forms.geometry import Box
from forms.record import Doubt
from ocr.align.page import AlignedPage
from ocr.guess import Guess
from ocr.pages.page import Glyph
from ocr.scale import px

NEAR_MM = 1.2  # a glyph of the blank found this near is the blank's own
_OFF = ("", "Off", "No", "0")


def from_acroform(
    field: Field, values: Mapping[str, str], odd: Collection[str] = ()
) -> Guess | None:  # fmt: skip
    """The field as typed; None where the PDF form has no such value. In doubt where its look, or
    that of a part of it, is among the `odd` ones.

    Names are the field ids; `<id>.era/.year/.month/.day` for a date in parts, `<id>.<option>`
    for tick boxes.
    """
    guess = _typed(field, values)
    if guess is None or not any(name.split(".")[0] == field.id for name in odd):
        return guess
    message = f"{field.label}は、PDF の見た目と中の値が違います。用紙を見て確かめてください。"
    return replace(guess, doubts=(Doubt("appearance", message),))


def _typed(field: Field, values: Mapping[str, str]) -> Guess | None:
    if raw := values.get(field.id, ""):
        return Guess(raw, 1.0, "acroform")
    if field.date is not None:
        era, year, month, day = (
            values.get(f"{field.id}.{part}", "") for part in ("era", "year", "month", "day")
        )
        if year and month and day:
            raw = f"{era or field.date.era or ''}{year}年{month}月{day}日"
            return Guess(raw, 1.0, "acroform")
    ticked = [o.value for o in field.options if _is_on(values.get(f"{field.id}.{o.value}"))]
    return Guess("、".join(ticked), 1.0, "acroform") if ticked else None


def _is_on(state: str | None) -> bool:
    return state is not None and state not in _OFF


def typed_glyphs(page: AlignedPage) -> tuple[Glyph, ...]:
    """The page's glyphs without those that the blank has in the same place."""
    if not page.glyphs:
        return ()
    near = px(NEAR_MM)
    own: dict[str, list[Glyph]] = {}
    for glyph in page.blank.glyphs:
        own.setdefault(glyph.character, []).append(glyph)
    return tuple(
        glyph
        for glyph in page.glyphs
        if not any(_is_near(glyph, other, near) for other in own.get(glyph.character, ()))
    )


def from_text(field: Field, glyphs: Sequence[Glyph], page: AlignedPage) -> Guess | None:
    """The field as printed into the file; None where no such text stands in its box."""
    height, width = page.inks.shape
    if field.type in (FieldType.CHOICE, FieldType.SEAL, FieldType.QR):
        return None
    if field.date is not None:
        return _date(field, glyphs, width, height)
    text = _text_in(field.box, glyphs, width, height)
    return Guess(text, 1.0, "pdf-text") if text else None


def _date(field: Field, glyphs: Sequence[Glyph], width: int, height: int) -> Guess | None:
    parts = field.date
    if parts is None or parts.era is None:
        return None
    year, month, day = (
        _text_in(box, glyphs, width, height) for box in (parts.year, parts.month, parts.day)
    )
    if not (year and month and day):
        return None
    return Guess(f"{parts.era}{year}年{month}月{day}日", 1.0, "pdf-text")


def _text_in(box: Box, glyphs: Sequence[Glyph], width: int, height: int) -> str:
    """Glyphs whose middle is in the box, line by line; a wide gap is a space."""
    left, top, right, bottom = box.to_px(width, height)
    inside = [
        g
        for g in glyphs
        if left - px(1) <= (g.left + g.right) / 2 <= right + px(1)
        and top - px(1) <= (g.top + g.bottom) / 2 <= bottom + px(1)
    ]
    return "".join(_line(line) for line in _lines(inside))


def _lines(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: (g.top + g.bottom) / 2):
        middle = (glyph.top + glyph.bottom) / 2
        if lines and middle < max(g.bottom for g in lines[-1]) - 0.3 * (glyph.bottom - glyph.top):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return lines


def _line(glyphs: Sequence[Glyph]) -> str:
    out, end = "", None
    for glyph in sorted(glyphs, key=lambda g: g.left):
        size = glyph.bottom - glyph.top
        is_apart = end is not None and glyph.left - end > 0.45 * size
        out += ("\u3000" if is_apart else "") + glyph.character
        end = glyph.right
    return out


def _is_near(one: Glyph, other: Glyph, near: float) -> bool:
    across = (one.left + one.right - other.left - other.right) / 2
    down = (one.top + one.bottom - other.top - other.bottom) / 2
    return abs(across) < near and abs(down) < near
