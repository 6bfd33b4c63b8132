"""Every mistake in the files of one system, not only the first."""

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from bots.scenario.loader import SYSTEM_FILE, make_scenario, make_system, told
from bots.scenario.models import ScenarioDeclaration, SystemDeclaration
from bots.scenario.scenario import Source, System
from bots.scenario.softening import softened
from bots.scenario.whole import check_scenario, check_system
from forms import yaml_source
from forms.catalogue import Catalogue
from forms.errors import BadDeclaration, SetupError

Model = TypeVar("Model", bound=BaseModel)


def mistakes(
    folder: Path, catalogue: Catalogue, environment: Mapping[str, str] | None = None
) -> list[BadDeclaration]:
    """What is wrong in `system.yaml` and the scenarios beside it, by file and line.

    A file with too much wrong keeps what depends on it from being checked. Raises SetupError where
    there is no `system.yaml`.
    """
    path = folder / SYSTEM_FILE
    if not path.is_file():
        raise SetupError(f"業務システムの定義 {path} がありません。")
    found: list[BadDeclaration] = []
    system = _system(path, environment, found)
    forms: dict[str, Path] = {}
    for each in sorted(folder.glob("*.yaml")):
        if each.name != SYSTEM_FILE:
            _scenario(each, system, catalogue, forms, found)
    lines = {(m.file, m.line, m.message): m for m in found}
    return sorted(lines.values(), key=lambda m: (m.file != str(path), m.file, m.line))


def _declared(path: Path, model: type[Model], found: list[BadDeclaration]) -> Model | None:
    """The file; where its form has mistakes, what can be checked of it nevertheless."""
    declared = yaml_source.load_or_tell(path, model)
    if not isinstance(declared, list):
        return declared
    found.extend(told(each) for each in declared)
    return softened(path, model)


def _system(
    path: Path, environment: Mapping[str, str] | None, found: list[BadDeclaration]
) -> System | None:
    declared = _declared(path, SystemDeclaration, found)
    if declared is None:
        return None
    system = make_system(declared, Source.of(path), environment, found.append)
    check_system(system, found.append)
    return system


def _scenario(
    path: Path,
    system: System | None,
    catalogue: Catalogue,
    forms: dict[str, Path],
    found: list[BadDeclaration],
) -> None:
    declared = _declared(path, ScenarioDeclaration, found)
    if declared is None:
        return
    other = forms.setdefault(declared.form, path)
    if other != path:
        problem = f"この様式のシナリオは {other} にもあります。"
        found.append(BadDeclaration(str(path), 1, "form", problem))
    if system is None:
        return
    try:
        scenario = make_scenario(declared, Source.of(path), system, catalogue, found.append)
    except BadDeclaration as mistake:
        found.append(mistake)
        return
    check_scenario(scenario, found.append)
