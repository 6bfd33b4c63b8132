"""The recorded data → the text of a scenario, its remarks at their lines, its pictures by step."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from bots.recorder.entries import NOTE, PICTURE
from bots.scenario.models import ScenarioDeclaration
from bots.scenario.scenario import Loc
from bots.scenario.steps import Step
from bots.scenario.writing import plain, to_yaml
from forms import yaml_source
from forms.errors import SetupError

_STEP: TypeAdapter[Any] = TypeAdapter(Step)


@dataclass(frozen=True, slots=True)
class Written:
    """A scenario as YAML. `pictures`: the mark of a step (`Marks`) → the name of its picture;
    `notes`: what a person should look at, (line from 1, words)."""

    text: str
    pictures: Mapping[str, str] = field(repr=False)
    notes: tuple[tuple[int, str], ...] = ()


def write(data: Mapping[str, Any]) -> Written:
    """Raises SetupError where what was recorded makes no scenario."""
    aside = _Aside()
    bare = _bare(data, (), aside)
    try:
        declaration = ScenarioDeclaration.model_validate(bare)
    except ValidationError as error:
        raise SetupError("記録からシナリオを作れませんでした。") from error
    text, lines = _remarked(to_yaml(declaration), aside.notes)
    return Written(text, aside.pictures, tuple(lines))


class Marks:
    """Tells the steps of a file apart by their words, wherever they are moved to in a section; the
    same words are counted in their order."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def of(self, section: str, step: Any) -> str:
        text = json.dumps([section, plain(step)], sort_keys=True, ensure_ascii=False)
        mark = hashlib.sha256(text.encode()).hexdigest()[:16]
        self._seen[mark] += 1
        return f"{mark}-{self._seen[mark]}"


def mark_of_block(loc: Loc) -> str:
    """Of what is no step: its place, `find.nothing`."""
    return ".".join(str(part) for part in loc)


@dataclass(slots=True)
class _Aside:
    """What is taken out of the data, by its place or its step."""

    notes: dict[Loc, str] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)
    marks: Marks = field(default_factory=Marks)


def _bare(value: Any, loc: Loc, aside: _Aside) -> Any:
    """Without remarks and pictures, which are kept aside."""
    if isinstance(value, Mapping):
        kept = {k: v for k, v in value.items() if k not in (NOTE, PICTURE)}
        found = {k: _bare(v, (*loc, k), aside) for k, v in kept.items()}
        if NOTE in value:
            aside.notes[loc] = value[NOTE]
        if loc and isinstance(loc[-1], int):
            mark = aside.marks.of(str(loc[0]), _STEP.validate_python(found))
        else:
            mark = mark_of_block(loc)
        if value.get(PICTURE):
            aside.pictures[mark] = value[PICTURE]
        return found
    if isinstance(value, list):
        return [_bare(each, (*loc, n), aside) for n, each in enumerate(value)]
    return value


def _remarked(text: str, notes: Mapping[Loc, str]) -> tuple[str, list[tuple[int, str]]]:
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    lines = text.splitlines()
    told = sorted((yaml_source.line_of(node, loc), words) for loc, words in notes.items())
    for line, words in told:
        lines[line - 1] += f"   # {words}"
    said = list(_unsure(lines))
    return "\n".join(lines) + "\n", said


def _unsure(lines: list[str]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines, start=1):
        if "要確認" in line or "   # " in line:
            yield number, line.strip()
