"""What type of field a place is: by its label and by what is printed in it."""

import re

from forms.form import FieldType
from ocr.drafting.found import Found, Kind
from ocr.free import labels

_MY_NUMBER = re.compile(r"個人番号|マイナンバー")
_NUMBER = re.compile(r"(番号|コード|人数|部数|枚数|件数|回数|頭数|年齢|金額|枝番|店番|額)$")
_MEASURE = re.compile(
    r"^(円|千円|万円|人|名|歳|才|部|通|枚|件|回|頭|匹|台|個|本|冊|箇所|か所|ヶ月|か月|カ月|日間|年間|㎡|m2|m|%|％)$"
)
_POSTAL = re.compile(r"〒|郵便番号")
_SEVERAL = re.compile(r"複数|すべて|全て|いくつでも")
PHONE_CELLS = (10, 11)
TEXT_LIKE = frozenset(
    {FieldType.NAME, FieldType.KANA, FieldType.ADDRESS, FieldType.PHONE, FieldType.TEXT}
)


def type_of(found: Found, label: str) -> FieldType:
    """`label`: the place's; the one printed beside what was found goes before it."""
    own = found.label or label
    if found.kind is Kind.DATE:
        return FieldType.DATE
    if found.kind in (Kind.RINGS, Kind.TICKS):
        return FieldType.CHOICE
    if found.kind is Kind.SEAL:
        return FieldType.SEAL
    if found.kind is Kind.COMB:
        return _of_comb(found.boxes, own, label)
    return _of_blank(own, found.tail)


def _of_comb(boxes: int, own: str, label: str) -> FieldType:
    said = labels.type_of(own)
    if _MY_NUMBER.search(own):
        return FieldType.MY_NUMBER
    if _POSTAL.search(own) or (boxes == 7 and labels.type_of(label) is FieldType.ADDRESS):
        return FieldType.POSTAL_CODE
    if said is FieldType.PHONE and boxes in PHONE_CELLS:
        return FieldType.PHONE
    return said if said is FieldType.KANA else FieldType.NUMBER


def _of_blank(label: str, tail: str) -> FieldType:
    if _MY_NUMBER.search(label):
        return FieldType.MY_NUMBER
    if _POSTAL.search(label):
        return FieldType.POSTAL_CODE
    said = labels.type_of(label)
    if _MEASURE.match(tail):
        return FieldType.NUMBER
    if said in TEXT_LIKE:
        return said
    letters = labels.bare(label)
    is_number = said is FieldType.NUMBER and letters != "番号" and bool(_NUMBER.search(letters))
    return FieldType.NUMBER if is_number else FieldType.TEXT


def is_multiple(text: str) -> bool:
    """Whether the words around choices allow several."""
    return bool(_SEVERAL.search(text))
