"""Pictures for a scenario that was not recorded, taken while it is rehearsed."""

from bots import drawers, evidence
from bots.bot import Bot
from bots.credentials import Credentials
from bots.drawers import Drawer
from bots.editor.pieces import pieces
from bots.evidence import Hiding
from bots.evidence.private import hiding_of
from bots.failures import is_browser_failure
from bots.recorder.saving import keep_pictures
from bots.scenario import Scenario
from bots.scenario.scenario import Loc
from bots.scenario.targets import Strict
from bots.stage import Stage
from forms.record import Record


class Shooter:
    """A watcher that takes a masked picture of the screen before each step, once."""

    def __init__(self, scenario: Scenario, hiding: Hiding, drawer: Drawer) -> None:
        self._marks: dict[Loc, str] = {p.loc: p.mark for p in pieces(scenario) if p.mark}
        self._path, self._hiding, self._drawer = scenario.source.path, hiding, drawer
        self.taken: dict[str, str] = {}

    def before(self, step: Strict, stage: Stage) -> None:
        """Steps of parts stand in another file: the step that uses them has the picture."""
        mark = self._marks.get(stage.loc) if stage.source.path == self._path else None
        if mark is None or mark in self.taken:
            return
        try:
            picture = evidence.picture(stage.page, self._hiding)
        except Exception as error:
            if not is_browser_failure(error):
                raise
            return
        if picture is not None:
            self.taken[mark] = drawers.put_picture(self._drawer, picture)


def shoot(
    scenario: Scenario,
    record: Record,
    credentials: Credentials,
    drawer: Drawer,
    *,
    headless: bool = True,
) -> int:
    """Rehearse the scenario and keep a picture a step in `drawer`; how many were taken.

    Raises what `Bot.rehearse` raises; what was taken until then is kept.
    """
    system = scenario.system
    secrets = [credentials.secret(system.name, name) for name in system.declared.credentials]
    hiding = hiding_of(scenario, record.values).and_secrets(*secrets)
    shooter = Shooter(scenario, hiding, drawer)
    scenarios = {scenario.form.id: scenario}
    try:
        with Bot(
            system, scenarios, credentials, evidence=None, headless=headless, watcher=shooter
        ) as bot:
            bot.rehearse(record)
    finally:
        keep_pictures(shooter.taken, drawer)
    return len(shooter.taken)
