"""Whether entry stands still. Looking up what is unconfirmed goes on all the same.

Where Prefect answers, its 入力 deployment decides: an automation pauses it when unconfirmed records
pile up, a person in the UI pauses and resumes it. The last answer is kept in the store. Where
Prefect does not answer (or is not used), that answer holds, and beyond it entry waits while too
many records are unconfirmed.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from workflows.alerts import switches
from workflows.alerts.switches import Name
from workflows.office import Office
from workflows.store.states import State
from workflows.store.tables import RecordRow

_log = logging.getLogger(__name__)
PAUSE_SECONDS = 30.0
"""An automation needs a moment to pause the deployment: for so long we wait by ourselves."""


@dataclass(frozen=True, slots=True)
class Still:
    """Why nothing is entered, in Japanese."""

    message: str
    advice: str


PAUSED = Still(
    "入力を止めています (Prefect のデプロイメント「入力」が一時停止中です)。",
    "登録未確認の記録を確かめてから、処理の状況 (Prefect) の「入力」の画面で再開してください。",
)


def still(office: Office, is_paused: bool | None) -> Still | None:
    """None: go on. `is_paused`: what the deployment says now; None where nobody can say."""
    _remember(office, is_paused)
    if is_paused:
        return PAUSED
    if is_paused is None:
        return told(office) or _by_ourselves(office)
    piled = switches.read(office, Name.PILED)
    if piled is not None and office.clock() - piled.at < timedelta(seconds=PAUSE_SECONDS):
        return _piled(unconfirmed(office))
    return None


def told(office: Office) -> Still | None:
    """What the store says now, without asking Prefect: for `utsushi status`."""
    return PAUSED if switches.read(office, Name.ENTRY_PAUSED) else None


def unconfirmed(office: Office) -> int:
    """How many records nobody knows of whether they were entered."""
    query = select(func.count()).where(RecordRow.state == State.UNCONFIRMED)
    with office.store.read() as session:
        return session.scalar(query) or 0


class Brake:
    """Stops a batch in which unconfirmed records pile up: asked before each record."""

    def __init__(self, office: Office) -> None:
        self._office, self._before = office, unconfirmed(office)

    def __call__(self) -> bool:
        limit, count = self._office.settings.unconfirmed_limit, unconfirmed(self._office)
        return count - self._before >= limit or self._before < limit <= count


def _by_ourselves(office: Office) -> Still | None:
    count = unconfirmed(office)
    return _piled(count) if count >= office.settings.unconfirmed_limit else None


def _remember(office: Office, is_paused: bool | None) -> None:
    if is_paused is None or is_paused == (switches.read(office, Name.ENTRY_PAUSED) is not None):
        return
    _log.warning("entry %s: so says the deployment", "stands still" if is_paused else "goes on")
    with office.store.write() as session:
        switches.put(session, Name.ENTRY_PAUSED, office.clock(), is_on=is_paused)


def _piled(count: int) -> Still:
    return Still(
        f"登録未確認の記録が {count} 件たまったため、入力を止めています。",
        "「utsushi resolve」で照会するか、業務システムで確かめて確定してください。",
    )
