"""`utsushi backup` and `utsushi restore`, as typed at the console."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.workflows.fakes import filled, scan
from workflows.app import Utsushi
from workflows.cli import run


@pytest.fixture
def home(app: Utsushi, drop: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation with one record, as the commands find it."""
    app.take_in(drop("1.pdf", scan(filled(name="山田　太郎"))))
    monkeypatch.setenv("UTSUSHI_HOME", str(app.settings.home_path))
    monkeypatch.setenv("UTSUSHI_FORMS", str(app.settings.forms_paths[0]))
    monkeypatch.setenv("UTSUSHI_KEY_FILE", str(app.settings.main_key_path))
    return app.settings.home_path


def test_a_backup_is_made_checked_listed_thinned_out_and_restored(
    home: Path, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    for _ in range(2):
        assert run(["backup", "make", str(place)]) == 0
    told = capsys.readouterr().out
    assert "異常はありません。" in told
    assert "主鍵は、この控えに入っていません" in told
    assert run(["backup", "check", str(place)]) == 0
    assert run(["backup", "list", str(place)]) == 0
    assert run(["health"]) in (0, 1)
    assert "最後の控え: " in capsys.readouterr().out
    assert run(["backup", "prune", str(place), "--keep", "1"]) == 0
    assert "--yes を付けます" in capsys.readouterr().out
    assert run(["backup", "prune", str(place), "--keep", "1", "--yes"]) == 0
    assert "削除した控え: 1 件" in capsys.readouterr().out

    monkeypatch.setenv("UTSUSHI_HOME", str(tmp_path / "new"))
    monkeypatch.delenv("UTSUSHI_KEY_FILE")
    assert run(["restore", str(place)]) == 3
    assert "主鍵が、この機械にありません" in capsys.readouterr().err
    monkeypatch.setenv("UTSUSHI_KEY_FILE", str(tmp_path / "safe" / "main.key"))
    assert run(["restore", str(place)]) == 0
    assert "復元しました" in capsys.readouterr().out
    assert run(["status", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["ready"] == 1
    assert run(["restore", str(place)]) == 3
    assert "空ではありません" in capsys.readouterr().err


def test_a_spoilt_backup_ends_with_1(
    home: Path, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["backup", "make", str(place), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["is_whole"] is True
    shutil.rmtree(place / "objects" / sorted(p.name for p in (place / "objects").iterdir())[0])
    assert run(["backup", "check", str(place)]) == 1
    assert "この控えに頼らないでください" in capsys.readouterr().out


def test_the_keys_are_taken_along_and_put_back_with_a_passphrase_from_a_file(
    home: Path, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    word = tmp_path / "word"
    word.write_text("correct horse battery\n", encoding="utf-8")
    with_keys = ["--with-keys", "--passphrase-file", str(word)]
    assert run(["backup", "make", str(place), *with_keys]) == 0
    assert "合言葉で閉じて" in capsys.readouterr().out
    monkeypatch.delenv("UTSUSHI_KEY_FILE")
    monkeypatch.setenv("UTSUSHI_HOME", str(tmp_path / "new"))
    assert run(["restore", str(place), *with_keys]) == 0
    assert (tmp_path / "new" / "review.key").read_bytes() == (home / "review.key").read_bytes()


def test_without_a_terminal_nothing_waits_for_a_passphrase(
    home: Path, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["backup", "make", str(place), "--with-keys"]) == 3
    assert "--passphrase-file" in capsys.readouterr().err


def test_a_folder_without_backups_is_named(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["backup", "check", str(place)]) == 6
    assert str(place) in capsys.readouterr().err


def test_without_a_folder_it_is_the_one_of_the_settings(
    home: Path, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["backup", "make"]) == 3
    assert "UTSUSHI_BACKUP_PLACE" in capsys.readouterr().err
    monkeypatch.setenv("UTSUSHI_BACKUP_PLACE", str(place))
    for command in ("make", "check", "list", "prune"):
        assert run(["backup", command]) == 0
    assert str(place) in "".join(capsys.readouterr().out.split())
