"""The comparison of scenario and script: what is typed, and what is told of it."""

import pytest

from benchmarks.overhead import Leg, Overhead
from benchmarks.overhead.papers import papers
from benchmarks.overhead.typing_plan import Typed, plan
from samples.legacy.procedures.risai import RISAI
from tests.bots.records import RISAI as VALUES


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("kana", [Typed("fill", "SNS_KN", "ﾔﾏﾀﾞ ﾀﾛｳ")]),
        (
            "shinsei_date",
            [
                Typed("label", "SNS_DT_G", "令和"),
                Typed("fill", "SNS_DT_Y", "06"),
                Typed("fill", "SNS_DT_M", "09"),
                Typed("fill", "SNS_DT_D", "03"),
            ],
        ),
        ("relation", [Typed("value", "KNK_CD", "1")]),
        ("house_kind", [Typed("tick", "JYK_SB", "1")]),
        ("damage", [Typed("tick", "HGI_KS", "1"), Typed("tick", "HGI_KS", "3")]),
        ("agent_name", []),
    ],
)
def test_the_script_types_what_the_screen_wants(field: str, typed: list[Typed]) -> None:
    assert plan(RISAI.item(field), VALUES.get(field), "") == typed


def test_every_paper_has_a_key_of_its_own() -> None:
    forms = ("risai-shomei", "kaigo-nintei")
    keys = [
        (p.form, p.values.get("kana"), p.values.get("hihokensha_number")) for p in papers(forms, 90)
    ]
    assert len(set(keys)) == len(keys) == 180


def test_the_ratio_is_of_all_entries() -> None:
    legs = Overhead(Leg([1.0, 3.0]), Leg([2.0, 2.4]), Leg([3.0, 3.0]))
    assert legs.ratio == pytest.approx(1.1)
    assert legs.ratio_with_evidence == pytest.approx(1.5)
