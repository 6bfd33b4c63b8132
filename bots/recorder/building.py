"""What was done, in its order → the steps of a scenario, with frames, windows and dialogs."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from bots.recorder.entries import NOTE, PICTURE, UNDECIDED, UNSURE, Data, Writer, written
from bots.recorder.events import TYPED, Act, Kind, Screen
from bots.recorder.matching import Hint, Way, literal
from bots.recorder.screens import lasting
from bots.recorder.staying import Names
from bots.scenario.expressions import parse
from bots.tables import clean
from forms.compare import fold

Placed = tuple[tuple[str, ...], list[Data]]
Windowed = tuple[int, Placed]


class Builder:
    """Writes the steps of one section. `names`: the windows that stay open in it."""

    def __init__(self, writer: Writer, acts: Sequence[Act], names: Names | None = None) -> None:
        self._writer = writer
        self._acts = tidied(acts)
        self._names = names or {}
        self._announced: list[Screen] = []
        self._moved = False

    def steps(self) -> list[Data]:
        return self._window(0)

    def _window(self, window: int) -> list[Data]:
        inside = (window, *self._names) if window == 0 else (window,)
        own = [act for act in self._acts if act.window in inside]
        placed: list[Windowed] = []
        for _, group in groupby(own, key=_group):
            acts = list(group)
            waits = self._expected(acts[0], bool(placed))
            steps = [*waits, *self._pictured(acts)]
            placed.append((acts[0].window, (acts[0].frames, steps)))
        return self._in_windows(placed)

    def _in_windows(self, placed: Sequence[Windowed]) -> list[Data]:
        """Steps one after the other in a window that stays open stand in one block."""
        steps: list[Data] = []
        for window, group in groupby(placed, key=lambda each: each[0]):
            inside = in_frames([each for _, each in group])
            name = self._names.get(window)
            steps += [{"window": name, "do": inside}] if name and inside else inside
        return steps

    def _pictured(self, acts: Sequence[Act]) -> list[Data]:
        steps = self._done(acts)
        picture = acts[-1].screen.picture if acts[-1].screen else None
        return [{**step, PICTURE: picture} for step in steps] if picture else steps

    def _expected(self, act: Act, is_within: bool) -> list[Data]:
        """Before the first thing on a new screen: the sign that it has come."""
        waits = [self._gone(words, act.screen) for words in act.passed]
        screen = act.screen
        if screen is None or screen in self._announced:
            return waits
        self._announced.append(screen)
        if screen.sign is None or not self._moved or (act.window and not is_within):
            return waits
        return [*waits, {"wait": {"shown": written(screen.sign)}, PICTURE: screen.picture}]

    def _gone(self, words: str, screen: Screen | None) -> Data:
        """Work that the page did for itself (検索しています…) is waited for."""
        step: Data = {"wait": {"gone": {"contains": literal(lasting(words))}}}
        return {**step, PICTURE: screen.picture} if screen and screen.picture else step

    def _done(self, acts: Sequence[Act]) -> list[Data]:
        if acts[0].kind in TYPED:
            steps = self._writer.group(acts)
            last = acts[-1]
            if steps and (last.said or last.opened is not None):
                steps[-1] = self._around(last, steps[-1])
            return steps
        return [self._around(act, step) for act in acts for step in self._one(act)]

    def _one(self, act: Act) -> Iterator[Data]:
        if act.kind is Kind.OPEN:
            yield {"open": act.text}
        elif act.kind is Kind.CLICK:
            self._moved = True
            yield self._in_row(act) or _noted({"click": written(act.target)}, act)
        elif act.kind is Kind.PRESS:
            self._moved = True
            inside = {"in": written(act.target)} if act.target else {}
            yield {"press": act.text, **inside}
        elif act.kind is Kind.UPLOAD:
            yield {"upload": written(act.target), "file": "original"}

    def _around(self, act: Act, step: Data) -> Data:
        """The window that it opened and the dialogs that it brought up."""
        if act.downloads:
            step = {"download": step}
        if act.opened is not None:
            step = self._popup(step, act.opened)
        for said in reversed(act.said):
            answer = {} if said.ok else {"answer": "cancel"}
            typed = {"type": self._said(said.typed)} if said.kind == "prompt" and said.ok else {}
            step = {"dialog": literal(said.words), **answer, **typed, "during": [step]}
        return step

    def _popup(self, step: Data, window: int) -> Data:
        if window in self._names:
            return {"popup": step, "as": self._names[window]}
        inside = self._window(window)
        own = [act for act in self._acts if act.window == window]
        closes = bool(own) and own[-1].kind is Kind.CLICK
        popup: Data = {"popup": step, **({"do": inside} if inside else {})}
        if not closes:
            popup["close"] = True
        names = fields_in(inside)
        optional = {f.id for f in self._writer.matcher.form.fields if not f.required}
        if names and names <= optional:
            return {"if": {"filled": "".join(f"{{{n}}}" for n in sorted(names))}, "do": [popup]}
        return popup

    def _in_row(self, act: Act) -> Data | None:
        """A click in a list is one in the row that says what the record says."""
        where = self.cells(act)
        if where is None or act.in_row is None:
            return None
        equal, starts = where
        said = {"row": equal} if equal else {}
        begun = {"starts": starts} if starts else {}
        return {**said, **begun, "do": [{"click": written(act.in_row)}]}

    def cells(self, act: Act) -> tuple[dict[str, str], dict[str, str]] | None:
        """The cells of the act's row that say what the record says: wholly, or as its beginning."""
        row = act.seen.row if act.seen else None
        if row is None:
            return None
        equal: dict[str, Way] = {}
        starts: dict[str, str] = {}
        for head, cell in zip(row.heads, row.cells, strict=True):
            if not clean(head) or row.heads.count(head) > 1 or len(fold(cell)) < 2:
                continue
            way = self._writer.matcher.best(cell, Hint(head), folded=True)
            if way is not None:
                equal[literal(head)] = way
            elif begun := self._writer.matcher.begins(cell, head):
                starts[literal(head)] = begun.template
        required = {f.id for f in self._writer.matcher.form.fields if f.required}
        sure = {head: way for head, way in equal.items() if way.field in required}
        chosen = sure if sure or starts else equal
        found = {head: way.template for head, way in chosen.items()}
        return (found, starts) if found or starts else None

    def _said(self, text: str) -> str:
        way = self._writer.matcher.best(text, Hint())
        return way.template if way else literal(text)


def tidied(acts: Sequence[Act]) -> list[Act]:
    """Without what was done over again: corrected boxes, clicks that the page refused, keys that
    pressed a button, which is then what was done."""
    kept: list[Act] = []
    for number, act in enumerate(acts):
        later = acts[number + 1 :]
        left_out = (_is_opening, _is_corrected, _is_refused, _is_pressing)
        if any(question(act, later) for question in left_out):
            continue
        kept.append(act)
    return kept


def _is_opening(act: Act, later: Sequence[Act]) -> bool:
    """The click that opens a list drawn by the page: choosing does that too."""
    following = next(iter(later), None)
    return (
        act.kind is Kind.CLICK
        and following is not None
        and following.kind is Kind.CHOOSE
        and _thing(following) == _thing(act)
    )


def _is_corrected(act: Act, later: Sequence[Act]) -> bool:
    """Typed or chosen anew before anything else happened on this document."""
    for other in later:
        if other.document == act.document and other.kind in (Kind.CLICK, Kind.PRESS):
            return False
        if act.kind in (Kind.FILL, Kind.CHOOSE) and other.kind is act.kind and _same(act, other):
            return True
    return False


def _is_refused(act: Act, later: Sequence[Act]) -> bool:
    """A click answered by an alert, and done again on the very same document."""
    alerted = act.kind is Kind.CLICK and any(said.kind == "alert" for said in act.said)
    return alerted and any(o.kind is Kind.CLICK and _thing(o) == _thing(act) for o in later)


def _is_pressing(act: Act, later: Sequence[Act]) -> bool:
    """Enter in a box, by which the browser pressed the button of its form."""
    following = next(iter(later), None)
    if following is None or act.kind is not Kind.PRESS:
        return False
    return following.by_key and following.document == act.document


def _same(one: Act, other: Act) -> bool:
    if _thing(one) == _thing(other):
        return True
    if one.seen is None or other.seen is None or one.document != other.document:
        return False
    name = one.seen.control.name
    return bool(name) and one.seen.control.type == "radio" and name == other.seen.control.name


def _thing(act: Act) -> tuple[str, int]:
    return act.document, act.seen.control.number if act.seen else 0


def _group(act: Act) -> tuple[object, ...]:
    """Things done one after the other under one heading belong together."""
    if act.kind in TYPED and act.seen is not None and act.seen.group:
        return act.frames, act.document, act.seen.group
    return (id(act),)


def _noted(step: Data, act: Act) -> Data:
    return step if act.target is not None else {**step, NOTE: f"{UNSURE}: 押したものを示せません"}


def in_frames(placed: Sequence[Placed]) -> list[Data]:
    """Steps one after the other in the same frame stand in one block."""
    steps: list[Data] = []
    for frames, group in groupby(placed, key=lambda each: each[0]):
        inside = [step for _, part in group for step in part]
        steps += [{"frame": frame_key(frames), "do": inside}] if frames and inside else inside
    return steps


def frame_key(frames: tuple[str, ...]) -> str | list[str]:
    return frames[0] if len(frames) == 1 else list(frames)


def fields_in(steps: object) -> set[str]:
    """The fields that the texts of steps name."""
    if isinstance(steps, str):
        try:
            names = parse(steps).names - parse(UNDECIDED).names
            return {name for name in names if not name.startswith("start")}
        except ValueError:
            return set()
    if isinstance(steps, dict):
        inside = (fields_in(value) for key, value in steps.items() if key not in (NOTE, PICTURE))
        return set().union(*inside)
    if isinstance(steps, list):
        return set().union(*(fields_in(each) for each in steps))
    return set()
