"""Files on their way from the inbox to records."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from forms.errors import MissingModel, UnreadableFile
from tests.workflows.conftest import FakeClock
from tests.workflows.fakes import filled, scan
from workflows.app import Utsushi
from workflows.intake import names
from workflows.settings import Settings
from workflows.shared_files.growing import Growing
from workflows.store.states import State
from workflows.store.tables import DocumentRow, PageRow, RecordRow, TimingRow, TransitionRow

Drop = Callable[[str, str], Path]
MakeApp = Callable[..., Utsushi]


def states(app: Utsushi) -> list[tuple[int, int, str, str | None]]:
    """(document, ordinal, state, reason code) of every record."""
    query = select(
        RecordRow.document_id, RecordRow.ordinal, RecordRow.state, RecordRow.reason_code
    ).order_by(RecordRow.id)
    with app.store.read() as session:
        return [(row[0], row[1], row[2], row[3]) for row in session.execute(query)]


def inbox(settings: Settings) -> dict[str, list[str]]:
    """What lies where, by folder."""
    top = settings.inbox_path
    folders = {"": top, names.RECEIVED: top / names.RECEIVED, names.REFUSED: top / names.REFUSED}
    return {
        name: sorted(each.name for each in folder.iterdir() if each.is_file())
        for name, folder in folders.items()
        if folder.exists()
    }


def note(settings: Settings, name: str) -> str:
    path = settings.inbox_path / names.REFUSED / f"{name}.txt"
    return path.read_text(encoding="utf-8-sig")


def test_a_sure_document_becomes_ready_and_lies_in_received(
    app: Utsushi, drop: Drop, settings: Settings
) -> None:
    taken = app.take_in(drop("申請.pdf", scan(filled())))
    assert taken
    assert taken.records == ((1, State.READY),)
    assert inbox(settings) == {"": [], names.RECEIVED: ["申請.pdf"]}


def test_the_bytes_are_kept_by_their_hash_for_the_owner_alone(
    app: Utsushi, drop: Drop, settings: Settings
) -> None:
    content = scan(filled())
    app.take_in(drop("a.PDF", content))
    with app.store.read() as session:
        document = session.get_one(DocumentRow, 1)
    kept = settings.home_path / (document.stored_path or "")
    assert kept.name == f"{document.sha256}.pdf"
    assert app.files.read(document.stored_path or "").decode("utf-8") == content
    assert content.encode("utf-8") not in kept.read_bytes()
    if os.name == "posix":
        assert stat.S_IMODE(settings.home_path.stat().st_mode) == 0o700
        ours = [*settings.home_path.glob("originals/**/*"), *settings.home_path.glob("pages/**/*")]
        modes = {(each.is_dir(), stat.S_IMODE(each.stat().st_mode)) for each in ours}
        assert modes == {(True, 0o700), (False, 0o600)}


def test_the_journal_tells_the_way(app: Utsushi, drop: Drop) -> None:
    app.take_in(drop("a.pdf", scan(filled({"phone": "blank"}))))
    query = select(TransitionRow.before, TransitionRow.after).order_by(TransitionRow.id)
    with app.store.read() as session:
        journal = [tuple(row) for row in session.execute(query)]
    assert journal == [(None, "received"), ("received", "reading"), ("reading", "doubted")]


def test_several_applications_of_one_file_are_records_of_their_own(
    app: Utsushi, drop: Drop, settings: Settings
) -> None:
    first, second = filled(), filled({"phone": "blank"}, name="鈴木　花子")
    app.take_in(drop("two.tif", scan(first, second, refused={"3": "UnknownForm"})))
    assert states(app) == [
        (1, 1, "ready", None),
        (1, 2, "doubted", None),
        (1, 3, "held", "UnknownForm"),
    ]
    assert inbox(settings)[names.RECEIVED] == ["two.tif"]
    assert "3 ページ目" in note(settings, "two.tif")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("空.pdf", "", "UnreadableFile"),
        ("壊れ.pdf", "{", "Unexpected"),
        ("知らない様式.pdf", scan(raises="UnknownForm"), "UnknownForm"),
        ("読めない.pdf", scan(raises="UnreadableFile"), "UnreadableFile"),
        ("不明.pdf", scan(raises="SomethingElse"), "Unexpected"),
        ("ＡＢＣ　①㈱髙﨑𠮷🐈.pdf", scan(raises="UnknownForm"), "UnknownForm"),
        ("あ" * 83 + ".pdf", scan(raises="UnknownForm"), "UnknownForm"),
    ],
    ids=["empty", "broken", "unknown", "unreadable", "crash", "odd", "long"],
)
def test_a_bad_file_is_held_with_a_note_and_the_next_goes_on(
    app: Utsushi, drop: Drop, settings: Settings, name: str, content: str, code: str
) -> None:
    app.take_in(drop(name, content))
    app.take_in(drop("good.pdf", scan(filled())))
    assert states(app) == [(1, 1, "held", code), (2, 1, "ready", None)]
    after = inbox(settings)
    assert after[names.RECEIVED] == ["good.pdf"]
    (note_name,) = [each for each in after[names.REFUSED] if each.endswith(".txt")]
    text = (settings.inbox_path / names.REFUSED / note_name).read_text(encoding="utf-8-sig")
    assert "起きたこと: " in text
    assert "次にすること: " in text
    assert name in text
    assert after[""] == []


@pytest.mark.parametrize(("code", "pages"), [("UnknownForm", 1), ("UnreadableFile", 0)])
def test_a_paper_of_no_known_form_keeps_its_pictures(
    app: Utsushi, drop: Drop, settings: Settings, code: str, pages: int
) -> None:
    app.take_in(drop("a.pdf", scan(raises=code)))
    with app.store.read() as session:
        kept = list(session.scalars(select(PageRow)))
        assert [(page.number, page.form_page) for page in kept] == [(1, 0)] * pages
        assert all((settings.home_path / (page.image_path or "")).is_file() for page in kept)


@pytest.mark.skipif(os.name != "posix", reason="names that are no UTF-8 exist on POSIX only")
def test_a_name_that_is_no_utf8_is_taken_and_noted(app: Utsushi, settings: Settings) -> None:
    settings.inbox_path.mkdir(parents=True)
    path = Path(os.fsdecode(os.fsencode(settings.inbox_path) + b"/\x93\xfa\x96{.pdf"))
    path.write_text(scan(raises="UnknownForm"), encoding="utf-8")
    app.take_in(path)
    assert states(app) == [(1, 1, "held", "UnknownForm")]
    assert not path.exists()
    assert (settings.inbox_path / names.REFUSED / path.name).exists()


def test_a_note_does_not_tell_the_name_of_our_copy(
    make_app: MakeApp, drop: Drop, settings: Settings
) -> None:
    def refuse(path: Path) -> None:
        raise UnreadableFile(f"{path.name} は途中で切れています。")

    make_app(hook=refuse).take_in(drop("a.pdf", scan(filled())))
    assert "起きたこと: このファイルは途中で切れています。" in note(settings, "a.pdf")


def test_a_file_that_vanished_has_a_held_row_and_a_note(
    app: Utsushi, drop: Drop, settings: Settings
) -> None:
    path = drop("a.pdf", scan(filled()))
    path.unlink()
    app.take_in(path)
    assert states(app) == [(1, 1, "held", "VanishedFile")]
    assert "なくなりました" in note(settings, "a.pdf")
    assert app.take_up() == ()


def test_a_file_that_vanishes_while_read_is_read_from_our_copy(
    make_app: MakeApp, drop: Drop, settings: Settings
) -> None:
    path = drop("a.pdf", scan(filled()))
    app = make_app(hook=lambda _: path.unlink())
    app.take_in(path)
    assert states(app) == [(1, 1, "ready", None)]
    assert app.take_up() == ()


def test_a_file_that_grows_during_the_copy_is_left_for_later(
    app: Utsushi, drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = drop("a.pdf", scan(filled()))
    app.store  # noqa: B018  (on PostgreSQL a file is written when it is opened)
    keep = Growing.write

    def grow(growing: Growing, data: bytes) -> None:
        keep(growing, data)
        path.write_bytes(data + b"longer")
        monkeypatch.setattr(Growing, "write", keep)

    monkeypatch.setattr(Growing, "write", grow)
    os.utime(path, (1, 1))
    assert app.take_in(path) is None
    assert states(app) == []
    assert path.exists()


def test_the_same_bytes_again_are_a_duplicate_that_names_the_first(
    app: Utsushi, drop: Drop, settings: Settings, clock: FakeClock
) -> None:
    app.take_in(drop("a.pdf", scan(filled())))
    clock.advance(3600)
    app.take_in(drop("b.pdf", scan(filled())))
    assert states(app) == [(1, 1, "ready", None), (2, 1, "duplicate", "DuplicateDocument")]
    assert inbox(settings) == {
        "": [],
        names.RECEIVED: ["a.pdf"],
        names.REFUSED: ["b.pdf", "b.pdf.txt"],
    }
    assert "2026年4月1日 9時05分に受け付けた書類 (受付番号 1)" in note(settings, "b.pdf")


def test_the_same_name_and_bytes_dropped_again_after_shelving_are_a_duplicate_too(
    app: Utsushi, drop: Drop, settings: Settings
) -> None:
    app.take_in(drop("a.pdf", scan(filled())))
    app.take_in(drop("a.pdf", scan(filled())))
    assert [state for _, _, state, _ in states(app)] == ["ready", "duplicate"]


def test_a_scan_that_could_not_be_read_may_be_dropped_again(app: Utsushi, drop: Drop) -> None:
    for name in ("a.pdf", "b.pdf"):
        app.take_in(drop(name, scan(raises="UnknownForm")))
    assert [code for *_, code in states(app)] == ["UnknownForm", "UnknownForm"]


def test_a_taken_name_gets_a_number_and_the_note_says_so(
    app: Utsushi, drop: Drop, settings: Settings
) -> None:
    for page in range(3):
        app.take_in(drop("scan.pdf", scan(raises="UnknownForm", page=page)))
    assert inbox(settings)[names.REFUSED] == [
        "scan (2).pdf",
        "scan (2).pdf.txt",
        "scan (3).pdf",
        "scan (3).pdf.txt",
        "scan.pdf",
        "scan.pdf.txt",
    ]
    assert "scan (2).pdf" in note(settings, "scan (2).pdf")


def test_an_inbox_on_another_file_system_is_shelved_by_copy(
    app: Utsushi, drop: Drop, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno

    replace = Path.replace

    def across(self: Path, target: Path) -> Path:
        if self.parent == settings.inbox_path:
            raise OSError(errno.EXDEV, "cross-device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", across)
    app.take_in(drop("a.pdf", scan(filled())))
    assert inbox(settings) == {"": [], names.RECEIVED: ["a.pdf"]}


def test_a_folder_that_refuses_the_move_is_tried_again(
    app: Utsushi, drop: Drop, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(source: Path, target: Path) -> None:
        raise PermissionError(13, "open elsewhere")

    path = drop("a.pdf", scan(filled()))
    with monkeypatch.context() as patch:
        patch.setattr("workflows.intake.shelf.move_into", refuse)
        app.take_in(path)
    assert path.exists()
    assert [each.document_id for each in app.take_up()] == [1]
    assert inbox(settings) == {"": [], names.RECEIVED: ["a.pdf"]}


def test_a_missing_model_stops_the_batch_and_the_document_waits(
    make_app: MakeApp, drop: Drop
) -> None:
    def missing(_: Path) -> None:
        raise MissingModel("重みがありません。")

    with pytest.raises(MissingModel):
        make_app(hook=missing).take_in(drop("a.pdf", scan(filled())))
    app = make_app()
    assert states(app) == [(1, 1, "received", None)]
    app.take_up()
    assert states(app) == [(1, 1, "ready", None)]


def test_a_reading_whose_worker_is_gone_is_taken_up_after_its_lease(
    make_app: MakeApp, drop: Drop, clock: FakeClock
) -> None:
    def die(_: Path) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_app(hook=die).take_in(drop("a.pdf", scan(filled())))
    app = make_app()
    app.take_up()
    assert states(app) == [(1, 1, "reading", None)]
    clock.advance(app.settings.lease_seconds + 1)
    app.take_up()
    assert states(app) == [(1, 1, "ready", None)]


def test_a_paper_that_kills_every_reader_is_held_in_the_end(
    make_app: MakeApp, drop: Drop, clock: FakeClock, settings: Settings
) -> None:
    def die(_: Path) -> None:
        raise KeyboardInterrupt

    app = make_app(hook=die)
    document_id = app.receive(drop("bomb.pdf", scan(filled())))
    assert document_id
    for _ in range(settings.read_limit):
        with pytest.raises(KeyboardInterrupt):
            app.take_up()
        clock.advance(settings.lease_seconds + 1)
    app.take_up()
    assert states(app) == [(1, 1, "held", "ReadingStopped")]
    assert inbox(settings)[names.REFUSED] == ["bomb.pdf", "bomb.pdf.txt"]


def test_a_late_reader_does_not_write_over_the_one_that_took_its_place(
    make_app: MakeApp, drop: Drop, clock: FakeClock
) -> None:
    second = make_app()

    def slow(_: Path) -> None:
        clock.advance(second.settings.lease_seconds + 1)
        second.take_up()

    make_app(hook=slow).take_in(drop("a.pdf", scan(filled())))
    assert states(second) == [(1, 1, "ready", None)]


def test_what_a_document_took_is_written_down(app: Utsushi, drop: Drop) -> None:
    app.take_in(drop("a.pdf", scan(filled({"phone": "blank"}), filled(name="林　次郎"))))
    with app.store.read() as session:
        steps = {row.step: row.seconds for row in session.scalars(select(TimingRow))}
        rows = session.scalars(select(RecordRow).order_by(RecordRow.id)).all()
        counts = [(row.fields, row.fields_accepted, row.fields_doubted) for row in rows]
        pages = session.get_one(DocumentRow, 1).page_count
    assert (steps["load"], steps["recognise"]) == (0.1, 0.4)
    assert counts == [(7, 6, 1), (7, 7, 0)]
    assert pages == 2


@pytest.mark.parametrize(
    ("name", "is_temporary"),
    [
        ("~$申請.docx", True),
        (".DS_Store", True),
        ("Thumbs.db", True),
        ("scan.pdf.part", True),
        ("scan.TMP", True),
        ("scan.crdownload", True),
        ("scan.pdf", False),
        ("申請.tiff", False),
        ("part.pdf", False),
    ],
)
def test_temporary_names_are_known(name: str, is_temporary: bool) -> None:
    assert names.is_temporary(name) is is_temporary
