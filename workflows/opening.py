"""Opening the store with its keys: the one way in for commands, pages and workers.

The store remembers which ring of keys is its own. Where that one is not here, nothing is opened:
what a new key sealed beside what the old one did would be lost with either.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.errors import SetupError
from workflows.clock import Clock
from workflows.common import Uncommon
from workflows.path_text import to_text
from workflows.sealing import NoKey, Ring, ring_of
from workflows.sealing.ring import is_tag
from workflows.settings import Settings
from workflows.shared_files.opened import sweep
from workflows.store.database import Store
from workflows.store.tables import ApprovalRecordRow, CommonRow, DocumentRow, RecordRow

MARK = "keys"
CLEAR = "clear"


def open_store(settings: Settings, clock: Clock) -> Store:
    """The office's store, brought up to date. What processes that were killed left open in clear
    is taken away. Raises SetupError, NoKey, StoreError."""
    sweep(settings.home_path)
    ring = ring_of(settings)
    store = Store.open(settings.database_url, ring)
    try:
        _check(store, settings, clock)
    except BaseException:
        store.close()
        raise
    return store


def _check(store: Store, settings: Settings, clock: Clock) -> None:
    with store.read() as session:
        mark = _mark(session)
    if mark is None or (mark == CLEAR and store.ring is not None):
        mark = _begin(store, settings, clock())
    if store.ring is not None and (not store.ring.exists() or store.ring.keys.id != mark):
        raise _no_key(settings)
    if store.ring is None and mark != CLEAR:
        raise NoKey("この設置のデータは暗号化されていますが、鍵が使えません。")


def _no_key(settings: Settings) -> SetupError:
    if settings.store_url or settings.files or settings.shared:
        return Uncommon(
            "この機械の鍵が、ほかの機械のものと違います。",
            advice="UTSUSHI_SHARED に、すべての機械で同じ共有フォルダを指定してください。"
            "鍵を失くしたときは、utsushi keys import で控えから戻します。",
        )
    return NoKey("この設置のデータを暗号化した鍵が、ここにありません。")


def _begin(store: Store, settings: Settings, at: datetime) -> str:
    """The first time: a new store takes nothing in clear; hashes of an older one become keyed."""
    ring = store.ring
    with store.write() as session:
        mark = _mark(session)
        if mark is not None and (ring is None or mark != CLEAR):
            return mark
        _name_inbox(store, session, to_text(settings.inbox_path))
        if ring is not None:
            _key_hashes(ring, session)
            if session.scalars(select(DocumentRow.id).limit(1)).first() is None:
                ring.make_strict()
        row = session.get(CommonRow, MARK) or CommonRow(name=MARK)
        row.value, row.at = CLEAR if ring is None else ring.keys.id, at
        session.add(row)
        return row.value


def _name_inbox(store: Store, session: Session, inbox: str) -> None:
    """Which papers still lie in our inbox, as `intake.way` asks for it."""
    query = select(DocumentRow).where(
        DocumentRow.shelved_at.is_(None),
        DocumentRow.uploaded_by.is_(None),
        DocumentRow.inbox_key.is_(None),
    )
    for row in session.scalars(query):
        if row.arrival_path.startswith(inbox):
            row.inbox_key = store.tag(inbox)


def _key_hashes(ring: Ring, session: Session) -> None:
    for row in session.scalars(select(DocumentRow)):
        row.arrival_key, row.inbox_key = _keyed(ring, row.arrival_key), _keyed(ring, row.inbox_key)
    wanted = RecordRow.fingerprint.is_not(None) | RecordRow.entry_key.is_not(None)
    for record in session.scalars(select(RecordRow).where(wanted)):
        record.fingerprint = _keyed(ring, record.fingerprint)
        record.entry_key = _keyed(ring, record.entry_key)
    for asked in session.scalars(select(ApprovalRecordRow)):
        asked.version = _keyed(ring, asked.version) or ""


def _keyed(ring: Ring, text: str | None) -> str | None:
    """`Store.tag` of what the plain hash was made of."""
    return ring.tag(text) if text and not is_tag(text) else text


def _mark(session: Session) -> str | None:
    row = session.get(CommonRow, MARK)
    return row.value if row else None
