"""What was done for each child alike becomes one `repeat`; what was not stays as it was."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from bots.recorder.entries import NOTE, PICTURE
from bots.recorder.rolling import rolled
from bots.scenario.steps import Step

STEP: TypeAdapter[Any] = TypeAdapter(Step)


def child(number: int, wide: str, **more: Any) -> list[dict[str, Any]]:
    return [
        {"fill": f"児童{wide}氏名", "with": f"{{child{number}_name|full_width}}"},
        {
            "choose": {"heading": "性別", "nth": number},
            "option": f"{{child{number}_sex}}",
            PICTURE: f"{number}.png",
            **more,
        },
    ]


ROLLED = [
    {"fill": "児童{child.n|full_width}氏名", "with": "{child.name|full_width}"},
    {
        "choose": {"heading": "性別", "nth": "{child.n}"},
        "option": "{child.sex}",
        PICTURE: "1.png",
    },
]
BEFORE, AFTER = {"fill": "氏名", "with": "{name}"}, {"click": "次へ"}


def bare(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without remarks."""
    return [{key: each for key, each in step.items() if key != NOTE} for step in steps]


@pytest.mark.parametrize("count", [2, 3])
def test_steps_that_differ_by_the_number_alone_are_rolled_up(count: int) -> None:
    children = [step for n in range(1, count + 1) for step in child(n, "０１２３"[n])]
    found = rolled([BEFORE, *children, AFTER], {})
    assert bare(found) == [BEFORE, {"repeat": "child", "do": ROLLED}, AFTER]
    assert f"見本の {count} 件" in found[1][NOTE]
    STEP.validate_python({"repeat": "child", "do": bare([{**ROLLED[0]}])})


def test_a_click_that_brings_each_line_goes_with_it() -> None:
    add = {"click": "行追加"}
    found = rolled([BEFORE, add, *child(1, "１"), add, *child(2, "２"), AFTER], {})
    assert bare(found) == [BEFORE, {"repeat": "child", "do": [add, *ROLLED]}, AFTER]


def test_also_inside_a_frame() -> None:
    found = rolled([{"frame": "MAIN", "do": [*child(1, "１"), *child(2, "２"), AFTER]}], {})
    assert [key for step in found[0]["do"] for key in step if key in ("repeat", "click")] == [
        "repeat",
        "click",
    ]


def test_code_tables_that_hold_the_same_are_one() -> None:
    steps = [
        {"choose": f"区分{n}", "code": f"{{child{n}_live|code:child{n}_live}}"} for n in (1, 2)
    ]
    same = {"child1_live": {"同居": "1"}, "child2_live": {"同居": "1"}}
    code = "{child.live|code:child1_live}"
    assert rolled(steps, same)[0]["do"] == [{"choose": "区分{child.n}", "code": code}]
    assert rolled(steps, {**same, "child2_live": {"同居": "2"}}) == steps


@pytest.mark.parametrize(
    "steps",
    [
        child(1, "１"),
        [*child(1, "１"), *child(2, "２")[:1]],
        [*child(1, "１"), *child(2, "２", note="x")],
        [*child(1, "１"), *child(2, "４")],
        [*child(1, "１"), AFTER, *child(2, "２")],
        [{"fill": "世帯", "with": "{child1_name}{child2_name}"}],
    ],
    ids=["one", "shorter", "another key", "another number", "a step between", "together"],
)
def test_what_is_not_alike_stays(steps: list[dict[str, Any]]) -> None:
    assert rolled(steps, {}) == steps
