"""The audit log: who saw, changed, revealed and exported what. Never a value."""

import logging

from workflows.audit.acts import Act
from workflows.clock import Clock, utc_now
from workflows.store.database import Store

_log = logging.getLogger("utsushi.audit")


class AuditLog:
    """Lines are only added."""

    def __init__(self, store: Store, clock: Clock = utc_now) -> None:
        self._store, self._clock = store, clock

    def note(
        self, by: str, act: Act, *, record: int | None = None, field: str = "", what: str = ""
    ) -> None:
        """One line. `by`: the name of an account. `what`: codes, names of forms, counts and files;
        never a value of a record."""
        parts = [act.value, *([f"record={record}"] if record is not None else [])]
        parts += [f"field={field}"] if field else []
        parts += [what] if what else []
        _log.info("%s by=%s", " ".join(parts), by)
