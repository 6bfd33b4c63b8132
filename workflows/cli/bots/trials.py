"""Entries of trial records, which the store does not know: a mark is left before each click, so
that one whose outcome is unknown is never pressed again."""

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from forms.errors import Rejected, SetupError, Unconfirmed
from forms.record import Record
from workflows.files import private_folder
from workflows.seams import Bot, Receipt
from workflows.store.database import Store
from workflows.store.states import State
from workflows.store.tables import RecordRow

_UNDER_WAY = (State.READY, State.SUBMITTING, State.UNCONFIRMED)


@dataclass(frozen=True, slots=True)
class Trials:
    """The marks of one system's trial entries, in a folder of the home. They hold no values, and
    with `tag` (see `Store.tag`) their names cannot be guessed from either."""

    folder: Path
    system: str
    tag: Callable[[str], str] = str

    def put_in(self, bot: Bot, record: Record) -> Receipt:
        """Enter a record that is in no store: find first, mark, click once, verify.

        Raises what `Bot.put_in` raises; SetupError where an earlier trial of the same application
        was never settled and is not found: then only a person can tell.
        """
        mark = self._mark(bot.natural_key(record), record.form)
        if mark.exists():
            return self._settled(bot, record, mark)
        try:
            receipt = bot.put_in(record, lambda: self._begin(mark))
        except Rejected:
            mark.unlink(missing_ok=True)  # the target said no, and a look-up found nothing
            raise
        except Unconfirmed:
            if not mark.exists():  # it seems to have registered before the click
                self._begin(mark)
            raise
        mark.unlink(missing_ok=True)
        return receipt

    def _settled(self, bot: Bot, record: Record, mark: Path) -> Receipt:
        receipt = bot.find(record)
        if receipt is None:
            raise SetupError(
                "前に試した登録の結果が分からないままです。二重になるので登録しません。",
                advice=f"業務システムで登録の有無を確かめ、なければ {mark} を消してください。",
            )
        mark.unlink(missing_ok=True)
        return receipt

    def _mark(self, key: Sequence[str], form: str) -> Path:
        """Where it is or would be; under a hash without a key where it was made by an older version
        or before there were keys."""
        text = "\n".join((form, *key))
        unkeyed = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        older = (self._named(each) for each in (text, unkeyed))
        return next((each for each in older if each.exists()), self._named(self.tag(text)))

    def _named(self, text: str) -> Path:
        digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
        return self.folder / f"{self.system}-{digest[:32]}.json"

    def _begin(self, mark: Path) -> None:
        """On the disk before the click. Raises SetupError where it cannot be, or is there."""
        said = json.dumps({"system": self.system, "at": datetime.now().isoformat()})
        try:
            private_folder(self.folder)
            with mark.open("x", encoding="utf-8") as file:
                file.write(said)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise SetupError(
                "登録の前の控えを書けないため、登録しません。",
                advice=f"{self.folder} に書き込めるか、ほかで同じ記録を試していないかを"
                "確かめてください。",
            ) from error


def check_not_in_store(store: Store, form: str, entry_key: str) -> None:
    """Raises SetupError where a record of the store is the same application, on its way."""
    query = select(RecordRow.id).where(
        RecordRow.form == form,
        RecordRow.entry_key == store.tag(entry_key),
        RecordRow.state.in_(_UNDER_WAY),
    )
    with store.read() as session:
        found = session.scalars(query).first()
    if found is not None:
        raise SetupError(
            f"同じ申請が、記録 {found} として処理の途中です。",
            advice="「utsushi enter」か --store で、その記録を登録してください。",
        )
