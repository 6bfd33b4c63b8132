"""The deployed flows over the fake reader and bot: what the workers of tests import.

Forms are those of these tests; what was entered stands in `target.jsonl` in the home folder.
"""

from forms.catalogue import Catalogue
from tests.workflows.fakes import FakeBot, FakeReader, Target
from workflows.app import Utsushi
from workflows.flows.deployed.backing_up import backup_flow
from workflows.flows.deployed.entering import enter_flow
from workflows.flows.deployed.intake import take_in_flow
from workflows.flows.deployed.reporting import report_flow
from workflows.flows.deployed.resolving import resolve_flow
from workflows.flows.deployed.retaining import retention_flow
from workflows.settings import Settings

TARGET = "target.jsonl"


def open_fakes(settings: Settings | None = None) -> Utsushi:
    """What is given, else what the environment of the worker's process says."""
    settings = settings or Settings.load()
    return Utsushi(
        settings,
        make_reader=lambda settings, catalogue: FakeReader(catalogue),
        make_bot=lambda settings, catalogue: FakeBot(Target(settings.home_path / TARGET)),
        catalogue=Catalogue.load(*settings.forms_paths),
    )


take_in = take_in_flow(open_fakes)
enter = enter_flow(open_fakes)
resolve = resolve_flow(open_fakes)
delete_expired = retention_flow(open_fakes)
report = report_flow(open_fakes)
make_backup = backup_flow(open_fakes)
