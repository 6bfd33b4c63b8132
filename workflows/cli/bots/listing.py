"""`utsushi bot list`: which forms go into which systems."""

from bots.scenario import load_scenarios, system_folders
from workflows.cli.tables import print_table
from workflows.makers import open_catalogue
from workflows.settings import Settings


def list_scenarios() -> None:
    """A line a scenario. Raises SetupError where a file has a mistake."""
    settings = Settings.load()
    catalogue = open_catalogue(settings)
    scenarios = [
        scenario
        for folder in system_folders(*settings.scenarios).values()
        for scenario in load_scenarios(folder, catalogue).values()
    ]
    print_table(
        "シナリオ",
        ["システム", "名前", "様式", "シナリオ", "ファイル"],
        [(s.system.name, s.system.title, s.form.id, s.title, s.source.path) for s in scenarios],
    )
