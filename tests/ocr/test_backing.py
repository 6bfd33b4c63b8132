"""What speaks for a reading besides its own ink."""

import pytest

from forms.form import Field, FieldType, Form, Rule
from forms.geometry import Box
from ocr.between.backing import backed, is_known
from ocr.guess import Guess

BOX = Box(0.1, 0.1, 0.2, 0.05)


def form(*rules: Rule) -> Form:
    fields = tuple(
        Field(name, name, kind, 1, BOX)
        for name, kind in (
            ("kana", FieldType.KANA), ("name", FieldType.NAME), ("postal", FieldType.POSTAL_CODE),
            ("address", FieldType.ADDRESS), ("holder", FieldType.KANA),
        )
    )  # fmt: skip
    return Form("f", "様式", "1", "課", "その他", "", 60, (), fields, rules)


@pytest.mark.parametrize(
    ("kind", "text", "known"),
    [
        (FieldType.NAME, "山田　太郎", True),
        (FieldType.NAME, "山田太郎", True),
        (FieldType.NAME, "山由　太郎", False),
        (FieldType.NAME, "山田　犬郎", False),
        (FieldType.NAME, "", False),
        (FieldType.KANA, "ヤマダ　タロウ", True),
        (FieldType.KANA, "ヤマグ　タロウ", False),
        (FieldType.ADDRESS, "千葉県柏市柏1-2-3", True),
        (FieldType.ADDRESS, "千葉県柏巾柏1-2-3", False),
        (FieldType.TEXT, "山田　太郎", False),
    ],
)
def test_a_list_knows_a_whole_name_or_an_address_down_to_the_town(
    kind: FieldType, text: str, known: bool
) -> None:
    assert is_known(kind, text) is known


@pytest.mark.parametrize(
    ("kind", "one", "other", "agree"),
    [
        ("reading_of", ("kana", "ヤマダ　タロウ"), ("name", "山田　太郎"), True),
        ("reading_of", ("kana", "ヤマグチ　タロウ"), ("name", "山田　太郎"), False),
        ("same", ("kana", "ヤマダ　タロウ"), ("holder", "ヤマダタロウ"), True),
        ("same", ("kana", "ヤマダ　タロウ"), ("holder", "ヤマダ　ジロウ"), False),
        ("differ", ("kana", "ヤマダ　タロウ"), ("holder", "ヤマダ　ジロウ"), False),
        ("postal_of", ("postal", "2770005"), ("address", "千葉県柏市柏1-2-3"), True),
        ("postal_of", ("postal", "1000001"), ("address", "千葉県柏市柏1-2-3"), False),
    ],
)
def test_two_fields_back_each_other_where_they_go_together(
    kind: str, one: tuple[str, str], other: tuple[str, str], agree: bool
) -> None:
    rule = Rule(kind, (one[0], other[0]), "合いません。")
    guesses = {name: Guess(text, 0.9, "e") for name, text in (one, other)}
    found = backed(form(rule), guesses)
    assert [each.agreed for each in found.values()] == [agree, agree]


def test_what_was_typed_or_left_blank_backs_nothing() -> None:
    rule = Rule("same", ("kana", "holder"), "合いません。")
    for raw, source in (("ヤマダ　タロウ", "acroform"), ("", "e")):
        guesses = {"kana": Guess(raw, 1.0, source), "holder": Guess(raw, 1.0, "e")}
        assert not any(each.agreed for each in backed(form(rule), guesses).values())
