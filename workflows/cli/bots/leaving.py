"""What the commands of `utsushi bot` leave on this machine, and how a person comes to see it."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from bots import drawers
from bots.drawers import Drawer
from bots.evidence import Shelf
from workflows.clock import utc_now
from workflows.files import private_folder
from workflows.opening import open_store
from workflows.sealing import Ring
from workflows.settings import Settings
from workflows.shared_files.opened import workroom
from workflows.trials.drawers import drawer_of, place_of, shelf_in
from workflows.trials.left import sweep

SHOW = "utsushi bot show"


@dataclass(frozen=True, slots=True)
class Leaving:
    """`tag`: the keyed hash of a hash (see `Store.tag`)."""

    home: Path
    ring: Ring | None
    tag: Callable[[str], str]

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """By the store, which knows whether the keys are its own. What earlier trials left, and
        whose time is over, goes. Raises SetupError, NoKey, StoreError."""
        home = private_folder(settings.home_path)
        store = open_store(settings, utc_now)
        store.close()
        sweep(home, time.time(), settings.trial_days)
        return cls(home, store.ring, store.tag)

    def drawer(self, folder: str) -> Drawer:
        return drawer_of(self.home, folder, self.ring)

    def shelf(self, folder: str) -> Shelf:
        return shelf_in(self.home, folder, self.ring)

    def keep(self, folder: str, name: str, content: bytes) -> str:
        """Put it away; how to see it, for people. Raises OSError."""
        drawers.put(self.drawer(folder), name, content)
        return self.words(self.home / folder / name)

    def words(self, path: Path) -> str:
        """The command that shows a file of ours; its path where it lies in clear."""
        return str(path) if self.ring is None else f"{SHOW} {place_of(path, self.home)}"

    def passing(self) -> AbstractContextManager[Path]:
        """A folder for what nobody else may see, for the block."""
        return workroom(self.home)
