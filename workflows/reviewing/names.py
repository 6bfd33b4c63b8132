"""Names of files, to be searched: the database cannot look into them, since they are sealed.

Opened once and kept in memory alone; a name never changes, and of what was deleted since nothing
is found (the query asks for it).
"""

from collections.abc import Iterator
from threading import Lock

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.store.tables import DocumentRow


class Names:
    """Safe for threads."""

    def __init__(self) -> None:
        self._known: list[tuple[int, str]] = []
        self._lock = Lock()

    def having(self, session: Session, text: str) -> Iterator[int]:
        """Documents whose file's name has that text, however large its letters; the latest first.
        Only one writer is inside at a time, so that those not yet known have higher numbers."""
        with self._lock:
            last = self._known[-1][0] if self._known else 0
            query = select(DocumentRow.id, DocumentRow.name).where(DocumentRow.id > last)
            rows = session.execute(query.order_by(DocumentRow.id))
            self._known += [(row.id, row.name.casefold()) for row in rows]
            known = self._known[:]
        wanted = text.casefold()
        return (number for number, name in reversed(known) if wanted in name)
