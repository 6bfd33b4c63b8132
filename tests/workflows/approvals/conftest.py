"""A store with ready records, as the gate sees them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.workflows.fakes import filled, scan
from workflows.app import Utsushi


@pytest.fixture
def ready(app: Utsushi, drop: Callable[[str, str], Path]) -> Callable[..., list[int]]:
    """Takes in one paper for each name; the ids of the records."""

    def take(*names: str) -> list[int]:
        taken = (app.take_in(drop(f"{name}.pdf", scan(filled(name=name)))) for name in names)
        return [record_id for each in taken if each for record_id, _ in each.records]

    return take
