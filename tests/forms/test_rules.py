"""Rules between fields: which fields a broken one doubts, and what it says."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.form import Field, FieldType, Form, Rule
from forms.geometry import Box
from forms.record import Reading, Record, Value
from forms.rule_kinds import full_years, last_school_day
from forms.rules import check

BOX = Box(0, 0, 0.1, 0.1)
Limits = tuple[int, int] | None
days = st.dates(date(1900, 1, 1), date(2060, 12, 31))


def broken(rule: Rule, values: dict[str, Value], *fields: Field) -> dict[str, str]:
    """Message by doubted field."""
    readings = tuple(
        Reading(name, str(value), value, 1.0, 1, BOX, "person") for name, value in values.items()
    )
    form = Form("f", "様式", "1", "課", "その他", "", 60, (), fields, (rule,))
    record = check(form, Record("f", "1", readings))
    return {each.field: each.doubts[0].message for each in record.readings if each.doubts}


def checked(rule: Rule, values: dict[str, Value]) -> set[str]:
    return set(broken(rule, values))


@pytest.mark.parametrize(
    ("kind", "values", "doubted"),
    [
        ("order", {"a": "2024-01-01", "b": "2024-01-02"}, set()),
        ("order", {"a": "2024-01-02", "b": "2024-01-02"}, set()),
        ("order", {"a": "2024-01-03", "b": "2024-01-02"}, {"a", "b"}),
        ("order", {"a": None, "b": "2024-01-02"}, set()),
        ("differ", {"a": "123", "b": "123"}, {"a", "b"}),
        ("differ", {"a": None, "b": None}, set()),
        ("same", {"a": "山田 太郎", "b": "山田太郎"}, set()),
        ("same", {"a": "山田太郎", "b": "山田花子"}, {"a", "b"}),
        ("filled_when", {"a": None, "b": "x"}, {"a"}),
        ("blank_when", {"a": None, "b": "x"}, {"b"}),
        ("together", {"a": None, "b": "x"}, {"a"}),
        ("together", {"a": None, "b": None}, set()),
        ("together", {"a": "x", "b": "x"}, set()),
    ],
)
def test_a_broken_rule_doubts_the_fields_it_names(
    kind: str, values: dict[str, Value], doubted: set[str]
) -> None:
    assert checked(Rule(kind, ("a", "b"), "合いません。"), values) == doubted


@pytest.mark.parametrize(
    ("kind", "limits", "values", "doubted"),
    [
        ("age_on", None, {"birth": "1984-02-29", "age": "40", "day": "2024-02-29"}, set()),
        ("age_on", None, {"birth": "1984-03-01", "age": "40", "day": "2024-02-29"},
         {"birth", "age"}),
        ("age_on", None, {"birth": "1984-03-01", "age": None, "day": "2024-02-29"}, set()),
        ("sum", None, {"total": "12", "a": "7", "b": "5"}, set()),
        ("sum", None, {"total": "12", "a": "7", "b": None}, {"total", "a", "b"}),
        ("sum", None, {"total": "12", "a": None, "b": None}, set()),
        ("sum", None, {"total": "12", "a": "七", "b": "5"}, set()),
        ("count", None, {"total": "2", "a": "太郎", "b": "花子", "c": None}, set()),
        ("count", None, {"total": "4", "a": "太郎", "b": "花子", "c": None}, {"total"}),
        ("count", None, {"total": "4", "a": None, "b": None, "c": None}, set()),
        ("between", (1, 9), {"a": "0", "b": "9", "c": None}, {"a"}),
        ("within_age", (40, 120), {"birth": "1985-04-02", "day": "2025-04-01"}, {"birth", "day"}),
        ("within_age", (40, 120), {"birth": "1985-04-01", "day": "2025-04-01"}, set()),
        ("within_age", (0, 18), {"birth": "2030-01-01", "day": "2025-04-01"}, set()),
        ("filled_at_age", (40, 64), {"birth": "1965-01-01", "day": "2025-04-01", "c": None},
         {"c", "birth"}),
        ("filled_at_age", (40, 64), {"birth": "1955-01-01", "day": "2025-04-01", "c": None},
         set()),
        ("filled_at_age", (40, 64), {"birth": "1965-01-01", "day": "2025-04-01", "c": "x"},
         set()),
        ("years_apart", (12, 70), {"a": "1990-01-01", "b": "2001-12-31"}, {"a", "b"}),
        ("years_apart", (12, 70), {"a": "1990-01-01", "b": "2002-01-01"}, set()),
        ("years_apart", (12, 70), {"a": "2002-01-01", "b": "1990-01-01"}, {"a", "b"}),
    ],
)  # fmt: skip
def test_ages_and_amounts(
    kind: str, limits: Limits, values: dict[str, Value], doubted: set[str]
) -> None:
    rule = Rule(kind, tuple(values), "合いません。", (), limits)
    assert checked(rule, values) == doubted


@pytest.mark.parametrize(
    ("birth", "day", "is_within"),
    [  # 18 is completed on the day before the birthday: 31 March for those of 1 April
        ("2006-04-01", "2024-03-31", True),
        ("2006-04-01", "2024-04-01", False),
        ("2006-04-02", "2025-03-31", True),
        ("2006-04-02", "2025-04-01", False),
        ("2007-03-31", "2025-03-31", True),
        ("2007-03-31", "2025-04-01", False),
    ],
)
def test_an_age_may_last_until_the_end_of_the_school_year(
    birth: str, day: str, is_within: bool
) -> None:
    rule = Rule("within_age", ("birth", "day"), "対象外です。", (), (0, 18), until_march=True)
    assert (checked(rule, {"birth": birth, "day": day}) == set()) == is_within


def test_all_pairs_of_values_must_differ() -> None:
    rule = Rule("differ", ("a", "b", "c"), "同じ番号です。")
    assert checked(rule, {"a": "1", "b": "2", "c": "1"}) == {"a", "c"}


def test_no_two_rows_are_alike_in_every_field() -> None:
    names = ("n1", "b1", "n2", "b2", "n3", "b3")
    rule = Rule("rows_differ", names, "二度書かれています。", width=2)
    values: dict[str, Value] = dict(
        zip(names, ("花子", "2020-01-01", "太郎", "2020-01-01", "花子", "2020-01-01"), strict=True)
    )
    assert checked(rule, values) == {"n1", "b1", "n3", "b3"}
    assert checked(rule, values | {"n3": "次郎"}) == set()
    assert checked(rule, dict.fromkeys(names)) == set()


def test_a_condition_must_hold_for_the_rule_to_apply() -> None:
    rule = Rule("blank_when", ("spouse",), "配偶者が無なら空欄です。", (("has", "無"),))
    assert checked(rule, {"has": "有", "spouse": "花子"}) == set()
    assert checked(rule, {"has": "無", "spouse": "花子"}) == {"spouse"}


def test_a_condition_may_be_that_a_field_is_blank() -> None:
    rule = Rule("filled_when", ("account",), "口座がありません。", (("public", ""),))
    assert checked(rule, {"public": None, "account": None}) == {"account"}
    assert checked(rule, {"public": "利用する", "account": None}) == set()


def test_the_words_show_the_values_that_disagree() -> None:
    fields = (
        Field("birth", "生年月日", FieldType.DATE, 1, BOX),
        Field("age", "年齢", FieldType.NUMBER, 1, BOX),
    )
    rule = Rule("age_on", ("birth", "age", "day"), "年齢が生年月日と合いません。")
    values: dict[str, Value] = {"birth": "1984-05-06", "age": "48", "day": "2024-06-01"}
    assert broken(rule, values, *fields)["age"] == (
        "年齢が生年月日と合いません。（生年月日: 昭和59年5月6日、年齢: 48、生年月日からは 40 歳）"
    )


def test_a_private_value_is_never_shown() -> None:
    fields = tuple(Field(n, "番号", FieldType.MY_NUMBER, 1, BOX, private=True) for n in "ab")
    rule = Rule("differ", ("a", "b"), "個人番号が同じです。")
    said = broken(rule, {"a": "123456789018", "b": "123456789018"}, *fields)
    assert set(said.values()) == {"個人番号が同じです。"}


def test_every_broken_rule_of_a_field_is_said() -> None:
    rules = (Rule("filled_when", ("a",), "一。"), Rule("together", ("a", "b"), "二。"))
    form = Form("f", "様式", "1", "課", "その他", "", 60, (), (), rules)
    readings = (
        Reading("a", "", None, 1.0, 1, BOX, "x"), Reading("b", "b", "b", 1.0, 1, BOX, "x"),
    )  # fmt: skip
    assert check(form, Record("f", "1", readings)).reading("a").doubts[0].message == "一。二。"


@given(birth=days, day=days)
def test_an_age_grows_by_one_on_the_birthday_alone(birth: date, day: date) -> None:
    step = full_years(birth, day + timedelta(1)) - full_years(birth, day)
    is_birthday = (day + timedelta(1)).strftime("%m%d") == birth.strftime("%m%d")
    is_leap_birthday = birth.strftime("%m%d") == "0229" and step == 1
    assert step == int(is_birthday) or is_leap_birthday


@given(birth=days, years=st.integers(0, 70))
def test_a_school_year_ends_within_a_year_of_the_completed_age(birth: date, years: int) -> None:
    end = last_school_day(birth, years)
    assert (end.month, end.day) == (3, 31)
    assert years - 1 <= full_years(birth, end) <= years


@given(parts=st.lists(st.integers(0, 10**6), min_size=1, max_size=6), off=st.integers(-3, 3))
def test_a_sum_is_doubted_exactly_where_it_does_not_add_up(parts: list[int], off: int) -> None:
    total = sum(parts) + off
    values: dict[str, Value] = {"total": str(max(0, total))}
    values |= {f"p{n}": str(part) for n, part in enumerate(parts)}
    rule = Rule("sum", tuple(values), "合計が合いません。")
    assert bool(checked(rule, values)) == (max(0, total) != sum(parts))


@given(birth=days, day=days)
def test_the_true_age_never_breaks_a_rule(birth: date, day: date) -> None:
    if birth <= day:
        age = full_years(birth, day)
        values: dict[str, Value] = {
            "birth": birth.isoformat(), "age": str(age), "day": day.isoformat()
        }  # fmt: skip
        assert checked(Rule("age_on", tuple(values), "x。"), values) == set()
        within = Rule("within_age", ("birth", "day"), "x。", (), (age, age))
        assert checked(within, values) == set()
