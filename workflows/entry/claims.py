"""Taking a record for entry, so that no other worker enters it or its twin at the same time."""

import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from forms.errors import UtsushiError
from forms.form import FieldType, Form
from forms.record import Record
from workflows.approvals import holding as approvals
from workflows.office import Office, find_form
from workflows.sealing import NoKey
from workflows.seams import Bot, Evidence
from workflows.second_looks.holding import is_held
from workflows.shared_files import Fetched, FilesAway
from workflows.store import readings, records
from workflows.store.records import Reason
from workflows.store.states import State
from workflows.store.tables import DocumentRow, EntryRow, EvidenceRow, RecordRow

_log = logging.getLogger(__name__)
ORIGINAL = "original"
"""The name by which `upload` steps ask for the paper."""

EVIDENCE = "evidence"
"""The folder of our files for the evidence of bots, who write into that of the data folder."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A record that is ours for one attempt. `submitted_at` is that of an earlier attempt."""

    record_id: int
    entry_id: int
    record: Record
    submitted_at: datetime | None
    files: Fetched  # when a scenario asks for one


def claim(office: Office, bot: Bot, record_id: int, state: State, kind: str) -> Claim | None:
    """Lease a record that is in `state` and due, and open a row for the attempt.

    None where another worker holds it, it is not due, waits for a second look or an approval, or a
    record of the same content or of the same key in the target is on its way: two of them must not
    pass each other between look-up and click.
    """
    now, settings = office.clock(), office.settings
    with office.store.write() as session:
        row = records.get(session, record_id)
        if not _is_due(session, row, state, now):
            return None
        form = find_form(office.catalogue, row.form, row.version)
        if form is None:
            _wait(office, row, _unknown_form(row))
            return None
        try:
            record = readings.effective(session, row, form)
            row.entry_key = office.store.tag(entry_key(bot, record))
        except NoKey:  # that is no record's fault
            raise
        except UtsushiError as error:  # also what cannot be opened any more: the others go on
            _wait(office, row, Reason.of(error))
            return None
        row.fingerprint = office.store.tag(fingerprint(form, record))
        session.flush()
        if state is State.READY and (twin := _twin(session, row, office.owner, now)):
            message = f"同じ内容の記録 {twin} の登録結果を確かめています。"
            _wait(office, row, Reason("TwinUnderWay", message, "待つだけで進みます。"))
            return None
        seconds = settings.submit_lease_seconds
        if not _is_approved(session, office, row, state) or not records.lease(
            session, row, state, office.mark(), seconds
        ):
            return None
        row.attempts += kind == "put_in"
        entry = EntryRow(
            record_id=record_id, kind=kind, attempt=row.attempts, by=office.owner, started_at=now
        )
        session.add(entry)
        session.flush()
        files = _files(office, row.document)
        return Claim(record_id, entry.id, record, row.submitted_at, files)


def _is_due(session: Session, row: RecordRow, state: State, now: datetime) -> bool:
    """Its time has come, and no second look holds it up."""
    if row.next_try_at is not None and row.next_try_at > now:
        return False
    held = select(RecordRow.id).where(RecordRow.id == row.id, is_held())
    return state is not State.READY or session.scalar(held) is None


def _is_approved(session: Session, office: Office, row: RecordRow, state: State) -> bool:
    """Nothing about approvals keeps it from being entered; looking one up needs none."""
    if state is not State.READY:
        return True
    return approvals.may_enter(session, row.id, row.fingerprint or "", office.is_gated())


def _unknown_form(row: RecordRow) -> Reason:
    return Reason(
        "UnknownForm",
        f"様式 {row.form} の登録がなくなりました。",
        "情報主管課に様式の登録を依頼してください。",
    )


def fingerprint(form: Form, record: Record) -> str:
    """Hash of what is entered, My Numbers left out. Equal for two scans read alike."""
    values = {
        field.id: readings.to_json(record.values.get(field.id))
        for field in form.fields
        if field.type is not FieldType.MY_NUMBER
    }
    return _hash([form.id, values])


def keep_evidence(
    session: Session, office: Office, entry_id: int, pieces: Sequence[Evidence]
) -> None:
    session.add_all(
        EvidenceRow(
            entry_id=entry_id, kind=each.kind, path=_name(office, each),
            sha256=each.sha256, taken_at=getattr(each, "at", None) or office.clock(),
        )
        for each in pieces
    )  # fmt: skip


def carry_evidence(office: Office) -> None:
    """To where all machines see it. Where that is away, it stays here until the next time."""
    try:
        office.files.carry(EVIDENCE)
    except FilesAway as error:
        _log.warning("evidence was not carried up (%s)", error.code)


def entry_key(bot: Bot, record: Record) -> str:
    """Hash of what tells the application apart in the target. Raises SetupError."""
    return _hash(list(bot.natural_key(record)))


def _hash(content: list[Any]) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _files(office: Office, document: DocumentRow) -> Fetched:
    """What a scenario may upload: the paper's original, as it arrived."""
    stored = document.stored_path
    return Fetched({ORIGINAL: office.files.stored(stored)} if stored else {})


def _wait(office: Office, row: RecordRow, reason: Reason) -> None:
    """Not now: say why on the record, and come back later."""
    row.reason_code, row.reason, row.advice = reason.code, reason.message, reason.advice
    row.next_try_at = office.clock() + timedelta(seconds=office.settings.retry_seconds)


def _name(office: Office, piece: Evidence) -> str:
    return office.files.name_of(piece.path, piece.sha256, EVIDENCE)


def _twin(session: Session, row: RecordRow, owner: str, now: datetime) -> int | None:
    """A record of the same content or key that is being entered, or of which nobody knows yet."""
    leased = (RecordRow.state == State.READY) & (RecordRow.lease_until >= now)
    others = (RecordRow.lease_owner != owner) & leased
    query = select(RecordRow.id).where(
        RecordRow.id != row.id,
        or_(RecordRow.fingerprint == row.fingerprint, RecordRow.entry_key == row.entry_key),
        or_(RecordRow.state.in_((State.SUBMITTING, State.UNCONFIRMED)), others),
    )
    return session.scalars(query).first()
