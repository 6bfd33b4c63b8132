"""A look at a thing before it is used, and at the screen on which it stands."""

from collections.abc import Callable
from dataclasses import replace

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Frame, Page

from bots import tables
from bots.asking import FIELDS, question
from bots.asking.putting import put
from bots.locate import Want
from bots.recorder.addressing import Address, address
from bots.recorder.committing import is_confirming
from bots.recorder.events import SECTION, ListRow, Phase, Screen, Seen, Texts, texts_of
from bots.recorder.screens import choose_sign, counts_of_nothing, new_texts
from bots.recorder.turning import turns_of
from bots.scenario.targets import Target
from bots.stage import Stage

TEXTS = "(id) => window.__utsushi && window.__utsushi.id === id ? window.__utsushi.texts() : null"
NAMES = "() => ({ names: window.__utsushi.names(), blocks: window.__utsushi.blocks() })"
ROWS = "tr, [role=row]"
WAIT_MS = 10
Place = tuple[int, tuple[str, ...]]


class Looker:
    """Finds addresses while the thing is still there, and keeps what each screen showed.

    `stage` gives the bot's view of a frame; `picture` keeps one of a window and names it;
    `is_personal` knows texts that are somebody's data.
    """

    def __init__(
        self,
        stage: Callable[[Page, Frame], Stage],
        picture: Callable[[Page], str | None],
        is_personal: Callable[[str], bool],
    ) -> None:
        self.screens: list[Screen] = []
        self._stage, self._picture, self._is_personal = stage, picture, is_personal
        self._known: dict[tuple[str, int, Want], Address | None] = {}
        self._rows: dict[tuple[str, int], Target | None] = {}
        self._due: set[int] = set()
        self._seeing: set[int] = set()

    def forget(self) -> None:
        """All that was seen so far."""
        self.screens.clear()
        self._known.clear()
        self._rows.clear()

    def changed(self, window: int) -> None:
        """Something was done there: the next look sees another screen."""
        self._due.add(window)

    def is_due(self, window: int) -> bool:
        """Whether it shows something that was not looked at yet."""
        return window in self._due or window in self._seeing

    def latest(self, place: Place) -> Screen | None:
        return next((s for s in reversed(self.screens) if (s.window, s.frames) == place), None)

    def screen_of(self, place: Place, document: str) -> Screen | None:
        """The latest screen there, where it is still this document."""
        last = self.latest(place)
        return last if last is not None and last.document == document else None

    def screen_for(self, place: Place, document: str) -> Screen | None:
        """The first screen of this document there."""
        fitting = (s for s in self.screens if (s.window, s.frames) == place)
        return next((screen for screen in fitting if screen.document == document), None)

    def find(self, frame: Frame, document: str, seen: Seen, want: Want) -> Address | None:
        """How to point at the thing; kept from the look before, asked for now where there was none.

        Raises Playwright's error where the document is gone.
        """
        key = document, seen.control.number, want
        if key not in self._known:
            self._known[key] = self._addressed(frame, document, seen, want)
        return self._known[key]

    def find_in_row(self, frame: Frame, document: str, seen: Seen) -> Target | None:
        """How to point at the thing inside its row of a list."""
        key = document, seen.control.number
        if seen.row is not None and key not in self._rows:
            here = self._in_row(frame, seen.row)
            found = address(self._lasting(seen), document, here, Want.CLICK)
            self._rows[key] = found.target if found else None
        return self._rows.get(key)

    def look(self, frame: Frame, document: str, seen: Seen, want: Want) -> None:
        """Before the thing is used: find its address afresh."""
        self._known[document, seen.control.number, want] = self._addressed(
            frame, document, seen, want
        )
        if want is Want.CLICK:
            self._rows.pop((document, seen.control.number), None)
            self.find_in_row(frame, document, seen)

    def see(self, frame: Frame, window: int, document: str, phase: Phase) -> None:
        """Keep the screen, where it is another one than at the last look."""
        place = window, path_of(frame)
        while window in self._seeing:  # two pictures at a time would spoil each other
            frame.page.wait_for_timeout(WAIT_MS)
        last = self.latest(place)
        if window in self._due or last is None or last.document != document:
            self._seeing.add(window)
            try:
                picture = self._picture(frame.page)
                self.keep(frame, window, document, phase, picture, fields=phase is Phase.SUBMIT)
            finally:
                self._seeing.discard(window)

    def keep(
        self,
        frame: Frame,
        window: int,
        document: str,
        phase: Phase,
        picture: str | None,
        *,
        fields: bool,
    ) -> Screen | None:
        """The screen of one frame, None where it is just being replaced. With `fields`, what
        stands beside each heading too."""
        place = window, path_of(frame)
        before = self.latest(place)
        here = self._stage(frame.page, frame)
        self._due.discard(window)
        try:
            told = frame.evaluate(TEXTS, document)
            if told is None:  # another document stands there by now
                return None
            texts = texts_of(told)
            if phase is Phase.ENTER and is_confirming(texts):  # the next click may register
                phase, fields = Phase.SUBMIT, True
            same = before is not None and (before.document, before.texts) == (document, texts)
            if before is not None and same and (before.beside or not fields):
                return before
            beside = _beside(frame) if fields else {}
            ends = phase if fields else None
            sign = before.sign if before and same else self._sign(texts, before, here, ends)
            listed = phase in (Phase.FIND, Phase.LOOK_UP)
            turns = turns_of(frame, document, here) if listed else ()
        except PlaywrightError:
            return None
        screen = Screen(phase, *place, document, texts, sign, beside, picture, turns)
        self.screens.append(screen)
        return screen

    def _sign(
        self, now: Texts, before: Screen | None, here: Stage, phase: Phase | None
    ) -> Target | None:
        old = [text for _, text in before.texts] if before else []
        found = choose_sign(new_texts(now, old), old, here, self._is_personal, phase)
        if found is None and phase is Phase.FIND:
            found = choose_sign(counts_of_nothing(now), old, here, self._is_personal, phase)
        return found

    def _lasting(self, seen: Seen) -> Seen:
        """A link that is somebody's number or name is pointed at by its column."""
        if not (self._is_personal(seen.words) or any(ch.isdigit() for ch in seen.words)):
            return seen
        return replace(seen, control=replace(seen.control, words=""), labels=(), title="", alt="")

    def _addressed(self, frame: Frame, document: str, seen: Seen, want: Want) -> Address | None:
        return address(seen, document, self._stage(frame.page, frame), want)

    def _in_row(self, frame: Frame, row: ListRow) -> Stage:
        here = self._stage(frame.page, frame)
        columns = tuple(tables.clean(head) for head in row.heads)
        return replace(here.in_row(frame.locator(ROWS).nth(row.index), columns))


def _beside(frame: Frame) -> dict[str, list[str]]:
    """Heading → what the bot reads beside every such heading of a document; where there are
    several, the same in each block too, under `block SECTION heading`."""
    told = frame.evaluate(NAMES)
    names = {tables.clean(name): name.rstrip(":： ") for name in told["names"]}
    names.pop("", None)
    found = _read(frame, [(words, None) for words in names])
    beside = {name: texts for name, texts in zip(names.values(), found, strict=True) if texts}
    several = [(words, name) for words, name in names.items() if len(beside.get(name, ())) > 1]
    blocks = [(words, name, block) for block in told["blocks"] for words, name in several]
    found = _read(frame, [(words, tables.clean(block)) for words, _, block in blocks])
    inside = {f"{b}{SECTION}{n}": t for (_, n, b), t in zip(blocks, found, strict=True) if t}
    return {**beside, **inside}


def _read(frame: Frame, places: list[tuple[str, str | None]]) -> list[list[str]]:
    asked = [{"way": "heading", "words": words, "section": block} for words, block in places]
    found: list[list[str]] = put(frame, question(FIELDS), asked)
    return found


def path_of(frame: Frame) -> tuple[str, ...]:
    """The names of the frames that lead to a document."""
    names: list[str] = []
    while (parent := frame.parent_frame) is not None:
        names.append(frame.name)
        frame = parent
    return tuple(reversed(names))
