"""What trials leave lies sealed at its place, goes after its time, and keeps up with the keys."""

import os
from pathlib import Path

import pytest

from bots import drawers
from bots.editor.app import Editor
from bots.recorder.saving import keep_pictures, pictures_of
from tests.traces import traces
from workflows.sealing import CannotOpen, Ring
from workflows.sealing.main_key import FileKey
from workflows.sealing.ring_file import Keys, new_id, random_key
from workflows.trials.drawers import (
    FOLDERS,
    NotSealed,
    SealedDrawer,
    drawer_of,
    read,
    shelf_in,
)
from workflows.trials.left import DAY_SECONDS, left, reseal, stale, sweep

NAME = "山田　太郎"
WORDS = f"<p>{NAME}</p>".encode()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def ring(tmp_path: Path) -> Ring:
    folder = tmp_path / "keys"
    folder.mkdir()
    return Ring(folder / "ring.json", FileKey(folder / "main.key"))


def names(home: Path) -> list[str]:
    return [each.name for each in left(home)]


def filled(home: Path, ring: Ring | None) -> None:
    """A file in each of the folders."""
    for folder in FOLDERS:
        drawers.put(drawer_of(home, folder, ring), "x.html", WORDS)


def next_key(ring: Ring) -> None:
    """A new data key; the old one still opens."""
    name = new_id()
    ring.change(
        lambda keys: Keys(
            keys.id, name, {**keys.secrets, name: random_key()}, {}, keys.lookup, keys.is_strict
        )
    )


def test_no_name_lies_there_in_clear(home: Path, ring: Ring) -> None:
    filled(home, None)
    assert len(traces([home], [NAME])) == len(FOLDERS)  # the search is not blind
    filled(home, ring)
    assert traces([home], [NAME]) == []
    assert [read(each.path, home, ring) for each in left(home)] == [WORDS] * len(FOLDERS)


def test_a_file_opens_at_its_own_place_alone(home: Path, ring: Ring) -> None:
    filled(home, ring)
    (home / "trials" / "x.html").replace(home / "checks" / "x.html")
    with pytest.raises(CannotOpen):
        read(home / "checks" / "x.html", home, ring)
    (home / "traces" / "x.html").rename(home / "traces" / "y.html")
    with pytest.raises(CannotOpen):
        drawers.read(drawer_of(home, "traces", ring), "y.html")


def test_what_is_in_clear_opens_until_all_is_sealed(home: Path, ring: Ring) -> None:
    filled(home, None)
    assert drawers.read(drawer_of(home, "checks", ring), "x.html") == WORDS
    ring.make_strict()
    with pytest.raises(NotSealed, match="暗号化されていない"):
        drawers.read(drawer_of(home, "checks", ring), "x.html")
    assert reseal(home, ring) == (len(FOLDERS), 0)
    assert drawers.read(drawer_of(home, "checks", ring), "x.html") == WORDS


def test_it_follows_the_keys_and_grows_no_younger(home: Path, ring: Ring) -> None:
    filled(home, ring)
    path = home / "checks" / "x.html"
    os.utime(path, (1000.0, 1000.0))
    assert stale(home, ring) == 0
    next_key(ring)
    assert stale(home, ring) == len(FOLDERS)
    assert reseal(home, ring) == (len(FOLDERS), 0)
    assert stale(home, ring) == 0
    assert path.stat().st_mtime == 1000.0
    assert read(path, home, ring) == WORDS


def test_a_damaged_file_is_told_and_holds_up_no_other(home: Path, ring: Ring) -> None:
    filled(home, ring)
    path = home / "checks" / "x.html"
    path.write_bytes(path.read_bytes()[:-1])
    next_key(ring)
    assert reseal(home, ring) == (len(FOLDERS) - 1, 1)


def test_it_goes_after_its_days_and_the_marks_of_entries_never(home: Path, ring: Ring) -> None:
    filled(home, ring)
    mark = home / "trials" / "practice-0123.json"
    mark.write_text("{}", encoding="utf-8")
    earlier = home / "recordings" / "practice" / "a.rec" / "backup" / "00001.yaml"
    earlier.parent.mkdir(parents=True)
    earlier.write_text("find:", encoding="utf-8")
    shelf = shelf_in(home, "trials/evidence", ring)
    assert isinstance(shelf, SealedDrawer)
    young = shelf.keep(WORDS, "ab/abcd.png")
    now = young.stat().st_mtime + 1
    for each in left(home):
        if each.path != young:
            os.utime(each.path, (now - 3 * DAY_SECONDS,) * 2)
    os.utime(mark, (0, 0))
    assert sweep(home, now, 0) == 0  # for ever
    assert sweep(home, now, 4) == 0
    assert sweep(home, now, 2) == len(FOLDERS)
    assert names(home) == ["trials/evidence/ab/abcd.png"]
    drawers.put(drawer_of(home, "recordings/backup/a.rec", ring), "b.png", WORDS)
    assert "recordings/backup/a.rec/b.png" in names(home)  # a system of that name
    assert mark.is_file()
    assert earlier.is_file()


def test_pictures_of_steps_come_back_and_a_damaged_list_is_as_none(home: Path, ring: Ring) -> None:
    drawer = drawer_of(home, "recordings/practice/a.rec", ring)
    drawers.put(drawer, "a.png", b"picture")
    keep_pictures({"mark": "a.png", "gone": "b.png", "else": "../a.png"}, drawer)
    assert pictures_of(drawer) == {"mark": "a.png"}
    editor = Editor(None, drawer, "token")  # type: ignore[arg-type]
    assert editor.picture("a.png").body == b"picture"
    assert editor.picture("b.png").status_code == 404
    path = home / "recordings" / "practice" / "a.rec" / "steps.json"
    path.write_bytes(path.read_bytes()[:-1])
    assert pictures_of(drawer) == {}
    assert editor.picture("a.png").status_code == 404


def test_what_a_killed_process_had_half_written_goes_too(home: Path, ring: Ring) -> None:
    filled(home, ring)
    part = home / "trials" / f".{'0' * 32}.part"
    part.write_bytes(b"half")
    assert sweep(home, part.stat().st_mtime + 60, 90) == 0
    assert part.exists()
    sweep(home, part.stat().st_mtime + DAY_SECONDS + 1, 90)
    assert not part.exists()
    assert len(names(home)) == len(FOLDERS)
