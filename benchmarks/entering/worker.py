"""A worker as `utsushi enter` is one, without Prefect: `python -m benchmarks.entering.worker`.

Arguments: sessions, and whether evidence is kept (yes, no). Everything else comes from the
environment. Ends with its stdin.
"""

import logging
import sys
from threading import Event

from forms.catalogue import Catalogue
from workflows.app import Utsushi
from workflows.cli.stopping import run_stoppable
from workflows.makers import open_bot
from workflows.seams import Bot
from workflows.settings import Settings


def main(sessions: int, *, with_evidence: bool) -> None:
    settings = Settings.load()
    make_bot = open_bot if with_evidence else _bare_bot

    def work(stop: Event) -> None:
        with Utsushi(settings, make_bot=make_bot) as app:
            while not stop.is_set():
                result = app.resolve(stop.is_set, sessions) + app.enter(stop.is_set, sessions)
                if not result.attempted or result.stopped:
                    stop.wait(settings.poll_seconds)

    run_stoppable(work, with_parent=True)


def _bare_bot(settings: Settings, catalogue: Catalogue) -> Bot:
    """The bot of `open_bot` without pictures, which cost time and disk in thousands."""
    from bots.bot import Bot as ScenarioBot
    from bots.credentials import EnvironmentCredentials
    from bots.scenario import load_scenarios, load_system, system_folder

    folder = system_folder(settings.system, *settings.scenarios)
    scenarios = load_scenarios(folder, catalogue)
    return ScenarioBot(load_system(folder), scenarios, EnvironmentCredentials(), evidence=None)


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    main(int(sys.argv[1]), with_evidence=sys.argv[2] == "yes")
