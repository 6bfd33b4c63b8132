"""`utsushi bot run`: one record into one system, step by step, without the click, or for real."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bots.bot import Bot
from bots.evidence import Shelf, hiding_of
from bots.scenario import Scenario, load_scenarios, system_folder
from bots.trial.remembering import Remembering
from bots.trial.showing import Line, lines
from bots.trial.stepping import HELP, GivenUp, Stepper
from bots.trial.tracing import Tracer
from bots.trial.watchers import Watchers
from forms.errors import NotReady, SetupError
from forms.record import Record
from workflows.cli.bots.asking import AskingBot
from workflows.cli.bots.leaving import Leaving
from workflows.cli.bots.opening import open_credentials
from workflows.cli.bots.record import sample_of
from workflows.cli.bots.trials import Trials, check_not_in_store
from workflows.cli.tables import print_table
from workflows.clock import utc_now
from workflows.entry.claims import entry_key
from workflows.entry.evidence import shelf_of
from workflows.files import private_folder
from workflows.makers import open_catalogue
from workflows.opening import open_store
from workflows.seams import Receipt
from workflows.settings import Settings
from workflows.trials.drawers import TRACES, TRIALS

YES = ("はい", "y", "yes")
AGAIN = "業務システム、アドレス、資格情報を確かめて、もう一度実行してください。"
_EVIDENCE = f"{TRIALS}/evidence"
Ask = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person asked for on the command line."""

    system: str
    form: str
    file: Path | None = None
    store_id: int | None = None
    sample: bool = False
    step: bool = False
    dry_run: bool = False
    really: bool = False
    headed: bool = False
    trace: bool = False

    def check(self) -> None:
        """Raises SetupError for what is not safe, or makes no sense, before anything is opened."""
        if (self.file is not None) + (self.store_id is not None) + self.sample != 1:
            raise SetupError(
                "どの記録を入れるか、一つだけ指定してください。",
                advice="--sample (架空の記録)・--record ファイル・--store 番号 のどれかです。",
            )
        if self.trace and not self.sample:
            raise SetupError(
                "--trace は架空の記録 (--sample) でだけ使えます。",
                advice="トレースには画面と通信の中身が残るため、人の申請では取りません。",
            )
        if self.store_id is None and not self.dry_run and not self.really:
            raise SetupError(
                "受付を通っていない記録は、そのままでは登録しません。",
                advice="試すだけなら --dry-run を、本当に登録するなら --really を付けてください。",
            )


def run(wish: Wish, ask: Ask | None = None) -> int:
    """Exit code 0 where it is registered, was there before, or a rehearsal came through; 1 where a
    person gave up. `ask` stands for the keyboard in tests. Raises what the bots raise."""
    wish.check()
    _check_keyboard(wish, ask)
    settings = Settings.load()
    catalogue = open_catalogue(settings)
    scenarios = load_scenarios(system_folder(wish.system, *settings.scenarios), catalogue)
    if wish.form not in scenarios:
        raise SetupError(
            f"「{wish.system}」に様式「{wish.form}」のシナリオがありません。",
            advice=f"使えるもの: {'・'.join(sorted(scenarios)) or 'なし'}",
        )
    scenario = scenarios[wish.form]
    record = sample_of(scenario.form, settings, wish.file, wish.store_id)
    trial = _Trial(wish, settings, scenarios, scenario, record, ask or input)
    if wish.store_id is not None and not wish.dry_run:
        return trial.enter_stored()
    with _by_hand():
        return trial.rehearse() if wish.dry_run else trial.enter_loose()


@contextmanager
def _by_hand() -> Iterator[None]:
    """Nobody tries again by itself what a person tries: it is theirs to do."""
    try:
        yield
    except NotReady as error:
        if error.advice == NotReady.default_advice:
            error.advice = AGAIN
        raise


def _check_keyboard(wish: Wish, ask: Ask | None) -> None:
    if (wish.step or not wish.dry_run) and ask is None and not sys.stdin.isatty():
        raise SetupError(
            "止まって尋ねるので、人が端末の前にいるときだけ使えます。",
            advice="人がいないときに試すには --dry-run だけを付けてください。",
        )


class _Trial:
    def __init__(
        self,
        wish: Wish,
        settings: Settings,
        scenarios: Mapping[str, Scenario],
        scenario: Scenario,
        record: Record,
        ask: Ask,
    ) -> None:
        self._wish, self._settings = wish, settings
        self._scenarios, self._scenario, self._record = scenarios, scenario, record
        self._ask = ask
        self._leaving = Leaving.open(settings)
        self._credentials = Remembering(open_credentials(settings))
        self._stepper = self._new_stepper() if wish.step else None

    def rehearse(self) -> int:
        """Everything but the journal and the click."""
        with self._bot(self._leaving.shelf(_EVIDENCE)) as bot:
            found = bot.rehearse(self._record)
        if found.existing is not None:
            print(f"もう登録されています (受付番号 {found.existing.number})。登録はしません。")
            return 0
        shown = lines(self._scenario, self._record, found.shown)
        head = ["項目", "記録", "業務システムでの書き方", "確認画面", ""]
        print_table("登録されるはずの内容 (登録していません)", head, [_row(each) for each in shown])
        if found.shown is None:
            print("確認画面に値が出ないシナリオなので (shows_values)、画面とは比べていません。")
        for each in found.evidence:
            print(f"画面の写し: {self._leaving.words(each.path)}")
        return 0

    def enter_loose(self) -> int:
        """A record that no store knows. Raises SetupError where it would not be safe."""
        folder = private_folder(self._leaving.home / TRIALS)
        trials = Trials(folder, self._wish.system, self._leaving.tag)
        with self._bot(self._leaving.shelf(_EVIDENCE)) as bot:
            store = open_store(self._settings, utc_now)
            try:
                check_not_in_store(store, self._wish.form, entry_key(bot, self._record))
            finally:
                store.close()
            receipt = trials.put_in(AskingBot(bot, self._may_enter), self._record)
        self._tell(receipt)
        return 0

    def enter_stored(self) -> int:
        """The way of every record: lease, journal, click, verify."""
        from workflows.app import Utsushi
        from workflows.cli.bots.stored import enter_stored

        if self._wish.system != self._settings.system:
            raise SetupError(
                f"受付の記録の登録先は「{self._settings.system}」です。",
                advice="別のシステムで試すときは --dry-run を付けてください。",
            )
        with self._bot(shelf_of(self._settings)) as bot:
            asking = AskingBot(bot, self._may_enter)
            with Utsushi(self._settings) as app:
                return enter_stored(app, asking, self._wish.store_id or 0)

    def _may_enter(self) -> None:
        """Raises GivenUp without a yes, and where steps were left out."""
        if self._stepper is not None and self._stepper.skipped:
            raise GivenUp("飛ばした手順があるので、登録しませんでした。")
        answer = self._ask("登録します。よろしいですか [はい/いいえ]: ")
        if answer.strip().lower() not in YES:
            raise GivenUp("登録しませんでした。")

    def _tell(self, receipt: Receipt) -> None:
        before = "前から登録されていました" if receipt.existing else "登録し、照会して確かめました"
        print(f"{before} (受付番号 {receipt.number})。")

    @contextmanager
    def _bot(self, evidence: Shelf) -> Iterator[Bot]:
        """A bot with those watching who were asked for; the traces are kept at the end."""
        credentials = self._credentials
        with ExitStack() as stack:
            tracer = None
            if self._wish.trace:
                tracer = self._tracer(stack.enter_context(self._leaving.passing()))
            watchers = [each for each in (self._stepper, tracer) if each is not None]
            bot = Bot(
                self._scenario.system,
                self._scenarios,
                tracer or credentials,
                # to mask a picture we tell the page what to hide: that would stand in the trace
                evidence=None if tracer else evidence,
                headless=not self._wish.headed,
                watcher=Watchers(watchers) if watchers else None,
                passing=self._leaving.passing,
            )
            stack.enter_context(bot)
            try:
                yield bot
            finally:
                self._end(tracer)

    def _end(self, tracer: Tracer | None) -> None:
        if tracer is None:
            return
        tracer.stop()
        for path in tracer.paths:
            words = self._leaving.keep(TRACES, path.name, path.read_bytes())
            print(f"トレース: {words}")
        if tracer.dropped:
            print("画面に資格情報が出たため、残さなかったトレースがあります。")

    def _tracer(self, folder: Path) -> Tracer:
        name = f"{self._wish.system}-{self._wish.form}-{_now()}"
        return Tracer(self._credentials, folder, name)

    def _new_stepper(self) -> Stepper:
        print(HELP)
        hiding = hiding_of(self._scenario, self._record.values)
        private, given = self._scenario.private, self._credentials.given
        return Stepper(hiding, private, print, self._ask, self._keep, lambda: tuple(given))

    def _keep(self, picture: bytes) -> str:
        name = f"{self._wish.system}-{_now()}.png"
        return f"画面の写し: {self._leaving.keep(TRIALS, name, picture)}"


def _row(line: Line) -> tuple[str, ...]:
    same = {None: "", True: "○", False: "× 違います"}[line.is_same]
    return line.label, line.value, line.written, line.shown or "", same


def _now() -> str:
    return f"{datetime.now():%Y%m%d-%H%M%S-%f}"
