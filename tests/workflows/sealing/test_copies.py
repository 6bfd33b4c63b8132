"""`utsushi health` says when nobody has a copy of the keys, or not all is encrypted."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.workflows.conftest import FakeClock
from tests.workflows.fakes import filled, scan
from workflows import resealing
from workflows.app import Utsushi
from workflows.health.checkup import check_up
from workflows.resealing.copies import PATIENCE_DAYS, note_copy
from workflows.settings import Settings

DAYS = 86_400.0
Drop = Callable[[str, str], Path]


def troubles(app: Utsushi) -> str:
    return "".join(check_up(app.office).troubles())


def copied(app: Utsushi) -> None:
    assert app.store.ring
    with app.store.write() as session:
        note_copy(session, app.store.ring, app.clock())


def test_a_copy_is_missed_once_there_have_been_papers_for_some_days(
    app: Utsushi, drop: Drop, clock: FakeClock
) -> None:
    clock.advance(30 * DAYS)
    assert "鍵の控え" not in troubles(app)  # nothing could be lost yet
    app.take_in(drop("a.pdf", scan(filled())))
    assert "鍵の控え" not in troubles(app)
    clock.advance((PATIENCE_DAYS + 1) * DAYS)
    assert "鍵の控え" in troubles(app)
    copied(app)
    assert "鍵の控え" not in troubles(app)
    resealing.rotate(app.office)
    assert "鍵の控え" in troubles(app)


def test_what_is_still_in_clear_is_told(
    settings: Settings, make_app: Callable[..., Utsushi], drop: Drop
) -> None:
    clear = settings.model_copy(update={"encryption": False})
    app = make_app()
    app.settings = clear
    app.take_in(drop("a.pdf", scan(filled())))
    assert "暗号化していない書類" not in troubles(app)
    app.close()
    again = make_app()
    assert "暗号化していない書類" in troubles(again)
    resealing.seal_all(again.office)
    assert "暗号化していない書類" not in troubles(again)


@pytest.mark.skipif(sys.platform == "win32", reason="rights of files are others there")
def test_a_main_key_that_others_may_read_is_told(app: Utsushi) -> None:
    app.status()
    assert "ほかの利用者" not in troubles(app)
    app.settings.main_key_path.chmod(0o640)
    assert "ほかの利用者も読めます" in troubles(app)


@pytest.mark.parametrize("beside", [True, False])
def test_a_key_that_lies_beside_the_data_is_told(
    app: Utsushi, tmp_path: Path, beside: bool
) -> None:
    if not beside:
        app.settings = app.settings.model_copy(update={"key_file": tmp_path / "usb" / "main.key"})
    assert resealing.count(app.office).is_beside == beside
