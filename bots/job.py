"""One record on its way into one system: its scenario, its values, and what must hold before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Locator, Page

from bots.conditions import check_signs, holds
from bots.dialogs import DialogWatch
from bots.evidence import Hiding, hiding_of
from bots.lookup import differences, expected, look_up, read_fields
from bots.scenario.scenario import Scenario
from bots.scenario.values import Values, unencodable
from bots.stage import Keeper, Phase, Stage, Watcher
from bots.steps import run_steps
from bots.steps.controls import leaving
from forms.errors import AcceptedUnseen, NotReady, Rejected, SetupError, Unconfirmed, UtsushiError
from forms.record import Record


@dataclass(frozen=True, slots=True)
class Job:
    """What does not change while a record is looked up, entered and verified.

    `files` by name are those that the scenario may upload; `keep` takes what it downloads.
    """

    scenario: Scenario
    record: Record = field(repr=False)
    watch: DialogWatch
    watcher: Watcher | None = None
    files: Mapping[str, Path] = field(default_factory=dict)
    keep: Keeper | None = None

    @property
    def hiding(self) -> Hiding:
        """What no evidence may show."""
        return hiding_of(self.scenario, self.record.values)

    def stage(self, page: Page, phase: Phase) -> Stage:
        scenario = self.scenario
        encoding = scenario.system.encoding
        record = dict(self.record.values)
        values = Values(record, scenario.tables, encoding, files=self.files)
        return Stage(
            page=page,
            scope=page,
            values=values,
            system=scenario.system,
            watch=self.watch,
            phase=phase,
            source=scenario.source,
            signs=check_signs,
            private=scenario.private,
            watcher=self.watcher,
            keep=self.keep,
        )

    def check(self) -> None:
        """Before anything is opened. Raises SetupError where the record is not of this form,
        Rejected where it lacks a key, or holds characters that the target does not have."""
        values = self.record.values
        missing = [each.id for each in self.scenario.form.fields if each.id not in values]
        if missing:
            raise SetupError(f"記録に項目「{missing[0]}」がありません。")
        for name in self.scenario.declared.key:
            if not values[name]:
                label = self.scenario.form.field(name).label
                raise Rejected(f"{label}が空のため、二重に入力していないか確かめられません。")
        self._check_characters()

    def _check_characters(self) -> None:
        system = self.scenario.system
        known = Values(dict(self.record.values), self.scenario.tables, system.encoding)
        for name, declared in self.scenario.declared.read_back.fields.items():
            wanted = expected(declared, name, known)
            text = "".join(wanted) if isinstance(wanted, tuple) else wanted or ""
            if bad := unencodable(text, system.encoding):
                label = self.scenario.form.field(name).label
                raise Rejected(
                    f"{label}の「{bad}」は「{system.title}」の文字にありません。"
                    "何も入力していません。",
                    advice="使う文字を担当者が決め、記録を直してください。",
                )


def enter(job: Job, page: Page, *, again: bool = False) -> tuple[Stage, Locator]:
    """Everything up to the committing click: the last screen's stage, and what will be clicked.

    `again`: it was broken off before. What it may have left is looked up first: a target may save
    screen by screen. Raises Different for that, Unconfirmed where the whole record is there.

    Raises NotReady, LoggedOut, Rejected. Nothing is committed in the target; AcceptedUnseen where
    its screen says that it was, though the button was not pressed yet.
    """
    if again and look_up(job.scenario, job.stage(page, Phase.FIND)) is not None:
        title = job.scenario.system.title
        raise Unconfirmed(f"「{title}」への入力が途切れ、その後に、登録されたものがあります。")
    stage = job.stage(page, Phase.ENTER)
    stood = _says_accepted(job, stage)
    try:
        ready = _entered(job, stage)
    except UtsushiError as error:
        if not stood and _says_accepted(job, stage):
            raise _too_early(job) from error
        raise
    if not stood and _says_accepted(job, stage):
        raise _too_early(job)
    return ready


def _entered(job: Job, stage: Stage) -> tuple[Stage, Locator]:
    run_steps(job.scenario.declared.enter, stage, "enter")
    submit = job.scenario.declared.submit
    here = stage.at("submit").in_place(submit.window, submit.frame)
    limit = stage.system.declared.waits.screen
    here.at("ready").wait_until(lambda: holds(submit.ready, here), limit, str(submit.ready))
    if submit.shows_values:
        _compare(job, here)
    button = leaving(submit.click, here.at("click"))
    button.click(trial=True)
    return here, button


def _says_accepted(job: Job, stage: Stage) -> bool:
    """Whether the sign of success is on the screen; not where that cannot be seen now."""
    submit = job.scenario.declared.submit
    try:
        return holds(submit.accepted, stage.in_place(submit.window, submit.frame))
    except (NotReady, PlaywrightError):
        return False


def _too_early(job: Job) -> AcceptedUnseen:
    """The target says that it has the record: without a person it is not entered again."""
    return AcceptedUnseen(
        f"「{job.scenario.system.title}」が、登録ボタンを押す前に、登録したと表示しました。",
        advice="シナリオの enter に、登録する手順が混じっていないか確かめてください。",
    )


def confirmed(job: Job, here: Stage) -> Mapping[str, str] | None:
    """What the last screen says of each field, by field id; None where it shows no values."""
    return read_fields(job.scenario, here) if job.scenario.declared.submit.shows_values else None


def _compare(job: Job, here: Stage) -> None:
    """The target shows what it is about to commit: it must be the record."""
    wrong = differences(read_fields(job.scenario, here), job.scenario, here)
    if wrong:
        labels = "、".join(job.scenario.form.field(name).label for name in wrong)
        raise Rejected(
            f"「{here.system.title}」の確認画面で、{labels}が記録と違います。登録していません。",
            advice="記録の値と、シナリオの入力のしかたを確かめてください。",
        )
