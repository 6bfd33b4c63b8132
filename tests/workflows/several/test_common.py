"""Machines that were not given the same folders are told before they do any work."""

from pathlib import Path

import pytest

from tests.postgres import ON_POSTGRES
from workflows.app import Utsushi
from workflows.common import Uncommon
from workflows.settings import Settings


def machine(root: Path, name: str, **other: Path | str | None) -> Settings:
    """One of an installation in `root`, with a home of its own."""
    common = {
        "store_url": f"sqlite:///{root / 'store.db'}",
        "files": str(root / "files"),
        "shared": root / "shared",
    }
    return Settings.load(home=root / name, **{**common, **other})


def opens(settings: Settings) -> None:
    with Utsushi(settings) as app:
        app.store  # noqa: B018  (opened, and all that is common checked)


def test_machines_with_the_same_folders_work_together(tmp_path: Path) -> None:
    for name in ("one", "two", "one"):
        opens(machine(tmp_path, name))


def test_a_machine_with_files_of_its_own_is_told(tmp_path: Path) -> None:
    opens(machine(tmp_path, "one"))
    with pytest.raises(Uncommon, match="保存先") as told:
        opens(machine(tmp_path, "two", files=""))
    assert "UTSUSHI_FILES" in told.value.advice


@pytest.mark.parametrize("shared", [None, "elsewhere"])
def test_a_machine_with_keys_of_its_own_is_told(tmp_path: Path, shared: str | None) -> None:
    opens(machine(tmp_path, "one"))
    other = tmp_path / shared if shared else None
    with pytest.raises(Uncommon, match="鍵") as told:
        opens(machine(tmp_path, "two", shared=other))
    assert "UTSUSHI_SHARED" in told.value.advice


def test_a_key_that_was_exchanged_is_told(tmp_path: Path) -> None:
    opens(machine(tmp_path, "one"))
    (tmp_path / "shared" / "audit.key").write_bytes(b"x" * 32)
    with pytest.raises(Uncommon, match="鍵"):
        opens(machine(tmp_path, "one"))


@pytest.mark.skipif(ON_POSTGRES, reason="a store of several machines")
def test_an_installation_of_one_machine_needs_no_marks(tmp_path: Path) -> None:
    opens(Settings.load(home=tmp_path / "one"))
    assert not (tmp_path / "one" / "installation").exists()


def test_an_installation_that_grows_keeps_its_files_and_keys(tmp_path: Path) -> None:
    """Home becomes the common place: what lies there stays where it is."""
    alone = Settings.load(home=tmp_path / "one")
    with Utsushi(alone) as app:
        app.audit.mark()
        kept = app.files.keep_bytes(b"abc", "pages", ".jpg")
    store = f"sqlite:///{tmp_path / 'one' / 'utsushi.db'}"
    grown = Settings.load(home=tmp_path / "one", store_url=store)
    opens(grown)
    second = Settings.load(
        home=tmp_path / "two", store_url=store, files=str(tmp_path / "one"), shared=tmp_path / "one"
    )
    with Utsushi(second) as app:
        assert app.store
        assert app.files.read(kept.path) == b"abc"
