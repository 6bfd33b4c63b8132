"""What a year brought: counted once, added up alike in every way, losses told. The form of these
tests takes 120 s by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from forms.catalogue import Catalogue
from tests.workflows.conftest import FORMS
from tests.workflows.effect.filling import APRIL, Filling
from tests.workflows.effect.memory import store_in_memory
from workflows.accounts import Scope
from workflows.app import Utsushi
from workflows.effect import Baselines, Basis, Effect, Effects, Tally, effect_of, effect_over
from workflows.effect.tally import added, yen_for
from workflows.fiscal import FiscalYear
from workflows.store.states import State
from workflows.store.tables import PageRow

YEAR = FiscalYear(2026)
CATALOGUE = Catalogue.load(FORMS)


def of(effects: Effects) -> Effect:
    return effects.of(YEAR)


def test_what_was_saved_is_typing_less_the_time_of_people(
    effects: Effects, filling: Filling
) -> None:
    filling.add(review=20, enter=4)
    filling.add(state=State.DOUBTED, review=15)
    assert of(effects).total == Tally(
        documents=2, records=2, read=2, whole=2, entered=1, under_way=1, pages=2, fields=20,
        fields_accepted=20, read_seconds=2, enter_seconds=4, review_seconds=35,
        manual_seconds=120,
    )  # fmt: skip
    assert of(effects).total.saved_seconds == 85


def test_the_year_is_that_of_tokyo(effects: Effects, filling: Filling) -> None:
    filling.add(at=datetime(2026, 3, 31, 14, 59, tzinfo=UTC))
    filling.add(at=datetime(2026, 3, 31, 15, 0, tzinfo=UTC))
    filling.add(at=datetime(2027, 3, 31, 14, 59, tzinfo=UTC))
    filling.add(at=datetime(2027, 3, 31, 15, 0, tzinfo=UTC))
    effect = of(effects)
    assert effect.total.documents == 2
    assert [m.month for m in effect.by_month if m.documents] == ["2026-04", "2027-03"]
    assert len(effect.by_month) == 12


def test_a_duplicate_is_counted_apart_and_nowhere_else(effects: Effects, filling: Filling) -> None:
    filling.add()
    filling.add(form=None, state=State.DUPLICATE, read=0, pages=0)
    total = of(effects).total
    assert (total.documents, total.records, total.duplicates) == (1, 1, 1)


def test_a_document_of_several_applications_is_one_document(
    effects: Effects, filling: Filling
) -> None:
    filling.add(records=3, read=9)
    total = of(effects).total
    assert (total.documents, total.records, total.entered, total.read_seconds) == (1, 3, 3, 9)


def test_the_reading_of_a_document_is_shared_among_its_records_by_pages(
    effects: Effects, filling: Filling
) -> None:
    filling.add(forms=["chosa", None], read=10, pages=2)
    seconds = {each.form: each.read_seconds for each in of(effects).by_form}
    assert seconds == {"chosa": 5, "": 5}


def test_papers_of_no_form_are_counted_under_the_rest(effects: Effects, filling: Filling) -> None:
    filling.add(form=None, state=State.HELD)
    (work,) = of(effects).by_work
    assert (work.work_field, work.documents, work.forms) == ("その他", 1, ())


def test_a_form_that_is_gone_from_the_catalogue_counts_without_a_time_of_typing(
    effects: Effects, filling: Filling
) -> None:
    filling.add(form="gone", review=5)
    (form,) = of(effects).by_form
    assert (form.title, form.seconds_a_record) == ("gone（今はない様式）", None)
    assert (form.manual_seconds, form.saved_seconds) == (0, -5)


def test_a_review_longer_than_typing_is_a_loss_and_the_worst_stands_first(
    effects: Effects, filling: Filling
) -> None:
    filling.add(review=150)
    filling.add(form="gone", review=500)
    assert [(each.form, each.saved_seconds) for each in of(effects).losses] == [
        ("gone", -500), ("chosa", -30),
    ]  # fmt: skip


def test_what_has_not_come_to_its_end_yet_is_no_loss(effects: Effects, filling: Filling) -> None:
    filling.add(state=State.DOUBTED, review=500)
    assert of(effects).losses == ()
    filling.add(state=State.HELD, review=500)
    assert of(effects).losses == ()  # the first is still under way


def test_what_was_held_after_a_review_is_a_loss(effects: Effects, filling: Filling) -> None:
    filling.add(state=State.HELD, review=500)
    assert [each.saved_seconds for each in of(effects).losses] == [-500]


def test_the_share_without_a_person_is_of_the_records_that_were_read(
    effects: Effects, filling: Filling
) -> None:
    filling.add()
    filling.add(accepted=8)
    filling.add(form=None, state=State.HELD)
    total = of(effects).total
    assert (total.of_records, total.of_fields) == (0.5, 0.9)


def test_nothing_is_shared_where_nothing_was_read(effects: Effects) -> None:
    total = of(effects).total
    assert (total.of_records, total.of_fields, total.is_loss) == (None, None, False)


def test_pages_that_were_deleted_are_still_counted(
    app: Utsushi, effects: Effects, filling: Filling
) -> None:
    filling.add(pages=2, records=2)
    before = of(effects).total
    with app.store.write() as session:
        session.execute(delete(PageRow))
    assert of(effects).total == before


def test_another_department_is_not_in_the_figures(effects: Effects, filling: Filling) -> None:
    filling.add()
    filling.add(form=None, state=State.HELD, department="環境課")
    effect = effects.of(YEAR, Scope(frozenset({"環境課"})))
    assert [each.form for each in effect.by_form] == [""]
    assert effect.total.documents == 1


def test_money_is_told_only_with_a_rate_and_rounded_by_field_of_work(
    effects: Effects, baselines: Baselines, filling: Filling
) -> None:
    filling.add(review=19)
    assert of(effects).saved_yen is None
    baselines.set_rate(YEAR, 2_750, source="給与費 ÷ 勤務時間", by="佐藤")
    effect = of(effects)
    assert effect.saved_yen == 77  # 101 s × 2,750 ÷ 3,600 = 77.15…
    assert effects.of(FiscalYear(2025)).saved_yen is None


@pytest.mark.parametrize(
    ("seconds", "rate", "yen"), [(36, 50, 1), (-36, 50, -1), (35, 50, 0), (3600, 2750, 2750)]
)
def test_yen_are_rounded_half_away_from_zero(seconds: int, rate: int, yen: int) -> None:
    assert yen_for(seconds, rate) == yen


def test_the_method_says_what_the_figures_rest_on(
    effects: Effects, baselines: Baselines, filling: Filling
) -> None:
    filling.add()
    assert "見積りによります" in of(effects).method
    baselines.measure(
        "chosa", date(2026, 4, 1), records=10, seconds=900, people=1, note="", by="佐藤"
    )
    method = of(effects).method
    assert "計測によります" in method
    assert "90.0 秒: 計測（2026-04-01、1 回、10 件）" in method
    assert "時間単価が登録されていない" in method


def test_a_month_has_the_same_figures_alone_and_in_its_year(
    app: Utsushi, effects: Effects, filling: Filling
) -> None:
    for days in (0, 40, 41):
        filling.add(at=APRIL + timedelta(days=days), review=10.4, read=1.3)
    alone = effect_over(app.store, app.catalogue, ("2026-05",))
    assert alone.total == Tally(**added([of(effects).by_month[1]]))
    assert alone.title == "2026年5月"


@settings(max_examples=12, deadline=None)
@given(st.lists(
    st.tuples(
        st.sampled_from(["chosa", None, "gone"]),
        st.sampled_from([State.VERIFIED, State.DOUBTED, State.HELD, State.DUPLICATE]),
        st.integers(0, 364), st.floats(0, 900), st.floats(0, 20),
    ), max_size=8,
))  # fmt: skip
def test_every_way_of_adding_gives_the_same_sum(
    made: list[tuple[str | None, State, int, float, float]],
) -> None:
    store = store_in_memory()
    filling = Filling(store)
    for form, state, day, review, read in made:
        filling.add(form, state, at=APRIL + timedelta(days=day - 9), review=review, read=read)
    effect = effect_of(store, CATALOGUE, YEAR)
    store.close()
    for lines in (effect.by_work, effect.by_form, effect.by_month, effect.by_department):
        assert Tally(**added(lines)) == effect.total
    assert effect.basis in Basis
