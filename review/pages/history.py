"""`/records/{id}/history`, `/documents/{id}`: from arrival to receipt, for reading."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from review.room import InRoom, Reader, Reviewer, Room, Signed
from review.shown import stacks, timeline
from review.shown.arrivals import MOST_SKIPPED, REOPENED, may_be_read_again
from review.shown.arrived import of_history, turns
from review.shown.stacks import ShownStack
from review.templating import page
from workflows.accounts import Account, Right
from workflows.audit import Act
from workflows.reviewing.history import History
from workflows.reviewing.missing import Missing
from workflows.reviewing.settling import MOST_TEXT, WORDS, may_be_settled
from workflows.stacks.words import ABOUT_SHEETS, SEEN_BEFORE
from workflows.store.states import State

router = APIRouter()
KINDS = {"put_in": "登録", "find": "照会"}
ANSWERS = {
    "accepted": "確かめた",
    "corrected": "直した",
    "marked": "誤りの印を付けた",
    "double": "二人入力で決まった",
    "restarted": "二人入力をやり直した",
    "sampled": "抜き取り確認で直した",
}
OUTCOMES = {
    "verified": "登録を確認",
    "existing": "登録済みだった",
    "NotReady": "業務システムの準備待ち",
    "Rejected": "業務システムが断った",
    "Different": "別の内容で登録済み",
    "Unconfirmed": "結果が未確認",
    "AcceptedUnseen": "受け付けられたが、まだ見えない",
}
EVIDENCE = {
    "before": "登録する前の画面",
    "after": "登録した後の画面",
    "verified": "照会して確かめた画面",
    "found": "登録済みだった画面",
    "different": "別の内容で登録されていた画面",
    "rejected": "断られたときの画面",
    "unconfirmed": "結果が分からなかったときの画面",
    "stopped": "登録する前に止まった画面",
    "download": "業務システムから受け取ったファイル",
}
CONDITIONS = {
    "intact": "保存したときのまま",
    "changed": "保存した後に変わっています。証拠になりません",
    "missing": "ファイルがありません",
}
_WORDS: Mapping[str, Any] = {
    "kinds": KINDS,
    "answers": ANSWERS,
    "outcomes": OUTCOMES,
    "evidence": EVIDENCE,
    "conditions": CONDITIONS,
    "about_sheets": ABOUT_SHEETS,
    "seen_before": SEEN_BEFORE,
    "settled_words": WORDS,
    "most_text": MOST_TEXT,
}


@router.get("/records/{record_id}/history")
def show(request: Request, room: InRoom, person: Reader, record_id: int) -> Response:
    history = room.histories.of(record_id)
    room.audit.note(person.name, Act.OPENED, record=record_id, what="history")
    title = f"記録 {record_id} の経過"
    return page(request, "history.html", _values(room, person, title, (history,)))


@router.get("/documents/{document_id}")
def document(
    request: Request, room: InRoom, person: Reader, document_id: int,
    skip: Annotated[int, Query(ge=0, le=MOST_SKIPPED)] = 0,
) -> Response:  # fmt: skip
    """The whole file: every record of it that the person sees, some at a time."""
    histories = room.histories.of_document(document_id, person.scope, skip)
    for each in histories:
        room.audit.note(person.name, Act.OPENED, record=each.record_id, what="history")
    title = f"書類 {document_id} の経過"
    values = {
        **_values(room, person, title, histories),
        "stack": _stack(room, person, document_id),
        "turns": turns(
            f"/documents/{document_id}", skip, len(histories),
            room.histories.count_of_document(document_id, person.scope),
        ),
    }  # fmt: skip
    return page(request, "history.html", values)


@router.post("/records/{record_id}/read-again")
def read_again(
    room: InRoom,
    session: Signed,
    person: Reviewer,
    record_id: int,
    token: Annotated[str, Form()] = "",
    form: Annotated[str, Form()] = "",
) -> Response:
    """Have a held paper read again: as whatever it is, or as `form` (id, a space, version)."""
    room.check_token(session, token)
    form_id, _, version = form.partition(" ")
    document = room.arrivals.read_again(record_id, person.name, person.scope, form_id, version)
    what = f"read_again form={form_id or '-'}"
    room.audit.note(person.name, Act.MOVED, record=record_id, what=what)
    return RedirectResponse(f"/documents/{document}", 303)


def _values(
    room: Room, person: Account, title: str, histories: tuple[History, ...]
) -> Mapping[str, Any]:
    may_act = person.may(Right.REVIEW)
    can_choose = may_act and any(_can_choose(each) for each in histories)
    return {
        "title": title,
        "histories": histories,
        "received": histories[0].received,
        "arrived": {e.record_id: of_history(e.arrived) for e in histories if e.arrived},
        "first": _first(room, person, histories[0]),
        "facts": timeline.facts(histories[0].received),
        "events": timeline.timeline(histories),
        "can_check": {e.record_id for e in histories if may_act and e.state is State.DOUBTED},
        "can_reopen": {
            e.record_id for e in histories if may_act and e.state in REOPENED and e.form
        },
        "can_settle": {
            e.record_id for e in histories if may_act and may_be_settled(e.state, e.reason)
        },
        "can_choose": {e.record_id for e in histories if may_act and _can_choose(e)},
        "choices": room.arrivals.choices(person.scope) if can_choose else (),
        "stack": None,
        "can_fetch": person.may(Right.REVEAL) and histories[0].received.is_kept,
        **_WORDS,
    }


def _stack(room: Room, person: Account, document_id: int) -> ShownStack | None:
    """What came with its separator sheets, where it had any."""
    outcomes = room.separators.outcomes([document_id], person.scope).get(document_id)
    return stacks.stack(outcomes, room.separators.title) if outcomes else None


def _first(room: Room, person: Account, history: History) -> int | None:
    """The document that this one repeats, where the person sees that one."""
    first = history.received.first
    if first is None:
        return None
    try:
        room.sight.check_document(first, person.scope)
    except Missing:
        return None
    return first


def _can_choose(history: History) -> bool:
    return may_be_read_again(history.state, history.reason, history.received.is_kept)
