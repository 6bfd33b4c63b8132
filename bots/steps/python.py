"""call: the way out to Python, for what no verb says.

The function stands in a file beside the scenario and is called as `function(stage, **values)`, each
value a text or None. What it returns is kept where the step says `into`. It raises errors of
`forms.errors`; Playwright's are wrapped by the runner.
"""

import importlib.util
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bots.scenario.steps import Call
from bots.stage import Stage
from forms.errors import SetupError

Run = Callable[[Sequence[Any], Stage, str], None]


def call_out(step: Call, stage: Stage, run: Run) -> None:
    file, _, name = step.call.partition(":")
    function = load_function(stage.source.path.parent / file, name)
    arguments = {key: stage.values.text(text) for key, text in step.with_.items()}
    result = function(stage, **arguments)
    if step.into is not None:
        stage.values.memory[step.into] = str(result or "")


def load_function(path: Path, name: str) -> Callable[..., object]:
    """Raises SetupError where the file cannot be taken or has no such function."""
    spec = importlib.util.spec_from_file_location(f"bots_call_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise SetupError(f"{path.name} を Python として読めません。")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    function = getattr(module, name, None)
    if not callable(function):
        raise SetupError(f"{path.name} に関数「{name}」がありません。")
    return function  # type: ignore[no-any-return]
