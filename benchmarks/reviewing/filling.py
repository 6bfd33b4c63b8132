"""A store with many records that wait, put there in bulk. Everybody in it is invented."""

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from typing import Any

from sqlalchemy import insert, inspect
from sqlalchemy.orm import Session

from forms import rules
from forms.catalogue import Catalogue
from forms.form import Field, FieldType, Form
from forms.record import Reading, Record
from workflows.store.database import Store
from workflows.store.sealing import next_ids
from workflows.store.states import State
from workflows.store.tables import (
    AnswerRow,
    DocumentRow,
    ReadingRow,
    RecordRow,
    TimingRow,
    TransitionRow,
)

DOUBTED = 5  # fields of a record that a person must look at
_AT_ONCE = 200  # records in one statement
_END = datetime(2026, 11, 27, 6, 0, tzinfo=UTC)
_VALUES: Mapping[FieldType, str] = {
    FieldType.NAME: "架空　花子", FieldType.KANA: "カクウ　ハナコ",
    FieldType.ADDRESS: "架空市みなと町3-5-12", FieldType.TEXT: "屋根瓦がずれた",
    FieldType.POSTAL_CODE: "9218155", FieldType.PHONE: "0761234567",
    FieldType.MY_NUMBER: "123456789018", FieldType.SEAL: "あり", FieldType.QR: "0123456789",
}  # fmt: skip


def fill(store: Store, catalogue: Catalogue, records: int, seed: int = 1) -> None:
    """`records` doubted ones over 30 days, of each form in turn whose rules our values keep; every
    third one is begun."""
    draw = random.Random(seed)
    forms = [form for form in catalogue if _keeps_rules(form)]
    numbers = iter(range(1, records + 1))
    while chunk := list(islice(numbers, _AT_ONCE)):
        with store.write() as session:
            _write(session, [(n, forms[n % len(forms)]) for n in chunk], records, draw)


def _write(
    session: Session, papers: list[tuple[int, Form]], records: int, draw: random.Random
) -> None:
    at = {n: _END - timedelta(days=30) * ((records - n) / records) for n, _ in papers}
    doubted = {n: _doubted(form, draw) for n, form in papers}
    many: tuple[tuple[type[Any], Iterable[dict[str, Any]]], ...] = (
        (DocumentRow, (_document(n, at[n]) for n, _ in papers)),
        (RecordRow, (_record(n, form, at[n]) for n, form in papers)),
        (ReadingRow, (row for n, form in papers for row in _readings(n, form, doubted[n]))),
        (TransitionRow, (row for n, _ in papers for row in _transitions(n, at[n]))),
        (TimingRow, (_timing(n, at[n]) for n, _ in papers)),
        (AnswerRow, (_answer(n, doubted[n][0], at[n]) for n, _ in papers if n % 3 == 0)),
    )
    for table, rows in many:
        made = list(rows)
        ids = next_ids(session, inspect(table).local_table, len(made))
        if made:
            rows_with_ids = [{"id": n, **row} for n, row in zip(ids, made, strict=True)]
            session.execute(insert(table), rows_with_ids)


def _value(form: Form, field: Field) -> str | None:
    """Blank where a rule speaks of the field: no rule is broken then."""
    if field.id in _PAID_TO:
        return _PAID_TO[field.id]
    return None if field.id in _ruled(form) else _VALUES.get(field.type)


def _ruled(form: Form) -> frozenset[str]:
    return frozenset(n for rule in form.rules for n in (*rule.fields, *dict(rule.when)))


def _doubted(form: Form, draw: random.Random) -> list[str]:
    """Fields that a person accepts as they stand; none that a rule speaks of."""
    ruled = _ruled(form)
    found = [
        f.id
        for f in form.fields
        if f.id not in ruled and _VALUES.get(f.type) and not f.private and not f.double
    ]
    return draw.sample(found, min(DOUBTED, len(found)))


def _keeps_rules(form: Form) -> bool:
    read = tuple(
        Reading(f.id, "", _value(form, f), 1.0, f.page, f.box, "bench") for f in form.fields
    )
    return not rules.check(form, Record(form.id, form.version, read)).is_doubted


def _document(n: int, at: datetime) -> dict[str, Any]:
    return {
        "id": n, "sha256": f"{n:064x}", "name": f"scan_{n:06d}.pdf",
        "arrival_path": f"/inbox/scan_{n:06d}.pdf", "size": 300_000, "received_at": at,
        "page_count": 1, "read_starts": 1, "shelved_at": at, "stored_path": f"originals/{n}.pdf",
    }  # fmt: skip


def _record(n: int, form: Form, at: datetime) -> dict[str, Any]:
    fields = len(form.fields)
    return {
        "id": n, "document_id": n, "ordinal": 1, "state": State.DOUBTED.value, "form": form.id,
        "version": form.version, "fit": 0.98, "received_at": at, "changed_at": at,
        "fields": fields, "fields_doubted": DOUBTED, "fields_accepted": fields - DOUBTED,
        "attempts": 0, "returns": 0,
    }  # fmt: skip


def _readings(n: int, form: Form, doubted: list[str]) -> Iterator[dict[str, Any]]:
    for position, field in enumerate(form.fields):
        value = _value(form, field)
        in_doubt = field.id in doubted
        yield {
            "record_id": n, "position": position, "field": field.id, "raw": value or "",
            "value": value, "confidence": 0.7 if in_doubt else 0.999, "page": field.page,
            "box": list(asdict(field.box).values()), "source": "bench", "accepted": not in_doubt,
            "doubts": [_DOUBT] if in_doubt else [], "candidates": _candidates(field, value),
        }  # fmt: skip


_PAID_TO: Mapping[str, str] = {
    "bank_name": "架空", "account_number": "0012345", "account_holder_kana": "カクウ　ハナコ",
}  # fmt: skip
_DOUBT = {"code": "uncertain", "message": "読み取りに自信がありません。"}


def _candidates(field: Field, value: str | None) -> list[dict[str, Any]]:
    if value is None or field.options:
        return []
    return [{"value": value, "probability": 0.7}, {"value": f"{value}1", "probability": 0.2}]


def _transitions(n: int, at: datetime) -> Iterator[dict[str, Any]]:
    way = (None, State.RECEIVED, State.READING, State.DOUBTED)
    for before, after in pairwise(way):
        yield {
            "record_id": n, "before": before.value if before else None,
            "after": after.value if after else "", "at": at, "by": "bench:1:x", "note": "",
        }  # fmt: skip


def _timing(n: int, at: datetime) -> dict[str, Any]:
    return {"document_id": n, "record_id": None, "kind": "read", "step": "recognise",
            "seconds": 0.4, "at": at}  # fmt: skip


def _answer(n: int, field: str, at: datetime) -> dict[str, Any]:
    return {"record_id": n, "field": field, "kind": "accepted", "raw": "x", "value": "架空",
            "overrides": None, "by": "前の人", "at": at, "seconds": 3.0}  # fmt: skip
