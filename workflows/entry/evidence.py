"""Where bots put evidence: sealed as it is kept, in the folder that they always wrote into."""

from pathlib import Path

from bots.evidence import Shelf
from workflows.sealing import Ring, ring_of
from workflows.sealing.main_key import write_whole
from workflows.sealing.streams import hash_inside, sealed
from workflows.settings import Settings


def shelf_of(settings: Settings) -> Shelf:
    """Of the data folder; `entry.claims.carry_evidence` takes it where all machines see it."""
    ring = ring_of(settings)
    return settings.evidence_path if ring is None else SealedShelf(settings.evidence_path, ring)


class SealedShelf:
    def __init__(self, folder: Path, ring: Ring) -> None:
        self._folder, self._ring = folder, ring

    def keep(self, content: bytes, name: str) -> Path:
        """See `bots.evidence.Keeper`. Raises OSError, NoKey."""
        path = self._folder / name
        if not path.is_file() or hash_inside(path, self._ring) != path.stem:
            write_whole(path, sealed(content, self._ring))
        return path
