"""An office with our own forms, whose stacks are read from a list of pages."""

from collections.abc import Iterator

import pytest

from forms.catalogue import Catalogue
from forms.separator import written
from tests.ours import OURS
from tests.workflows.conftest import FakeClock
from tests.workflows.stacks.fake_stack import StackReader
from workflows.accounts import EVERYTHING
from workflows.app import Utsushi
from workflows.settings import Settings
from workflows.stacks.key import separator_key
from workflows.stacks.sheets import Separators

JIDO, KAIGO, RISAI = "jido-teate-nintei", "kaigo-nintei", "risai-shomei"


@pytest.fixture(scope="session")
def ours() -> Catalogue:
    return OURS


@pytest.fixture
def app(settings: Settings, ours: Catalogue, clock: FakeClock) -> Iterator[Utsushi]:
    key = separator_key(settings.shared_path)
    made = Utsushi(
        settings, make_reader=lambda _, forms: StackReader(forms, key), catalogue=ours,
        clock=clock,
    )  # fmt: skip
    with made:
        yield made


class Printer:
    """Makes sheets: their texts, as they stand in the QR code."""

    def __init__(self, separators: Separators, key: bytes) -> None:
        self.separators, self.key = separators, key

    def part(self, form: str, count: int, department: str = "") -> str:
        sheet = self.separators.make(form, department, count, "田中", EVERYTHING)
        return written(sheet.separator, self.key)

    def end(self) -> str:
        return written(self.separators.make_end("田中").separator, self.key)


@pytest.fixture
def printer(app: Utsushi, ours: Catalogue, settings: Settings) -> Printer:
    separators = Separators(app.store, ours, app.clock)
    return Printer(separators, separator_key(settings.shared_path))
