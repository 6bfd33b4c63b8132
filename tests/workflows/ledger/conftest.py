from collections.abc import Iterator

import pytest

from tests.workflows.conftest import FakeClock
from workflows.app import Utsushi
from workflows.fiscal import FiscalYear
from workflows.ledger import Ledger
from workflows.ledger.sheets.imports import Imports
from workflows.settings import Settings

R6 = FiscalYear(2024)


@pytest.fixture
def app(settings: Settings, clock: FakeClock) -> Iterator[Utsushi]:
    with Utsushi(settings, clock=clock) as made:
        yield made


@pytest.fixture
def ledger(app: Utsushi) -> Ledger:
    return Ledger(app.store, app.audit, app.files, app.clock, app.settings.shared_path)


@pytest.fixture
def imports(ledger: Ledger) -> Imports:
    return Imports(ledger)
