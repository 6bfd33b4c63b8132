"""What became of a batch, as a Prefect state, a name for the run, and its tags."""

from collections.abc import Sequence
from typing import Any

from prefect.client.schemas.objects import State as PrefectState
from prefect.states import Completed, Failed

from workflows.store.states import TITLES, State

TROUBLE = frozenset({State.HELD, State.REJECTED, State.UNCONFIRMED})
"""A person must look at these: the run is shown as failed, in red."""
ATTENTION, AGAIN = "要確認あり", "やり直しあり"


def task_state(states: Sequence[State], is_system_error: bool = False) -> PrefectState[Any]:
    """A task's state under our own name, so that what was held is seen in the list.

    `is_system_error`: the target system was at fault, and the record is tried again later."""
    names = "・".join(dict.fromkeys(TITLES[state] for state in states)) or "対象外"
    if is_system_error or TROUBLE & set(states):
        return Failed(name=names, message=names)
    return Completed(name=names, message=names)


def run_state(states: Sequence[State], system_errors: int = 0) -> PrefectState[Any]:
    """A batch's state: failed where some record needs a person, or was not to be entered now."""
    text = counted(states, "、") or "なし"
    if TROUBLE & set(states):
        return Failed(name=ATTENTION, message=text)
    if system_errors:
        again = f"業務システムの不具合 {system_errors} 件は、あとで自動でもう一度試します。"
        return Failed(name=AGAIN, message=f"{text}。{again}")
    return Completed(message=text)


def run_name(title: str, states: Sequence[State], system_errors: int = 0) -> str:
    """「取込 12 件: 入力待ち 9・確認待ち 3」."""
    if not states:
        return f"{title} 対象なし"
    errors = f" (業務システムの不具合 {system_errors})" if system_errors else ""
    return f"{title} {len(states)} 件: {counted(states)}{errors}"


def counted(states: Sequence[State], joint: str = "・") -> str:
    counts = {state: states.count(state) for state in State if state in states}
    return joint.join(f"{TITLES[state]} {count}" for state, count in counts.items())
