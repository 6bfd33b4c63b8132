"""Data through the door of every document: the watched folder, the store, the shelf."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from forms.catalogue import Catalogue
from ocr.calibration import Trust
from tests.workflows.conftest import FakeClock
from tests.workflows.electronic.files import csv_of, row, xml_of, zip_of
from tests.workflows.fakes import filled, scan
from workflows.accounts import EVERYTHING
from workflows.app import Utsushi
from workflows.calibrating.checked import gather
from workflows.effect.gathering import cells
from workflows.electronic.keeping import AGAIN, SAME, arrived_of
from workflows.measures.shares import shares
from workflows.retention import content
from workflows.reviewing.rereading import Rereading
from workflows.second_looks import rates
from workflows.settings import Settings
from workflows.store.states import State
from workflows.store.tables import ElectronicRow, ReadingRow, RecordRow, SecondTaskRow

Taken = Callable[[str, bytes], list[State]]
BAD = (
    row("佐藤　一", 開始日="R6.2.30"),
    row("佐藤　二", 電話="312345678"),
    row(""),
)


@pytest.fixture
def take(app: Utsushi, settings: Settings) -> Taken:
    """Drops a file and takes it in; the states of its records."""

    def taking(name: str, data: bytes) -> list[State]:
        settings.inbox_path.mkdir(parents=True, exist_ok=True)
        path = settings.inbox_path / name
        path.write_bytes(data)
        taken = app.take_in(path)
        assert taken is not None
        return [state for _, state in taken.records]

    return taking


def records(app: Utsushi) -> list[RecordRow]:
    with app.store.read() as session:
        return list(session.scalars(select(RecordRow).order_by(RecordRow.id)))


def test_of_500_rows_with_3_bad_ones_497_go_on_and_3_go_to_a_person(
    take: Taken, app: Utsushi, settings: Settings
) -> None:
    rows = [row(電話=f"03{n:08}") for n in range(497)]
    states = take("一覧.csv", csv_of(*rows[:100], *BAD, *rows[100:]))
    assert states.count(State.READY) == 497
    assert [n for n, state in enumerate(states) if state is State.DOUBTED] == [100, 101, 102]
    assert not (settings.inbox_path / "一覧.csv").exists()
    with app.store.read() as session:
        readings = session.scalars(
            select(ReadingRow).where(ReadingRow.accepted.is_(False)).order_by(ReadingRow.id)
        )
        told = [each.doubts[0]["message"] for each in readings]
    assert "102 行目 C 列「開始日」" in told[0]
    assert "103 行目 G 列「電話」" in told[1]
    assert "104 行目 A 列「氏名」" in told[2]


def test_the_same_rows_in_a_second_list_are_told_and_not_taken_twice(
    take: Taken, app: Utsushi
) -> None:
    take("1.csv", csv_of(row(), row("佐藤　花子")))
    states = take("2.csv", csv_of(row(), row("佐藤　花子"), row("鈴木　一郎")))
    assert states == [State.DUPLICATE, State.DUPLICATE, State.READY]
    again = records(app)[2]
    assert again.reason_code == SAME
    assert "記録 1 " in (again.reason or "")


def test_the_same_application_in_another_format_is_the_same(take: Taken) -> None:
    take("1.csv", csv_of(row()))
    xml = {"氏名": "山田　太郎", "開始日": "2024-04-01", "性別": "男", "電話": "03-1234-5678"}
    assert take("2.xml", xml_of(xml)) == [State.DUPLICATE]


def test_a_row_that_stands_twice_in_one_list_is_taken_once(take: Taken) -> None:
    assert take("1.csv", csv_of(row(), row())) == [State.READY, State.DUPLICATE]


def test_a_person_may_say_that_it_is_another_application(take: Taken, app: Utsushi) -> None:
    take("1.csv", csv_of(row(), row()))
    assert app.reviewing.reopen(2, "tanaka") is State.DOUBTED


def test_another_content_under_the_same_number_is_held(
    take: Taken, app: Utsushi, settings: Settings
) -> None:
    folder = settings.home_path / "forms" / "chosa" / "intake"
    folder.mkdir(parents=True)
    fields = "{name: 氏名, start: 開始日, sex: 性別}"
    text = f"source: p\ntitle: p\nkind: csv\nreference: 番号\nfields: {fields}\n"
    (folder / "p.yaml").write_text(text, encoding="utf-8")
    head = ("番号", "氏名", "開始日", "性別")
    take("1.csv", csv_of(("A1", "山田　太郎", "R6.4.1", "男"), head=head))
    states = take("2.csv", csv_of(("A1", "山田　太郎", "R6.4.2", "男"), head=head))
    assert states == [State.HELD]
    assert records(app)[1].reason_code == AGAIN


def test_how_each_came_is_kept_and_nothing_of_it_is_in_clear_columns(
    take: Taken, app: Utsushi
) -> None:
    take("1.csv", csv_of(row(), row("佐藤　花子")))
    with app.store.read() as session:
        arrived = arrived_of(session, 2)
        assert arrived is not None
        assert (arrived.number, arrived.place) == (2, "3 行目")
        assert arrived.places["name"] == "A 列「氏名」"
        columns = ElectronicRow.__table__.columns.keys()
        assert {*columns} == {
            "id", "record_id", "kind", "source", "number", "digest", "reference_tag", "arrived",
        }  # fmt: skip


def test_what_came_as_data_is_counted_apart_from_what_was_read(take: Taken, app: Utsushi) -> None:
    take("1.csv", csv_of(row(), row("佐藤　花子"), row()))
    take("1.pdf", scan(filled()).encode())
    with app.store.read() as session:
        cell = cells(session, ("2026-04",))[0]
        assert (cell.records, cell.electronic, cell.duplicates, cell.read) == (4, 2, 1, 1)
        assert cell.fields == 7


def test_nothing_is_drawn_as_a_sample_of_what_came_as_data(take: Taken, app: Utsushi) -> None:
    with app.store.write() as session:
        rates.put(session, "chosa", 1.0, False, "admin", app.clock())
    take("1.csv", csv_of(row()))
    with app.store.read() as session:
        assert session.scalar(select(func.count()).select_from(SecondTaskRow)) == 0


def test_a_list_of_no_form_is_held_and_read_as_the_form_that_a_person_names(
    take: Taken, app: Utsushi
) -> None:
    states = take("1.csv", csv_of(("山田　太郎", "R6.4.1"), head=("氏名", "開始日")))
    assert states == [State.HELD]
    assert records(app)[0].reason_code == "UnknownForm"


def test_a_bundle_without_an_application_is_held_with_a_word(take: Taken, app: Utsushi) -> None:
    assert take("1.zip", zip_of({"a.txt": b"x"})) == [State.HELD]
    assert "申請のデータ" in (records(app)[0].reason or "")


def test_the_reader_of_papers_is_not_opened_for_data(
    make_app: Callable[..., Utsushi], settings: Settings
) -> None:
    opened: list[Path] = []
    app = make_app(hook=opened.append)
    settings.inbox_path.mkdir(parents=True, exist_ok=True)
    path = settings.inbox_path / "1.csv"
    path.write_bytes(csv_of(row()))
    app.take_in(path)
    assert "reader" not in app.__dict__
    assert opened == []


def test_rows_that_wait_are_told_beside_a_list_that_was_taken(
    take: Taken, settings: Settings
) -> None:
    take("1.csv", csv_of(row(), row()))
    notes = list((settings.inbox_path / "エラー").glob("*.txt"))
    assert len(notes) == 1
    assert "そのままでは進みません" in notes[0].read_text(encoding="utf-8-sig")


def test_only_the_row_that_a_person_asks_for_is_read_again(take: Taken, app: Utsushi) -> None:
    take("1.csv", csv_of(row(), row("佐藤　花子", 電話="312345678"), row("鈴木　一郎")))
    app.reviewing.hold(2, "確かめます", "tanaka")
    rereading = Rereading(app.reviewing.hand)
    rereading.ask(2, "tanaka", EVERYTHING, "chosa", "1")
    app.take_up()
    assert [State(each.state) for each in records(app)] == [
        State.READY,
        State.DOUBTED,
        State.READY,
    ]


def test_what_came_as_data_is_deleted_with_the_rest_at_the_end_of_its_time(
    take: Taken, app: Utsushi
) -> None:
    take("1.csv", csv_of(row(), row("佐藤　花子")))
    with app.store.write() as session:
        assert "electronic" in content.left_of(session, 1)
        content.take_out(session, 1, app.clock())
        assert content.left_of(session, 1) == []


def test_nothing_is_learnt_from_what_came_as_data(
    take: Taken, app: Utsushi, catalogue: Catalogue
) -> None:
    take("1.csv", csv_of(row(電話="312345678"), row("佐藤　花子")))
    evidence = gather(app.store, catalogue, Trust.shipped())
    assert evidence.types == {}
    with app.store.read() as session:
        assert shares(session, frozenset({"chosa"}), None) == []


def test_nobody_types_twice_what_came_as_data(
    settings: Settings, catalogue: Catalogue, clock: FakeClock
) -> None:
    form = catalogue["chosa"]
    fields = tuple(replace(each, double=each.id == "phone") for each in form.fields)
    settings.inbox_path.mkdir(parents=True)
    (settings.inbox_path / "1.csv").write_bytes(csv_of(row()))
    with Utsushi(settings, catalogue=Catalogue([replace(form, fields=fields)]), clock=clock) as app:
        taken = app.take_in(settings.inbox_path / "1.csv")
        assert taken is not None
        assert [state for _, state in taken.records] == [State.READY]
