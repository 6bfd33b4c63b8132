"""Where in the YAML files a word stands that a step of a part was given by its callers."""

import re
from dataclasses import dataclass, field

from bots.scenario.expressions import Template
from bots.scenario.scenario import Loc, Source
from bots.scenario.steps import Use
from bots.scenario.values import Values
from bots.stage import Stage
from forms.errors import Rejected

_SLOT = re.compile(r"\{[^{}]+\}")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file. `line` counts from 1."""

    source: Source
    loc: Loc

    @property
    def line(self) -> int:
        return self.source.line(self.loc)

    def __str__(self) -> str:
        return f"{self.source.path.name} の {self.line} 行目"


@dataclass(frozen=True, slots=True)
class Written:
    """A text as it is written at a place, and the values that its slots had there."""

    text: Template
    place: Place
    values: Values

    def with_words(self, new: str) -> str | None:
        """The text that would come to the words `new`, its slots kept; None where that cannot be
        told: a slot's value must stand in them exactly once."""
        escaped = new.replace("{", "{{").replace("}", "}}")
        if not self.text.slots:
            return escaped
        for slot, source in zip(self.text.slots, _SLOT.findall(self.text.text), strict=True):
            try:
                said = self.values.text(Template(source, (slot,)))
            except Rejected:
                return None
            if not said or escaped.count(said) != 1:
                return None
            escaped = escaped.replace(said, source)
        return escaped


@dataclass(slots=True)
class Calls:
    """The last call of each part on the way, so that a word can be followed to who gave it."""

    _last: dict[str, tuple[Use, Stage]] = field(default_factory=dict)

    def note(self, step: Use, stage: Stage) -> None:
        self._last[step.use] = (step, stage)

    def origin(self, text: Template, stage: Stage, keys: Loc) -> Written:
        """Where the words of a text at `keys` below the stage's place are really written."""
        loc = (*stage.loc, *keys)
        if (only := text.only) is not None and stage.loc[:1] == ("parts",) and not only.filters:
            called = self._last.get(str(stage.loc[1]))
            if called is not None and only.name in called[0].with_:
                step, caller = called
                return self.origin(step.with_[only.name], caller, ("with", only.name))
        return Written(text, Place(stage.source, loc), stage.values)
