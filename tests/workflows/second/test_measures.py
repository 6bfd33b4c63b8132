"""What review takes: by form and kind of field, against typing, never by person."""

import json
from dataclasses import asdict
from datetime import date

import pytest

from forms.catalogue import Catalogue
from forms.errors import SetupError
from forms.form import FieldType
from tests.workflows.conftest import FORMS, START, FakeClock
from tests.workflows.second.conftest import TANAKA, Looking
from workflows import cli
from workflows.accounts import EVERYTHING, Scope
from workflows.app import Utsushi
from workflows.effect import Baselines
from workflows.measures import ENOUGH, Measures, Verdict
from workflows.measures.service import KEPT
from workflows.measures.spent import LEAST_SHOWN, spread
from workflows.second_looks.stages import Purpose
from workflows.store.states import State
from workflows.store.tables import AnswerRow, DocumentRow, RecordRow, TimingRow

TYPING = 120  # manual_seconds of the form


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue.load(FORMS)


@pytest.fixture
def measures(app: Utsushi) -> Measures:
    return Measures(app.store, app.catalogue, app.clock)


def seed(app: Utsushi, seconds: list[float], state: State = State.READY) -> None:
    """Records on which a person spent so long, half at the name and half at the phone."""
    with app.store.write() as session:
        first = session.query(RecordRow).count() + 1
        for n, each in enumerate(seconds, start=first):
            document = DocumentRow(name="a.pdf", arrival_path=f"{n}", size=1, received_at=START)
            row = RecordRow(
                id=n, ordinal=1, state=state, changed_at=START, received_at=START, form="chosa",
                version="1", fields=7, fields_accepted=5, fields_doubted=2, document=document,
            )  # fmt: skip
            session.add(row)
            session.flush()
            for field in ("name", "phone"):
                session.add(
                    AnswerRow(record_id=n, field=field, kind="accepted", raw="", by="佐藤",
                              at=START, seconds=each / 2)
                )  # fmt: skip
                session.add(
                    TimingRow(document_id=row.document_id, record_id=n, kind="review",
                              step="accepted", seconds=each / 2, at=START)
                )  # fmt: skip


def test_a_spread_tells_median_and_ninetieth_percentile_by_nearest_rank() -> None:
    assert spread([5.0, 1.0, 3.0, 2.0, 4.0]) == spread([1.0, 2.0, 3.0, 4.0, 5.0])
    found = spread([float(n) for n in range(1, 101)])
    assert (found.n, found.median, found.p90) == (100, 50.0, 90.0)


def test_of_a_few_times_only_the_number_is_told() -> None:
    found = spread([1.0] * (LEAST_SHOWN - 1))
    assert (found.n, found.median, found.p90) == (LEAST_SHOWN - 1, None, None)


def test_seconds_are_told_by_form_and_kind_of_field(app: Utsushi, measures: Measures) -> None:
    seed(app, [10.0, 20.0, 30.0, 40.0, 50.0])
    report = measures.report(EVERYTHING)
    assert [each.kind for each in report.fields] == [FieldType.NAME, FieldType.PHONE]
    assert report.fields[0].spread.median == 15.0
    (record,) = report.records
    assert (record.spread.n, record.spread.median, record.spread.p90) == (5, 30.0, 50.0)


def test_second_looks_count_as_work_at_their_fields(looking: Looking, measures: Measures) -> None:
    from workflows.second_looks import rates

    with looking.app.store.write() as session:
        rates.put(session, rates.OTHERS, 1.0, False, "佐藤", START)
    looking.read()
    for _ in range(7):
        looking.type(TANAKA, None, Purpose.SAMPLE)
    report = measures.report(EVERYTHING)
    assert sum(each.spread.n for each in report.fields) == 7
    (worth,) = report.worths
    assert worth.mean == pytest.approx(21.0)


def test_no_figure_names_a_person(app: Utsushi, measures: Measures) -> None:
    seed(app, [10.0] * 6)
    report = measures.report(EVERYTHING)
    assert "佐藤" not in json.dumps(asdict(report), ensure_ascii=False)


def test_a_form_is_called_dearer_only_with_enough_records_and_for_sure(
    app: Utsushi, measures: Measures
) -> None:
    def verdict() -> Verdict:
        (worth,) = measures.report(EVERYTHING).worths
        return worth.verdict

    seed(app, [TYPING * 2.0] * (ENOUGH - 1))
    assert verdict() is Verdict.TOO_FEW
    seed(app, [TYPING * 2.0])
    assert verdict() is Verdict.DEARER
    seed(app, [0.0] * 29)
    assert verdict() is Verdict.UNSURE
    seed(app, [0.0] * 10)
    assert verdict() is Verdict.CHEAPER


def test_records_that_nobody_had_to_look_at_count_too_and_those_under_way_do_not(
    app: Utsushi, measures: Measures
) -> None:
    seed(app, [60.0])
    seed(app, [0.0])
    seed(app, [600.0], State.DOUBTED)
    (worth,) = measures.report(EVERYTHING).worths
    assert (worth.records, worth.touched, worth.mean) == (2, 1, 30.0)


def test_a_warning_is_kept_for_a_while_and_seen_by_its_department_alone(
    app: Utsushi, measures: Measures, clock: FakeClock
) -> None:
    assert measures.warnings(EVERYTHING) == ()
    seed(app, [TYPING * 2.0] * ENOUGH)
    assert measures.warnings(EVERYTHING) == ()
    clock.advance(KEPT.total_seconds() + 1)
    (warning,) = measures.warnings(EVERYTHING)
    assert (warning.form, warning.records, warning.mean) == ("chosa", ENOUGH, 240.0)
    assert measures.warnings(Scope(frozenset({"別の課"}))) == ()


def test_what_the_office_timed_is_what_review_is_held_against(
    app: Utsushi, measures: Measures, clock: FakeClock
) -> None:
    seed(app, [TYPING * 2.0] * ENOUGH)
    baselines = Baselines(app.store, app.catalogue, app.audit, clock)
    baselines.measure(
        "chosa", date(2026, 4, 1), records=1, seconds=TYPING * 3, people=1, note="", by="佐藤"
    )
    (worth,) = measures.report(EVERYTHING).worths
    assert (worth.typing, worth.verdict) == (TYPING * 3, Verdict.CHEAPER)
    assert measures.warnings(EVERYTHING) == ()


def test_what_passes_without_a_person_is_told_by_month(app: Utsushi, measures: Measures) -> None:
    seed(app, [10.0, 10.0])
    (line,) = measures.report(EVERYTHING, "2026-04").shares
    assert (line.month, line.records, line.whole) == ("2026-04", 2, 0)
    assert line.of_fields == pytest.approx(5 / 7)
    assert measures.report(EVERYTHING, "2026-05").shares == []
    with pytest.raises(SetupError, match="2026-13"):
        measures.report(EVERYTHING, "2026-13")


@pytest.mark.parametrize("arguments", [[], ["--json"], ["--month", "2026-04"]])
def test_the_command_shows_them(
    app: Utsushi, arguments: list[str], monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("UTSUSHI_HOME", str(app.settings.home))
    monkeypatch.setenv("UTSUSHI_FORMS", str(FORMS))
    seed(app, [10.0] * 6)
    assert cli.run(["measures", *arguments]) == 0
    said = capsys.readouterr().out
    if "--json" in arguments:
        assert json.loads(said)["worth"][0]["mean"] == 10.0
    else:
        assert "手入力の時間" in said
    assert "佐藤" not in said
