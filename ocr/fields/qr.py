"""A QR code printed on a form, each copy with one of its own (個人番号カード交付申請書).

    - {id: moushikomi_qr, label: 申請書ID の QR, type: qr, box: [150, 20, 25, 25]}

`box` (mm) is the code with a little paper around it. The value is the code's text, character by
character; nothing is recognised, so that a code which is read at all is read rightly. A code that
is there and cannot be read is a doubt; an empty place is a blank field.
"""

import cv2
import numpy as np

from forms.form import Field
from forms.record import Doubt
from ocr.engines.engine import Image
from ocr.fields.plan import Known, Plan, Sheet
from ocr.guess import Guess
from ocr.ink.dark import gray_of
from ocr.qr import codes_in

SOURCE = "qr"
MARGIN_MM = 4.0  # a code needs paper around it, and the page may lie a little off
LARGER = (1, 2, 3)  # times 200 dpi: small or blurred codes are read when they are drawn larger
LEAST_INK = 0.02  # of the place: less is dust, not a code


def plan(field: Field, sheet: Sheet) -> Plan:
    """The code's text; in doubt where there is one that cannot be read, or more than one."""
    left, top, right, bottom = sheet.written.rectangle(field.box, MARGIN_MM)
    part = gray_of(sheet.page.image)[top:bottom, left:right]
    texts = _texts(part)
    ink = sheet.written.of_box(field.box, 1.0).amount
    if len(texts) == 1:
        return Known(Guess(texts[0], 1.0, SOURCE, ink=ink))
    if texts:
        doubt = Doubt("two_marks", f"{field.label}の所に QR コードが {len(texts)} つあります。")
        return Known(Guess(texts[0], 0.0, SOURCE, ink=ink, doubts=(doubt,)))
    if ink < LEAST_INK * part.size:
        return Known(Guess("", 1.0, SOURCE, ink=ink))
    doubt = Doubt("unreadable", f"{field.label}の QR コードが読めません。")
    return Known(Guess("", 0.0, SOURCE, ink=ink, doubts=(doubt,)))


def _texts(part: Image) -> tuple[str, ...]:
    """What the codes of the place say, each text once."""
    for times in LARGER:
        if found := codes_in(_times(part, times), thorough=True):
            return tuple(dict.fromkeys(each.text for each in found))
    return ()


def _times(part: Image, times: int) -> Image:
    if times == 1:
        return part
    size = (part.shape[1] * times, part.shape[0] * times)
    return np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_CUBIC), np.uint8)
