"""An office whose form marks three fields for double entry, and its people."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from forms.catalogue import Catalogue
from tests.workflows.conftest import FORMS
from tests.workflows.fakes import filled, scan
from workflows.accounts import Account, Role, Scope
from workflows.app import Utsushi
from workflows.second_looks.blind import BlindLooks, Typed
from workflows.second_looks.double import Differences
from workflows.second_looks.restarting import Restarting
from workflows.second_looks.samples import Samples
from workflows.second_looks.stages import Purpose, Stage

Drop = Callable[[str, str], Path]
DOUBLE = frozenset({"my_number", "damage", "phone"})
NUMBERS = {"my_number": "123456789018", "phone": "0312345678", "damage": ["屋根"]}

TANAKA = Account(1, "tanaka", "田中", Role.CLERK)
SUZUKI = Account(2, "suzuki", "鈴木", Role.CLERK)
SATO = Account(3, "sato", "佐藤", Role.SUPERVISOR)
OTHER = Account(4, "mori", "森", Role.CLERK, Scope(frozenset({"別の課"})))


def doubled(catalogue: Catalogue, fields: frozenset[str]) -> Catalogue:
    return Catalogue(
        replace(form, fields=tuple(replace(each, double=each.id in fields) for each in form.fields))
        for form in catalogue
    )


@dataclass
class Looking:
    """The people at work on an installation."""

    app: Utsushi
    drop: Drop
    dropped: int = 0

    def __post_init__(self) -> None:
        parts = self.app.store, self.app.catalogue, self.app.settings, self.app.clock
        self.blind, self.differences = BlindLooks(*parts), Differences(*parts)
        self.samples = Samples(*parts)
        self.restarting = Restarting(parts[0], parts[1], parts[3])

    def read(self, doubts: dict[str, str] | None = None, **values: object) -> int:
        """A paper comes in; the id of its record."""
        self.dropped += 1
        content = filled(doubts or {}, **{**NUMBERS, **values})
        taken = self.app.take_in(self.drop(f"{self.dropped}.pdf", scan(content)))
        assert taken
        return taken.records[0][0]

    def type(self, person: Account, text: str | None, purpose: Purpose = Purpose.DOUBLE) -> Stage:
        """The person takes the next field and types."""
        task = self.blind.next(purpose, person)
        assert task is not None
        return self.blind.look(task.id, person, Typed(text, 3.0))

    def type_all(self, person: Account, texts: dict[str, str | None]) -> dict[str, Stage]:
        """Every field that waits for the person, by its id."""
        stages = {}
        while task := self.blind.next(Purpose.DOUBLE, person):
            text = texts[task.field.id]
            stages[task.field.id] = self.blind.look(task.id, person, Typed(text, 3.0))
        return stages


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return doubled(Catalogue.load(FORMS), DOUBLE)


@pytest.fixture
def looking(app: Utsushi, drop: Drop) -> Looking:
    return Looking(app, drop)
