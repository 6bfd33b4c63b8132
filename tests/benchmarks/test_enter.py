"""Every record is entered exactly once, on bad days, by workers that are killed: a small run."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pytest

from benchmarks import enter
from benchmarks.entering import outcome, papers
from benchmarks.entering.papers import RISAI, SORTS, Kind, Paper, Sort
from samples.legacy.rows import LegacyRow
from workflows.clock import utc_now
from workflows.store import records
from workflows.store.database import Store
from workflows.store.records import Mark
from workflows.store.states import State

FIGURES = ("entries", "verified", "rejected", "unconfirmed", "doubled", "lost", "half")


@pytest.mark.browser
def test_nothing_is_doubled_lost_or_half(tmp_path: Path) -> None:
    out = tmp_path / "bench-enter.json"
    arguments = ["--entries", "8", "--system", "legacy", "--severity", "2", "--kill-every", "5"]
    more = ["--seed", "3", "--no-overhead", "--out", str(out), "--folder", str(tmp_path)]
    code = enter.main([*arguments, *more])
    found = json.loads(out.read_text(encoding="utf-8"))
    assert code == 0, found["systems"]["legacy"]["odd"]
    assert [found[name] for name in ("entries", "doubled", "lost", "half")] == [8, 0, 0, 0]
    assert found["verified"] + found["rejected"] + found["unconfirmed"] == 8
    system = found["systems"]["legacy"]
    twins = system["papers"].get("twin", 0)  # a second scan is verified by the row of the first
    assert found["rows"] + twins == found["verified"] + found["unconfirmed_there"]
    assert system["deaths"]


@pytest.mark.parametrize("sort", SORTS.values(), ids=list(SORTS))
def test_each_plain_paper_has_a_key_of_its_own(sort: Sort) -> None:
    made = list(islice(papers.papers(1, sort), 3000))
    of_their_own = [each for each in made if each.kind in (Kind.PLAIN, Kind.REFUSED)]
    keys = {tuple(str(each.values[name]) for name in sort.key) for each in of_their_own}
    assert len(keys) == len(of_their_own)
    assert {each.kind for each in made} == set(Kind)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path / 'utsushi.db'}")
    yield store
    store.close()


def row(paper: Paper, number: int, **changed: str) -> LegacyRow:
    said = {n: v for n, v in {**paper.values, **changed}.items() if v and n != "seal"}
    return LegacyRow(RISAI.form, f"令08-罹-{number:06d}", "009001", datetime.now(UTC), said, ())


@pytest.mark.parametrize(
    ("rows", "state", "wrong"),
    [
        (lambda p: [row(p, 1)], State.VERIFIED, {}),
        (lambda p: [row(p, 1), row(p, 2)], State.VERIFIED, {"doubled": 1}),
        (lambda p: [], State.VERIFIED, {"lost": 1}),
        (lambda p: [row(p, 1, copies="")], State.VERIFIED, {"half": 1, "lost": 1}),
        (lambda p: [row(p, 1, kana="ダレカ")], State.VERIFIED, {"half": 1, "lost": 1}),
        (lambda p: [row(p, 1)], State.REJECTED, {"stray": 1}),
        (lambda p: [], State.REJECTED, {}),
        (lambda p: [row(p, 1)], State.UNCONFIRMED, {}),
        (lambda p: [], State.READY, {"unsettled": 1}),
    ],
)
def test_what_went_wrong_is_seen(
    store: Store, monkeypatch: pytest.MonkeyPatch, rows: object, state: State, wrong: dict[str, int]
) -> None:
    (paper,) = islice(papers.papers(1, RISAI), 1)
    (record_id,) = papers.feed(store, papers.form(RISAI), [paper])
    _lead(store, record_id, state)
    monkeypatch.setattr(outcome, "read_rows", lambda db: rows(paper))  # type: ignore[operator]
    found = outcome.look(store, Path("target.db"), {record_id: paper}, RISAI.key)
    names = ("doubled", "lost", "half", "stray", "unsettled")
    assert {name: getattr(found, name) for name in names if getattr(found, name)} == wrong
    assert found.is_clean is not bool(wrong)


def _lead(store: Store, record_id: int, state: State) -> None:
    way = {
        State.READY: (),
        State.UNCONFIRMED: (State.SUBMITTING, State.UNCONFIRMED),
    }.get(state, (state,))
    with store.write() as session:
        for each in way:
            records.move(session, records.get(session, record_id), each, Mark("test", utc_now()))
