import pytest

from forms.catalogue import Catalogue
from tests.workflows.conftest import FakeClock
from tests.workflows.effect.filling import Filling
from workflows.app import Utsushi
from workflows.effect import Baselines, Effects


@pytest.fixture
def filling(app: Utsushi) -> Filling:
    return Filling(app.store)


@pytest.fixture
def effects(app: Utsushi, catalogue: Catalogue, clock: FakeClock) -> Effects:
    return Effects(app.store, catalogue, app.audit, clock)


@pytest.fixture
def baselines(effects: Effects) -> Baselines:
    return effects.baselines
