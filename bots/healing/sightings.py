"""What a check of the screens brought to light, target by target."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from bots.healing.places import Place, Written
from bots.healing.propose import Proposal
from bots.scenario.targets import Target


class State(Enum):
    """How a target was met. The value is the word for people."""

    FOUND = "あった"
    MISSING = "見つからない"
    AMBIGUOUS = "二つ以上ある"
    DIFFERENT = "確認画面の値が違う"


@dataclass(frozen=True, slots=True)
class Sighting:
    """One target as it was met on the screens.

    `words`: how it points, without personal data. `written`: by the key of each of its words, where
    that stands in the files. `pictures` (PNG, masked): the screen, one for each proposal with what
    it means outlined; the screen alone where there is none. `followed`: the check went on with the
    first proposal, in memory only. `moved`: the step on whose screen a field was met that was
    missing on its own.
    """

    place: Place
    section: str
    words: str
    target: Target
    state: State
    proposals: tuple[Proposal, ...] = ()
    written: Mapping[str, Written] = field(default_factory=dict)
    pictures: tuple[bytes, ...] = ()
    followed: bool = False
    moved: Place | None = None

    @property
    def is_fine(self) -> bool:
        return self.state is State.FOUND


@dataclass(frozen=True, slots=True)
class Checked:
    """A whole check of one scenario. `stops`: where it could not go on, and why (Japanese).

    `unseen`: what was not looked at, for the report: it is not said to be right.
    """

    form: str
    title: str
    sightings: tuple[Sighting, ...]
    stops: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()

    @property
    def troubles(self) -> tuple[Sighting, ...]:
        """What does not match, the date boxes of one heading together."""
        return tuple(_once(each for each in self.sightings if not each.is_fine))

    @property
    def is_fine(self) -> bool:
        return not self.troubles and not self.stops


def _once(sightings: Iterable[Sighting]) -> list[Sighting]:
    found: dict[object, Sighting] = {}
    for each in sightings:
        found.setdefault(_cause(each), each)
    return list(found.values())


def _cause(each: Sighting) -> object:
    """Four boxes of one date break by one word, which stands in one place."""
    if each.proposals and (at := each.written.get(each.proposals[0].key)) is not None:
        return (at.place.source.path, at.place.loc, each.proposals[0].new)
    named = tuple((at.place.source.path, at.place.loc) for at in each.written.values())
    return named or (each.place.source.path, each.place.loc)
