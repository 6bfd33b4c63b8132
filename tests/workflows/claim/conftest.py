from collections.abc import Iterator
from decimal import Decimal

import pytest

from tests.workflows.claim.making import YEAR
from tests.workflows.conftest import FakeClock
from tests.workflows.ledger.costs import draft
from workflows.app import Utsushi
from workflows.claim.service import Claims
from workflows.ledger import CostItem, Kind, Ledger, VoucherKind
from workflows.settings import Settings

PDF = b"%PDF-1.4\n%%EOF"


@pytest.fixture
def app(settings: Settings, clock: FakeClock) -> Iterator[Utsushi]:
    with Utsushi(settings, clock=clock) as made:
        yield made


@pytest.fixture
def ledger(app: Utsushi) -> Ledger:
    """With the index of the year."""
    made = Ledger(app.store, app.audit, app.files, app.clock, app.settings.shared_path)
    made.set_strength(YEAR, Kind.MUNICIPALITY, [Decimal("0.55")], "令和6年度 決算カード", "佐藤")
    return made


@pytest.fixture
def cost(ledger: Ledger) -> CostItem:
    """One that may be claimed, with its invoice."""
    made = ledger.add(draft(), "佐藤")
    ledger.attach(made.id, VoucherKind.INVOICE, "請求書.pdf", PDF, "佐藤")
    return ledger.find(made.id)


@pytest.fixture
def claims(app: Utsushi, ledger: Ledger) -> Claims:
    return Claims(app.store, app.catalogue, ledger, app.audit, app.clock)


@pytest.fixture
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF that is none, where it does not matter."""
    monkeypatch.setattr("workflows.claim.service.pdf_of", lambda html: html.encode("utf-8"))
