"""The way of a paper as one list of events, from arrival to receipt, for reading."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from review.shown.words import size_text
from workflows.approvals.holding import Decision
from workflows.clock import tokyo_text
from workflows.reviewing.history import Attempt, Change, FieldValue, History, Received, Said
from workflows.reviewing.sending_back import RECEIVERS, Receiver
from workflows.reviewing.views import PageView
from workflows.stacks.words import ABOUT_SHEETS
from workflows.store.states import TITLES, State

PAUSE = timedelta(minutes=10)  # between two answers of a person that are told as one sitting

_SENTENCES: Mapping[tuple[State | None, State], str] = {
    (State.RECEIVED, State.DUPLICATE): "前に届いた書類と同じ内容でした",
    (State.RECEIVED, State.HELD): "受け付けられませんでした",
    (State.READING, State.DOUBTED): "読み取りました。人の確認を待ちます",
    (State.READING, State.READY): "読み取りました。すべての項目が確かです",
    (State.READING, State.HELD): "読み取れませんでした",
    (State.READING, State.DUPLICATE): "前に届いた申請と同じ内容でした",
    (State.DUPLICATE, State.DOUBTED): "別の申請として、確認へ戻しました",
    (State.READING, State.RECEIVED): "読み取りが止まったため、やり直します",
    (State.DOUBTED, State.READY): "確認を終えました",
    (State.DOUBTED, State.HELD): "保留にしました",
    (State.DOUBTED, State.RETURNED): "差し戻しました",
    (State.DOUBTED, State.RECEIVED): "読み直しに出しました",
    (State.HELD, State.RECEIVED): "読み直しに出しました",
    (State.HELD, State.DOUBTED): "確認へ戻しました",
    (State.HELD, State.SETTLED): "紙の束を確かめました",
    (State.HELD, State.DUPLICATE): "同じ束が前に届いたことを確かめました",
    (State.RETURNED, State.DOUBTED): "確認へ戻しました",
    (State.REJECTED, State.DOUBTED): "確認へ戻しました",
    (State.READY, State.DOUBTED): "確認へ戻しました",
    (State.READY, State.SUBMITTING): "業務システムへの登録を始めました",
    (State.READY, State.VERIFIED): "業務システムに登録済みでした",
    (State.SUBMITTING, State.VERIFIED): "登録を確かめました",
    (State.UNCONFIRMED, State.VERIFIED): "登録を確かめました",
    (State.SUBMITTING, State.UNCONFIRMED): "登録できたか確かめられませんでした",
    (State.UNCONFIRMED, State.READY): "登録されていないことを確かめました。もう一度登録します",
}
_OF_DATA: Mapping[tuple[State | None, State], str] = {
    (State.READING, State.DOUBTED): "データとして取り込みました。人の確認を待ちます",
    (State.READING, State.READY): "データとして取り込みました。様式の決まりに合っています",
    (State.READING, State.HELD): "データとして届きましたが、そのままでは進みません",
}
_BEGINNINGS = frozenset({(None, State.RECEIVED), (None, State.READING)})
_UNTOLD = frozenset({(State.RECEIVED, State.READING)})  # the end of the reading is told


_DECIDED: Mapping[Decision, str] = {
    Decision.APPROVED: "入力が承認されました",
    Decision.EXCLUDED: "入力は見送られました",
    Decision.STALE: "入力が承認されましたが、その後で内容が変わりました",
}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened; `kind` names its sign. `record_id` 0: to the whole file.

    `before`, `after`: the change of state, where it is one. `pages`: pictures as read then.
    """

    at: datetime
    kind: str  # arrived, read, moved, said, past, asked, entered
    title: str
    by: str = ""
    record_id: int = 0
    note: str = ""
    before: State | None = None
    after: State | None = None
    pages: tuple[PageView, ...] = ()
    said: tuple[Said, ...] = ()
    attempt: Attempt | None = None
    values: tuple[FieldValue, ...] = ()
    has_slip: bool = False


def timeline(histories: Iterable[History]) -> tuple[Event, ...]:
    """Of the records of one file, the earliest first."""
    known = tuple(histories)
    events = [_arrived(known[0].received)]
    for each in known:
        events += [*_earlier(each), *_moved(each), *_sittings(each), *_entered(each)]
        events += _asked(each)
    return tuple(sorted(events, key=lambda event: event.at))


def facts(received: Received) -> tuple[tuple[str, str], ...]:
    """What there is to say about the file."""
    came = f"{received.uploaded_by} さんが画面から追加" if received.uploaded_by else "受付フォルダ"
    said = [("ファイル", received.file), ("届き方", came)]
    said += [("部署", received.department)] if received.department else []
    said += [("ページ", f"{received.page_count} ページ")] if received.page_count else []
    said += [("大きさ", size_text(received.size))] if received.is_kept else []
    if received.deleted_at:
        when = tokyo_text(received.deleted_at)
        said = [("削除", f"保存期限が過ぎたため、{when}に内容を削除しました")]
    return tuple(said)


def _arrived(received: Received) -> Event:
    note = "、".join(text for _, text in facts(received)[1:])
    return Event(
        received.received_at, "arrived", f"「{received.file}」が届きました",
        received.uploaded_by or "", note=note,
    )  # fmt: skip


def _moved(history: History) -> Iterator[Event]:
    """Changes of state; pictures and counts stand with the latest reading."""
    last = max((i for i, each in enumerate(history.changes) if _is_reading(each)), default=-1)
    for index, each in enumerate(history.changes):
        way = each.before, each.after
        if way in _BEGINNINGS or way in _UNTOLD or each.before is None:
            continue
        is_latest = index == last
        told = _OF_DATA if history.arrived else _SENTENCES
        title = told.get(way) or _SENTENCES.get(way, TITLES[each.after])
        if way == (State.READING, State.HELD) and is_latest and not history.arrived:
            title = _held(history)
        yield Event(
            each.at, "read" if _is_reading(each) else "moved", title, each.by,
            history.record_id, _note(history, each, is_latest), each.before, each.after,
            history.pages if is_latest else (), has_slip=each.after is State.RETURNED,
        )  # fmt: skip


def _held(history: History) -> str:
    if history.form and history.fields:
        return "読み取りましたが、保留にしました"
    if history.reason and history.reason.code in ABOUT_SHEETS:
        return "束を照合しました。紙を確かめる必要があります"
    return _SENTENCES[State.READING, State.HELD]


def _is_reading(change: Change) -> bool:
    return change.before is State.READING and change.after is not State.RECEIVED


def _note(history: History, change: Change, is_latest: bool) -> str:
    if is_latest and history.form:
        counts = f"{history.fields} 項目"
        if history.doubted:
            counts += f"のうち {history.doubted} 項目に確認が必要でした"
        return f"{history.form.title}、{counts}"
    sent = next((each for each in history.sent_back if each.at == change.at), None)
    if change.after is State.RETURNED and sent:
        return f"{RECEIVERS[Receiver(sent.receiver)]}へ: {sent.reason}"
    return change.note


def _earlier(history: History) -> Iterator[Event]:
    """What was read and said before the record was read again."""
    for each in history.earlier:
        note = f"「{each.title}」として読み取り、{len(each.said)} 項目を確かめてありました"
        yield Event(
            each.ended_at, "past", "前の読み取りをしまいました。いまの記録には使いません", "",
            history.record_id, note, said=each.said, values=each.values,
        )  # fmt: skip


def _sittings(history: History) -> Iterator[Event]:
    """What a person answered without a long pause, as one event."""
    said = history.said
    breaks = [i + 1 for i, (one, next_) in enumerate(pairwise(said)) if _is_break(one, next_)]
    for start, end in pairwise([0, *breaks, len(said)]):
        part = said[start:end]
        if part:
            fields = len({each.label for each in part})
            title = f"{fields} 項目を確かめました"
            yield Event(part[0].at, "said", title, part[0].by, history.record_id, said=part)


def _is_break(one: Said, next_: Said) -> bool:
    return one.by != next_.by or next_.at - one.at > PAUSE


def _entered(history: History) -> Iterator[Event]:
    for each in history.attempts:
        yield Event(each.started_at, "entered", "", "", history.record_id, attempt=each)


def _asked(history: History) -> Iterator[Event]:
    """Whether it might be entered: the question and what came of it."""
    for each in history.asked:
        until = f"期限 {tokyo_text(each.until)}"
        yield Event(each.asked_at, "asked", "入力の承認を求めました", "", history.record_id, until)
        if each.decided_at is not None:
            yield Event(
                each.decided_at, "asked", _DECIDED[each.decision], each.by or "",
                history.record_id, each.note or "",
            )  # fmt: skip
        elif each.decision is Decision.LAPSED:
            title = "承認されないまま終わりました。次の入力でもう一度求めます"
            yield Event(each.until, "asked", title, "", history.record_id)
