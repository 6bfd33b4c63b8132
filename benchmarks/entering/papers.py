"""Invented applications, straight into the store as records that are ready to enter."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from random import Random

from forms.catalogue import Catalogue
from forms.form import Form
from forms.record import Reading, Record, Value
from samples.generate.people import Town
from samples.generate.values import values_of
from workflows.clock import utc_now
from workflows.store import readings, records
from workflows.store.database import Store
from workflows.store.records import Mark
from workflows.store.states import State
from workflows.store.tables import DocumentRow

TODAY = date(2026, 4, 1)
_TOWN = 400
"""Papers of one town: people of a town share no reading of a name, and its names run out."""
_KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワ"


@dataclass(frozen=True, slots=True)
class Sort:
    """Applications of one form: the fields of the scenario's key, and a field with a value that the
    target system refuses."""

    form: str
    key: tuple[str, ...]
    refused: tuple[str, str]


RISAI = Sort("risai-shomei", ("kana", "risai_date"), ("setai_ninzu", "人"))
DOGS = Sort("inu-toroku", ("kana", "inu_na", "shinsei_date"), ("inu_keiro", "茶" * 21))
"""Thirteen fields on one screen, where `RISAI` has twenty on three."""

SORTS = {each.form: each for each in (RISAI, DOGS)}


class Kind(Enum):
    """What a paper is for. A twin is a second scan of the paper before it, a rival another paper of
    the same key with other values, a refused one holds what the target system does not take."""

    PLAIN = "plain"
    TWIN = "twin"
    RIVAL = "rival"
    REFUSED = "refused"


SHARES = {Kind.TWIN: 0.01, Kind.RIVAL: 0.005, Kind.REFUSED: 0.01}


@dataclass(frozen=True, slots=True)
class Paper:
    """One application. `values` by field id."""

    kind: Kind
    values: dict[str, Value]


def papers(seed: int, sort: Sort) -> Iterator[Paper]:
    """As many as are wanted; each plain one has a key of its own."""
    declared = form(sort)
    rng, number, before = Random(seed), 0, dict[str, Value]()
    town = Town(rng)
    while True:
        if number % _TOWN == 0:
            town = Town(rng)
        kind = _kind(rng) if number else Kind.PLAIN
        if kind in (Kind.PLAIN, Kind.REFUSED):
            before = values_of(declared, town, rng, TODAY)
            before["kana"] = f"{before['kana']}{_suffix(number)}"
            if kind is Kind.REFUSED:
                name, value = sort.refused
                before[name] = value
        elif kind is Kind.RIVAL:
            before = {**before, "phone": town.phone()}
        yield Paper(kind, dict(before))
        number += 1


def feed(store: Store, form: Form, given: Sequence[Paper]) -> list[int]:
    """Add records in state ready; their ids."""
    mark = Mark("benchmark", utc_now())
    with store.write() as session:
        ids = []
        for paper in given:
            document = DocumentRow(
                name="paper", arrival_path="", size=0, received_at=mark.at, shelved_at=mark.at
            )
            session.add(document)
            session.flush()
            row = records.add(session, document, 1, State.READING, mark)
            readings.save(session, row, form, as_record(form, paper.values), 1.0)
            records.move(session, row, State.READY, mark)
            ids.append(row.id)
    return ids


def as_record(form: Form, values: dict[str, Value]) -> Record:
    """As if a person had typed it."""
    read = (
        Reading(each.id, "", values.get(each.id), 1.0, each.page, each.box, "person")
        for each in form.fields
    )
    return Record(form.id, form.version, tuple(read))


def form(sort: Sort) -> Form:
    return Catalogue.load()[sort.form]


def _kind(rng: Random) -> Kind:
    drawn = rng.random()
    for kind, share in SHARES.items():
        if drawn < share:
            return kind
        drawn -= share
    return Kind.PLAIN


def _suffix(number: int) -> str:
    """Three kana that no other number has (up to 80,000)."""
    rest, parts = number, ""
    for _ in range(3):
        rest, digit = divmod(rest, len(_KANA))
        parts = _KANA[digit] + parts
    return parts
