"""What a person has typed and not sent yet: kept while the record is in hand, offered again.

It may be a My Number, and it may be wrong: so it is sealed with a key that lies outside the
database (what is deleted there stays readable in free pages and backups), bound to record, field
and person, shown to that person alone, and gone when the field is answered or the record leaves the
review; at the latest after the hours below.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from forms.form import Field
from workflows.keys import derived, installation_key
from workflows.reviewing.hand import Hand
from workflows.store import drafts

HOURS = 24.0 * 7
PRIVATE_HOURS = 12.0  # a working day
_NONCE = 12  # bytes, as AES-GCM wants it


class Drafts:
    """All calls raise StoreError for a record that is missing, locked or not in review."""

    def __init__(self, hand: Hand) -> None:
        self._hand = hand
        self._cipher = AESGCM(_key(hand))

    def keep(self, record_id: int, field_id: str, text: str | None, by: str) -> None:
        """Keep `text` (blank means that a blank was typed); None: nothing is unsent there."""
        hand = self._hand
        with hand.store.write() as session:
            row = hand.take(session, record_id, by)
            field = hand.form(row).field(field_id)
            if text is None:
                drafts.drop(session, record_id, field_id, by)
                return
            sealed = self._seal(text, record_id, field_id, by)
            until = hand.clock() + timedelta(hours=_hours(field))
            drafts.keep(session, record_id, field_id, sealed, hand.mark(by), until)

    def of(self, record_id: int, by: str) -> Mapping[str, str]:
        """What the person had typed there, by field id."""
        with self._hand.store.read() as session:
            kept = drafts.of(session, record_id, by, self._hand.clock())
        found = {field: self._opened(data, record_id, field, by) for field, data in kept.items()}
        return {field: text for field, text in found.items() if text is not None}

    def _seal(self, text: str, record_id: int, field_id: str, by: str) -> bytes:
        nonce = os.urandom(_NONCE)
        place = _place(record_id, field_id, by)
        return nonce + self._cipher.encrypt(nonce, text.encode("utf-8", "surrogatepass"), place)

    def _opened(self, sealed: bytes, record_id: int, field_id: str, by: str) -> str | None:
        """None where it was sealed with another key, or for another place."""
        with suppress(InvalidTag):
            place = _place(record_id, field_id, by)
            text = self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], place)
            return text.decode("utf-8", "surrogatepass")
        return None


def _key(hand: Hand) -> bytes:
    """That of what stands on papers; without encryption the installation's own."""
    if hand.store.ring is not None:
        return hand.store.ring.derived("drafts")
    return derived(installation_key(hand.settings.shared_path), "drafts")


def _place(record_id: int, field_id: str, by: str) -> bytes:
    return f"{record_id}\0{field_id}\0{by}".encode()


def _hours(field: Field) -> float:
    return PRIVATE_HOURS if field.private else HOURS
