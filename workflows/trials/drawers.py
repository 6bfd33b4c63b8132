"""Folders of the data folder into which the bots put what a trial leaves."""

from pathlib import Path

from bots.drawers import Drawer
from bots.evidence import Shelf
from workflows.files import private_folder
from workflows.sealing import CannotOpen, Ring
from workflows.sealing.main_key import write_whole
from workflows.sealing.streams import key_of, opened, sealed

TRIALS, CHECKS, RECORDINGS, TRACES = "trials", "checks", "recordings", "traces"
FOLDERS = (TRIALS, CHECKS, RECORDINGS, TRACES)


class NotSealed(CannotOpen):
    """In clear, where nothing is in clear any more."""

    default_advice = (
        "古い版が残したファイルなら、utsushi keys seal で暗号化すると開けます。"
        "覚えがなければ、開かずに消してください。"
    )

    def __init__(self) -> None:
        super().__init__("暗号化されていないファイルなので、開きません。")


class SealedDrawer:
    """See `bots.drawers.Cabinet` and `bots.evidence.Keeper`; one folder below the data folder."""

    def __init__(self, home: Path, folder: str, ring: Ring) -> None:
        self._home, self._folder, self._ring = home, folder, ring

    def put(self, name: str, content: bytes) -> None:
        self.keep(content, name)

    def keep(self, content: bytes, name: str) -> Path:
        path = self._home / self._folder / name
        write_whole(path, sealed(content, self._ring, place_of(path, self._home)))
        return path

    def read(self, name: str) -> bytes:
        return read(self._home / self._folder / name, self._home, self._ring)

    def has(self, name: str) -> bool:
        return (self._home / self._folder / name).is_file()


def drawer_of(home: Path, folder: str, ring: Ring | None) -> Drawer:
    """`folder`: one of ours or below it, with `/`. A plain one where nothing is encrypted."""
    if ring is None:
        return private_folder(home / folder)
    return SealedDrawer(home, folder, ring)


def shelf_in(home: Path, folder: str, ring: Ring | None) -> Shelf:
    """The same for evidence."""
    return home / folder if ring is None else SealedDrawer(home, folder, ring)


def read(path: Path, home: Path, ring: Ring | None) -> bytes:
    """What a file of ours holds. Raises OSError, CannotOpen, NoKey."""
    content = path.read_bytes()
    if ring is not None and ring.is_strict and key_of(content) is None:
        raise NotSealed
    return opened(content, ring, place_of(path, home))


def place_of(path: Path, home: Path) -> str:
    """What a file is bound to."""
    return path.relative_to(home).as_posix()
