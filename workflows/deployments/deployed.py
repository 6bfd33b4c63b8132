"""The deployments on the server: made once with their schedule, then kept up to date around what
the office has changed."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from prefect.client.schemas.actions import (
    DeploymentScheduleCreate,
    DeploymentUpdate,
    FlowCreate,
)
from prefect.client.schemas.objects import DeploymentSchedule
from prefect.client.schemas.responses import DeploymentResponse
from prefect.client.schemas.schedules import CronSchedule
from prefect.exceptions import ObjectNotFound

from forms.catalogue import Catalogue
from workflows.deployments import schedules
from workflows.deployments.declared import DEPLOYMENTS, Deployment, Name
from workflows.deployments.ground import Applied, Ground, What
from workflows.deployments.parameters import schema
from workflows.deployments.schedules import Schedule
from workflows.intake.origin import departments_of

KIND, SCHEDULE = "デプロイメント", "予定"


def apply_deployments(
    ground: Ground, declared: Iterable[Deployment] = DEPLOYMENTS
) -> Iterator[Applied]:
    """All that are declared, each with its schedule."""
    planned = schedules.load()
    for each in declared:
        if each.needs_backup_place and ground.settings.backup_place is None:
            yield from _take_away(ground, each)
        else:
            yield from apply_one(ground, each, planned.get(each.name))


def _take_away(ground: Ground, declared: Deployment) -> Iterator[Applied]:
    """The office no longer names what it needs."""
    try:
        found = ground.client.read_deployment_by_name(declared.full_name)
    except ObjectNotFound:
        return
    ground.client.delete_deployment(found.id)
    yield Applied(KIND, declared.name, What.DROPPED)


def apply_one(ground: Ground, declared: Deployment, planned: Schedule | None) -> Iterator[Applied]:
    try:
        found = ground.client.read_deployment_by_name(declared.full_name)
    except ObjectNotFound:
        _make(ground, declared, planned)
        yield Applied(KIND, declared.name, What.MADE)
        return
    wanted = _wanted(ground, declared)
    if _differs(found, wanted):
        _update(ground, found.id, wanted)
        yield Applied(KIND, declared.name, What.UPDATED)
    else:
        yield Applied(KIND, declared.name, What.KEPT)
    if planned is not None and (what := _reschedule(ground, found, planned)):
        yield Applied(SCHEDULE, declared.name, what)


def _wanted(ground: Ground, declared: Deployment) -> dict[str, Any]:
    tags = ["utsushi"]
    if declared.for_system:
        tags.append(f"システム: {ground.settings.system}")
    return {
        "description": declared.description,
        "tags": tags,
        "entrypoint": declared.entrypoint,
        "work_pool_name": declared.pool,
        "parameter_openapi_schema": schema(declared.parameters, _choices(ground.catalogue)),
        "enforce_parameter_schema": False,  # ours says it in Japanese
    }


def _choices(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """What the office has now; new with every start."""
    forms = tuple(sorted({form.title for form in catalogue}))
    return {"form": forms, "department": departments_of(catalogue)}


def _make(ground: Ground, declared: Deployment, planned: Schedule | None) -> None:
    flow_id = UUID(str(_flow_id(ground, declared.name)))
    ground.client.create_deployment(
        flow_id=flow_id,
        name=declared.name,
        schedules=[_created(planned)] if planned else [],
        **_wanted(ground, declared),
    )


def _flow_id(ground: Ground, name: Name) -> Any:
    answer = ground.client.request(
        "POST", "/flows/", json=FlowCreate(name=name).model_dump(mode="json")
    )
    return answer.json()["id"]


def _created(planned: Schedule) -> DeploymentScheduleCreate:
    return DeploymentScheduleCreate(
        schedule=CronSchedule(cron=planned.cron, timezone=planned.timezone),
        parameters=planned.parameters,
        slug=planned.slug,
    )


def _differs(found: DeploymentResponse, wanted: Mapping[str, Any]) -> bool:
    def value(name: str) -> Any:
        have = getattr(found, name)
        return sorted(have) if name == "tags" else have

    return any(
        value(name) != (sorted(each) if name == "tags" else each) for name, each in wanted.items()
    )


def _update(ground: Ground, deployment_id: UUID, wanted: Mapping[str, Any]) -> None:
    ground.client.update_deployment(deployment_id, DeploymentUpdate(**wanted))


def _reschedule(ground: Ground, found: DeploymentResponse, planned: Schedule) -> What | None:
    """Put our new schedule in the place of our old one, where the office has left that alone."""
    for each in found.schedules:
        if each.slug == planned.slug or not (each.active and _is_as_we_set_it(each)):
            continue
        ground.client.delete_deployment_schedule(found.id, each.id)
        ground.client.create_deployment_schedules(found.id, [_created(planned)])
        return What.UPDATED
    return None


def _is_as_we_set_it(found: DeploymentSchedule) -> bool:
    if found.slug is None or not isinstance(found.schedule, CronSchedule):
        return False
    title, _, mark = found.slug.rpartition(" #")
    zone = found.schedule.timezone or ""
    return mark == Schedule(title, found.schedule.cron, zone, found.parameters).mark
