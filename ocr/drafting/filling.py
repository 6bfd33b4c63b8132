"""Places with their labels → fields."""

from collections.abc import Iterator

from forms.form import FieldType, Mark
from ocr.drafting import contents, kinds
from ocr.drafting.draft import DraftField, DraftOption
from ocr.drafting.found import Choice, Found, Kind, Place
from ocr.drafting.labelling import Label, Role
from ocr.free import labels
from ocr.scale import px

WIDE_MM = (25.0, 4.5)  # room to write in beside other things of a place
_OWN = {"〒": "郵便番号", "TEL": "電話番号", "FAX": "ファックス", "℡": "電話番号"}
_UNNAMED = {Kind.COMB: "番号"}
_TAILS = {"から": "の開始日", "まで": "の終了日", "～": "の開始日", "〜": "の開始日"}


def fill(place: Place, label: Label, role: Role) -> None:
    """Find what room is left in the place to write in, beside its marks."""
    if role is not Role.INSIDE:
        contents.inner_labels(place)
    if not label.text or not _has_main(place, label):
        return  # what nothing names is not proposed
    others = [found for found in place.found if found.kind is not Kind.SEAL]
    blank = contents.main_blank(place, WIDE_MM if others else contents.LEAST_MM)
    rings = [found.rect.left for found in others if found.kind is Kind.RINGS]
    if blank is not None and (not rings or blank.rect.right <= min(rings)):
        place.found.append(blank)


def _has_main(place: Place, label: Label) -> bool:
    """Whether something is to be written in the place itself."""
    kinds_ = {found.kind for found in place.found} - {Kind.SEAL}
    said = labels.type_of(label.text)
    if not kinds_:
        return not _is_only_seal(place)
    if kinds_ <= {Kind.RINGS}:
        return True  # before the words to ring, see `fill`
    is_of_main = any(
        not f.label and kinds.type_of(f, label.text) is not FieldType.POSTAL_CODE
        for f in place.found
        if f.kind is Kind.COMB
    )
    is_text = said in (FieldType.NAME, FieldType.ADDRESS, FieldType.KANA, FieldType.TEXT)
    return kinds_ <= {Kind.COMB, Kind.BLANK} and is_text and not is_of_main


def _is_only_seal(place: Place) -> bool:
    """A narrow cell with nothing but the mark for a seal."""
    return any(f.kind is Kind.SEAL for f in place.found) and place.rect.width < px(40)


def fields_of(place: Place, label: Label, page: int) -> Iterator[DraftField]:
    """What was found in the place as fields without ids, from top to bottom, left to right."""
    for found in sorted(place.found, key=lambda f: (round(f.rect.top / px(4)), f.rect.left)):
        name = _name(found, place, label)
        if not name:
            continue
        kind = kinds.type_of(found, label.text)
        box = found.label_rect or label.rect
        yield DraftField(
            id="", label=name, type=kind, page=page, box=found.taken.mm(),
            label_box=box.mm() if box else None, section=label.section,
            private=kind is FieldType.MY_NUMBER, cells=found.boxes,
            mark=Mark.CHECK if found.kind is Kind.TICKS else Mark.CIRCLE,
            multiple=found.kind is Kind.TICKS and kinds.is_multiple(_around(place, label)),
            options=_options(found.choices) if kind is FieldType.CHOICE else (),
            era=found.era, eras=_options(found.choices) if kind is FieldType.DATE else (),
            year=found.parts[0].mm() if found.parts else None,
            month=found.parts[1].mm() if found.parts else None,
            day=found.parts[2].mm() if found.parts else None,
        )  # fmt: skip


def _around(place: Place, label: Label) -> str:
    return f"{label.printed}{place.text}"


def _options(choices: tuple[Choice, ...]) -> tuple[DraftOption, ...]:
    return tuple(DraftOption(c.value, c.label, c.rect.mm()) for c in choices)


def _name(found: Found, place: Place, label: Label) -> str:
    """The label of what was found: its own, the place's, or what is to be chosen."""
    own = _OWN.get(found.label, found.label)
    if found.kind is Kind.SEAL:
        return f"{label.text}の印" if label.text and label.text not in ("押印", "印") else "印"
    if found.kind is Kind.DATE:
        return f"{own or label.text or '日付'}{_TAILS.get(found.tail, '')}"
    has_blank = any(f.kind is Kind.BLANK and not f.label for f in place.found)
    if found.kind is Kind.RINGS and not own and has_blank:
        return f"{label.text}の種別"
    if own == "その他" and label.text:
        return f"{label.text}（その他）"
    said = own or label.text or _UNNAMED.get(found.kind, "")
    return said or "・".join(choice.value for choice in found.choices)[:24]
