"""One field as a row of the record page."""

from collections.abc import Iterable
from dataclasses import dataclass

from forms.form import Field, FieldType, Form
from forms.geometry import Box
from forms.record import Reading
from review.shown.words import in_words
from workflows.reviewing import FieldView, as_text

MAX_CANDIDATES = 9  # one for each number key
HIDDEN = "＊＊＊＊ 非表示"
TWICE = "二人入力待ち"
BLANK = "（空欄）"

_HINTS = {
    FieldType.DATE: "例: 昭和60年4月3日、S60.4.3",
    FieldType.KANA: "カタカナ（ひらがなは直します）",
    FieldType.POSTAL_CODE: "数字 7 桁",
    FieldType.PHONE: "数字 10〜11 桁（ハイフンはあってもよい）",
    FieldType.MY_NUMBER: "数字 12 桁",
}
_NUMERIC = frozenset(
    {FieldType.POSTAL_CODE, FieldType.PHONE, FieldType.NUMBER, FieldType.MY_NUMBER}
)


@dataclass(frozen=True, slots=True)
class ShownOption:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ShownCandidate:
    """`text` is sent when it is taken; `words` is what the person reads."""

    text: str
    words: str


@dataclass(frozen=True, slots=True)
class ShownField:
    """`status`: `doubted`, `answered` by a person, `accepted`, or `twice` where two people have yet
    to type it. `typed` stands in the input; `draft` in its place where the person had typed and
    not sent something, which is not in the row while it is `hidden`."""

    id: str
    label: str
    status: str
    kind: str  # text, choice, choices
    words: str
    typed: str
    is_raw: bool
    hidden: bool
    private: bool
    required: bool
    numeric: bool
    hint: str
    doubts: tuple[str, ...]
    candidates: tuple[ShownCandidate, ...]
    options: tuple[ShownOption, ...]
    page: int
    box: Box
    answered_by: str
    draft: str | None
    is_drafted: bool


def show(view: FieldView, *, reveal: bool = False, draft: str | None = None) -> ShownField:
    """The row of a field. A private value, typed or read, is in it only when `reveal` is set."""
    field, reading = view.field, view.reading
    hidden = field.private and not reveal
    is_read = reading.value is not None
    has_any = is_read or bool(reading.raw.strip()) or draft is not None
    return ShownField(
        id=field.id,
        label=field.label,
        status=_status(view),
        kind=_kind(field),
        words=_words(view, hidden),
        typed="" if hidden else in_words(field, reading.value) if is_read else reading.raw.strip(),
        is_raw=not hidden and not is_read and bool(reading.raw.strip()),
        hidden=hidden and (has_any or bool(reading.doubts)),  # a doubted blank: the paper is seen
        private=field.private,
        required=field.required,
        numeric=field.type in _NUMERIC,
        hint=_hint(field),
        doubts=() if view.waits_for_two else tuple(doubt.message for doubt in reading.doubts),
        candidates=() if hidden else _candidates(field, reading, view.machine),
        options=_options(field, reading),
        page=reading.page,
        box=reading.box,
        answered_by=view.answered_by or "",
        draft=None if hidden else draft,
        is_drafted=draft is not None,
    )


def related(form: Form, field_id: str) -> frozenset[str]:
    """The field and every field whose doubts may change when it does."""
    found = {field_id}
    for rule in form.rules:
        if field_id in rule.fields or field_id in dict(rule.when):
            found.update(rule.fields)
    return frozenset(found)


def has_broken_rule(view: FieldView) -> bool:
    return any(doubt.code == "rule" for doubt in view.reading.doubts)


def _status(view: FieldView) -> str:
    if view.waits_for_two:
        return "twice"
    if view.is_doubted:
        return "doubted"
    return "answered" if view.answered_by else "accepted"


def _kind(field: Field) -> str:
    if field.type is FieldType.SEAL:
        return "choice"
    if field.type is not FieldType.CHOICE:
        return "text"
    return "choices" if field.multiple else "choice"


def _words(view: FieldView, hidden: bool) -> str:
    field, reading = view.field, view.reading
    if view.waits_for_two:
        return TWICE
    if hidden and (reading.value is not None or reading.raw.strip()):
        return HIDDEN
    if reading.value is None:
        return reading.raw.strip() or BLANK
    return in_words(field, reading.value)


def _hint(field: Field) -> str:
    if field.type is FieldType.NUMBER:
        length = field.length or ((field.cells, field.cells) if field.cells else None)
        if length is None:
            return "数字"
        same = length[0] == length[1]
        return f"数字 {length[0]} 桁" if same else f"数字 {length[0]}〜{length[1]} 桁"
    return _HINTS.get(field.type, "")


def _candidates(field: Field, reading: Reading, machine: Reading) -> tuple[ShownCandidate, ...]:
    """What else the machine thinks it may be, the likeliest first."""
    if _kind(field) != "text":
        return ()
    shown = as_text(reading.value)
    values = _unique(each.value for each in machine.candidates if each.value != shown)
    return tuple(ShownCandidate(each, in_words(field, each)) for each in values)[:MAX_CANDIDATES]


def _unique(values: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(values)


def _options(field: Field, reading: Reading) -> tuple[ShownOption, ...]:
    chosen = reading.value if isinstance(reading.value, tuple) else (reading.value,)
    if field.type is FieldType.SEAL:
        return tuple(ShownOption(each, each, each in chosen) for each in ("あり", "なし"))
    return tuple(ShownOption(o.value, o.label, o.value in chosen) for o in field.options)
