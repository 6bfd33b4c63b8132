"""Walking the real screens of one scenario as far as nothing is committed, looking at each target.

Log in, search, enter an invented record, read the confirmation screen. The committing click is only
looked at, never made: nothing in this module can make it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from playwright.sync_api import Page

from bots.conditions import holds
from bots.credentials import Credentials
from bots.failures import NotFound, is_browser_failure, reason
from bots.healing.order import pointed_at
from bots.healing.sightings import Checked, Sighting, State
from bots.healing.watching import Lookout
from bots.job import Job
from bots.locate import Want
from bots.lookup import differences, look_up, read_fields
from bots.scenario.models import ScenarioDeclaration, ShownDeclaration
from bots.scenario.scenario import Scenario
from bots.scenario.targets import Condition
from bots.session import Session
from bots.stage import Phase, Stage
from bots.steps import run_steps
from forms.errors import Different, NotReady, SetupError, UtsushiError
from forms.record import Record

_VERBS = {Want.FILL: "fill", Want.CHOOSE: "choose", Want.CHECK: "check"}

LIMIT = 5.0
"""Seconds that a target may take to come, where the system's own limit is longer."""


@dataclass(slots=True)
class Checkup:
    """A check of one scenario with one invented record, in a browser of its own.

    `limit` in seconds for each target. For one use.
    """

    scenario: Scenario
    record: Record
    credentials: Credentials
    headless: bool = True
    limit: float = LIMIT
    _stops: list[str] = field(default_factory=list)
    _unseen: list[str] = field(default_factory=list)

    def run(self) -> Checked:
        """Raises SetupError where no browser, secret or login can be had."""
        session = Session(self.scenario.system, self.credentials, self.headless)
        limit = min(self.limit, self.scenario.system.declared.waits.screen)
        order = pointed_at(self.scenario, self.record.values)
        job = Job(self.scenario, self.record, session.watch)
        lookout = Lookout(order, job.hiding, limit)
        job = replace(job, watcher=lookout)
        job.check()
        try:
            self._walk(job, session, lookout)
        finally:
            session.close()
        form = self.scenario.form
        sightings, stops = tuple(lookout.sightings), tuple(self._stops)
        return Checked(form.id, form.title, sightings, stops, tuple(self._unseen))

    def _walk(self, job: Job, session: Session, lookout: Lookout) -> None:
        if not self._log_in(session, lookout):
            return
        lookout.hiding = job.hiding.and_secrets(*session.secrets)
        self._guarded("検索", lambda: self._find(job, session.page(), lookout))
        self._guarded("入力", lambda: self._enter(job, session.page(), lookout))

    def _log_in(self, session: Session, lookout: Lookout) -> bool:
        """Whether the screens behind the login can be reached; else what replaced its targets."""
        try:
            session.page()
        except NotFound as error:
            lookout.hiding = lookout.hiding.and_secrets(*session.secrets)
            key = _VERBS.get(error.want, "click")
            lookout.look(error.target, error.stage, error.want, (key,))
            self._stops.append(f"ログイン: {error.message}")
            return False
        except NotReady as error:
            self._stops.append(f"ログイン: {error.message}")
            return False
        return True

    def _guarded(self, section: str, work: Callable[[], None]) -> None:
        """One section's end does not end the check."""
        try:
            work()
        except SetupError:
            raise
        except UtsushiError as error:
            self._stops.append(f"{section}: {error.message}")
        except Exception as error:
            if not is_browser_failure(error):
                raise
            self._stops.append(f"{section}: {reason(error)}")

    def _find(self, job: Job, page: Page, lookout: Lookout) -> None:
        stage = job.stage(page, Phase.FIND)
        rows = self.scenario.declared.find.rows
        try:
            found = look_up(self.scenario, stage)
        except Different:
            found = None
        if found is None:
            columns = "・".join(rows.where)
            self._unseen.append(
                f"検索結果の一覧 ({columns}) と照会画面は、見本の記録が登録されていないので"
                "確かめていません。"
            )

    def _enter(self, job: Job, page: Page, lookout: Lookout) -> None:
        stage = job.stage(page, Phase.ENTER)
        submit = self.scenario.declared.submit
        run_steps(self.scenario.declared.enter, stage, "enter")
        here = stage.at("submit").in_place(submit.window, submit.frame)
        self._wait(submit.ready, here.at("ready"), lookout)
        if submit.shows_values:
            self._compare(job, here, lookout)
        lookout.look(submit.click, here, Want.CLICK, ("click",))

    def _wait(self, condition: Condition, here: Stage, lookout: Lookout) -> None:
        if condition.shown is not None:
            lookout.look(condition.shown, here, Want.SEE, ("shown",))
            return
        limit = here.system.declared.waits.screen
        here.wait_until(lambda: holds(condition, here), limit, str(condition))

    def _compare(self, job: Job, here: Stage, lookout: Lookout) -> None:
        """The confirmation screen, read as `read_back` says, in the place of the detail screen."""
        declared = self.scenario.declared.read_back
        at = replace(here, loc=("read_back", "fields"))
        healed: dict[str, ShownDeclaration] = {}
        seen: dict[str, Sighting] = {}
        for name, field_ in declared.fields.items():
            seen[name] = lookout.look(field_.at, at, Want.READ, (name, "at"))
            if seen[name].is_fine:
                healed[name] = field_
            elif seen[name].followed:
                target = seen[name].proposals[0].target
                healed[name] = field_.model_copy(update={"at": target})
        for name in _wrong(healed, self.scenario, here):
            wrong = replace(seen[name], state=State.DIFFERENT, proposals=(), followed=False)
            lookout.sightings.append(wrong)


def _wrong(fields: Mapping[str, ShownDeclaration], scenario: Scenario, here: Stage) -> list[str]:
    declared: ScenarioDeclaration = scenario.declared
    read_back = declared.read_back.model_copy(update={"fields": dict(fields)})
    healed = replace(scenario, declared=declared.model_copy(update={"read_back": read_back}))
    return differences(read_fields(healed, here), healed, here)
