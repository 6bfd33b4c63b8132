"""A running bot that did not find a target says what is near, and how a person can mend it."""

from collections.abc import Mapping

from bots.conditions import tidy
from bots.failures import NotFound, is_browser_failure
from bots.healing.order import pointed_at
from bots.healing.propose import Proposal, propose
from bots.scenario.scenario import Scenario
from forms.errors import NotReady
from forms.record import Value

MOST_NAMED = 2


def explained(error: NotFound, scenario: Scenario, record: Mapping[str, Value]) -> NotReady:
    """The same error with the likeliest proposals in words, where the screen still tells any.

    Never raises: what cannot be asked any more is left out.
    """
    command = f"utsushi bot check {scenario.system.name} {scenario.form.id}"
    near = _near(error, scenario, record)
    if not near:
        advice = f"画面が変わったのなら「{command}」で、合わなくなったところを調べられます。"
        return NotReady(error.message, advice=advice)
    named = "、".join(f"『{tidy(each.new, error.stage)}』" for each in near)
    message = f"{error.message} 近いもの: {named}。"
    return NotReady(message, advice=f"「{command}」で、確かめてから直せます。")


def _near(error: NotFound, scenario: Scenario, record: Mapping[str, Value]) -> tuple[Proposal, ...]:
    try:
        order = pointed_at(scenario, record)
        return propose(error.target, error.stage, error.want, order, MOST_NAMED)
    except Exception as failure:
        if not is_browser_failure(failure):
            raise
        return ()
