"""One object to drive the whole way from a program: tests, demo, command line, flows."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from sqlalchemy import func, select

from forms.catalogue import Catalogue
from workflows import entry, intake
from workflows.accounts.book import Accounts
from workflows.alerts import standing
from workflows.audit import AuditLog
from workflows.backup.half import check_whole
from workflows.clock import Clock, utc_now
from workflows.common import check_common
from workflows.entry import BatchResult
from workflows.entry.batch import IsStopped, never
from workflows.entry.crew import Step
from workflows.files import private_folder
from workflows.health.life import Life
from workflows.intake import TakenIn
from workflows.live_catalogue import LiveCatalogue
from workflows.makers import open_bot, open_catalogue, open_reader
from workflows.office import Office, new_owner
from workflows.opening import open_store
from workflows.reviewing import Reviewing
from workflows.seams import Bot, Reader
from workflows.settings import Settings
from workflows.shared_files import Files
from workflows.store.database import Store
from workflows.store.states import State
from workflows.store.tables import RecordRow

MakeReader = Callable[[Settings, Catalogue], Reader]
MakeBot = Callable[[Settings, Catalogue], Bot]


class Utsushi:
    """An installation. Nothing is opened before it is needed; `close` when done.

    Not for sharing between threads: each thread or process makes its own. `keeps_inbox`: False for
    workers, which may be on a machine without it (see `intake.shelve`).
    """

    def __init__(
        self,
        settings: Settings,
        *,
        make_reader: MakeReader = open_reader,
        make_bot: MakeBot = open_bot,
        catalogue: Catalogue | None = None,
        clock: Clock = utc_now,
        keeps_inbox: bool = True,
    ) -> None:
        self.settings, self.clock, self._keeps_inbox = settings, clock, keeps_inbox
        self._make_reader, self._make_bot = make_reader, make_bot
        self._given_catalogue = catalogue

    @cached_property
    def catalogue(self) -> Catalogue:
        """Our forms and the office's own."""
        given = self._given_catalogue
        return open_catalogue(self.settings) if given is None else given

    @cached_property
    def store(self) -> Store:
        check_whole(self.settings)
        private_folder(self.settings.home_path).chmod(0o700)  # scans with My Numbers lie here
        store = open_store(self.settings, self.clock)
        try:
            check_common(store, self.settings, self.clock)
        except BaseException:
            store.close()
            raise
        return store

    @cached_property
    def office(self) -> Office:
        owner = new_owner(self.life.id)
        return Office(self.store, self.settings, self.catalogue, self.clock, owner, self.life)

    @cached_property
    def life(self) -> Life:
        """By which others of this home see that our process has gone."""
        return Life(self.settings.home_path)

    @cached_property
    def files(self) -> Files:
        """Originals, pages, evidence and whatever else is kept by its hash."""
        return Files.of(self.settings)

    @cached_property
    def audit(self) -> AuditLog:
        return AuditLog(self.store, self.settings.shared_path, self.clock)

    @cached_property
    def accounts(self) -> Accounts:
        return Accounts(self.store, self.audit, self.clock)

    @cached_property
    def reviewing(self) -> Reviewing:
        return Reviewing(self.store, self.catalogue, self.settings, self.clock)

    @cached_property
    def reader(self) -> Reader:
        """Opened once: weights take a second or two. Raises MissingModel."""
        return self._make_reader(self.settings, self.catalogue)

    def refresh(self) -> bool:
        """Follow what became of the declared forms; whether anything did. Not within a batch:
        records keep the revision that they were read with, the reader is opened anew."""
        followed = isinstance(self.catalogue, LiveCatalogue) and self.catalogue.refresh()
        if followed:
            self.__dict__.pop("reader", None)
        return followed

    def bot(self) -> Bot:
        """A new bot, to be used as a context manager. Raises SetupError."""
        return self._make_bot(self.settings, self.catalogue)

    def receive(self, path: Path) -> int | None:
        """See `intake.receive`."""
        return intake.receive(self.office, path)

    def process(self, document_id: int) -> TakenIn:
        """See `intake.process`."""
        return intake.process(
            self.office, lambda: self.reader, document_id, is_keeper=self._keeps_inbox
        )

    def take_in(self, path: Path) -> TakenIn | None:
        """Receive, read, gate and shelve one settled file. None where it is still changing."""
        return intake.take_in(self.office, lambda: self.reader, path)

    def take_up(self) -> tuple[TakenIn, ...]:
        """Carry on with every document whose intake was cut short."""
        intake.recover(self.office)
        return tuple(self.process(each) for each in intake.pending(self.office))

    def resolve(self, is_stopped: IsStopped = never, sessions: int | None = None) -> BatchResult:
        """Look up every unconfirmed record that is due, in up to `sessions` sessions at once."""
        entry.recover(self.office)
        due = entry.unsettled(self.office)
        return self._through(due, entry.resolve, is_stopped, sessions)

    def enter(self, is_stopped: IsStopped = never, sessions: int | None = None) -> BatchResult:
        """Put in the ready records that are due, one batch, in up to `sessions` sessions at once.

        Without a number, as many as the target system allows; never more. None while entry stands
        still (see `alerts.standing`).
        """
        if standing.still(self.office, None):
            return BatchResult()
        return self._through(entry.due(self.office), entry.put_in, is_stopped, sessions)

    def _through(
        self, due: Sequence[int], step: Step, is_stopped: IsStopped, sessions: int | None
    ) -> BatchResult:
        return entry.enter_all(
            self.office, due, self.bot, step, sessions=sessions, is_stopped=is_stopped
        )

    def status(self) -> Mapping[State, int]:
        """How many records are in each state, in the order of the way through."""
        query = select(RecordRow.state, func.count()).group_by(RecordRow.state)
        with self.store.read() as session:
            counted = Counter({State(state): count for state, count in session.execute(query)})
        return {state: counted[state] for state in State}

    def close(self) -> None:
        if "store" in self.__dict__:
            self.store.close()
        if "life" in self.__dict__:
            self.life.end()

    def __enter__(self) -> "Utsushi":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
