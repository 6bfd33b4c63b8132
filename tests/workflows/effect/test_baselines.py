"""How long typing takes: timed before thought, the office's word before the form's."""

from datetime import date, timedelta

import pytest

from forms.errors import SetupError, UtsushiError
from tests.workflows.conftest import FakeClock
from tests.workflows.effect.filling import APRIL, Filling
from workflows.app import Utsushi
from workflows.audit import Act
from workflows.audit.reading import AuditReader, Wanted
from workflows.effect import Baselines, Basis, Effects
from workflows.effect.baselines import BadFigure, NoBaseline
from workflows.fiscal import FiscalYear

YEAR = FiscalYear(2026)
TODAY = date(2026, 4, 1)


def measure(baselines: Baselines, *, records: int = 10, seconds: int = 900, **more: object) -> int:
    said = {"form": "chosa", "day": TODAY, "people": 1, "note": "", "by": "佐藤", **more}
    return baselines.measure(records=records, seconds=seconds, **said)  # type: ignore[arg-type]


@pytest.fixture
def seconds(effects: Effects, filling: Filling) -> object:
    """What is taken for typing a record, and what it rests on."""
    filling.add()

    def told(year: FiscalYear = YEAR) -> tuple[float, Basis, str]:
        (form,) = effects.of(year).by_form
        return float(form.seconds_a_record or 0), form.basis, form.source

    return told


def test_without_a_word_of_the_office_the_forms_own_figure_holds(seconds: object) -> None:
    assert seconds() == (120, Basis.ESTIMATED, "様式の標準（見積り）")  # type: ignore[operator]


def test_what_the_office_thinks_goes_before_the_forms_own_figure(
    baselines: Baselines, seconds: object
) -> None:
    baselines.estimate("chosa", seconds=200, note="聞き取り", by="佐藤")
    baselines.estimate("chosa", seconds=180, note="聞き直し", by="佐藤")
    told = (180, Basis.ESTIMATED, "団体の見積り（聞き直し）")
    assert seconds() == told  # type: ignore[operator]


def test_several_measurements_are_one_mean_over_all_their_records(
    baselines: Baselines, seconds: object
) -> None:
    baselines.estimate("chosa", seconds=200, note="聞き取り", by="佐藤")
    measure(baselines, records=10, seconds=900)
    measure(baselines, records=30, seconds=1500, day=date(2026, 3, 20))
    told = (60, Basis.MEASURED, "計測（2026-03-20〜2026-04-01、2 回、40 件）")
    assert seconds() == told  # type: ignore[operator]


def test_one_that_was_struck_out_counts_no_more_and_stays(
    baselines: Baselines, seconds: object
) -> None:
    number = measure(baselines)
    baselines.strike(number, because="計り間違い", by="佐藤")
    assert seconds()[1] is Basis.ESTIMATED  # type: ignore[operator]
    (kept,) = baselines.all()
    assert (kept.holds, kept.struck_because, kept.struck_by) == (False, "計り間違い", "佐藤")
    with pytest.raises(NoBaseline):
        baselines.strike(number, because="もう一度", by="佐藤")


def test_a_later_measurement_changes_no_year_that_has_its_own(
    baselines: Baselines, effects: Effects, filling: Filling, clock: FakeClock
) -> None:
    filling.add(at=APRIL)
    measure(baselines, records=10, seconds=900)
    before = effects.of(YEAR)
    clock.advance(timedelta(days=500).total_seconds())
    measure(baselines, records=10, seconds=100, day=date(2027, 5, 1))
    assert effects.of(YEAR) == before


def test_a_year_without_its_own_takes_what_was_measured_later(
    baselines: Baselines, effects: Effects, filling: Filling, clock: FakeClock
) -> None:
    filling.add(at=APRIL)
    clock.advance(timedelta(days=500).total_seconds())
    measure(baselines, records=10, seconds=100, day=date(2027, 5, 1))
    assert effects.of(YEAR).basis is Basis.MEASURED
    assert effects.of(YEAR).total.manual_seconds == 10


def test_measured_and_estimated_forms_together_are_said_to_be_mixed(
    baselines: Baselines, effects: Effects, filling: Filling
) -> None:
    filling.add()
    filling.add(form="gone")
    measure(baselines)
    assert effects.of(YEAR).basis is Basis.MIXED


@pytest.mark.parametrize(
    "wrong",
    [
        {"day": date(2026, 4, 2)}, {"records": 0}, {"records": -1}, {"seconds": 0},
        {"seconds": 10 * 86_400 + 1}, {"people": 0}, {"people": 101}, {"note": "あ" * 501},
        {"records": 100_001},
    ],
)  # fmt: skip
def test_a_figure_that_cannot_be_is_refused(baselines: Baselines, wrong: dict[str, object]) -> None:
    with pytest.raises(BadFigure):
        measure(baselines, **wrong)  # type: ignore[arg-type]
    assert baselines.all() == ()


def test_a_form_that_nobody_declared_is_refused(baselines: Baselines) -> None:
    with pytest.raises(SetupError):
        measure(baselines, form="nothing")


def test_an_estimate_needs_its_grounds(baselines: Baselines) -> None:
    with pytest.raises(BadFigure):
        baselines.estimate("chosa", seconds=200, note=" \x00 ", by="佐藤")


def test_the_rate_entered_last_holds_for_its_year_alone(baselines: Baselines) -> None:
    for yen in (2_000, 2_500):
        baselines.set_rate(YEAR, yen, source="給与\x00費\n÷ 時間", by="佐藤")
    rate = baselines.rate(YEAR)
    assert rate is not None
    assert (rate.yen, rate.source) == (2_500, "給与 費 ÷ 時間")
    assert baselines.rate(FiscalYear(2025)) is None


@pytest.mark.parametrize(("yen", "source"), [(0, "x"), (-1, "x"), (100_001, "x"), (2_000, " ")])
def test_a_rate_that_cannot_be_is_refused(baselines: Baselines, yen: int, source: str) -> None:
    with pytest.raises(UtsushiError):
        baselines.set_rate(YEAR, yen, source=source, by="佐藤")
    assert baselines.rate(YEAR) is None


def test_whatever_is_entered_stands_in_the_audit_log(app: Utsushi, baselines: Baselines) -> None:
    number = measure(baselines)
    baselines.strike(number, because="計り間違い", by="佐藤")
    baselines.set_rate(YEAR, 2_500, source="給与費", by="佐藤")
    lines = list(AuditReader(app.store).each(Wanted(act=Act.SETTING_CHANGED)))
    assert [line.what for line in lines] == [
        "baseline=1 form=chosa measured records=10 seconds=900",
        "baseline=1 form=chosa struck",
        "hourly_rate=2500 year=令和8年度",
    ]
