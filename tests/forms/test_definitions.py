"""The shipped forms: field lists, geometry a hand can write in, and blanks that match them."""

from itertools import combinations

import pypdfium2
import pytest

from forms.form import Field, FieldType, Form, Mark, Option
from forms.geometry import Box
from tests.ours import OURS

FORMS = list(OURS)
MM = 72 / 25.4
A4 = (210, 297)

by_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)

ROW = ("name", "relation", "birth", "live", "custody")
FIELDS = {
    "jido-teate-nintei": [
        "teishutsu_date", "seikyusha_kana", "seikyusha_name", "seikyusha_seal",
        "seikyusha_my_number", "seikyusha_sex", "seikyusha_birth", "haigusha_umu",
        "seikyusha_postal", "seikyusha_address", "seikyusha_phone", "pension_kind", "shokugyo",
        "haigusha_name", "haigusha_my_number",
        *[f"child{n}_{part}" for n in (1, 2, 3) for part in ROW],
        "koukin_kouza", "bank_name", "bank_kind", "bank_branch", "bank_code", "branch_code",
        "account_type", "account_number", "account_holder_kana",
    ],
    "kaigo-nintei": [
        "shinsei_kubun", "shinsei_date", "hihokensha_number", "my_number", "sex", "kana", "name",
        "birth", "postal", "phone", "address", "shinseisha_name", "shinseisha_relation",
        "shinseisha_address", "shinseisha_phone", "daiko_name", "daiko_seal", "daiko_kind",
        "current_level", "valid_from", "valid_to", "change_reason", "insurer_name",
        "insurer_number", "insured_symbol", "insured_no", "branch_no", "disease", "doctor_name",
        "clinic", "clinic_address", "clinic_phone", "consent", "signature",
    ],
    "risai-shomei": [
        "shinsei_date", "kana", "name", "seal", "postal", "address", "phone", "relation",
        "setai_nushi", "setai_ninzu", "house_address", "house_kind", "risai_date", "cause",
        "damage", "damage_text", "self_judge", "photo", "copies", "agent_name", "agent_phone",
    ],
}  # fmt: skip


def text_in(form: Form, page: int, box: Box, grow: tuple[float, float, float, float]) -> str:
    """What the blank prints in `box`, grown by millimetres left, top, right, bottom."""
    left, top, right, bottom = grow
    width, height = A4
    with pypdfium2.PdfDocument(form.blank) as document:
        found = (
            document[page - 1]
            .get_textpage()
            .get_text_bounded(
                (box.x * width - left) * MM,
                (height - (box.y + box.h) * height - bottom) * MM,
                ((box.x + box.w) * width + right) * MM,
                (height - box.y * height + top) * MM,
            )
        )
    return "".join(found.split())


def options_of(field: Field) -> list[Option]:
    return [*field.options, *(field.date.eras if field.date else ())]


def boxes_of(field: Field) -> list[Box]:
    """Where a hand writes or marks: the parts where there are any."""
    parts = [option.box for option in options_of(field)]
    if field.date:
        parts += [field.date.year, field.date.month, field.date.day]
    return parts or [field.box]


COMMON = {
    "jido-teate-nintei", "hoiku-riyo", "kaigo-nintei", "kaigo-futan-gendo", "kaigo-kogaku",
    "risai-shomei", "inu-toroku", "suido-kaishi", "jumin-ido", "kokuho-shikaku", "koza-furikae",
    "okyu-shuri", "mynumber-card",
}  # fmt: skip
"""The papers that offices see most of, and the My Number card."""


def test_at_least_twenty_forms_are_shipped_the_common_ones_among_them() -> None:
    assert len(FORMS) >= 20
    assert {form.id for form in FORMS} >= COMMON


@by_form
def test_an_ordinary_form_is_under_sixty_lines(form: Form) -> None:
    """Of one page, written as a sheet."""
    text = (form.folder / "form.yaml").read_text(encoding="utf-8")
    if "\nsheet:" in text and len(form.pages) == 1:
        assert len(text.splitlines()) < 60


@by_form
def test_a_form_of_rows_takes_its_blocks_from_the_shared_pieces(form: Form) -> None:
    text = (form.folder / "form.yaml").read_text(encoding="utf-8")
    if "\nsheet:" in text:
        assert "use: " in text


@by_form
def test_each_further_page_names_whom_the_first_one_is_about(form: Form) -> None:
    """Where a stack lost the last page of one person and the first of the next, only what stands
    on both pages can tell."""
    for page in range(2, len(form.pages) + 1):
        compared = [rule.fields for rule in form.rules if rule.kind == "same"]
        pages = [{form.field(name).page for name in fields} for fields in compared]
        assert {1, page} in pages


@pytest.mark.parametrize("form_id", FIELDS)
def test_fields_are_those_of_the_list(form_id: str) -> None:
    form = next(each for each in FORMS if each.id == form_id)
    assert [field.id for field in form.fields] == FIELDS[form.id]


@by_form
def test_blank_has_the_pages_of_the_form_in_a4(form: Form) -> None:
    with pypdfium2.PdfDocument(form.blank) as document:
        sizes = [page.get_size() for page in document]
    assert len(sizes) == len(form.pages)
    for width, height in sizes:
        assert (round(width / MM), round(height / MM)) == A4


@by_form
def test_every_ringed_word_stands_in_its_box(form: Form) -> None:
    for field in form.fields:
        if field.mark is Mark.CIRCLE:
            for option in options_of(field):
                assert text_in(form, field.page, option.box, (0, 0, 0, 0)) == option.label


@by_form
def test_every_ticked_word_stands_right_of_its_square(form: Form) -> None:
    for field in form.fields:
        if field.mark is Mark.CHECK:
            for option in field.options:
                assert text_in(form, field.page, option.box, (0, 0, 0, 0)) == ""
                room = max(20, 3.6 * len(option.label) + 3)  # mm
                found = text_in(form, field.page, option.box, (0, 0, room, 0))
                assert found.startswith(option.label), field.id


@by_form
def test_units_follow_the_parts_of_a_date(form: Form) -> None:
    for field in form.fields:
        if field.date:
            for box, unit in (
                (field.date.year, "年"),
                (field.date.month, "月"),
                (field.date.day, "日"),
            ):
                assert text_in(form, field.page, box, (0, 0, 4, 0)) == unit


@by_form
def test_a_fixed_era_stands_before_the_year(form: Form) -> None:
    for field in form.fields:
        if field.date and field.date.era:
            assert text_in(form, field.page, field.date.year, (9, 0, 0, 0)) == field.date.era


@by_form
def test_nothing_is_printed_where_a_hand_writes(form: Form) -> None:
    for field in form.fields:
        if field.type not in (FieldType.CHOICE, FieldType.SEAL):
            boxes = [b for b in boxes_of(field) if b not in [o.box for o in options_of(field)]]
            for box in boxes:
                assert text_in(form, field.page, box, (0, 0, 0, 0)) == "", field.id


@by_form
def test_boxes_do_not_overlap(form: Form) -> None:
    for page in range(1, len(form.pages) + 1):
        boxes = [(f.id, box) for f in form.on_page(page) for box in boxes_of(f)]
        for (one, a), (other, b) in combinations(boxes, 2):
            apart = a.x + a.w <= b.x or b.x + b.w <= a.x or a.y + a.h <= b.y or b.y + b.h <= a.y
            assert apart, (one, other)


@by_form
def test_boxes_are_large_enough_for_a_hand(form: Form) -> None:
    """Lines from 7 mm, cells of a comb from 5.5 mm wide and 6 mm high."""
    for field in form.fields:
        if field.type in (FieldType.CHOICE, FieldType.SEAL):
            continue
        if field.cells:
            assert field.box.w * A4[0] / field.cells >= 5.5, field.id
            assert field.box.h * A4[1] >= 6, field.id
        for box in boxes_of(field):
            if not field.cells and box not in [o.box for o in options_of(field)]:
                assert box.h * A4[1] >= 6.9, field.id


@by_form
def test_a_ring_leaves_its_neighbour_alone(form: Form) -> None:
    """A ring 2 mm around a box stays out of the box of any other option of the field."""
    dx, dy = 2 / A4[0], 2 / A4[1]
    for field in form.fields:
        if field.mark is Mark.CIRCLE:
            for one, other in combinations([o.box for o in options_of(field)], 2):
                ring = one.grown(dx, dy)
                apart_x = ring.x + ring.w <= other.x or other.x + other.w <= ring.x
                apart_y = ring.y + ring.h <= other.y or other.y + other.h <= ring.y
                assert apart_x or apart_y, field.id


@by_form
def test_every_rule_names_what_is_wrong_in_japanese(form: Form) -> None:
    assert form.rules
    for rule in form.rules:
        assert rule.message.endswith("。")


@by_form
def test_my_numbers_are_private(form: Form) -> None:
    for field in form.fields:
        assert field.private or field.type is not FieldType.MY_NUMBER
