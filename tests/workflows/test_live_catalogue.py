"""Forms that change while processes run."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from forms.catalogue import Catalogue
from tests.workflows.conftest import FORMS
from tests.workflows.fakes import FakeReader
from workflows.app import Utsushi
from workflows.live_catalogue import SAVING, LiveCatalogue
from workflows.settings import Settings
from workflows.watch import Watcher


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(FORMS, tmp_path / "forms")
    return tmp_path / "forms"


def again(folder: Path, form: str, version: str = "2026-01") -> Path:
    """Another form, as the first one under another name."""
    shutil.copytree(folder / "chosa", folder / form)
    path = folder / form / "form.yaml"
    text = path.read_text(encoding="utf-8").replace("form: chosa", f"form: {form}")
    path.write_text(text, encoding="utf-8")
    return path


def ids(catalogue: Catalogue) -> list[str]:
    return [form.id for form in catalogue]


def test_a_new_form_is_there_after_a_refresh_and_not_before(folder: Path) -> None:
    live = LiveCatalogue.of(folder)
    again(folder, "betsu")
    assert ids(live) == ["chosa"]
    assert live.refresh()
    assert ids(live) == ["betsu", "chosa"]
    assert not live.refresh()


def test_the_office_s_own_fields_of_work_are_followed(folder: Path) -> None:
    live = LiveCatalogue.of(folder)
    assert "防災" not in live.work_fields.titles
    text = "as_of: 2026-04-01\nsource: 調査票\nrest: その他\nfields:\n  - {title: 防災}\n"
    (folder / "work_fields.yaml").write_text(text, encoding="utf-8")
    assert live.refresh()
    assert live.work_fields.titles == ("防災", "その他")


def test_a_folder_that_comes_later_is_followed(tmp_path: Path, folder: Path) -> None:
    live = LiveCatalogue.of(folder, tmp_path / "later")
    shutil.copytree(folder, tmp_path / "more")
    again(tmp_path / "more", "betsu")
    shutil.rmtree(tmp_path / "more" / "chosa")
    (tmp_path / "more").rename(tmp_path / "later")
    assert live.refresh()
    assert ids(live) == ["betsu", "chosa"]


def test_a_mistake_keeps_the_forms_as_they_were_until_it_is_mended(folder: Path) -> None:
    live = LiveCatalogue.of(folder)
    path = again(folder, "betsu")
    text = path.read_text(encoding="utf-8")
    path.write_text("form: [", encoding="utf-8")
    assert not live.refresh()
    assert ids(live) == ["chosa"]
    path.write_text(text, encoding="utf-8")
    assert live.refresh()
    assert ids(live) == ["betsu", "chosa"]


def test_nothing_is_loaded_while_a_form_is_being_saved(folder: Path) -> None:
    live = LiveCatalogue.of(folder)
    path = again(folder, "betsu")
    marker = path.parent / SAVING
    marker.touch()
    assert not live.refresh()
    marker.unlink()
    assert live.refresh()


def test_a_save_that_was_killed_stops_nobody_for_long(folder: Path) -> None:
    live = LiveCatalogue.of(folder)
    marker = again(folder, "betsu").parent / SAVING
    marker.touch()
    os.utime(marker, (0, 0))
    assert live.refresh()


def test_the_reader_is_opened_anew_only_when_the_forms_changed(
    tmp_path: Path, folder: Path, settings: Settings
) -> None:
    opened: list[list[str]] = []

    def make(settings: Settings, catalogue: Catalogue) -> FakeReader:
        opened.append(ids(catalogue))
        return FakeReader(catalogue)

    live = LiveCatalogue.of(folder)
    with Utsushi(settings, make_reader=make, catalogue=live) as app:
        assert app.reader is app.reader
        app.refresh()
        assert app.reader
        again(folder, "betsu")
        app.refresh()
        assert app.reader
    assert opened == [["chosa"], ["betsu", "chosa"]]


def test_the_watcher_of_the_inbox_follows_between_two_looks(
    folder: Path, settings: Settings
) -> None:
    live = LiveCatalogue.of(folder)
    settings.inbox_path.mkdir(parents=True)
    make = lambda settings, catalogue: FakeReader(catalogue)  # noqa: E731
    with Utsushi(settings, make_reader=make, catalogue=live) as app:
        watcher = Watcher(app, lambda ids: None, lambda: 0.0)
        again(folder, "betsu")
        watcher.look()
        assert ids(app.office.catalogue) == ["betsu", "chosa"]


def test_a_folder_that_comes_to_be_is_no_form_yet(folder: Path) -> None:
    again(folder, ".betsu")
    assert ids(Catalogue.load(folder)) == ["chosa"]


def test_forms_drawn_up_here_lie_in_the_home_folder_unless_one_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_app: Callable[..., Utsushi]
) -> None:
    assert Settings.load(home=tmp_path).forms_paths == (tmp_path / "forms",)
    monkeypatch.setenv("UTSUSHI_FORMS", str(tmp_path / "a"))
    assert Settings.load(home=tmp_path).forms_paths == (tmp_path / "a",)
