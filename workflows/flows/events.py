"""Telling Prefect what happened, as events that its automations act on.

Sent within the call, so that what was told is known to be told; what could not be sent is sent by
the next who looks. Without Prefect nothing is told.
"""

from collections.abc import Collection, Sequence
from typing import Any

from prefect.runtime import flow_run

from workflows.alerts import happenings
from workflows.alerts.backups import late_backup
from workflows.alerts.happenings import Happening
from workflows.app import Utsushi
from workflows.flows import questions
from workflows.flows.artifacts import only_shown
from workflows.flows.door import api
from workflows.flows.words import reason_in_words

_AT_ONCE = 200  # events in one call
RELATED = "utsushi"
"""Resources of ours begin with it: utsushi.record.12, utsushi.form.<title>."""


def tell_batch(app: Utsushi, record_ids: Collection[int]) -> None:
    """Within a flow run, at its end: what became of its records, and whether they pile up."""
    happened = list(happenings.of_records(app.office, record_ids))
    if pile := happenings.piled(app.office):
        happened.append(pile)
    _tell(app, happened)


def tell_rest(app: Utsushi) -> None:
    """From time to time: what no flow run told, the age of the queue, questions without answer."""
    office = app.office
    happened = list(happenings.missed(office))
    happened += [happenings.lapsed(office, each.id) for each in questions.close(app)]
    more = happenings.piled(office), happenings.old_queue(office), late_backup(office)
    happened += [each for each in more if each]
    _tell(app, happened)


def _tell(app: Utsushi, happened: Sequence[Happening]) -> None:
    if not happened:
        return
    with only_shown(), api() as client:
        for start in range(0, len(happened), _AT_ONCE):
            some = happened[start : start + _AT_ONCE]
            events = [_event(app, each) for each in some]
            client.request("POST", "/events", json=events).raise_for_status()
            happenings.mark_told(app.office, some)


def _event(app: Utsushi, each: Happening) -> dict[str, Any]:
    base, details = app.settings.review_base, dict(each.details)
    record, code = details.get("record"), str(details.get("code", ""))
    return {
        "id": str(each.id),
        "event": str(each.event),
        "occurred": each.at.isoformat(),
        "resource": {
            "prefect.resource.id": each.resource,
            "prefect.resource.name": each.title,
            "utsushi.reason": code or "-",
        },
        "related": _related(app, each),
        "payload": {
            **details,
            "form": each.form or "不明",
            "department": each.department,
            "system": app.settings.system,
            "reason": reason_in_words(code),
            "url": f"{base}/records/{record}/history" if record else f"{base}/",
        },
    }


def _related(app: Utsushi, each: Happening) -> list[dict[str, str]]:
    """The flow run that we are in, and what the record belongs to."""
    named = {"form": each.form, "department": each.department, "system": app.settings.system}
    related = [
        {
            "prefect.resource.id": f"{RELATED}.{role}.{name}",
            "prefect.resource.role": role,
            "prefect.resource.name": name,
        }
        for role, name in named.items()
        if name
    ]
    if run_id := flow_run.get_id():
        related.append(
            {
                "prefect.resource.id": f"prefect.flow-run.{run_id}",
                "prefect.resource.role": "flow-run",
                "prefect.resource.name": str(flow_run.get_name()),
            }
        )
    return related
