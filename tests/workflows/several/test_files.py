"""Files wherever they lie: in the home folder, on a share, behind an fsspec URL."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from forms.errors import SetupError
from workflows.settings import Settings
from workflows.shared_files import FileChanged, Files, FilesAway, NoSuchFile
from workflows.shared_files.cache import KEPT_SECONDS
from workflows.shared_files.opened import sweep
from workflows.shared_files.places import MARK

Machine = Callable[[str], Files]
"""The files as a machine of that name sees them."""


def places(root: Path) -> dict[str, str]:
    share = root / "share"
    return {"share": str(share), "file-url": share.as_uri(), "fsspec": f"local://{share}"}


@pytest.fixture(params=["share", "file-url", "fsspec"])
def machine(request: pytest.FixtureRequest, tmp_path: Path) -> Machine:
    """Machines of their own homes that share the place of their files."""
    where = places(tmp_path)[request.param]
    shared = tmp_path / "shared"
    Files.of(Settings.load(home=tmp_path / "one", files=where, shared=shared)).lay_mark()
    return lambda name: Files.of(Settings.load(home=tmp_path / name, files=where, shared=shared))


@pytest.fixture
def alone(tmp_path: Path) -> Files:
    return Files.of(Settings.load(home=tmp_path / "home", shared=tmp_path / "shared"))


def lying(folder: Path) -> list[str]:
    files = (p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    return sorted(each for each in files if each != MARK)


def test_bytes_are_kept_once_by_their_hash(alone: Files, tmp_path: Path) -> None:
    one = alone.keep_bytes(b"abc", "pages", ".jpg")
    assert alone.keep_bytes(b"abc", "pages", ".jpg") == one
    assert one.path == f"pages/{one.sha256[:2]}/{one.sha256}.jpg"
    assert alone.read(one.path) == b"abc"
    assert b"abc" not in (tmp_path / "home" / one.path).read_bytes()
    assert lying(tmp_path / "home") == [one.path]


def test_a_copy_is_whole_and_its_part_is_gone(alone: Files, tmp_path: Path) -> None:
    source = tmp_path / "a.pdf"
    source.write_bytes(bytes(3_000_000))
    kept = alone.keep_copy(source, "originals", ".pdf")
    assert kept
    assert kept.size == 3_000_000
    assert alone.read(kept.path) == source.read_bytes()
    assert lying(tmp_path / "home") == [kept.path]


def test_a_file_in_clear_is_there_for_its_reader_alone(alone: Files) -> None:
    kept = alone.keep_bytes(b"abc", "originals", ".pdf")
    with alone.clear(kept.path) as path:
        assert path.read_bytes() == b"abc"
        assert path.name == Path(kept.path).name
        assert os.name != "posix" or path.parent.stat().st_mode & 0o077 == 0
    assert not path.parent.exists()


def test_what_a_killed_reader_left_open_goes_at_the_next_start(
    alone: Files, tmp_path: Path
) -> None:
    kept = alone.keep_bytes(b"abc", "originals", ".pdf")
    with alone.clear(kept.path) as path:
        sweep(tmp_path / "home")
        assert path.is_file()  # somebody reads it
        left = path.parent.with_name(f"{path.parent.name}0")
        shutil.copytree(path.parent, left)
        left.with_name(f"{left.name}.lock").touch()
        sweep(tmp_path / "home")
        assert not left.exists()


def test_what_one_machine_keeps_another_reads(machine: Machine) -> None:
    kept = machine("one").keep_bytes(b"abc", "pages", ".jpg")
    two = machine("two")
    assert two.exists(kept.path)
    assert two.read(kept.path) == b"abc"
    assert two.near(kept.path) == b"abc"
    assert list(two.names("pages")) == [kept.path]


def test_a_copy_of_a_local_file_goes_to_the_common_place(machine: Machine, tmp_path: Path) -> None:
    source = tmp_path / "a.pdf"
    source.write_bytes(b"%PDF")
    kept = machine("one").keep_copy(source, "originals", ".pdf")
    assert kept
    assert machine("two").read(kept.path) == b"%PDF"
    assert [p for p in lying(tmp_path / "share") if "part" in p] == []


def test_what_was_changed_there_is_not_read(machine: Machine, tmp_path: Path) -> None:
    kept = machine("one").keep_bytes(b"abc", "pages", ".jpg")
    (tmp_path / "share" / kept.path).write_bytes(b"abd")
    with pytest.raises(FileChanged):
        machine("two").read(kept.path)
    with pytest.raises(FileChanged):
        machine("two").near(kept.path)
    assert machine("two").unchecked(kept.path) == b"abd"
    assert [p for p in lying(tmp_path / "two") if p.startswith("cache/")] == []


def test_what_is_not_there_is_told_as_such(machine: Machine) -> None:
    with pytest.raises(NoSuchFile):
        machine("one").read("pages/ab/nothing.jpg")
    with pytest.raises(NoSuchFile):
        machine("one").near("pages/ab/nothing.jpg")
    assert not machine("one").exists("pages/ab/nothing.jpg")
    assert list(machine("one").names("pages")) == []


def test_what_is_deleted_is_gone_there_and_in_our_copies(machine: Machine, tmp_path: Path) -> None:
    kept = machine("one").keep_bytes(b"abc", "pages", ".jpg")
    two = machine("two")
    two.near(kept.path)
    assert two.delete(kept.path)
    assert not two.delete(kept.path)
    assert lying(tmp_path / "share") == []
    assert lying(tmp_path / "two") == []


def test_copies_do_not_stay(machine: Machine, tmp_path: Path) -> None:
    kept = machine("one").keep_bytes(b"abc", "pages", ".jpg")
    two = machine("two")
    two.near(kept.path)
    made = tmp_path / "two" / "cache" / kept.path
    at = made.stat().st_mtime
    two.sweep(at + KEPT_SECONDS - 1)
    assert made.is_file()
    two.sweep(at + KEPT_SECONDS + 1)
    assert not made.exists()


def test_a_copy_in_use_stays(machine: Machine, tmp_path: Path) -> None:
    kept = machine("one").keep_bytes(b"abc", "pages", ".jpg")
    two = machine("two")
    two.near(kept.path)
    made = tmp_path / "two" / "cache" / kept.path
    os.utime(made, (1, 1))
    two.near(kept.path)
    two.sweep(made.stat().st_mtime + 1)
    assert made.is_file()


@pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX's")
def test_copies_are_sealed_and_for_the_owner_alone(machine: Machine, tmp_path: Path) -> None:
    kept = machine("one").keep_bytes(b"abc", "pages", ".jpg")
    machine("two").near(kept.path)
    made = tmp_path / "two" / "cache" / kept.path
    assert b"abc" not in made.read_bytes()
    assert made.stat().st_mode & 0o077 == 0
    assert made.parent.stat().st_mode & 0o077 == 0


def test_what_bots_wrote_at_home_is_carried_up(machine: Machine, tmp_path: Path) -> None:
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    written = tmp_path / "one" / "evidence" / "ba" / f"{digest}.png"
    written.parent.mkdir(parents=True)
    written.write_bytes(b"abc")
    one = machine("one")
    name = one.name_of(written, digest, "evidence")
    assert name == f"evidence/ba/{digest}.png"
    assert one.carry("evidence") == 1
    assert one.carry("evidence") == 0
    assert machine("two").read(name) == b"abc"
    assert lying(tmp_path / "one") == []


def test_evidence_that_is_not_what_its_name_says_stays(machine: Machine, tmp_path: Path) -> None:
    written = tmp_path / "one" / "evidence" / "00" / f"{'0' * 64}.png"
    written.parent.mkdir(parents=True)
    written.write_bytes(b"abc")
    assert machine("one").carry("evidence") == 0
    assert written.is_file()


def test_at_home_evidence_stays_where_it_is(alone: Files, tmp_path: Path) -> None:
    path = tmp_path / "home" / "evidence" / "ba" / "x.png"
    assert alone.name_of(path, "0" * 64, "evidence") == "evidence/ba/x.png"
    assert alone.carry("evidence") == 0


def test_a_place_that_cannot_be_reached_is_told_without_its_address(tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be", encoding="ascii")
    for where in (str(blocked / "x"), f"local://{blocked}/x"):
        files = Files.of(Settings.load(home=tmp_path / "home", files=where))
        with pytest.raises(FilesAway) as told:
            files.keep_bytes(b"abc", "pages", ".jpg")
        assert str(blocked) not in told.value.message


def test_a_share_that_is_not_mounted_is_no_place_without_files(tmp_path: Path) -> None:
    """Its folder is there, and empty: nothing is said to be gone, nothing is written into it."""
    share = tmp_path / "share"
    files = Files.of(Settings.load(home=tmp_path / "home", files=str(share)))
    files.lay_mark()
    kept = files.keep_bytes(b"abc", "pages", ".jpg")
    share.rename(tmp_path / "unmounted")
    share.mkdir()
    for ask in (files.read, files.near, files.exists, files.delete, files.unchecked):
        with pytest.raises(FilesAway):
            ask(kept.path)
    with pytest.raises(FilesAway):
        files.keep_bytes(b"abd", "pages", ".jpg")
    assert lying(share) == []


@pytest.mark.parametrize("where", ["nonsense://x/y", "s3://bucket/x"])
def test_an_address_without_a_driver_is_told(tmp_path: Path, where: str) -> None:
    with pytest.raises(SetupError, match="保存先"):
        Files.of(Settings.load(home=tmp_path, files=where))


def test_a_password_in_an_address_is_never_shown(tmp_path: Path) -> None:
    where = "nonsense://taro:secret@files.example/x"
    with pytest.raises(SetupError) as told:
        Files.of(Settings.load(home=tmp_path, files=where))
    assert "secret" not in f"{told.value.message}{told.value.advice}"
