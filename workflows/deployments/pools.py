"""The work pools `ocr` and `bots`."""

from collections.abc import Iterator

from prefect.client.schemas.actions import WorkPoolCreate, WorkPoolUpdate
from prefect.exceptions import ObjectNotFound

from workflows.deployments.declared import POOLS
from workflows.deployments.ground import Applied, Ground, What
from workflows.workers.worker import OfficeWorker

KIND = "ワークプール"


def apply_pools(ground: Ground) -> Iterator[Applied]:
    """Make what is missing. A pause or a limit that the office has set stays."""
    client = ground.client
    for name, description in POOLS.items():
        try:
            pool = client.read_work_pool(name)
        except ObjectNotFound:
            client.create_work_pool(
                WorkPoolCreate(
                    name=name,
                    description=description,
                    type=OfficeWorker.type,
                    base_job_template=OfficeWorker.get_default_base_job_template(),
                )
            )
            yield Applied(KIND, name, What.MADE)
            continue
        if pool.description == description:
            yield Applied(KIND, name, What.KEPT)
            continue
        client.update_work_pool(name, WorkPoolUpdate(description=description))
        yield Applied(KIND, name, What.UPDATED)
