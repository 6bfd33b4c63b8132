"""One place of a blank taken apart: combs, squares, dates, words to ring, seals; then the room
that is left to write in."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ocr.drafting.choices import take_rings, take_ticks
from ocr.drafting.dates import take_dates
from ocr.drafting.found import Found, Kind, Place, words
from ocr.drafting.geometry import Rect, around, widest_gap
from ocr.drafting.printed import Word
from ocr.drafting.wording import SEALS, SEPARATORS, UNITS, is_label, is_note
from ocr.free import labels
from ocr.scale import px

SEAL_MM = 12.5  # side of the place for a seal, if there is so much room
RIM_MM = 0.8  # kept free along ruled lines
LEAST_MM = (9.0, 2.6)  # width and height of room to write in
ENOUGH_MM = 10.0  # of height for a line of writing; beyond, room counts by its width
POSTAL_MM = 46.0  # most width of a postal code without boxes
INNER_MM = (16.0, 2.6)  # the same beside a label in a place
LIKELY = 0.45  # likeness from which they are one where there is much room
WIDE_CELL_MM = 60.0
KNOWN = 0.9  # likeness from which words in a place are a label of their own
BESIDE_MM = 15.0  # from a label to its comb …
FAR_MM = 30.0  # … and to a date or choices
BRACKETS_MM = 12.0  # least width between brackets to write in
POSTAL = "〒"
POSTAL_LOOKS = "〒T干于テ下丁了"  # as which 〒 is read
POSTAL_BOXES = 7
LETTERS = 5  # of a label that may stand apart


def take_marks(place: Place) -> None:
    """Everything but blanks. What is found moves from `place.chars` to `place.found`."""
    take_dates(place)
    take_ticks(place)
    _take_combs(place)
    take_brackets(place)
    take_rings(place)
    take_seals(place)
    label_marks(place)


def _take_combs(place: Place) -> None:
    for comb in place.combs:
        place.found.append(Found(Kind.COMB, comb.rect, boxes=comb.boxes))
        label_marks(place)


def label_marks(place: Place) -> None:
    """Known labels right before what was found name it: 〒 before a comb, 申請日 before a date."""
    for n, found in enumerate(place.found):
        if found.label or found.kind in (Kind.SEAL, Kind.BLANK):
            continue
        label = _left_of(place, found)
        if label is not None:
            place.take(label.chars)
            is_postal = found.boxes == POSTAL_BOXES and label.text in POSTAL_LOOKS
            text = POSTAL if is_postal else label.text
            place.found[n] = replace(found, label=text, label_rect=label.rect)


def _left_of(place: Place, found: Found) -> Word | None:
    """A known label before it on the line, with nothing between."""
    rect = found.taken
    before = [w for w in words(place) if w.rect.right <= rect.left + px(1)]
    beside = [w for w in before if w.rect.down(rect) > 0.3 * w.rect.height]
    if not beside:
        return None
    word = max(beside, key=lambda w: w.rect.right)
    is_near = rect.left - word.rect.right <= px(BESIDE_MM if found.kind is Kind.COMB else FAR_MM)
    blocked = any(
        word.rect.right < f.rect.left < rect.left and f.taken.down(rect) > 0 for f in place.found
    )
    looks = POSTAL_LOOKS if found.boxes == POSTAL_BOXES else POSTAL
    is_label = word.text in looks or _is_known(word.text)
    return word if is_near and is_label and not blocked else None


def take_seals(place: Place) -> None:
    for word in words(place):
        if word.text not in SEALS or (place.text == word.text and word.text in ("押印", "捺印")):
            continue
        x, y = word.rect.middle
        room = place.rect if place.in_cell else word.rect.grown(px(SEAL_MM))
        half = min(px(SEAL_MM) / 2, y - room.top, room.bottom - y)
        left, right = max(room.left, x - half), min(room.right, x + half)
        place.take(word.chars)
        place.found.append(Found(Kind.SEAL, Rect(left, y - half, right, y + half), word.text))


def inner_labels(place: Place) -> None:
    """Known labels in a place that have room beside them: 電話番号 after an address."""
    for line in place.lines:
        at = 0
        while at < len(line):
            count = _label_at(line[at:])
            if count:
                _take_room(place, line[at : at + count], line[at + count :])
            at += max(1, count)


def _label_at(line: Sequence[Word]) -> int:
    """How many words the line begins with are one known label; several where its letters stand
    apart (氏　名)."""
    for count in range(min(LETTERS, len(line)), 1, -1):
        run = line[:count]
        if all(len(w.chars) <= 2 for w in run) and _is_known("".join(w.text for w in run)):
            return count
    return int(bool(line) and (_is_known(line[0].text) or line[0].text == POSTAL))


def _take_room(place: Place, label: Sequence[Word], behind: Sequence[Word]) -> None:
    following = [word for word in behind if not _is_punctuation(word.text)]
    stop = following[0].rect.left if following else place.rect.right - px(RIM_MM)
    rect, text = around(w.rect for w in label), "".join(w.text for w in label)
    room = _beside(place, rect, stop, text == POSTAL)
    if room is None:
        return
    between = [word for word in behind if word.rect.right <= stop]
    place.take([char for word in (*label, *between) for char in word.chars])
    tail = following[0].text if following and UNITS.match(following[0].text) else ""
    place.found.append(Found(Kind.BLANK, room, text, rect, tail))


def _beside(place: Place, label: Rect, stop: float, is_postal: bool) -> Rect | None:
    """Room right of a label, between what stands above and below it."""
    y = label.middle[1]
    top, bottom = _inner(place).top, _inner(place).bottom
    left = label.right + px(RIM_MM)
    others = [w.rect for w in words(place) if w.rect.left < stop and w.rect.right > left]
    others += [f.taken for f in place.found] + list(place.squares)
    for other in others:
        if other.across(Rect(left, top, stop, bottom)) <= 0 or other.right <= label.right:
            continue
        if other.bottom < y:
            top = max(top, other.bottom)
        elif other.top > y:
            bottom = min(bottom, other.top)
        elif other.left > label.right:
            stop = min(stop, other.left)
    top, bottom = max(top, y - px(5)), min(bottom, y + px(5))
    if is_postal:
        stop = min(stop, left + px(POSTAL_MM))
    room = Rect(left, top, stop - px(RIM_MM), bottom)
    is_wide = room.width >= px(INNER_MM[0]) and room.height >= px(INNER_MM[1])
    return room if is_wide else None


def main_blank(place: Place, least: tuple[float, float] = LEAST_MM) -> Found | None:
    """The largest room left in the place, and the unit printed behind it."""
    taken = [word.rect.grown(px(0.4)) for word in words(place) if not _is_punctuation(word.text)]
    taken += [found.taken.grown(px(0.6)) for found in place.found]
    taken += [found.label_rect for found in place.found if found.label_rect]
    room = _inner(place)
    gap = widest_gap(room, taken, (px(least[0]), px(least[1])), px(ENOUGH_MM))
    if gap is None:
        return None
    behind = [w for w in words(place) if w.rect.down(gap) > 0 and w.rect.left >= gap.right - 1]
    tail = min(behind, key=lambda w: w.rect.left).text if behind else ""
    return Found(Kind.BLANK, gap, tail=tail if UNITS.match(tail) else "")


def _inner(place: Place) -> Rect:
    """The place without the rim along its lines; a low one has a narrow rim."""
    rim = min(px(RIM_MM), 0.1 * place.rect.height)
    rect = place.rect
    return Rect(rect.left + px(RIM_MM), rect.top + rim, rect.right - px(RIM_MM), rect.bottom - rim)


def take_brackets(place: Place) -> None:
    """Room between brackets after a word: その他（　　　）."""
    chars = [c for line in place.lines for w in line for c in w.chars]
    for n, char in enumerate(chars[:-1]):
        close = chars[n + 1]
        if char.text not in "(（" or close.text not in ")）":
            continue
        width, word = close.rect.left - char.rect.right, _before(place, char.rect)
        if word and width >= px(BRACKETS_MM) and char.rect.down(close.rect) > 0:
            y = char.rect.middle[1]
            top = max(place.rect.top + px(RIM_MM), y - px(3.5))
            bottom = min(place.rect.bottom - px(RIM_MM), y + px(3.5))
            room = Rect(char.rect.right + 2, top, close.rect.left - 2, bottom)
            place.take([char, close])
            place.found.append(Found(Kind.BLANK, room, word))


def _before(place: Place, rect: Rect) -> str:
    """The choice or word that stands right before a bracket."""
    near = [
        (rect.left - choice.rect.right, choice.value)
        for found in place.found
        for choice in found.choices
        if choice.rect.down(rect) > 0 and choice.rect.middle[0] < rect.left
    ]
    near += [
        (rect.left - w.rect.right, w.text.rstrip("(（"))
        for w in words(place)
        if w.rect.down(rect) > 0 and w.rect.left < rect.left
    ]
    word = min((each for each in near if each[0] > -px(12)), default=(0.0, ""))[1]
    return re.split(f"[{SEPARATORS}]", word)[-1]


def is_value(place: Place) -> bool:
    """Whether something is to be marked or written in the place: it has marks, or nothing is
    printed in it but units."""
    text = place.left_text
    is_free = not text or _is_punctuation(text) or _only_units(place)
    is_named = labels.likeness(place.text) >= KNOWN and place.text != POSTAL
    return bool(place.found) or (is_free and not is_named)


def _only_units(place: Place) -> bool:
    return all(
        UNITS.match(w.text) or _is_punctuation(w.text) or w.text == POSTAL for w in words(place)
    )


def is_label_inside(place: Place) -> bool:
    """A label in the corner of the room that it asks to fill: printed left, much white right."""
    printed = place.printed
    if printed is None or place.found or not is_label(place.text):
        return False
    before, behind = printed.left - place.rect.left, place.rect.right - printed.right
    is_left = behind >= px(20) and before <= 0.3 * behind
    below = place.rect.bottom - printed.bottom
    is_above = below >= px(6) and printed.top - place.rect.top <= 0.35 * below
    is_sure = is_above or place.rect.width >= px(WIDE_CELL_MM)
    least = LIKELY if is_sure else KNOWN
    return (is_left or is_above) and labels.likeness(place.text) >= least


def asks_inside(place: Place) -> bool:
    """Whether a wide cell holds nothing but known labels with room before and behind them: an
    address, and 連絡先 in the middle of its cell."""
    printed = place.printed
    if printed is None or place.rect.width < px(WIDE_CELL_MM):
        return False
    known = all(_is_known(w.text) or w.text == POSTAL for w in words(place))
    before, behind = printed.left - place.rect.left, place.rect.right - printed.right
    has_room = before >= px(25) or any(w.text == POSTAL for w in words(place))
    return known and has_room and behind >= px(15)


def _is_known(text: str) -> bool:
    return labels.likeness(text) >= KNOWN and not is_note(text)


def _is_punctuation(text: str) -> bool:
    return not text.strip("()（）-－―‐ー～〜:：.．・、。")
