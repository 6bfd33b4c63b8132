"""What came of a run, by the store, by the practice system's own rows, and by the truth."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from forms.compare import is_same
from forms.record import Value
from samples.demo.office import DemoOffice
from samples.legacy.rows import LegacyRow, doubled, read_rows
from samples.truth import Truth, all_truths
from workflows.store import readings
from workflows.store.states import TITLES, State
from workflows.store.tables import DocumentRow, RecordRow

ASIDE = frozenset({State.HELD, State.REJECTED, State.UNCONFIRMED})


@dataclass(frozen=True, slots=True)
class Tally:
    """Documents by where their least advanced record is; `lost` files that have no row.

    `unequal` verified records whose row in the practice system is missing or says otherwise;
    `unexplained` rows in the practice system that belong to no verified record; `wrong` entered
    fields that differ from the truth of the sample, of `compared`.
    """

    documents: int
    verified: int
    review: int
    held: int
    doubled: int
    lost: int
    unequal: int
    unexplained: int
    wrong: int
    compared: int

    @property
    def is_good(self) -> bool:
        placed = self.verified + self.review + self.held
        faults = self.doubled + self.lost + self.unequal + self.unexplained
        return placed == self.documents and self.verified > 0 and not faults

    def line(self) -> str:
        return (
            f"demo: documents={self.documents} verified={self.verified} review={self.review} "
            f"held={self.held} doubled={self.doubled} lost={self.lost}"
        )


def tally(office: DemoOffice) -> Tally:
    rows = {row.uketsuke_no: row for row in read_rows(office.legacy_db)}
    with office.app.store.read() as session:
        query = select(DocumentRow).options(selectinload(DocumentRow.records))
        documents = [
            each for each in session.scalars(query) if each.sha256 and each.duplicate_of is None
        ]
        places = Counter(_place(document) for document in documents)
        verified = [
            (each, record)
            for each in documents
            for record in each.records
            if record.state == State.VERIFIED
        ]
        values = [(each.name, record, _values(office, record)) for each, record in verified]
        numbers = {record.receipt_number for _, record in verified}
        unequal = sum(
            not _equals(said, rows.get(record.receipt_number or "")) for _, record, said in values
        )
        wrong, compared = _against_truth(office, values)
        known = {each.sha256 for each in documents}
    return Tally(
        documents=len(documents),
        verified=places["verified"],
        review=places["review"],
        held=places["held"],
        doubled=doubled(office.legacy_db),
        lost=len(office.hashes() - known),
        unequal=unequal,
        unexplained=len(rows.keys() - numbers),
        wrong=wrong,
        compared=compared,
    )


def explain(result: Tally, office: DemoOffice) -> Iterator[str]:
    """Lines for a person: states, and what the checks found."""
    counts = office.app.status()
    states = "、".join(f"{TITLES[state]} {count}" for state, count in counts.items() if count)
    yield f"demo: 記録の状態: {states}"
    yield (
        f"demo: 業務システムの行との照合: 合わない記録 {result.unequal}、由来の分からない行 "
        f"{result.unexplained}"
    )
    yield f"demo: 人を介さず登録した欄 {result.compared} のうち、正解と違うもの {result.wrong}"


def _place(document: DocumentRow) -> str:
    states = {State(record.state) for record in document.records}
    if states <= {State.VERIFIED}:
        return "verified"
    if states & ASIDE:
        return "held"
    return "review" if State.DOUBTED in states else "under way"


def _values(office: DemoOffice, record: RecordRow) -> Mapping[str, Value]:
    form = office.app.catalogue[record.form or ""]
    with office.app.store.read() as session:
        again = session.get_one(RecordRow, record.id)
        return readings.effective(session, again, form).values


def _equals(said: Mapping[str, Value], row: LegacyRow | None) -> bool:
    """Every value that the practice system keeps is the record's."""
    return row is not None and all(
        is_same(said.get(name), value) for name, value in row.values.items()
    )


def _against_truth(
    office: DemoOffice, values: list[tuple[str, RecordRow, Mapping[str, Value]]]
) -> tuple[int, int]:
    truths = {truth.file: truth for truth in all_truths(office.samples)}
    wrong = compared = 0
    for file, record, said in values:
        expected = _fields(truths.get(file), record)
        compared += len(expected)
        wrong += sum(not is_same(said.get(name), value) for name, value in expected.items())
    return wrong, compared


def _fields(truth: Truth | None, record: RecordRow) -> Mapping[str, Value]:
    """The truth of the application: in a file of several, the one at the record's place."""
    if truth is None or record.ordinal > len(truth.applications):
        return {}
    return truth.applications[record.ordinal - 1].fields
