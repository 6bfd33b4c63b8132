"""How the real reader and bots are opened. The rooms are imported late: they are heavy."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from forms.catalogue import DEFINITIONS, Catalogue
from workflows.live_catalogue import LiveCatalogue
from workflows.seams import Bot, Reader
from workflows.settings import Settings
from workflows.shared_files.opened import workroom
from workflows.stacks.key import separator_key

FEATURES = "features"  # in the data folder: what blanks are known by; may be deleted at any time

if TYPE_CHECKING:
    from ocr.free import FreeReader


def open_catalogue(settings: Settings) -> Catalogue:
    """Our forms and the office's own, with what is drawn up while we run. Raises BadDeclaration."""
    return LiveCatalogue.of(DEFINITIONS, *settings.forms_paths)


def open_reader(settings: Settings, catalogue: Catalogue) -> Reader:
    """With the office's own thresholds. Raises MissingModel where the weights are missing."""
    from ocr.reader import Reader as OcrReader

    engine = settings.engine or None
    features = settings.home_path / FEATURES
    return OcrReader.open(
        catalogue, engine, settings.models, settings.shared_path, features,
        separator_key(settings.shared_path),
    )  # fmt: skip


def open_free_reader(settings: Settings) -> "FreeReader":
    """For papers without a template. Raises MissingModel where the weights are not installed."""
    from ocr.free import FreeReader

    if settings.engine:
        return FreeReader.open(settings.engine, settings.models)
    return FreeReader.open(models=settings.models)


def system_asks(settings: Settings) -> bool:
    """Whether the target system's declaration wants every entry approved. Raises SetupError."""
    from bots.scenario.loader import SYSTEM_FILE, system_folder

    path = system_folder(settings.system, *settings.scenarios) / SYSTEM_FILE
    return _asks(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _asks(path: Path, _changed: int) -> bool:
    from bots.scenario import load_system

    return load_system(path.parent).declared.approval


def open_bot(settings: Settings, catalogue: Catalogue) -> Bot:
    """A bot of `settings.system`. Raises SetupError where a scenario has a mistake."""
    from bots.bot import Bot as ScenarioBot
    from bots.scenario import load_scenarios, load_system, system_folder
    from workflows.credentials import open_credentials
    from workflows.entry.evidence import shelf_of

    folder = system_folder(settings.system, *settings.scenarios)
    return ScenarioBot(
        load_system(folder),
        load_scenarios(folder, catalogue),
        open_credentials(settings),
        evidence=shelf_of(settings),
        headless=settings.headless,
        passing=lambda: workroom(settings.home_path),
    )
