"""What somebody, or a broken disk, left of a sealed value is told as that, whatever is left: a
rotation passes over it, and a page says so."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.workflows.fakes import filled, scan
from workflows.app import Utsushi
from workflows.sealing import CannotOpen, Ring
from workflows.store.states import State
from workflows.store.tables import RecordRow
from workflows.store.tables.sealed import SealedJson, SealedMessages, SealedText

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
