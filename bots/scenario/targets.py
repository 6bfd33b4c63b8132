"""How a scenario says which thing on the screen it means."""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bots.scenario.expressions import Template, Text


class Strict(BaseModel):
    """A piece of a scenario: unknown keys are mistakes, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Target(Strict):
    """One thing on the screen. Written as a plain text it is `named`.

    `heading` is the table cell at the left: alone it means what stands in the cell to its right,
    with another key it says in which cell that is looked for. `css` is for when nothing else
    holds, and for typing only together with `heading`.
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
    nth: int | None = Field(default=None, ge=1)
    frame: list[str] | None = None

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
        return f"{inside}{shown}" + (f" ({self.nth} 番目)" if self.nth else "")

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
    """Holds or not: of the screen (shown, gone, dialog), of a value, or `any` of several."""

    shown: Target | None = None
    gone: Target | None = None
    dialog: Text | None = None
    filled: Text | None = None
    blank: Text | None = None
    value: Text | None = None
    is_: str | None = Field(default=None, alias="is")
    one_of: list[str] | None = None
    any: "list[Condition] | None" = None

    @model_validator(mode="after")
    def _one(self) -> "Condition":
        kinds = [k for k in CONDITIONS if getattr(self, k) is not None]
        if len(kinds) != 1:
            raise ValueError(f"条件は一つだけ書きます ({'・'.join(CONDITIONS)})。")
        compared = [k for k in (self.is_, self.one_of) if k is not None]
        if (self.value is not None) != (len(compared) == 1):
            raise ValueError("value には is か one_of を一つ添えます。")
        return self

    def __str__(self) -> str:
        words = self.shown or self.gone
        if words is not None:
            return f"「{words}」の{'表示' if self.shown else '消えること'}"
        if self.any is not None:
            return "か".join(str(each) for each in self.any)
        template = self.dialog or self.filled or self.blank or self.value
        return f"「{template.text if template else ''}」"


CONDITIONS = ("shown", "gone", "dialog", "filled", "blank", "value", "any")
