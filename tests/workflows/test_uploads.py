"""Bytes that a browser sends, on their way to a row; and the departments' folders."""

import hashlib
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest

from forms.errors import UnreadableFile, UtsushiError
from tests.workflows.fakes import filled, scan
from tests.workflows.sending import send
from tests.workflows.test_intake import MakeApp, inbox, states
from workflows.app import Utsushi
from workflows.files import sweep
from workflows.intake import names
from workflows.intake.origin import Origin, department_named, strangers_in
from workflows.intake.uploads import NAMELESS, NoSpace, TooLarge, Upload, plain_name
from workflows.settings import Settings
from workflows.shared_files import Files
from workflows.shared_files.growing import _private
from workflows.store.tables import DocumentRow
from workflows.watch import list_files

PDF = b"%PDF-1.7\n"
SEVEN = b"7z\xbc\xaf"


def document(app: Utsushi, number: int) -> DocumentRow:
    with app.store.read() as session:
        return session.get_one(DocumentRow, number)


def left(settings: Settings) -> list[str]:
    """Files of uploads, whole or not, that lie on the disk."""
    folders = (settings.home_path / "tmp", settings.home_path / "originals")
    return [each.name for folder in folders for each in folder.rglob("*") if each.is_file()]


def readable(**values: str) -> bytes:
    """A "scan" for the fake reader that begins as a PDF does."""
    return scan(filled(), note="%PDF-", **values).encode()


def test_what_is_uploaded_goes_the_way_of_every_file(app: Utsushi, settings: Settings) -> None:
    number = send(app, readable(), "申請書.PDF", department="こども課")
    row = document(app, number)
    assert (row.name, row.uploaded_by, row.department) == ("申請書.PDF", "田中", "こども課")
    assert row.sha256 == hashlib.sha256(readable()).hexdigest()
    assert app.files.read(row.stored_path or "") == readable()
    assert [each.document_id for each in app.take_up()] == [number]
    assert states(app) == [(number, 1, "ready", None)]
    assert document(app, number).shelved_at is not None
    assert app.take_up() == ()


def test_an_upload_touches_nothing_in_the_watched_folder(app: Utsushi, settings: Settings) -> None:
    bad = scan(raises="UnknownForm", note="%PDF-").encode()
    send(app, bad, "../受付済/x.pdf")
    app.take_up()
    assert states(app) == [(1, 1, "held", "UnknownForm")]
    assert inbox(settings) == {}


def test_an_upload_sent_again_is_the_same_document_even_when_it_was_read(app: Utsushi) -> None:
    first = send(app, readable())
    assert send(app, readable()) == first
    app.take_up()
    assert send(app, readable()) == first
    assert len(states(app)) == 1


def test_the_same_bytes_dropped_anew_are_a_duplicate_wherever_they_come_from(
    app: Utsushi, settings: Settings
) -> None:
    send(app, readable())
    app.take_up()
    settings.inbox_path.mkdir(parents=True, exist_ok=True)
    (settings.inbox_path / "again.pdf").write_bytes(readable())
    app.take_in(settings.inbox_path / "again.pdf")
    send(app, readable(), key="1" * 32)
    assert [state for _, _, state, _ in states(app)] == ["ready", "duplicate", "duplicate"]


def test_an_upload_of_which_nobody_read_anything_may_be_sent_anew(app: Utsushi) -> None:
    bad = scan(raises="UnknownForm", note="%PDF-").encode()
    send(app, bad)
    app.take_up()
    send(app, bad, key="1" * 32)
    assert [state for _, _, state, _ in states(app)] == ["held", "received"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (SEVEN + b"x" * 5000, "7-Zip"),
        (b"MZ" + b"x" * 5000, "プログラム"),
        (b"<html><script>alert(1)</script>", "HTML"),
        (b"GIF89a" + b"x" * 50, "GIF"),
        (b"x", "知らない種類"),
    ],
    ids=["7-zip", "program", "html", "gif", "short"],
)
def test_what_is_no_paper_is_refused_by_its_bytes_whatever_its_name_and_nothing_stays(
    app: Utsushi, settings: Settings, data: bytes, words: str
) -> None:
    with pytest.raises(UnreadableFile, match=words):
        send(app, data, "scan.pdf")
    assert left(settings) == []
    assert states(app) == []


def test_a_file_that_is_too_large_is_refused_before_a_byte_is_written(
    app: Utsushi, settings: Settings
) -> None:
    with pytest.raises(TooLarge, match="200 MB"):
        Upload(app.office, "a.pdf", 200_000_001)
    assert left(settings) == []


@pytest.mark.parametrize(("sent", "said"), [(10, 20), (20, 10)], ids=["short", "long"])
def test_a_body_that_is_not_as_long_as_was_said_is_refused_whole(
    app: Utsushi, settings: Settings, sent: int, said: int
) -> None:
    with pytest.raises(UtsushiError, match="最後まで届きません"):
        send(app, PDF.ljust(sent, b" ")[:sent], size=said)
    assert left(settings) == []
    assert states(app) == []


def test_a_disk_without_room_is_told_before_the_upload_begins(
    app: Utsushi, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = type("Usage", (), {"free": 1000})
    monkeypatch.setattr("workflows.intake.uploads.shutil.disk_usage", lambda path: usage)
    with pytest.raises(NoSpace, match="空きがありません"):
        send(app, PDF)
    assert left(settings) == []


class FullDisk:
    """A file on a disk that takes no more."""

    def __init__(self, file: BinaryIO) -> None:
        self.close = file.close

    def write(self, data: bytes) -> None:
        raise OSError(28, "No space left on device")


@pytest.mark.parametrize("step", ["write", "flush", "settle"])
def test_a_disk_that_fills_up_on_the_way_leaves_nothing_half(
    app: Utsushi, settings: Settings, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    def writable(path: Path) -> BinaryIO:
        file = _private(path)
        return cast("BinaryIO", FullDisk(file)) if step == "write" else file

    monkeypatch.setattr("workflows.shared_files.growing._private", writable)
    if step != "write":
        name = {"flush": "growing.flush", "settle": "places.move_into"}[step]
        monkeypatch.setattr(f"workflows.shared_files.{name}", full)
    with pytest.raises(NoSpace):
        send(app, PDF)
    assert left(settings) == []
    assert states(app) == []


def test_a_killed_upload_leaves_a_part_that_is_swept_away(settings: Settings) -> None:
    growing = Files.of(settings).growing()
    growing.write(b"half")
    assert len(left(settings)) == 1
    sweep(settings.home_path, now=4e9)
    assert left(settings) == []
    growing.__exit__()


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\申請.pdf", "申請.pdf"),
        ("/abs/a.pdf", "a.pdf"),
        ("..", NAMELESS),
        ("", NAMELESS),
        ("a/../", NAMELESS),
        (" . ", NAMELESS),
        ("fdp\u202e.exe", "fdp.exe"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ("<script>alert(1)</script>.pdf", "script>.pdf"),
        ("①㈱髙﨑𠮷🐈.pdf", "①㈱髙﨑𠮷🐈.pdf"),
    ],
)
def test_the_name_of_an_upload_is_a_label_and_no_path(said: str, shown: str) -> None:
    assert plain_name(said) == shown


def test_a_name_that_is_too_long_keeps_its_end() -> None:
    name = plain_name("あ" * 300 + ".pdf")
    assert name.endswith("あ.pdf")
    assert len(name.encode()) <= names.MAX_BYTES


# Departments' folders in the inbox


@pytest.mark.parametrize(
    ("folder", "department"),
    [
        ("こども課", "こども課"),
        (" こども 課", "こども課"),
        ("ＩＴ課", "IT課"),
        ("他", None),
        ("", None),
    ],
)
def test_a_folder_is_named_after_a_department_however_wide(
    folder: str, department: str | None
) -> None:
    assert department_named(folder, ("こども課", "IT課")) == department


def test_only_a_folder_in_the_inbox_itself_names_a_department() -> None:
    inbox = Path("/inbox")
    for path, department in (
        (inbox / "こども課" / "a.pdf", "こども課"),
        (inbox / "a.pdf", None),
        (inbox / "x" / "こども課" / "a.pdf", None),
        (Path("/other/こども課/a.pdf"), None),
    ):
        assert Origin.of_file(path, inbox, ("こども課",)).department == department


def test_a_file_in_a_departments_folder_is_its_own_and_is_put_away_there(
    make_app: MakeApp, settings: Settings
) -> None:
    app = make_app()
    (department,) = {form.department for form in app.catalogue}
    own = settings.inbox_path / department
    own.mkdir(parents=True)
    (own / "a.pdf").write_text(scan(filled()), encoding="utf-8")
    (own / "b.pdf").write_text(scan(raises="UnknownForm"), encoding="utf-8")
    (settings.inbox_path / "さあ").mkdir()
    (settings.inbox_path / "さあ" / "c.pdf").write_text("x", encoding="utf-8")
    found = list_files(settings.inbox_path, (department,))
    assert sorted(path.name for path in found) == ["a.pdf", "b.pdf"]
    assert strangers_in(settings.inbox_path, (department,)) == ("さあ",)
    for path in found:
        app.take_in(path)
    assert [document(app, n).department for n in (1, 2)] == [department, department]
    assert [each.name for each in (own / names.RECEIVED).iterdir()] == ["a.pdf"]
    assert sorted(e.name for e in (own / names.REFUSED).iterdir()) == ["b.pdf", "b.pdf.txt"]
    assert inbox(settings) == {"": []}
