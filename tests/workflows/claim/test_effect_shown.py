"""The effect beside the claim is the one that every other page shows."""

from datetime import UTC, date, datetime

import pytest

from tests.workflows.claim import office_suite
from tests.workflows.claim.making import YEAR
from tests.workflows.effect.filling import Filling
from workflows.app import Utsushi
from workflows.claim.service import Claims
from workflows.effect import Effects
from workflows.ledger import CostItem

FORM = "jido-teate-nintei"


@pytest.fixture
def effects(app: Utsushi) -> Effects:
    """Twelve papers in June 2024, timed by hand, at 2,400 yen an hour."""
    made = Effects(app.store, app.catalogue, app.audit, app.clock)
    made.baselines.measure(
        FORM, date(2024, 6, 3), records=10, seconds=3_000, people=2, note="窓口", by="佐藤"
    )
    made.baselines.set_rate(YEAR, 2_400, source="給与費 ÷ 勤務時間", by="佐藤")
    filling = Filling(app.store)
    for _ in range(12):
        filling.add(FORM, at=datetime(2024, 6, 10, 3, tzinfo=UTC), review=40, accepted=8)
    return made


def test_page_workbook_and_summary_show_the_effect_of_the_year(
    claims: Claims, cost: CostItem, effects: Effects
) -> None:
    effect = effects.of(YEAR)
    assert effect.total.saved_seconds == 12 * (300 - 40)
    assert claims.dossier(YEAR).effect == effect
    values = office_suite.values_of(claims.book(YEAR, "木村").data)
    row = {values["効果", f"{column}4"] for column in "ABCDEFGHIJK"}
    assert {"児童福祉・子育て", "12", "3600", "480", "3120", "計測", "2400", "2080"} <= row
    months = {values["月別", f"A{n}"]: values["月別", f"B{n}"] for n in range(4, 16)}
    assert (months["6月"], months["7月"]) == ("12", "0")


@pytest.mark.usefixtures("no_browser")
def test_a_lock_keeps_the_effect_as_it_was(
    app: Utsushi, claims: Claims, cost: CostItem, effects: Effects
) -> None:
    lock = claims.lock(YEAR, "木村")
    Filling(app.store, [0] * 12).add(FORM, at=datetime(2024, 7, 1, 3, tzinfo=UTC))
    assert claims.dossier(YEAR).effect.total.documents == 13
    assert claims.change_since(lock, claims.dossier(YEAR)) is None
    values = office_suite.values_of(claims.book(YEAR, "木村").data)
    assert values["効果", "B4"] == "12"
