"""`utsushi keys …` and `utsushi original` as they are typed."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.workflows.fakes import filled, scan
from workflows.app import Utsushi
from workflows.audit import Act
from workflows.audit.reading import AuditReader, Wanted
from workflows.cli import run
from workflows.settings import Settings
from workflows.store.tables import DocumentRow

PASSPHRASE = "長い合言葉でも覚えられます"
NAME = "山田　花子.pdf"
Drop = Callable[[str, str], Path]
Out = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def at_home(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UTSUSHI_HOME", str(settings.home))
    monkeypatch.setenv("UTSUSHI_FORMS", str(settings.forms[0]))


@pytest.fixture
def content(app: Utsushi, drop: Drop) -> str:
    """What was taken in."""
    text = scan(filled())
    app.take_in(drop(NAME, text))
    app.close()
    return text


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """What a script gives instead of a person at a terminal."""

    def give(*lines: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{each}\n" for each in lines)))

    return give


def told(settings: Settings, act: Act) -> list[str]:
    with Utsushi(settings) as app:
        return [line.what for line in AuditReader(app.store).each(Wanted(act=act))]


def test_status_tells_where_the_key_is_and_warns(content: str, capsys: Out) -> None:
    assert run(["keys", "status"]) == 0
    said = capsys.readouterr().out
    assert "すべて今の鍵で暗号化しています" in said
    assert "主鍵がデータと同じ場所にあります" in said
    assert "鍵をなくすと" in said
    assert run(["keys", "status", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"] == 0


def test_a_rotation_is_told_and_noted(content: str, capsys: Out, settings: Settings) -> None:
    assert run(["keys", "rotate"]) == 0
    said = capsys.readouterr().out
    assert "前の鍵はまだ残しています" in said
    assert "控えを取り直してください" in said
    assert run(["keys", "seal"]) == 0
    assert [each.split()[0] for each in told(settings, Act.KEYS)] == ["rotate", "seal"]


def test_keys_go_out_and_come_back(
    content: str, capsys: Out, settings: Settings, tmp_path: Path, typed: Callable[..., None]
) -> None:
    out = tmp_path / "kept.keys"
    typed(PASSPHRASE, PASSPHRASE)
    assert run(["keys", "export", str(out)]) == 0
    assert "鍵をなくすと" in capsys.readouterr().out
    typed(PASSPHRASE, PASSPHRASE)
    assert run(["keys", "export", str(out)]) == 3  # it is there already
    settings.keys_path.rename(tmp_path / "gone")
    assert run(["keys", "status"]) == 3
    assert "keys import" in capsys.readouterr().err
    typed("違う合言葉を入れました")
    assert run(["keys", "import", str(out)]) == 3
    typed(PASSPHRASE)
    assert run(["keys", "import", str(out)]) == 0
    with Utsushi(settings) as app, app.store.read() as session:
        assert session.get_one(DocumentRow, 1).name == NAME


def test_two_passphrases_that_differ_write_nothing(
    content: str, tmp_path: Path, typed: Callable[..., None]
) -> None:
    typed(PASSPHRASE, PASSPHRASE + "!")
    assert run(["keys", "export", str(tmp_path / "kept.keys")]) == 3
    assert not (tmp_path / "kept.keys").exists()


def test_a_passphrase_may_come_out_of_a_file_that_lies_elsewhere(
    content: str, settings: Settings, tmp_path: Path, capsys: Out
) -> None:
    file, out = tmp_path / "safe" / "words.txt", tmp_path / "kept.keys"
    file.parent.mkdir()
    file.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    beside = file.with_name("kept.keys")
    assert run(["keys", "export", str(beside), "--passphrase-file", str(file)]) == 3
    assert "同じフォルダ" in capsys.readouterr().err
    assert not beside.exists()
    assert run(["keys", "export", str(out), "--passphrase-file", str(tmp_path / "none")]) == 3
    assert run(["keys", "export", str(out), "--passphrase-file", str(file)]) == 0
    settings.keys_path.rename(tmp_path / "gone")
    assert run(["keys", "import", str(out), "--passphrase-file", str(file)]) == 0
    assert run(["keys", "status"]) == 0


def test_what_an_editor_puts_before_the_passphrase_is_no_part_of_it(
    content: str, tmp_path: Path, typed: Callable[..., None], settings: Settings
) -> None:
    file, out = tmp_path / "safe" / "words.txt", tmp_path / "kept.keys"
    file.parent.mkdir()
    file.write_text(f"{PASSPHRASE}\r\n", encoding="utf-8-sig")
    assert run(["keys", "export", str(out), "--passphrase-file", str(file)]) == 0
    settings.keys_path.rename(tmp_path / "gone")
    typed(PASSPHRASE)
    assert run(["keys", "import", str(out)]) == 0


def test_nobody_is_asked_where_the_file_of_the_passphrase_is_empty(
    content: str, settings: Settings, tmp_path: Path, typed: Callable[..., None]
) -> None:
    out, empty = tmp_path / "kept.keys", tmp_path / "empty"
    typed(PASSPHRASE, PASSPHRASE)
    assert run(["keys", "export", str(out)]) == 0
    settings.keys_path.rename(tmp_path / "gone")
    empty.touch()
    typed(PASSPHRASE)
    assert run(["keys", "import", str(out), "--passphrase-file", str(empty)]) != 0


def test_an_original_comes_back_as_it_was_and_is_noted(
    content: str, capsys: Out, settings: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    assert run(["original", "1", "--out", str(folder)]) == 0
    assert (folder / NAME).read_text(encoding="utf-8") == content
    assert run(["original", "1", "--out", str(folder)]) == 3  # never over another file
    assert run(["original", "99"]) == 6
    assert "document 1 original" in told(settings, Act.REVEALED)
