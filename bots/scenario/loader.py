"""Files → systems and scenarios, checked before any run."""

import os
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from bots.scenario.check import Report, raise_it
from bots.scenario.models import (
    WEEKDAYS,
    HoursDeclaration,
    ScenarioDeclaration,
    SystemDeclaration,
)
from bots.scenario.scenario import Hours, Scenario, Source, System
from bots.scenario.tables import resolve
from bots.scenario.whole import check_scenario, check_system
from forms import yaml_source
from forms.catalogue import Catalogue
from forms.errors import BadDeclaration, SetupError

Model = TypeVar("Model", bound=BaseModel)

SCENARIOS = Path(__file__).parents[1] / "scenarios"
SYSTEM_FILE = "system.yaml"


def load_system(folder: Path, environment: Mapping[str, str] | None = None) -> System:
    """`<folder>/system.yaml`; `UTSUSHI_SYSTEM_<NAME>_URL` takes the place of its `url`.

    Raises BadDeclaration naming file, line, key and the nearest right word.
    """
    path = folder / SYSTEM_FILE
    if not path.is_file():
        raise SetupError(f"業務システムの定義 {path} がありません。")
    declared = _read(path, SystemDeclaration)
    system = make_system(declared, Source.of(path), environment)
    check_system(system)
    return system


def make_system(
    declared: SystemDeclaration,
    source: Source,
    environment: Mapping[str, str] | None = None,
    report: Report = raise_it,
) -> System:
    """A system as declared, its tables read; not checked yet."""
    environ = os.environ if environment is None else environment
    url = environ.get(f"UTSUSHI_SYSTEM_{declared.system.upper()}_URL") or declared.url
    return System(
        name=declared.system,
        title=declared.title,
        url=url.rstrip("/") + "/",
        sessions=declared.sessions,
        hours=_hours(declared.hours),
        declared=declared,
        source=source,
        codes=resolve(declared.codes, source, report),
    )


def load_scenario(path: Path, system: System, catalogue: Catalogue) -> Scenario:
    """One `<form>.yaml` beside a `system.yaml`. Raises BadDeclaration as `load_system` does."""
    declared = _read(path, ScenarioDeclaration)
    scenario = make_scenario(declared, Source.of(path), system, catalogue)
    check_scenario(scenario)
    return scenario


def make_scenario(
    declared: ScenarioDeclaration,
    source: Source,
    system: System,
    catalogue: Catalogue,
    report: Report = raise_it,
) -> Scenario:
    """A scenario as declared, its tables read; not checked yet. Raises BadDeclaration where there
    is no such form."""
    try:
        form = catalogue[declared.form]
    except SetupError as error:
        path, line = str(source.path), source.line(("form",))
        raise BadDeclaration(path, line, "form", error.message, error.advice) from error
    return Scenario(form, system, declared, source, resolve(declared.codes, source, report))


def load_scenarios(
    folder: Path, catalogue: Catalogue, environment: Mapping[str, str] | None = None
) -> Mapping[str, Scenario]:
    """Every scenario beside the `system.yaml` of one system's folder, by form id.

    Raises BadDeclaration for a mistake in a file and for a form with two scenarios.
    """
    system = load_system(folder, environment)
    found: dict[str, Scenario] = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.name == SYSTEM_FILE:
            continue
        scenario = load_scenario(path, system, catalogue)
        if scenario.form.id in found:
            other = found[scenario.form.id].source.path
            problem = f"この様式のシナリオは {other} にもあります。"
            raise BadDeclaration(str(path), 1, "form", problem)
        found[scenario.form.id] = scenario
    return found


def system_folders(*own: Path) -> Mapping[str, Path]:
    """System name → its folder: ours, then those inside the office's `own`, which win."""
    return {
        path.parent.name: path.parent
        for root in (SCENARIOS, *own)
        for path in sorted(root.glob(f"*/{SYSTEM_FILE}"))
    }


def system_folder(name: str, *own: Path) -> Path:
    """The folder of one system. Raises SetupError naming those that there are."""
    folders = system_folders(*own)
    if name not in folders:
        raise SetupError(
            f"業務システム「{name}」の定義がありません。",
            advice=f"使えるもの: {'・'.join(sorted(folders))}",
        )
    return folders[name]


def _read(path: Path, model: type[Model]) -> Model:
    """As `yaml_source.load`; the number of a step is no key that helps anyone."""
    try:
        return yaml_source.load(path, model)
    except BadDeclaration as error:
        raise told(error) from error


def told(error: BadDeclaration) -> BadDeclaration:
    """Without a key that is only the number of a step."""
    if not error.key.isdigit():
        return error
    problem = error.message.partition("」: ")[2]
    return BadDeclaration(error.file, error.line, "", problem, error.advice)


def _hours(declared: HoursDeclaration | None) -> Hours | None:
    if declared is None:
        return None
    return Hours(
        time.fromisoformat(declared.from_),
        time.fromisoformat(declared.to),
        frozenset(WEEKDAYS.index(day) for day in declared.days),
        frozenset(declared.closed),
        declared.holidays,
    )
