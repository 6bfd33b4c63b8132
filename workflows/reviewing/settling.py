"""確かめた: a person looked at the paper of a held separator sheet, or of a stack that came twice,
and ends it with a word.

A sheet holds no application: it is settled. An application that came again with the same sheet is a
duplicate, like one that came again by itself, and may be taken back to review like that.
"""

from collections.abc import Callable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.errors import StoreError
from workflows.accounts import Scope
from workflows.reviewing.hand import Along, Hand
from workflows.reviewing.sight import records_in
from workflows.stacks.words import ABOUT_SHEETS, SEEN_BEFORE, SETTLED
from workflows.store import records
from workflows.store.records import Reason
from workflows.store.states import State
from workflows.store.tables import RecordRow

OTHER = "other"
WORDS: Mapping[str, str] = {
    "counted": "紙の束を数えて、合っていました",
    "rescanned": "足りない申請書をスキャンし直しました",
    "same": "同じ束を二度スキャンしていました",
    OTHER: "そのほか",
}
MOST_TEXT = 200
MAY_BE_SETTLED = (ABOUT_SHEETS - {SETTLED}) | {SEEN_BEFORE}
"""Codes of held records that stand for a sheet or came with one that came before. An application
that somebody put aside, or that nobody could read, is none: it goes on or is read again."""

Noting = Callable[[int], Along]
"""What is done in the same transaction for each record, by its number."""


def may_be_settled(state: State, reason: Reason | None) -> bool:
    return state is State.HELD and reason is not None and reason.code in MAY_BE_SETTLED


class Settling:
    def __init__(self, hand: Hand) -> None:
        self._hand = hand

    def settle(
        self, record_id: int, word: str, text: str, by: str, noting: Noting,
        together: Scope | None = None,
    ) -> tuple[int, int]:  # fmt: skip
        """End it with one of `WORDS` and, where that says too little, `text`. With `together`, all
        of the file that were held for the same reason, as far as that person sees them.
        Its document, and how many records were ended.

        Raises StoreError where there is no such word, where nothing more is said of OTHER, and
        where the record is not held for such a reason; Locked.
        """
        said = _said(word, text)
        with self._hand.store.write() as session:
            first = records.get(session, record_id)
            rows = [first] if together is None else self._alike(session, first, together)
            for row in rows:
                self._end(session, row, WORDS[word], said, by)
                noting(row.id)(session)
            return first.document_id, len(rows)

    def _alike(
        self, session: Session, first: RecordRow, scope: Scope
    ) -> list[RecordRow]:  # fmt: skip
        seen = records_in(self._hand.catalogue, scope)
        query = select(RecordRow).where(
            RecordRow.document_id == first.document_id, RecordRow.state == State.HELD,
            RecordRow.reason_code == first.reason_code, RecordRow.id != first.id, seen,
        )  # fmt: skip
        return [first, *session.scalars(query.order_by(RecordRow.id))]

    def _end(self, session: Session, row: RecordRow, word: str, said: str, by: str) -> None:
        if row.state != State.HELD or row.reason_code not in MAY_BE_SETTLED:
            raise StoreError(
                f"記録 {row.id} は、束の照合で保留になったものではありません。",
                advice="一覧を開き直してください。ほかの人が済ませた可能性があります。",
            )
        self._hand.check_free(row)
        is_sheet = row.reason_code in ABOUT_SHEETS
        after = State.SETTLED if is_sheet else State.DUPLICATE
        code = SETTLED if is_sheet else SEEN_BEFORE
        reason = Reason(code, f"{said} (保留の理由: {row.reason or 'なし'})", "")
        self._hand.put_down(session, row, after, by, note=word, reason=reason)


def _said(word: str, text: str) -> str:
    """Raises StoreError."""
    more = " ".join(text.split())[:MOST_TEXT]
    if word not in WORDS or (word == OTHER and not more):
        raise StoreError(
            "何を確かめたか、分かりません。",
            advice="一覧から選んでください。「そのほか」のときは、補足を書いてください。",
        )
    if word == OTHER:
        return f"{more}。"
    return f"{WORDS[word]}{f': {more}' if more else ''}。"
