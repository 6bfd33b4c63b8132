"""The automations and the blocks that they send by, on the server.

Where neither mail nor webhook is set, only what needs no notice is made. What the office has
changed, switched off or deleted in the UI stays so.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from prefect.blocks.core import Block
from prefect.events.actions import ActionTypesOrUnknown, PauseDeployment, SendNotification
from prefect.events.schemas.automations import Automation, AutomationCore, EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification
from prefect.exceptions import ObjectNotFound

from forms.errors import MissingSecret
from workflows.credentials import open_credentials
from workflows.deployments.declared import DEPLOYMENTS, Name
from workflows.deployments.ground import Applied, Ground, What
from workflows.deployments.memory import Memory, digest
from workflows.deployments.notices import NOTICES, Notice
from workflows.notices.block import MAIL, WEBHOOK, UtsushiMail, webhook
from workflows.settings import Settings

KIND, BLOCK = "自動化", "知らせ先"
_OWN = {"id", "created", "updated", "enabled"}


def apply_automations(ground: Ground) -> Iterator[Applied]:
    """Blocks first, then the automations that name them."""
    memory = Memory(ground.client)
    blocks: list[UUID] = []
    for name, block in _blocks(ground.settings):
        block_id, what = _put_block(ground, memory, name, block)
        blocks.append(block_id)
        yield Applied(BLOCK, name, what)
    for notice in NOTICES:
        wanted = _wanted(ground, notice, blocks)
        if wanted.actions:
            yield Applied(KIND, notice.name, _put(ground, memory, notice, wanted))


def _blocks(settings: Settings) -> list[tuple[str, Block]]:
    """The ways out that are set."""
    found: list[tuple[str, Block]] = []
    if settings.mail_server and settings.mail_to:
        found.append((MAIL, UtsushiMail(to=list(settings.mail_to))))
    if settings.webhook_url:
        found.append((WEBHOOK, webhook(settings.webhook_url, _token(settings))))
    return found


def _token(settings: Settings) -> str:
    try:
        return open_credentials(settings).secret("webhook", "token")
    except MissingSecret:
        return ""


def _put_block(ground: Ground, memory: Memory, name: str, block: Block) -> tuple[UUID, What]:
    """Its id. One that the office has changed is left alone."""
    key, slug = f"block:{name}", block.get_block_type_slug()
    wanted = digest(_content(block))
    try:
        found = ground.client.read_block_document_by_name(name, slug, include_secrets=True)
    except ObjectNotFound:
        found = None
    if found is not None and (
        memory.wanted(key) == wanted or memory.shown(key) != digest(found.data)
    ):
        return found.id, What.KEPT
    block.save(name, overwrite=True)
    saved = ground.client.read_block_document_by_name(name, slug, include_secrets=True)
    memory.put(key, wanted, digest(saved.data))
    return saved.id, What.MADE if found is None else What.UPDATED


def _content(block: Block) -> Any:
    return block.model_dump(mode="json", context={"include_secrets": True})


def _wanted(ground: Ground, notice: Notice, blocks: Sequence[UUID]) -> AutomationCore:
    actions: list[ActionTypesOrUnknown] = []
    if notice.pauses:
        deployment = next(each for each in DEPLOYMENTS if each.name is Name.ENTER)
        found = ground.client.read_deployment_by_name(deployment.full_name)
        actions.append(PauseDeployment(source="selected", deployment_id=found.id))
    actions += [
        SendNotification(block_document_id=block, subject=notice.subject, body=notice.body)
        for block in blocks
    ]
    trigger = EventTrigger(
        expect=set(notice.events),
        match=ResourceSpecification(dict(notice.match)),
        posture=Posture.Reactive,
        threshold=1,
        within=timedelta(seconds=notice.quiet_seconds),
    )
    return AutomationCore(
        name=notice.name, description=notice.description, trigger=trigger, actions=actions
    )


def _put(ground: Ground, memory: Memory, notice: Notice, wanted: AutomationCore) -> What:
    key, mark = f"automation:{notice.key}", digest(wanted.model_dump(mode="json"))
    found = ground.client.read_automations_by_name(notice.name)
    if not found:
        if memory.wanted(key) is not None:
            return What.KEPT  # the office has taken it away
        _remember(ground, memory, key, mark, ground.client.create_automation(wanted))
        return What.MADE
    if memory.wanted(key) == mark or memory.shown(key) != _shown(found[0]):
        return What.KEPT
    kept = wanted.model_copy(update={"enabled": found[0].enabled})
    ground.client.update_automation(found[0].id, kept)
    _remember(ground, memory, key, mark, found[0].id)
    return What.UPDATED


def _remember(ground: Ground, memory: Memory, key: str, mark: str, automation_id: UUID) -> None:
    made = ground.client.read_automation(automation_id)
    if made is not None:
        memory.put(key, mark, _shown(made))


def _shown(automation: Automation) -> str:
    return digest(automation.model_dump(mode="json", exclude=_OWN))
