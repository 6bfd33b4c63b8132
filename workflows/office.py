"""What every step is handed: where things are, what the time is, who works."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from forms.catalogue import Catalogue
from forms.form import Form
from workflows.clock import Clock, utc_now
from workflows.health.life import Life, life_of
from workflows.heartbeat import beating
from workflows.makers import system_asks
from workflows.settings import Settings
from workflows.shared_files import Files
from workflows.store import records
from workflows.store.database import Store
from workflows.store.records import Mark


def new_owner(life: str = "") -> str:
    """Name of this worker for leases: host, process, its `Life` where it has one, a random part."""
    start = f"{life}." if life else ""
    return f"{socket.gethostname()[:100]}:{os.getpid()}:{start}{uuid4().hex[:8]}"


def find_form(catalogue: Catalogue, form_id: str | None, version: str | None = None) -> Form | None:
    """The form of a record, in its revision; None where the office has taken it away."""
    if not any(form.id == form_id for form in catalogue):
        return None
    return catalogue.revision(form_id or "", version or "")


@dataclass(frozen=True, slots=True)
class Office:
    """One worker's view of the installation."""

    store: Store
    settings: Settings
    catalogue: Catalogue
    clock: Clock = utc_now
    owner: str = field(default_factory=new_owner)
    life: Life | None = field(default=None, repr=False, compare=False)  # not to end before us

    @property
    def home(self) -> Path:
        return self.settings.home_path

    @property
    def files(self) -> Files:
        """Originals, pages, evidence and whatever else is kept by its hash."""
        return Files.of(self.settings)

    def is_gated(self) -> bool:
        """Nothing is entered that nobody approved: it is set so, or the target system says so.

        Raises SetupError where there is no such system.
        """
        return self.settings.approval or system_asks(self.settings)

    def another(self) -> "Office":
        """The same for another worker of this process, e.g. a session in a thread of its own."""
        return replace(self, owner=new_owner(life_of(self.owner)))

    def mark(self) -> Mark:
        return Mark(self.owner, self.clock())

    @contextmanager
    def keeping(self, record_id: int, seconds: float) -> Iterator[None]:
        """Renew our lease of a record while the block runs, three times within `seconds`."""

        def renew() -> None:
            until = self.clock() + timedelta(seconds=seconds)
            with self.store.write() as session:
                records.renew(session, record_id, self.owner, until)

        with beating(seconds / 3, renew):
            yield
