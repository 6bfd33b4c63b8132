"""What a supervisor may fill in, and the declared schedules."""

from typing import Any

import pytest
from prefect.client.schemas.schedules import CronSchedule

from forms.errors import SetupError
from workflows.deployments import DEPLOYMENTS, NAMES, schedules
from workflows.deployments.parameters import (
    Backup,
    Enter,
    MonthlyReport,
    Parameters,
    Resolve,
    Retention,
    TakeIn,
    checked,
    schema,
)
from workflows.flows.deployed import backing_up, entering, intake, resolving, retaining

MODELS = [TakeIn, Enter, Resolve, MonthlyReport, Retention, Backup]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"limit": 0}, "「件数の上限」の値が正しくありません (1 以上で指定します)。"),
        ({"limit": 10_001}, "「件数の上限」の値が正しくありません (10000 以下で指定します)。"),
        ({"limit": "たくさん"}, "「件数の上限」の値が正しくありません (整数で指定します)。"),
        ({"limit": None}, "「件数の上限」の値が正しくありません (整数で指定します)。"),
        ({"documents": "3"}, "「書類番号」の値が正しくありません (番号の並びで指定します)。"),
        ({"documents": [1, "x"]}, "「書類番号」の値が正しくありません (整数で指定します)。"),
        ({"documents": [0]}, "「書類番号」の値が正しくありません (1 以上で指定します)。"),
        ({"department": 5}, "「部署」の値が正しくありません (文字で指定します)。"),
        ({"other": 1}, "「other」の値が正しくありません (この名前の値はありません)。"),
    ],
)
def test_a_wrong_value_is_told_in_japanese_by_its_title(given: dict[str, Any], words: str) -> None:
    with pytest.raises(SetupError) as raised:
        checked(TakeIn, given)
    assert raised.value.message == words


def test_what_the_form_leaves_empty_is_not_asked_for() -> None:
    assert checked(TakeIn, {}) == TakeIn(limit=50, department="", documents=())
    assert checked(TakeIn, {"department": None, "documents": None}) == TakeIn()
    assert checked(TakeIn, {"documents": [None, 3]}) == TakeIn(documents=(3,))


@pytest.mark.parametrize("model", MODELS)
def test_every_parameter_has_a_japanese_title_and_help_and_is_not_null(
    model: type[Parameters],
) -> None:
    made = schema(model, {})["properties"]
    assert [each["position"] for each in made.values()] == list(range(len(made)))
    for each in made.values():
        assert not each["title"].isascii()
        assert not each["description"].isascii()
        assert "anyOf" not in each
        assert each["default"] is not None


def test_the_help_lists_what_may_be_chosen() -> None:
    made = schema(Enter, {"department": ("税務課", "福祉課")})["properties"]
    assert "選べるもの: 税務課、福祉課" in made["department"]["description"]


@pytest.mark.parametrize(
    ("model", "flow"),
    [
        (TakeIn, intake.take_in),
        (Enter, entering.enter),
        (Resolve, resolving.resolve),
        (Retention, retaining.delete_expired),
        (Backup, backing_up.make_backup),
    ],
)
def test_a_flow_takes_what_its_form_asks_with_the_same_defaults(
    model: type[Parameters], flow: Any
) -> None:
    taken = {name: each["default"] for name, each in flow.parameters.properties.items()}
    declared = {name: each["default"] for name, each in schema(model, {})["properties"].items()}
    assert {k: list(v) if isinstance(v, tuple) else v for k, v in taken.items()} == declared


def test_every_deployment_has_a_schedule_that_prefect_takes_in_tokyo() -> None:
    planned = schedules.load()
    assert {str(name) for name in planned} == set(NAMES) == {str(e.name) for e in DEPLOYMENTS}
    for each in planned.values():
        assert CronSchedule(cron=each.cron, timezone=each.timezone).timezone == "Asia/Tokyo"


def test_a_schedule_of_ours_fills_in_only_what_its_flow_takes() -> None:
    planned = schedules.load()
    for each in DEPLOYMENTS:
        checked(each.parameters, planned[each.name].parameters)


def test_nothing_is_deleted_by_the_schedule_that_we_ship() -> None:
    planned = {str(name): each for name, each in schedules.load().items()}
    assert planned["保存期限切れの削除"].parameters["dry_run"] is True
