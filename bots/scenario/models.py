"""`system.yaml` and `<form>.yaml` as they are written."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field, model_validator

from bots.scenario.expressions import Text
from bots.scenario.steps import Name, Steps
from bots.scenario.targets import Condition, Strict, Target

Clock = str
Table = dict[str, str]


class HoursDeclaration(Strict):
    """Entry hours, local time HH:MM; `to` before `from` goes over midnight."""

    from_: Clock = Field(alias="from", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    to: Clock = Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")


class WaitsDeclaration(Strict):
    """Limits in seconds: for a screen to come, and for the answer to the committing click."""

    screen: float = Field(default=15, gt=0)
    answer: float = Field(default=60, gt=0)


class LoginDeclaration(Strict):
    steps: Steps = Field(min_length=1)
    done: Condition


class PartDeclaration(Strict):
    """Steps under a name, for `use`. `needs` are the names that a call gives."""

    needs: list[Name] = Field(default=[])
    do: Steps = Field(min_length=1)


class SystemDeclaration(Strict):
    """One target system. `logged_out`, `busy`, `rejected` are looked for while waiting.

    `hosts`: what the browser may reach besides the host of `url`, e.g. `*.city.example.jp`.
    """

    system: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    url: str
    hosts: list[str] = Field(default=[])
    encoding: Literal["utf-8", "cp932", "euc_jp"] = "utf-8"
    sessions: int = Field(default=1, ge=1)
    hours: HoursDeclaration | None = None
    waits: WaitsDeclaration = WaitsDeclaration()
    window: tuple[int, int] = (1280, 1600)
    credentials: list[Name] = Field(default=[])
    login: LoginDeclaration | None = None
    logged_out: list[Condition] = Field(default=[])
    busy: list[Condition] = Field(default=[])
    rejected: list[Target] = Field(default=[])
    codes: dict[Name, Table] = Field(default={})
    parts: dict[Name, PartDeclaration] = Field(default={})


class RowsDeclaration(Strict):
    """The list that a search shows. `where`: cells by column heading; `open`: the way in."""

    frame: list[str] = Field(default=[])
    where: dict[str, Text] = Field(min_length=1)
    open: Target
    next: Target | None = None

    @model_validator(mode="before")
    @classmethod
    def _written(cls, data: Any) -> Any:
        return _framed(data)


class FindDeclaration(Strict):
    """How to look a record up. `nothing` is the sign of an empty result: no sign is no answer."""

    search: Steps = Field(min_length=1)
    nothing: Condition
    rows: RowsDeclaration


class ShownDeclaration(Strict):
    """Where the detail screen shows a field, and as what. A plain text is the heading."""

    at: Target
    as_: Text | None = Field(default=None, alias="as")

    @model_validator(mode="before")
    @classmethod
    def _written(cls, data: Any) -> Any:
        return {"at": {"heading": data}} if isinstance(data, str) else data


class ReadBackDeclaration(Strict):
    """The detail screen: the receipt number, every field, and why a field is not there."""

    frame: list[str] = Field(default=[])
    ready: Condition
    number: Target
    fields: dict[Name, ShownDeclaration] = Field(min_length=1)
    not_entered: dict[Name, str] = Field(default={})

    @model_validator(mode="before")
    @classmethod
    def _written(cls, data: Any) -> Any:
        return _framed(data)


class SubmitDeclaration(Strict):
    """The one committing click. `shows_values`: this screen shows the fields as `read_back` does,
    and they are compared before the click."""

    frame: list[str] = Field(default=[])
    ready: Condition
    shows_values: bool = False
    click: Target
    dialog: Text | None = None
    accepted: Condition
    rejected: list[Target] = Field(default=[])

    @model_validator(mode="before")
    @classmethod
    def _written(cls, data: Any) -> Any:
        return _framed(data)


class ScenarioDeclaration(Strict):
    """One form into one system. `key` are the fields that tell two applications apart."""

    form: str
    title: str
    key: list[Name] = Field(min_length=1)
    find: FindDeclaration
    enter: Steps = Field(min_length=1)
    submit: SubmitDeclaration
    read_back: ReadBackDeclaration
    codes: dict[Name, Table] = Field(default={})


def _framed(data: Any) -> Any:
    if isinstance(data, Mapping) and isinstance(data.get("frame"), str):
        return {**data, "frame": [data["frame"]]}
    return data
