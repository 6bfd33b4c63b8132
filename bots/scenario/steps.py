"""The steps of a scenario: one model a verb. The verb is the key that the step begins with."""

import difflib
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from bots.scenario.expressions import Text
from bots.scenario.targets import Condition, Strict, Target

Script = list["Step"]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Open(Strict):
    """Go to an address of the target system, relative to its `url`."""

    open: Text


class Click(Strict):
    click: Target


class Fill(Strict):
    """Type a text into a box. `shows`: what it shows then, where it rewrites what is typed."""

    fill: Target
    with_: Text = Field(alias="with")
    shows: Text | None = None


class Choose(Strict):
    """Choose in a drop-down list or among round buttons, by the words shown or by the code."""

    choose: Target
    option: Text | None = None
    code: Text | None = None

    @model_validator(mode="after")
    def _one(self) -> "Choose":
        if (self.option is None) == (self.code is None):
            raise ValueError("option (画面の言葉) か code (値) のどちらか一つを書きます。")
        return self


class Check(Strict):
    """Tick one box when a value is filled (`when`), or of several those named (`options`)."""

    check: Target
    when: Text | None = None
    options: Text | None = None

    @model_validator(mode="after")
    def _one(self) -> "Check":
        if self.when is not None and self.options is not None:
            raise ValueError("when と options は一緒に書けません。")
        return self


class Press(Strict):
    """Press a key (Enter, Tab, F3, Control+S), in a box when `in` is given."""

    press: str
    in_: Target | None = Field(default=None, alias="in")


class Popup(Strict):
    """A window that one step opens, and what is done in it. It must close by itself."""

    popup: "Step"
    do: Script = Field(min_length=1)


class Dialog(Strict):
    """Small windows of the browser (alert, confirm, prompt): the words expected, and the answer."""

    dialog: Text
    answer: Annotated[str, Field(pattern=r"^(ok|cancel)$")] = "ok"
    type: Text | None = None
    optional: bool = False
    during: Script = Field(min_length=1)


class InFrame(Strict):
    """Steps inside a frame by its name; names below each other for frames in frames."""

    frame: list[str]
    do: Script = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _written(cls, data: Any) -> Any:
        if isinstance(data, Mapping) and isinstance(data.get("frame"), str):
            return {**data, "frame": [data["frame"]]}
        return data


class Wait(Strict):
    """Wait for a condition. `within` in seconds, else the system's `screen` limit."""

    wait: Condition
    within: float | None = Field(default=None, gt=0)


class If(Strict):
    if_: Condition = Field(alias="if")
    do: Script = Field(min_length=1)
    else_: Script = Field(default=[], alias="else")


class Repeat(Strict):
    """The steps once for each filled group of a repeated row: child → child1, child2, …"""

    repeat: Name
    do: Script = Field(min_length=1)


class Read(Strict):
    """Keep a text of the screen under a name. `pattern`: regular expression, group 1 or all."""

    read: Target
    into: Name
    pattern: str | None = None


class Row(Strict):
    """Find one row of a table by its cells and work in it.

    `starts`: the cell is the beginning of the text (the longest such row is taken). With several
    rows the step fails, with none `else` is done, or it fails where there is no `else`.
    """

    row: dict[str, Text] = Field(default={})
    starts: dict[str, Text] = Field(default={})
    do: Script = Field(min_length=1)
    else_: Script | None = Field(default=None, alias="else")


class Use(Strict):
    """Do a part of `system.yaml`, with values for the names that it needs."""

    use: Name
    with_: dict[str, Text] = Field(default={}, alias="with")


class Call(Strict):
    """The way out to Python: `file.py:function` beside the scenario."""

    call: Annotated[str, Field(pattern=r"^[a-z_][a-z0-9_]*\.py:[a-z_][a-z0-9_]*$")]
    with_: dict[str, Text] = Field(default={}, alias="with")
    into: Name | None = None


VERBS: Mapping[str, type[Strict]] = {
    "open": Open,
    "click": Click,
    "fill": Fill,
    "choose": Choose,
    "check": Check,
    "press": Press,
    "popup": Popup,
    "dialog": Dialog,
    "frame": InFrame,
    "wait": Wait,
    "if": If,
    "repeat": Repeat,
    "read": Read,
    "row": Row,
    "use": Use,
    "call": Call,
}
_SYNONYMS = {"type": "fill", "input": "fill", "select": "choose", "starts": "row", "for": "repeat"}


def _with_verb(value: Any) -> Any:
    if isinstance(value, Strict) or (isinstance(value, Mapping) and _verb(value) in VERBS):
        return value
    if not isinstance(value, Mapping) or not value:
        raise ValueError("手順は「動作: 相手」の形で書きます (例 click: 検索)。")
    word = str(next(iter(value)))
    near = difflib.get_close_matches(word, VERBS, n=1) or [_SYNONYMS.get(word, "")]
    hint = f"「{near[0]}」ではありませんか。" if near[0] else f"使える動作: {'・'.join(VERBS)}"
    raise ValueError(f"「{word}」という動作はありません。{hint}")


def _tag(value: Any) -> str | None:
    """Unlike every key of a step, so that a mistake is looked for in the right line."""
    verb = _verb(value)
    return f"{verb} の手順" if verb else None


def _verb(value: Any) -> str | None:
    if isinstance(value, Strict):
        return next(verb for verb, model in VERBS.items() if type(value) is model)
    keys = [str(key) for key in value] if isinstance(value, Mapping) else []
    if "starts" in keys and "row" not in keys:
        return "row"
    return next((key for key in keys if key in VERBS), None)


Step = Annotated[
    Annotated[Open, Tag("open の手順")]
    | Annotated[Click, Tag("click の手順")]
    | Annotated[Fill, Tag("fill の手順")]
    | Annotated[Choose, Tag("choose の手順")]
    | Annotated[Check, Tag("check の手順")]
    | Annotated[Press, Tag("press の手順")]
    | Annotated[Popup, Tag("popup の手順")]
    | Annotated[Dialog, Tag("dialog の手順")]
    | Annotated[InFrame, Tag("frame の手順")]
    | Annotated[Wait, Tag("wait の手順")]
    | Annotated[If, Tag("if の手順")]
    | Annotated[Repeat, Tag("repeat の手順")]
    | Annotated[Read, Tag("read の手順")]
    | Annotated[Row, Tag("row の手順")]
    | Annotated[Use, Tag("use の手順")]
    | Annotated[Call, Tag("call の手順")],
    Discriminator(_tag),
    BeforeValidator(_with_verb),
]

for _model in VERBS.values():
    _model.model_rebuild()

Steps = list[Step]
"""Steps in their order, for the models that hold whole scripts."""
