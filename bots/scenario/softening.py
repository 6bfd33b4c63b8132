"""A file with mistakes in its form, made loadable for the eye of the checks alone: never to be run.

So that a person is told of what is unknown in one line and of what is misspelt in another at once.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

Model = TypeVar("Model", bound=BaseModel)

_SCRIPTS = frozenset({"enter", "search", "steps", "do", "else", "during", "before"})
"""Keys under which steps stand."""

_ROUNDS = 8
"""A step that takes the place of a wrong one may bring up what stood behind it."""


def softened(path: Path, model: type[Model]) -> Model | None:
    """The file with its wrong steps and unknown keys left out, each other thing at its old place.

    None where more than that is wrong.
    """
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError):
        return None
    for _ in range(_ROUNDS):
        try:
            return model.model_validate(data)
        except ValidationError as error:
            wrong = error.errors()
        if not all(_soften(data, each["loc"], each["type"]) for each in wrong):
            return None
    return None


def _soften(data: Any, loc: Sequence[int | str], kind: str) -> bool:
    """Put something harmless where the mistake is. False where there is nothing that could be."""
    step: tuple[list[Any], int] | None = None
    last: tuple[Any, int | str] | None = None
    node, key_before = data, ""
    for part in loc:
        if isinstance(node, list) and isinstance(part, int) and part < len(node):
            if key_before in _SCRIPTS:
                step = (node, part)
        elif not (isinstance(node, dict) and part in node):
            continue  # a word of the models, not of the file
        last = (node, part)
        node, key_before = node[part], str(part)
    if step is not None:
        step[0][step[1]] = _harmless(step[0][step[1]])
        return True
    if kind == "extra_forbidden" and last is not None and isinstance(last[0], dict):
        del last[0][last[1]]
        return True
    return False


def _harmless(step: Any) -> dict[str, Any]:
    """A step that is right wherever it stands, and keeps the names that others use."""
    given = step if isinstance(step, dict) else {}
    if isinstance(given.get("into"), str):
        return {"read": "x", "into": given["into"]}
    if isinstance(given.get("as"), str):
        return {"popup": {"open": ""}, "as": given["as"]}
    return {"open": ""}
