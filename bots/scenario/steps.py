"""The steps of a scenario: one model a verb. The verb is the key that the step begins with.

Here are those that hold other steps; the plain ones stand in `actions`.
"""

import difflib
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from bots.scenario.actions import (
    Call,
    Check,
    Choose,
    Click,
    Close,
    Fill,
    Hover,
    Name,
    Open,
    Press,
    Read,
    Upload,
    Use,
    Wait,
)
from bots.scenario.expressions import Count, Text
from bots.scenario.targets import Condition, Strict, Target

__all__ = [
    "VERBS",
    "Call",
    "Check",
    "Choose",
    "Click",
    "Close",
    "Dialog",
    "Download",
    "Fill",
    "Hover",
    "If",
    "InFrame",
    "InPart",
    "InWindow",
    "Name",
    "Open",
    "Popup",
    "Press",
    "Read",
    "Repeat",
    "Row",
    "Step",
    "Steps",
    "Upload",
    "Use",
    "Wait",
]

Script = list["Step"]


class Popup(Strict):
    """A window that one step opens, and what is done in it.

    It must close by itself; with `close: true` it is closed when the steps are done; with `as` it
    stays open under that name.
    """

    popup: "Step"
    do: Script = Field(default=[])
    close: bool = False
    as_: str | None = Field(default=None, alias="as", min_length=1)

    @model_validator(mode="after")
    def _one_end(self) -> "Popup":
        if self.close and self.as_ is not None:
            raise ValueError("close と as は一緒に書けません (as の窓は「close: 名前」で閉じる)。")
        if not self.do and self.as_ is None:
            raise ValueError("小さい窓で行う手順 (do) が要ります。")
        return self


class InWindow(Strict):
    """Steps in a window that `popup` kept open under a name."""

    window: str
    do: Script = Field(min_length=1)


class InPart(Strict):
    """Steps inside one part of the screen: a dialog drawn in the page, a framed group of boxes."""

    inside: Target
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


class Download(Strict):
    """A step that starts a download. The file is kept with the evidence of the entry.

    `name`: words that the name of the file must hold.
    """

    download: "Step"
    name: Text | None = None


class If(Strict):
    """Steps where a condition holds, others where it does not."""

    if_: Condition = Field(alias="if")
    do: Script = Field(min_length=1)
    else_: Script = Field(default=[], alias="else")


class Repeat(Strict):
    """The steps once for each filled group of a repeated row: child → child1, child2, …"""

    repeat: Name
    do: Script = Field(min_length=1)


class Row(Strict):
    """Find one row of a table by its cells and work in it.

    `starts`: the cell is the beginning of the text (the longest such row is taken). Written as a
    number (`row: 2`) it is that row below the headings `columns`. With several rows the step
    fails, with none `else` is done, or it fails where there is no `else`.
    """

    row: dict[str, Text] = Field(default={})
    number: Count | None = None
    starts: dict[str, Text] = Field(default={})
    columns: list[str] = Field(default=[])
    do: Script = Field(min_length=1)
    else_: Script | None = Field(default=None, alias="else")

    @model_validator(mode="before")
    @classmethod
    def _written(cls, data: Any) -> Any:
        if isinstance(data, Mapping) and isinstance(data.get("row"), str | int):
            return {"number": data["row"], **{k: v for k, v in data.items() if k != "row"}}
        return data

    @model_validator(mode="after")
    def _one_way(self) -> "Row":
        if self.number is not None and (self.row or self.starts or not self.columns):
            raise ValueError("行の番号には columns (表の見出しの並び) だけを添えます。")
        if self.number is None and (self.columns or not (self.row or self.starts)):
            raise ValueError("行は「見出し: 値」で示すか、番号と columns で示します。")
        return self


VERBS: Mapping[str, type[Strict]] = {
    "open": Open,
    "click": Click,
    "hover": Hover,
    "fill": Fill,
    "choose": Choose,
    "check": Check,
    "press": Press,
    "upload": Upload,
    "download": Download,
    "popup": Popup,
    "window": InWindow,
    "close": Close,
    "inside": InPart,
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
_SYNONYMS = {
    "type": "fill",
    "input": "fill",
    "select": "choose",
    "for": "repeat",
    "goto": "open",
    "tick": "check",
    "within": "inside",
    "attach": "upload",
}


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
    if "popup" in keys:  # whose own key `close` is a verb too
        return "popup"
    return next((key for key in keys if key in VERBS), None)


Step = Annotated[
    Annotated[Open, Tag("open の手順")]
    | Annotated[Click, Tag("click の手順")]
    | Annotated[Hover, Tag("hover の手順")]
    | Annotated[Fill, Tag("fill の手順")]
    | Annotated[Choose, Tag("choose の手順")]
    | Annotated[Check, Tag("check の手順")]
    | Annotated[Press, Tag("press の手順")]
    | Annotated[Upload, Tag("upload の手順")]
    | Annotated[Download, Tag("download の手順")]
    | Annotated[Popup, Tag("popup の手順")]
    | Annotated[InWindow, Tag("window の手順")]
    | Annotated[Close, Tag("close の手順")]
    | Annotated[InPart, Tag("inside の手順")]
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
