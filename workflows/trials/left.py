"""All that trials left in a data folder: listed, sealed anew, swept."""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from workflows.sealing import CannotOpen, Ring
from workflows.sealing.main_key import write_whole
from workflows.sealing.streams import HEAD_BYTES, key_of, opened, sealed
from workflows.trials.drawers import FOLDERS, TRIALS, place_of

DAY_SECONDS = 86_400.0
RECORDED = ".rec"
"""How the folder of one recorded scenario ends."""
EARLIER_TEXTS = "backup"
"""Below a recording: earlier texts of the scenario, for the editor's way back. They are what the
office's own scenario was, which is no secret and stays."""


@dataclass(frozen=True, slots=True)
class Left:
    """`name`: below the data folder, with `/`. `at`: when it was written, as of `time.time`."""

    name: str
    path: Path
    size: int
    at: float


def left(home: Path) -> Iterator[Left]:
    """Everything, but for the marks of trial entries (`trials/<system>-….json`): they hold nothing,
    and keep a record whose outcome is unknown from being entered twice, until a person ends that;
    and but for earlier texts of scenarios."""
    for folder in FOLDERS:
        for parent, below, names in os.walk(home / folder):
            if parent.endswith(RECORDED) and EARLIER_TEXTS in below:
                below.remove(EARLIER_TEXTS)
            for name in sorted(names):
                path = Path(parent) / name
                if not is_mark(path, home) and not name.startswith("."):
                    with suppress(OSError):  # taken away meanwhile
                        told = path.stat()
                        yield Left(place_of(path, home), path, told.st_size, told.st_mtime)


def is_mark(path: Path, home: Path) -> bool:
    return path.parent == home / TRIALS and path.suffix == ".json"


def stale(home: Path, ring: Ring) -> int:
    """Files in clear or under an older key."""
    return sum(_key_of(each.path) not in (ring.active_id(), "") for each in left(home))


def reseal(home: Path, ring: Ring) -> tuple[int, int]:
    """Everything under the key that seals now: how many were written anew, how many could not be
    opened. Raises OSError for a disk that takes nothing more."""
    done = broken = 0
    for each in left(home):
        if _key_of(each.path) in (ring.active_id(), ""):
            continue
        try:
            content, at = each.path.read_bytes(), each.path.stat()
            plain = opened(content, ring, each.name)
        except FileNotFoundError:
            continue
        except CannotOpen:
            broken += 1
            continue
        write_whole(each.path, sealed(plain, ring, each.name))
        os.utime(each.path, ns=(at.st_atime_ns, at.st_mtime_ns))  # it is no younger for that
        done += 1
    return done, broken


def sweep(home: Path, now: float, days: int) -> int:
    """Take away what is older; how many. 0 days: it stays. `now` as of `time.time`. What a killed
    process had half written goes after a day."""
    for part in (each for folder in FOLDERS for each in (home / folder).rglob(".*.part")):
        with suppress(OSError):
            if now - part.stat().st_mtime > DAY_SECONDS:
                part.unlink()
    if not days:
        return 0
    gone = 0
    for each in list(left(home)):
        if now - each.at > days * DAY_SECONDS:
            with suppress(OSError):
                each.path.unlink()
                gone += 1
    return gone


def _key_of(path: Path) -> str | None:
    """None: in clear; empty: gone meanwhile."""
    try:
        with path.open("rb") as readable:
            return key_of(readable.read(HEAD_BYTES))
    except FileNotFoundError:
        return ""
