"""The process of one flow run: only our own flows, and no command that somebody sets in the UI."""

from types import SimpleNamespace
from typing import cast
from uuid import UUID

import httpx
import pytest
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import StateType
from prefect.exceptions import ObjectNotFound

from forms.errors import SetupError
from workflows.deployments import DEPLOYMENTS
from workflows.ending import ending_when, is_asked_to_end
from workflows.workers.run import find_flow, is_given_up
from workflows.workers.worker import OfficeWorker, run_environment


@pytest.mark.parametrize("declared", DEPLOYMENTS, ids=lambda each: each.entrypoint)
def test_every_deployment_names_a_flow_of_ours(declared: object) -> None:
    assert callable(find_flow(getattr(declared, "entrypoint", "")))


@pytest.mark.parametrize(
    "entrypoint",
    [
        "",
        "os.system",
        "workflows.flows.intake.run_intake",
        "workflows.flows.deployed",
        "workflows.flows.deployed.intake.take_in()",
        "workflows.flows.deployedevil.intake.take_in",
        "/srv/evil.py:flow",
        "evil.py:workflows.flows.deployed.intake.take_in",
    ],
)
def test_a_flow_that_is_none_of_ours_is_not_run(entrypoint: str) -> None:
    with pytest.raises(SetupError, match="Utsushi のものではない"):
        find_flow(entrypoint)


def test_the_pool_takes_no_command_and_no_variables() -> None:
    template = OfficeWorker.get_default_base_job_template()
    assert "{{" not in str(template["job_configuration"]), "nothing is filled in by a run"
    assert template["variables"]["properties"] == {}


def test_a_run_gets_the_environment_of_its_machine() -> None:
    made = run_environment({"UTSUSHI_HOME": "/srv"}, "run-1")
    assert made == {"UTSUSHI_HOME": "/srv", "PREFECT__FLOW_RUN_ID": "run-1"}


def test_a_batch_hears_that_it_should_end_only_while_it_runs() -> None:
    assert not is_asked_to_end()
    with ending_when(lambda: True):
        assert is_asked_to_end()
    assert not is_asked_to_end()


class Asked:
    """A client that is asked for the run's state."""

    def __init__(self, answer: StateType | Exception) -> None:
        self._answer = answer

    def read_flow_run(self, run_id: UUID) -> SimpleNamespace:
        if isinstance(self._answer, Exception):
            raise self._answer
        return SimpleNamespace(state=SimpleNamespace(type=self._answer))


@pytest.mark.parametrize(
    ("answer", "given_up"),
    [
        (StateType.RUNNING, False),
        (StateType.CANCELLING, True),
        (StateType.CANCELLED, True),
        (httpx.ConnectError("refused"), False),
        (ObjectNotFound(Exception("deleted in the UI")), False),
    ],
)
def test_a_run_ends_early_when_a_person_cancels_it_and_for_no_silence_of_the_server(
    answer: StateType | Exception, given_up: bool
) -> None:
    client = cast("SyncPrefectClient", Asked(answer))
    assert is_given_up(client, UUID(int=1)) is given_up
