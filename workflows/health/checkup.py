"""Is the installation well? What `utsushi health` and whoever watches over it ask."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from workflows.backup.last import Last, age_in_words, is_late, last_of
from workflows.health import roster
from workflows.health.pressure import Pressure, pressure_of
from workflows.health.roster import Worker
from workflows.office import Office
from workflows.prefect import coat
from workflows.prefect.env import api_url, running_port
from workflows.resealing.copies import is_uncopied
from workflows.sealing import is_key_open
from workflows.store.states import State
from workflows.store.tables import RecordRow

KINDS = {"watch": "受付", "enter": "登録", "worker": "ワーカー"}


@dataclass(frozen=True, slots=True)
class Checkup:
    """`is_half_sealed`: encryption came later, and not all was sealed since (`utsushi keys seal`);
    `has_uncopied_keys`: nobody has a copy of the present ones; `is_key_open`: others may read them;
    `prefect_answers` False too where no server is running; `waiting_since`: the arrival of the
    record that has waited longest for review; `last_backup` None: there was never one; `whole`: the
    last whose check found nothing, how long ago `whole_age` tells."""

    workers: tuple[Worker, ...]
    pressure: Pressure
    prefect_answers: bool
    waiting_since: datetime | None
    last_backup: Last | None
    is_backup_late: bool
    whole: Last | None = None
    whole_age: str = ""
    is_half_sealed: bool = False
    has_uncopied_keys: bool = False
    is_key_open: bool = False

    def troubles(self) -> Iterator[str]:
        """What is not well, in Japanese, and what to do."""
        for each in self.workers:
            if each.is_stale:
                yield (
                    f"{each.host} の「{title(each.kind)}」が応答していません。その機械が動いて"
                    "いるか確かめてください (処理は、ほかの機械か次の起動が引き継ぎます)。"
                )
        yield from (
            f"「{name}」が動いていません。「utsushi up」で始めてください。"
            for kind, name in KINDS.items()
            if kind != "worker" and not any(each.kind == kind for each in self.workers)
        )
        if not self.prefect_answers:
            yield (
                "Prefect のサーバーが答えません。処理は続きますが、画面には出ません。"
                "「utsushi up」を動かしている画面を確かめてください。"
            )
        yield from self.pressure.words()
        yield from self._backup_words()
        yield from self._sealing_words()

    def _sealing_words(self) -> Iterator[str]:
        if self.is_half_sealed:
            yield (
                "暗号化していない書類が残っています。「utsushi keys seal」で暗号化してください。"
            )
        if self.has_uncopied_keys:
            yield (
                "今の鍵の控えがありません。ディスクが壊れると、書類は二度と開けません。"
                "「utsushi keys export ファイル」で控えを取ってください。"
            )

        if self.is_key_open:
            yield (
                "暗号化の主鍵のファイルを、ほかの利用者も読めます。"
                "持ち主だけが読めるようにしてください (chmod 600)。"
            )

    def _backup_words(self) -> Iterator[str]:
        advice = "「utsushi backup make 控え先」で作ってください。"
        if self.last_backup is not None and not self.last_backup.is_whole:
            yield f"最後の控えの確認で、異常がありました。{advice}"
        elif self.is_backup_late:
            yield f"書類の控え (バックアップ) が、このところ作られていません。{advice}"


def check_up(office: Office) -> Checkup:
    """As it is now. Raises StoreError."""
    now = office.clock()
    oldest = select(func.min(RecordRow.received_at)).where(RecordRow.state == State.DOUBTED)
    with office.store.read() as session:
        workers, since = roster.workers(session, now), session.scalar(oldest)
    last, ring = last_of(office.store), office.store.ring
    whole = last_of(office.store, whole=True)
    return Checkup(
        workers, pressure_of(office), _prefect_answers(office), since, last, is_late(office, whole),
        whole, age_in_words(now - whole.at) if whole else "",
        is_half_sealed=ring is not None and not ring.is_strict,
        has_uncopied_keys=is_uncopied(office),
        is_key_open=ring is not None and is_key_open(office.settings),
    )  # fmt: skip


def title(kind: str) -> str:
    return KINDS.get(kind, kind)


def _prefect_answers(office: Office) -> bool:
    if given := os.environ.get("PREFECT_API_URL"):
        return coat.answers(given)
    port = running_port(office.settings)
    return port is not None and coat.answers(api_url(port, office.settings.prefect_host))
