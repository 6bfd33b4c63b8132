import pytest

from forms.form import Form, Rule
from forms.geometry import Box
from forms.record import Reading, Record, Value
from forms.rules import check


def checked(rule: Rule, values: dict[str, Value]) -> set[str]:
    readings = tuple(
        Reading(name, str(value), value, 1.0, 1, Box(0, 0, 0.1, 0.1), "person")
        for name, value in values.items()
    )
    form = Form("f", "様式", "1", "課", "その他", "", 60, (), (), (rule,))
    record = check(form, Record("f", "1", readings))
    return {each.field for each in record.readings if not each.accepted}


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
    ],
)
def test_a_broken_rule_doubts_the_fields_it_names(
    kind: str, values: dict[str, Value], doubted: set[str]
) -> None:
    assert checked(Rule(kind, ("a", "b"), "合いません。"), values) == doubted


def test_a_condition_must_hold_for_the_rule_to_apply() -> None:
    rule = Rule("blank_when", ("spouse",), "配偶者が無なら空欄です。", (("has", "無"),))
    assert checked(rule, {"has": "有", "spouse": "花子"}) == set()
    assert checked(rule, {"has": "無", "spouse": "花子"}) == {"spouse"}
