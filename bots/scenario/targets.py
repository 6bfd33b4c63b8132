"""How a scenario says which thing on the screen it means."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bots.scenario.expressions import Count, Template, Text


class Strict(BaseModel):
    """A piece of a scenario: unknown keys are mistakes, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Target(Strict):
    """One thing on the screen. Written as a plain text it is `named`.

    `heading` are words beside or above a place on the screen: alone it means what stands there,
    with another key it says where that is looked for. `section` is the title of the part of the
    screen that holds it. `css` is for when nothing else
    holds, and for typing only together with `heading`. `window` is one that was kept open under
    this name.
    """

    named: Text | None = None
    label: Text | None = None
    heading: Text | None = None
    role: str | None = None
    name: Text | None = None
    button: Text | None = None
    link: Text | None = None
    text: Text | None = None
    contains: Text | None = None
    title: Text | None = None
    alt: Text | None = None
    column: Text | None = None
    css: str | None = None
    nth: Count | None = None
    section: Text | None = None
    frame: list[str] | None = None
    window: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _written(cls, data: Any) -> Any:
        if isinstance(data, str):
            return {"named": data}
        if isinstance(data, Mapping) and isinstance(data.get("frame"), str):
            return {**data, "frame": [data["frame"]]}
        return data

    @model_validator(mode="after")
    def _one_way(self) -> "Target":
        ways = [way for way in WAYS if getattr(self, way) is not None]
        if len(ways) > 1:
            raise ValueError(f"画面の要素の示し方は一つだけ書きます ({'、'.join(ways)})。")
        if not ways and self.heading is None:
            raise ValueError(f"画面の要素の示し方が要ります ({'・'.join((*WAYS, 'heading'))})。")
        if (self.role is None) != (self.name is None):
            raise ValueError("role と name は組で書きます。")
        return self

    @property
    def way(self) -> str:
        """Which key addresses the thing: one of `WAYS`, else `heading`."""
        return next((way for way in WAYS if getattr(self, way) is not None), "heading")

    def told(self, show: Callable[[Template], str]) -> str:
        """As messages name it; `show` gives the words of a text without personal data."""
        shown = self.css or self.role or ""
        if self.way != "css":
            words = getattr(self, "name" if self.role else self.way)
            shown = show(words) if isinstance(words, Template) else shown
        inside = f"{show(self.heading)}の" if self.heading and self.way != "heading" else ""
        if self.section:
            inside = f"{show(self.section)}の{inside}"
        return f"{inside}{shown}" + (f" ({show(self.nth)} 番目)" if self.nth else "")

    def __str__(self) -> str:
        return self.told(lambda template: template.text)


WAYS = (
    "named",
    "label",
    "role",
    "button",
    "link",
    "text",
    "contains",
    "title",
    "alt",
    "column",
    "css",
)
"""Keys of which a target has one; `heading` alone is a way too."""


class Condition(Strict):
    """Holds or not: of the screen, of a value, or made of other conditions (any, all, not).

    `screen` is the text of a thing on the screen, `value` one of the record: both with `is` or
    `one_of`.
    """

    shown: Target | None = None
    gone: Target | None = None
    enabled: Target | None = None
    checked: Target | None = None
    screen: Target | None = None
    dialog: Text | None = None
    filled: Text | None = None
    blank: Text | None = None
    value: Text | None = None
    is_: Text | None = Field(default=None, alias="is")
    one_of: Annotated[list[Text], Field(min_length=1)] | None = None
    any: Annotated[list["Condition"], Field(min_length=1)] | None = None
    all: Annotated[list["Condition"], Field(min_length=1)] | None = None
    not_: "Condition | None" = Field(default=None, alias="not")

    @model_validator(mode="after")
    def _one(self) -> "Condition":
        kinds = [kind for kind in CONDITIONS if self.has(kind)]
        if len(kinds) != 1:
            raise ValueError(f"条件は一つだけ書きます ({'・'.join(CONDITIONS)})。")
        compared = [k for k in (self.is_, self.one_of) if k is not None]
        if (kinds[0] in COMPARED) != (len(compared) == 1):
            raise ValueError("value と screen には is か one_of を一つ添えます。")
        return self

    def has(self, kind: str) -> bool:
        """Whether it is of this kind, one of `CONDITIONS`."""
        return getattr(self, "not_" if kind == "not" else kind) is not None

    def __str__(self) -> str:
        for kind, after in _TOLD.items():
            if (target := getattr(self, kind)) is not None:
                return f"「{target}」{after}"
        if self.not_ is not None:
            return f"{self.not_}でないこと"
        for each, word in ((self.any, "か"), (self.all, "と")):
            if each is not None:
                return word.join(str(one) for one in each)
        template = self.dialog or self.filled or self.blank or self.value
        return f"「{template.text if template else ''}」"


CONDITIONS = (
    "shown",
    "gone",
    "enabled",
    "checked",
    "screen",
    "dialog",
    "filled",
    "blank",
    "value",
    "any",
    "all",
    "not",
)
COMPARED = ("value", "screen")
"""Kinds of condition that `is` or `one_of` belongs to."""

_TOLD = {
    "shown": "の表示",
    "gone": "の消えること",
    "enabled": "が押せること",
    "checked": "に印があること",
    "screen": "の値",
}
