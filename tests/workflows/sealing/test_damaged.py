"""What somebody, or a broken disk, left of a sealed value is told as that, whatever is left: a
rotation passes over it, and a page says so."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.workflows.fakes import filled, scan
from workflows.accounts import EVERYTHING
from workflows.app import Utsushi
from workflows.reviewing.finding import Finding
from workflows.reviewing.overview import Overview
from workflows.sealing import CannotOpen, Ring
from workflows.store.sealing import store_as_is
from workflows.store.states import State
from workflows.store.tables import DocumentRow, RecordRow
from workflows.store.tables.sealed import DAMAGED, SealedJson, SealedMessages, SealedText, _log_once

KINDS = {
    "text": (SealedText("t.c"), ("u1.", "u1.abc", "u1.abc.", "u1..")),
    "json": (SealedJson("t.c"), ("", "{", '"u1.', '"u1."', '"u1.abc"')),
    "messages": (
        SealedMessages("t.c"),
        ("", "[", "null", "[1]", "[{}]", '[{"message": null}]', '[{"message": "u1."}]'),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_what_is_left_of_a_value_is_told_as_such(ring: Ring, name: str) -> None:
    kind, damaged = KINDS[name]
    for each in damaged:
        assert not kind.is_current(each, ring)
        with pytest.raises(CannotOpen):
            kind.resealed(each, 1, ring)
        with pytest.raises(CannotOpen):
            kind._opened(each, "1", ring)


@pytest.mark.parametrize("name", KINDS)
def test_every_shorter_piece_of_a_value_is_refused(ring: Ring, name: str) -> None:
    kind, _ = KINDS[name]
    value = [{"message": "山田", "code": "x"}] if name == "messages" else "山田"
    sealed = kind._sealed(value, 1, ring)
    stored = sealed if name == "text" else json.dumps(sealed)
    assert kind._opened(stored, "1", ring) == value
    for end in range(len("u1.") if name == "text" else 0, len(stored)):
        with pytest.raises(CannotOpen):
            kind._opened(stored[:end], "1", ring)


def test_a_record_that_cannot_be_opened_waits_with_a_word_and_stops_no_other(
    app: Utsushi, drop: Callable[[str, str], Path]
) -> None:
    for number in (1, 2):
        app.take_in(drop(f"{number}.pdf", scan(filled(name=f"森　{'一二三'[number]}"))))
    with app.store.write() as session:
        cut = "UPDATE readings SET raw = substr(raw, 1, 20) WHERE record_id = 1"
        session.execute(text(cut))
    assert [each.record_id for each in app.enter().attempted] == [2]
    with app.store.read() as session:
        first, second = (session.get_one(RecordRow, number) for number in (1, 2))
        assert (first.state, first.reason_code) == (State.READY, "CannotOpen")
        assert second.state == State.VERIFIED


def damage(app: Utsushi, *columns: str) -> None:
    """Those of the first rows of their tables; what was damaged in another test is told anew."""
    _log_once.cache_clear()
    with app.store.write() as session:
        for each in columns:
            table, column = each.split(".")
            cut = f"UPDATE {table} SET {column} = substr({column}, 1, 20) WHERE id = 1"
            session.execute(text(cut))


def test_a_damaged_name_is_told_and_ends_no_search(
    app: Utsushi, drop: Callable[[str, str], Path], caplog: pytest.LogCaptureFixture
) -> None:
    for number in (1, 2):
        app.take_in(drop(f"山田{number}.pdf", scan(filled(name=f"森　{'一二三'[number]}"))))
    damage(app, "documents.name", "documents.arrival_path", "documents.shelf_path")
    finding = Finding(app.store, app.catalogue)
    assert [each.file for each in finding.find(EVERYTHING, "山田", 10)] == ["山田2.pdf"]
    (found,) = finding.find(EVERYTHING, DAMAGED, 10)
    assert found.record_id == 1
    assert caplog.messages.count("a sealed value cannot be opened: documents.name:1") == 1
    with app.store.read() as session:
        document = session.get_one(DocumentRow, 1)
        assert (document.arrival_path, document.shelf_path) == ("", "")


def test_a_damaged_reason_holds_up_neither_the_list_nor_the_entry(
    app: Utsushi, drop: Callable[[str, str], Path]
) -> None:
    app.take_in(drop("0.pdf", scan(raises="UnknownForm")))
    app.take_in(drop("1.pdf", scan(raises="UnknownForm", note="x")))
    damage(app, "records.reason", "records.advice")
    second, first = Overview(app.store, app.catalogue).aside(EVERYTHING, State.HELD, 10)
    assert first.reason is not None
    assert second.reason is not None
    assert (first.reason.message, first.reason.advice) == (DAMAGED, DAMAGED)
    assert DAMAGED not in second.reason.message
    app.take_in(drop("2.pdf", scan(filled())))
    assert len(app.enter().attempted) == 1


def test_what_was_disputed_and_cannot_be_opened_keeps_its_record_from_entry(
    app: Utsushi, drop: Callable[[str, str], Path]
) -> None:
    for number in (1, 2):
        app.take_in(drop(f"{number}.pdf", scan(filled(name=f"森　{'一二三'[number]}"))))
    with app.store.write() as session:
        session.get_one(RecordRow, 1).disputed = {"name": "林"}
    with app.store.write() as session:
        stored = {"disputed": '"u1.abc"'}
        store_as_is(session.connection(), RecordRow.metadata.tables["records"], 1, stored)
    assert [each.record_id for each in app.enter().attempted] == [2]
    with app.store.read() as session:
        row = session.get_one(RecordRow, 1)
        assert (row.state, row.reason_code) == (State.READY, "CannotOpen")


def test_an_original_whose_place_cannot_be_opened_stays_where_it_lies(
    app: Utsushi, drop: Callable[[str, str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = drop("1.pdf", scan(filled()))
    app.receive(path)
    damage(app, "documents.arrival_path")
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    app.take_up()
    assert path.is_file()
    assert sorted(tmp_path.iterdir()) == before
    with app.store.read() as session:
        assert session.get_one(DocumentRow, 1).shelved_at is None
