"""A whole recording → the four sections of a scenario, each sign and key proposed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bots.recorder.building import Builder, fields_in, frame_key
from bots.recorder.committing import sent_nothing
from bots.recorder.detail import NOT_SHOWN, Detail, at_heading, find_detail, shows_all
from bots.recorder.entries import NOTE, PICTURE, UNDECIDED, UNSURE, Data, Writer, written
from bots.recorder.events import Act, Kind, Phase, Screen
from bots.recorder.matching import Matcher, literal
from bots.recorder.rolling import rolled
from bots.recorder.staying import DETAIL, Names, name_of, staying
from bots.recorder.turning import is_turning
from forms.errors import SetupError
from forms.form import FieldType

AGAIN = "もう一度、はじめから記録してください。"
BY_KEY = "キーで登録されました。登録は、ボタンを押して行うところを記録します。"
TOO_EARLY = f"{UNSURE}: このクリックは何も送っていない。登録は enter の中で済んでいないか"


@dataclass(frozen=True, slots=True)
class Recorded:
    """All that was heard and seen. `after`: what every frame showed when a phase ended; `commit`:
    the click that registered, where it was made in ② already."""

    acts: Sequence[Act] = field(repr=False)
    screens: Sequence[Screen] = field(repr=False)
    after: dict[Phase, list[Screen]] = field(repr=False)
    commit: Act | None = None


def declare(recorded: Recorded, matcher: Matcher, title: str) -> Data:
    """The scenario as data. Raises SetupError where a part of the job was not done."""
    writer = Writer(matcher)
    enter, commit = _parted(recorded.acts, recorded.commit)
    names = staying(enter, {commit.window})
    steps = Builder(writer, enter, names).steps()
    entered = rolled(steps, writer.codes)
    matcher.learn(writer.codes)
    typed = fields_in(steps)
    last = recorded.after.get(Phase.LOOK_UP, [])
    detail = find_detail(last, recorded.screens, matcher, typed)
    if detail is None:
        raise SetupError(
            "④ 照会の画面に、見本の値が一つも見つかりません。",
            advice="登録した申請を検索し、一覧から開いてから、もう一度「シナリオを作る」を押します。",
        )
    stood = any(act.screen is commit.screen for act in enter)
    after = recorded.after.get(Phase.SUBMIT, [])
    accepted = _sign(s for s in after if commit.window in (0, s.window))
    shows = shows_all(detail, commit.screen, matcher, typed)
    submit = {**_in_window(names.get(commit.window)), **_submit(commit, stood, accepted, shows)}
    if sent_nothing(commit, enter):
        submit |= {"accepted": {"shown": {"text": UNDECIDED}}, NOTE: TOO_EARLY}
    find = _find(recorded, writer)
    read_back = _read_back(detail, _window_of(detail, recorded), matcher)
    if read_back.get("window") == DETAIL:
        find["rows"]["opens"] = DETAIL
    key = sorted(fields_in(find), key=[f.id for f in matcher.form.fields].index)
    sections = {"find": find, "enter": entered, "submit": submit, "read_back": read_back}
    tables = {n: t for n, t in writer.codes.items() if f"|code:{n}" in str(sections)}
    codes = {"codes": tables} if tables else {}
    head: Data = {"form": matcher.form.id, "title": title, "key": key, **codes}
    return {**head, **sections}


def _parted(acts: Sequence[Act], known: Act | None) -> tuple[list[Act], Act]:
    """What is done before the committing click, and that click: `known`, or the last one of ③."""
    clicks = [act for act in acts if act.phase is Phase.SUBMIT and act.kind is Kind.CLICK]
    if known is not None and known.kind is Kind.PRESS:
        raise SetupError(BY_KEY, advice=AGAIN)
    if not (clicks or known):
        raise SetupError("③ 登録で、登録のボタンが押されていません。", advice=AGAIN)
    commit = known or clicks[-1]
    before = [act for act in acts if act.phase in (Phase.ENTER, Phase.SUBMIT)]
    before = before[: before.index(commit)]
    kept = [a for a in before if not (a.phase is Phase.SUBMIT and a.target == commit.target)]
    if commit.by_key and kept and kept[-1].kind is Kind.PRESS:
        kept.pop()  # the key that pressed the button
    if not any(act.kind is not Kind.OPEN for act in kept):
        raise SetupError("② 入力で、何も入力されていません。", advice=AGAIN)
    return kept, commit


def _submit(commit: Act, stood: bool, accepted: Screen | None, shows_values: bool) -> Data:
    """`stood`: the button stands on the screen on which one types."""
    screen = commit.screen
    sign = screen.sign if screen and not stood else None
    ready: Data = {"shown": written(sign)} if sign else {"shown": written(commit.target)}
    frame = {"frame": frame_key(commit.frames)} if commit.frames else {}
    shows = {"shows_values": True} if shows_values else {}
    asked = [said for said in commit.said if said.kind != "alert"]
    dialog = {"dialog": literal(asked[0].words)} if asked else {}
    said = _inside(accepted, commit.frames) if accepted else {"shown": {"text": UNDECIDED}}
    return {**frame, "ready": ready, **shows, "click": written(commit.target), **dialog} | {
        "accepted": said,
        PICTURE: screen.picture if screen else None,
    }


def opening_of(recorded: Recorded) -> Act:
    """The click on the row of the list that opened the application. Raises SetupError."""
    looked_up = [act for act in recorded.acts if act.phase is Phase.LOOK_UP]
    opening = next(
        (a for a in reversed(looked_up) if a.kind is Kind.CLICK and a.seen and a.seen.row), None
    )
    if opening is None:
        raise SetupError(
            "④ 照会で、一覧の行から申請を開いていません。",
            advice="検索の結果が一覧で出る画面から、登録した申請を開いてください。",
        )
    return opening


def _listed_in(recorded: Recorded) -> str | None:
    """The name of the window in which the list stands, None for the first one."""
    opening = opening_of(recorded)
    looked_up = [act for act in recorded.acts if act.phase is Phase.LOOK_UP]
    return staying(looked_up, {opening.window}).get(opening.window)


def _window_of(detail: Detail, recorded: Recorded) -> str | None:
    """The name of the window that shows the application, None for the first one."""
    opening, window = opening_of(recorded), detail.screen.window
    if window == opening.opened:
        return DETAIL
    return _listed_in(recorded) if window == opening.window else None


def _in_window(name: str | None) -> Data:
    return {"window": name} if name else {}


def _find(recorded: Recorded, writer: Writer) -> Data:
    opening = opening_of(recorded)
    looked_up = [act for act in recorded.acts if act.phase is Phase.LOOK_UP]
    first = [act for act in recorded.acts if act.phase is Phase.FIND]
    search = first if any(act.kind is not Kind.OPEN for act in first) else looked_up
    search = search[: search.index(opening)] if opening in search else search
    search = [act for act in search if not is_turning(act)]
    nothing, name = _sign(recorded.after.get(Phase.FIND, [])), _listed_in(recorded)
    openers = [act for act in search if act.opened is not None]
    listed = {act.opened for act in openers if act.opened and name_of(act) == name}
    names = staying(search, listed | {nothing.window if nothing else 0})
    builder = Builder(writer, search, names)
    steps = _allowed(builder.steps(), writer.matcher)
    said = _inside(nothing, (), names) if nothing else {"shown": {"contains": UNDECIDED}}
    said = {**said, PICTURE: nothing.picture if nothing else None}
    where = builder.cells(opening)
    rows = _in_window(name)
    rows |= {"frame": frame_key(opening.frames)} if opening.frames else {}
    rows["where"] = _key_cells(where[0] if where else {}, fields_in(steps), writer.matcher)
    rows["open"] = written(opening.in_row or opening.target)
    rows[PICTURE] = opening.screen.picture if opening.screen else None
    return {"search": steps, "nothing": said, "rows": rows}


def _key_cells(equal: dict[str, str], searched: set[str], matcher: Matcher) -> dict[str, str]:
    """The columns of what was searched for, and required dates: they tell applications apart, and
    a mended telephone number does not make another application of it."""
    fields = matcher.form.fields
    required = {each.id for each in fields if each.required}
    telling = searched | {each.id for each in fields if each.type is FieldType.DATE}
    kept = {head: text for head, text in equal.items() if fields_in(text) <= (required & telling)}
    if kept:
        return kept
    kept = {head: text for head, text in equal.items() if fields_in(text) <= required}
    if not kept:
        raise SetupError(
            "④ 照会の一覧に、見本の必須の項目と同じ値の列がありません。",
            advice="氏名や番号の列がある一覧から開いてください。",
        )
    return kept


def _allowed(steps: list[Data], matcher: Matcher) -> list[Data]:
    """Only required fields may be searched by: an optional one may be blank."""
    required = {each.id for each in matcher.form.fields if each.required}
    kept: list[Data] = []
    for step in steps:
        if "do" in step:
            kept.append({**step, "do": _allowed(step["do"], matcher)})
        elif fields_in(step) <= required:
            kept.append(step)
    return kept


def _read_back(detail: Detail, window: str | None, matcher: Matcher) -> Data:
    frames = detail.screen.frames
    frame = _in_window(window) | ({"frame": frame_key(frames)} if frames else {})
    order = [each.id for each in matcher.form.fields]
    fields = {name: detail.fields[name] for name in order if name in detail.fields}
    left = {name: NOT_SHOWN for name in order if name not in detail.fields}
    number: Data = at_heading(detail.number) if detail.number else {"text": UNDECIDED}
    ready = detail.ready or {"shown": {"text": UNDECIDED}}
    end = {"not_entered": left} if left else {}
    picture = {PICTURE: detail.screen.picture}
    return {**frame, "ready": ready, "number": number, "fields": fields, **end, **picture}


def _sign(screens: Iterable[Screen]) -> Screen | None:
    """The screen with words that were new when the phase ended."""
    signed = [screen for screen in screens if screen.sign is not None]
    return signed[-1] if signed else None


def _inside(screen: Screen, frames: tuple[str, ...], names: Names | None = None) -> Data:
    """The screen's sign as a condition that holds from the frames of its section; `names`: the
    windows that stay open there."""
    target, window = written(screen.sign), (names or {}).get(screen.window)
    if screen.frames == frames and window is None:
        return {"shown": target}
    said = target if isinstance(target, dict) else {"named": target}
    frame = {"frame": frame_key(screen.frames)} if screen.frames else {}
    return {"shown": {**said, **frame, **_in_window(window)}}
