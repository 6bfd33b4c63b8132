"""Thresholds from reviewed records: what counts, what is promised, what is refused."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from forms.form import FieldType
from forms.geometry import Box
from forms.record import Doubt, Figures, Reading, Record
from ocr.calibration import Trust, shipped
from ocr.calibration.bounds import CERTAINTY, upper_bound
from ocr.calibration.trust import THRESHOLDS_FILE
from tests.workflows.conftest import FORMS, START
from tests.workflows.fakes import filled, scan
from workflows import cli
from workflows.app import Utsushi
from workflows.calibrating import Checked, Seen, Verdict, choose, gather
from workflows.calibrating.choosing import CANDIDATES, threshold
from workflows.makers import open_reader
from workflows.settings import Settings
from workflows.store import readings
from workflows.store.states import State
from workflows.store.tables import AnswerRow, DocumentRow, ReadingRow, RecordRow

Drop = Callable[[str, str], Path]
ERROR = 0.01  # 299 without an error are enough
UNCERTAIN = (Doubt("uncertain", "確かめてください。"),)


@pytest.fixture(autouse=True)
def installation(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UTSUSHI_HOME", str(settings.home))
    monkeypatch.setenv("UTSUSHI_FORMS", str(FORMS))


def name(value: str = "山田", confidence: float = 0.99, doubts: tuple[Doubt, ...] = UNCERTAIN,
         figures: Figures | None = None) -> Reading:  # fmt: skip
    box = Box(0.1, 0.1, 0.2, 0.1)
    return Reading("name", value, value, confidence, 1, box, "fake", doubts, (), figures)


def seed(
    app: Utsushi, count: int, each: Reading, said: str | None, state: State = State.READY
) -> None:
    """`count` records with one reading each; `said` is what a person answered (None: nobody)."""
    form = app.catalogue["chosa"]
    with app.store.write() as session:
        first = session.query(RecordRow).count() + 1
        rows = {
            n: RecordRow(
                id=n, ordinal=1, state=state, changed_at=START,
                document=DocumentRow(name="a.pdf", arrival_path=f"{n}", size=1, received_at=START),
            )
            for n in range(first, first + count)
        }  # fmt: skip
        session.add_all(rows.values())
        session.flush()
        for n, row in rows.items():
            readings.save(session, row, form, Record("chosa", "1", (each,)), 0.9)
            if said is not None:
                session.add(
                    AnswerRow(record_id=n, field=each.field, kind="corrected", raw=said,
                              value=said, by="佐藤", at=START, seconds=1.0)
                )  # fmt: skip


def seen(app: Utsushi) -> Seen:
    return gather(app.store, app.catalogue, Trust.shipped()).types[FieldType.NAME]


def test_what_a_person_confirmed_or_corrected_counts(app: Utsushi, drop: Drop) -> None:
    content = filled({"name": "uncertain", "phone": "uncertain"}, phone="0312345678")
    taken = app.take_in(drop("a.pdf", scan(content)))
    assert taken
    ((record_id, _),) = taken.records
    app.reviewing.accept(record_id, "name", "佐藤")
    app.reviewing.answer(record_id, "phone", "0312345679", "佐藤")
    assert not gather(app.store, app.catalogue, Trust.shipped()).types[FieldType.NAME].checked
    app.reviewing.confirm(record_id, "佐藤")
    types = gather(app.store, app.catalogue, Trust.shipped()).types
    assert types[FieldType.NAME].checked == {Checked(0.6, True): 1}
    assert types[FieldType.PHONE].checked == {Checked(0.6, False): 1}


def test_an_accepted_field_that_nobody_answered_does_not_count(app: Utsushi) -> None:
    seed(app, 2, name(doubts=()), None)
    assert (seen(app).checked, seen(app).unseen, seen(app).accepted) == ({}, 2, 2)


@pytest.mark.parametrize("state", [State.DOUBTED, State.HELD])
def test_a_record_that_is_still_in_review_does_not_count(app: Utsushi, state: State) -> None:
    seed(app, 1, name(), "山田", state)
    assert seen(app).checked == {}


@pytest.mark.parametrize("code", ["rule", "outside_vocabulary", "check_digit"])
def test_a_reading_that_stays_in_doubt_anyway_does_not_count(app: Utsushi, code: str) -> None:
    seed(app, 1, name(doubts=(Doubt(code, "確かめてください。"),)), "山田")
    assert (seen(app).checked, seen(app).readings) == ({}, 1)


def test_the_last_answer_is_the_one_that_counts(app: Utsushi) -> None:
    seed(app, 1, name("山田"), "山口")
    with app.store.write() as session:
        session.add(
            AnswerRow(record_id=1, field="name", kind="corrected", raw="", value="山田", by="佐藤",
                      at=START, seconds=1.0)
        )  # fmt: skip
    assert [each.right for each in seen(app).checked] == [True]


def test_readings_from_before_an_update_are_counted_apart(app: Utsushi) -> None:
    figures = Figures("name", 0.9, 0.9, 0.9, 3.0, 500, True, "older")
    seed(app, 3, name(figures=figures), "山田")
    evidence = gather(app.store, app.catalogue, Trust.shipped())
    assert (evidence.other_scale, dict(evidence.types)) == (3, {})


def test_the_confidence_is_that_of_the_present_calibration(app: Utsushi) -> None:
    figures = Figures("name", 0.9, 0.9, 0.9, 3.0, 500, True, shipped().id)
    seed(app, 1, name(confidence=0.123, figures=figures), "山田")
    assert next(iter(seen(app).checked)).confidence == round(shipped().probability(figures), 4)


def test_figures_outlive_the_store(app: Utsushi) -> None:
    figures = Figures("name", 0.9, 0.8, 0.7, 3.0, 500, False, "t")
    seed(app, 1, name(figures=figures), None)
    with app.store.read() as session:
        row = session.get_one(ReadingRow, 1)
        assert readings.machine(row).figures == figures


def pool(*parts: tuple[int, int, float]) -> Counter[Checked]:
    """(right, wrong, confidence) each."""
    counted: Counter[Checked] = Counter()
    for right, wrong, confidence in parts:
        counted[Checked(confidence, True)] += right
        counted[Checked(confidence, False)] += wrong
    return counted


def test_the_lowest_threshold_that_keeps_the_error_is_taken() -> None:
    found = threshold(
        pool((400, 0, 0.9999), (400, 0, 0.96), (50, 50, 0.9)), ERROR, CERTAINTY, "own"
    )
    assert found is not None
    assert (found.confidence, found.checked, found.wrong) == (0.95, 800, 0)
    assert found.bound == upper_bound(0, 800) <= ERROR


def test_too_few_or_too_wrong_give_no_threshold() -> None:
    assert threshold(pool((298, 0, 0.9999)), ERROR, CERTAINTY, "own") is None
    assert threshold(pool((299, 0, 0.9999)), ERROR, CERTAINTY, "own") is not None
    assert threshold(pool((500, 20, 0.9999)), ERROR, CERTAINTY, "own") is None


def test_the_first_threshold_that_fails_ends_the_search() -> None:
    """Trying on until one passes by luck would void the certainty."""
    checked = pool((300, 10, 0.9999), (9000, 0, 0.96))
    assert upper_bound(10, 9310) < ERROR
    assert threshold(checked, ERROR, CERTAINTY, "own") is None


def test_nothing_is_opened_where_nobody_looked() -> None:
    found = threshold(pool((5000, 0, 0.9999), (29, 0, 0.96)), ERROR, CERTAINTY, "own")
    assert found is not None
    assert found.confidence == CANDIDATES[0]


def test_candidates_go_from_strict_to_generous() -> None:
    assert list(CANDIDATES) == sorted(CANDIDATES, reverse=True)


def _seen(checked: Counter[Checked]) -> Seen:
    opened: Counter[tuple[float, bool]] = Counter()
    for each, count in checked.items():
        opened[each.confidence, False] += count
    return Seen(checked, opened, readings=checked.total())


def test_a_type_with_few_samples_borrows_from_its_group() -> None:
    choices = choose(
        {
            FieldType.NAME: _seen(pool((400, 0, 0.9999))),
            FieldType.KANA: _seen(pool((20, 0, 0.9999))),
            FieldType.PHONE: _seen(pool((5, 0, 0.9999))),
        },
        ERROR,
    )
    assert [(c.type, c.verdict) for c in choices] == [
        (FieldType.NAME, Verdict.LEARNT),
        (FieldType.KANA, Verdict.BORROWED),
        (FieldType.PHONE, Verdict.BORROWED),
    ]
    assert [c.learnt.source for c in choices if c.learnt] == ["own", "letters", "all"]


def test_a_type_that_is_too_often_wrong_borrows_nothing() -> None:
    choices = choose(
        {
            FieldType.NAME: _seen(pool((4000, 0, 0.9999))),
            FieldType.KANA: _seen(pool((300, 30, 0.9999))),
        },
        ERROR,
    )
    assert [c.verdict for c in choices] == [Verdict.LEARNT, Verdict.TOO_WRONG]


def test_the_share_accepted_is_shown_before_and_after() -> None:
    own = _seen(pool((400, 0, 0.96), (100, 100, 0.3)))
    choice = choose({FieldType.NAME: own}, ERROR)[0]
    assert (choice.before, choice.after) == (0.0, 400 / 600)
    borrowed = _seen(pool((20, 0, 0.96)))
    kana = choose({FieldType.NAME: own, FieldType.KANA: borrowed}, ERROR)[1]
    assert (kana.before, kana.after) == (0.0, 0.0), "what others taught opens nothing"


@pytest.fixture
def reviewed(app: Utsushi) -> Utsushi:
    """300 names that a person checked, 50 more that nobody looked at."""
    seed(app, 300, name(), "山田")
    seed(app, 50, name(doubts=()), None)
    return app


def run(*arguments: str) -> int:
    return cli.run(["calibrate", *arguments])


def test_too_few_are_refused_with_the_number_that_is_needed(
    reviewed: Utsushi, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--apply") == 6
    told = capsys.readouterr()
    assert "2,995 件が要ります" in told.err
    assert "あと 2,695 件" in told.out
    assert not (settings.home_path / THRESHOLDS_FILE).exists()


def test_the_table_names_what_it_buys_and_what_it_does_not_know(
    reviewed: Utsushi, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--error", "0.01") == 0
    text = capsys.readouterr().out
    assert "氏名" in text
    assert "学びました" in text
    assert "人が見ていない項目が 50 件" in text
    assert not (settings.home_path / THRESHOLDS_FILE).exists()


def test_apply_is_used_at_the_next_start_and_reset_takes_it_back(
    reviewed: Utsushi, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--error", "0.01", "--apply", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    (name_,) = told["types"]
    assert (told["applied"], name_["verdict"], name_["checked"]) == (True, "learnt", 300)
    assert (name_["accepted_before"], name_["accepted_after"]) == (round(50 / 350, 5), 1.0)
    learnt = Trust.open(settings.home_path).learnt[FieldType.NAME]
    assert (learnt.confidence, learnt.checked, learnt.wrong) == (0.99, 300, 0)
    assert run("--error", "0.01") == 0
    assert "0.9900" in capsys.readouterr().out
    assert run("--reset") == 0
    assert Trust.open(settings.home_path).learnt == {}
    assert "戻しました" in capsys.readouterr().out
    assert run("--reset") == 0
    assert "何も変えていません" in capsys.readouterr().out


def test_the_reader_of_the_next_start_goes_by_what_was_applied(
    reviewed: Utsushi, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ocr.reader.open_engine", lambda *_: object())
    before = open_reader(settings, reviewed.catalogue)
    assert run("--error", "0.01", "--apply", "--json") == 0
    after = open_reader(settings, reviewed.catalogue)
    assert vars(before)["_trust"].learnt == {}
    assert set(vars(after)["_trust"].learnt) == {FieldType.NAME}


@pytest.mark.parametrize(
    "arguments", [("--error", "0"), ("--error", "0.9"), ("--apply", "--reset")]
)
def test_what_makes_no_sense_is_refused(arguments: tuple[str, ...]) -> None:
    assert run(*arguments) == 3


def test_an_empty_store_has_nothing_to_learn_from(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--json") == 6
    told = capsys.readouterr()
    assert json.loads(told.out)["types"] == []
    assert "足りません" in told.err


def test_the_guarantee_holds_over_many_offices() -> None:
    """With 0.8 % wrong everywhere, a bound of 1 % must not be missed in more than 5 % of draws."""
    rng, missed, offices = Random(5), 0, 60
    for _ in range(offices):
        checked = Counter(
            Checked(c, rng.random() >= (0.008 if c > 0.99 else 0.03))
            for c in (rng.choice((0.9999, 0.97)) for _ in range(900))
        )
        found = threshold(checked, ERROR, CERTAINTY, "own")
        missed += found is not None and found.confidence < 0.97
    assert missed <= 0.05 * offices + 6
