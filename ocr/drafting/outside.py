"""Lines of print outside of ruled cells: dates, squares, and labels with room behind them."""

from ocr.drafting import contents
from ocr.drafting.choices import take_rings, take_ticks
from ocr.drafting.dates import take_dates
from ocr.drafting.found import Found, Kind, Place, words
from ocr.drafting.labelling import Label, named
from ocr.drafting.wording import CHOICES, SEPARATORS, is_label, is_note
from ocr.free import labels
from ocr.scale import px

FAR_MM = 30.0  # from a label to what it names on a line


def take_line(line: Place) -> None:
    """Move what is to be filled in on the line to what was found there."""
    if is_note(line.text):
        return
    take_dates(line)
    take_ticks(line)
    if _has_known_choices(line):
        take_rings(line)
    if any(labels.likeness(word.text) > 0 for word in words(line)) or "氏名" in line.text:
        contents.take_seals(line)
    contents.label_marks(line)
    contents.inner_labels(line)


def label_of_line(line: Place, found: Found) -> Label:
    """The words right before it on the line; for a blank its own."""
    edge = found.taken.left
    before = [w for w in words(line) if edge - px(FAR_MM) <= w.rect.right <= edge + 2]
    text = "".join(w.text for w in before[-6:])
    if found.label or found.kind is Kind.BLANK or not is_label(text):
        return Label("", None, "")
    return Label(named(text), before[-1].rect, "", printed=text)


def _has_known_choices(line: Place) -> bool:
    found = [w.text.strip(SEPARATORS) for w in words(line)]
    return sum(text in CHOICES for text in found) >= 2 and labels.likeness(found[0]) > 0
