"""What the recorder is told: what a thing on the screen looks like, and what was done with it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from bots.scenario.targets import Target

SECTION = "\u241f"
"""Between the title of a block and a heading in it, where the same heading stands in several."""


class Phase(Enum):
    """What the clerk is doing; its value is the heading on the panel. Only a system that is not
    declared yet begins with the login."""

    LOGIN = "⓪ ログイン"
    FIND = "① 検索"
    ENTER = "② 入力"
    SUBMIT = "③ 登録"
    LOOK_UP = "④ 照会"


PHASES = (Phase.FIND, Phase.ENTER, Phase.SUBMIT, Phase.LOOK_UP)
"""The parts of one job, in their order."""


class Kind(Enum):
    """What was done with a thing."""

    OPEN = "open"
    CLICK = "click"
    FILL = "fill"
    CHOOSE = "choose"
    CHECK = "check"
    PRESS = "press"
    UPLOAD = "upload"


@dataclass(frozen=True, slots=True)
class Control:
    """A box, list, round button or tick box. `value` is what it shows, `words` what stands beside
    a round button or tick box, `options` the (word, value) pairs of a list."""

    number: int
    tag: str
    type: str
    value: str = field(repr=False)
    words: str
    checked: bool
    fixed: bool
    name: str
    options: tuple[tuple[str, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class ListRow:
    """The row of a list in which a thing stands: `index` among all rows of the document; `column`
    is the position of its cell."""

    index: int
    heads: tuple[str, ...]
    cells: tuple[str, ...] = field(repr=False)
    column: int


@dataclass(frozen=True, slots=True)
class Seen:
    """A thing on the screen, as a person would describe it. `note`: the words around it."""

    control: Control
    role: str
    title: str
    alt: str
    labels: tuple[str, ...]
    headings: tuple[str, ...]
    sections: tuple[str, ...]
    css: tuple[str, ...]
    placeholder: str
    note: str
    row: ListRow | None

    @property
    def words(self) -> str:
        return self.control.words

    @property
    def near(self) -> str:
        """The one name of this place: its label, else its heading."""
        return next(iter((*self.labels, *self.headings)), "")

    @property
    def group(self) -> str:
        """What it shares with the other boxes of one entry: their heading."""
        return next(iter((*self.headings, *self.labels)), "")


@dataclass(frozen=True, slots=True)
class Said:
    """A small window of the browser (alert, confirm, prompt), its words and the answer."""

    kind: str
    words: str
    ok: bool
    typed: str = field(default="", repr=False)


TYPED = (Kind.FILL, Kind.CHOOSE, Kind.CHECK)
"""What fills in a form."""

PRESSED = (Kind.CLICK, Kind.PRESS)
"""What sets a page to work."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A control that leads to the next page of a list: `pressed` on this page, and `onward` on any
    (`{page}` stands for the number of the page that it leads to)."""

    pressed: Target
    onward: Target


Texts = tuple[tuple[str, str], ...]
"""The short texts of a document that can be seen: (tag or role, text)."""


@dataclass(frozen=True, slots=True)
class Screen:
    """What one document showed before the next thing was done. `sign` is new on it and tells that
    it has come; `beside` are the texts by heading; `picture` is of its window; `turns` are what
    leads to further pages of a list, the surest first."""

    phase: Phase
    window: int
    frames: tuple[str, ...]
    document: str
    texts: Texts = field(repr=False)
    sign: Target | None
    beside: Mapping[str, list[str]] = field(repr=False)
    picture: str | None
    turns: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A filled box or list in the cell where something was typed, and how to point at it."""

    seen: Seen
    target: Target


@dataclass(slots=True)
class Act:
    """One thing that was done. Mutable while the recorder finds out how to point at it.

    `window` counts from 0, `frames` leads to the document, `document` tells documents apart.
    `target` points at the thing (in its list row where it stands in one), None where nothing does.
    `screen` is what stood there before. `opened` is the window that it opened; `said` the dialogs
    that it brought up. `sent`: how many requests that may change something followed it. `harmless`:
    the clerk says that it registered nothing, whatever the screen said then. `by_key`: a click that
    a key made.
    """

    kind: Kind
    phase: Phase
    window: int
    frames: tuple[str, ...] = ()
    document: str = ""
    seen: Seen | None = None
    target: Target | None = None
    text: str = field(default="", repr=False)
    secret: bool = False
    several: bool = False
    on: bool = True
    shown: str = field(default="", repr=False)
    passed: tuple[str, ...] = ()
    in_row: Target | None = None
    screen: Screen | None = None
    beside: list[Neighbour] = field(default_factory=list)
    opened: int | None = None
    said: list[Said] = field(default_factory=list)
    downloads: bool = False
    sent: int = 0
    harmless: bool = False
    by_key: bool = False


def seen_of(data: Mapping[str, Any]) -> Seen:
    """What the page's script tells of an element."""
    row = data.get("row")
    return Seen(
        control=_control(data),
        role=data["role"],
        title=data["title"],
        alt=data["alt"],
        labels=tuple(data["labels"]),
        headings=tuple(data["headings"]),
        sections=tuple(data["sections"]),
        css=tuple(data["css"]),
        placeholder=data["placeholder"],
        note=data["note"],
        row=ListRow(row["index"], tuple(row["heads"]), tuple(row["cells"]), row["column"])
        if row
        else None,
    )


def texts_of(data: Any) -> Texts:
    return tuple((str(kind), str(text)) for kind, text in data or ())


def told(message: str) -> dict[str, Any]:
    """One message of the page's script."""
    data: dict[str, Any] = json.loads(message)
    return data


def _control(data: Mapping[str, Any]) -> Control:
    return Control(
        number=int(data["number"]),
        tag=data["tag"],
        type=data["type"],
        value=data["value"],
        words=data["words"],
        checked=data["checked"],
        fixed=data["fixed"],
        name=data["name"],
        options=tuple((word, value) for word, value in data["options"]),
    )
