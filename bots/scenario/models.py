"""`system.yaml` and `<form>.yaml` as they are written."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from bots.scenario.expressions import Text
from bots.scenario.steps import Name, Steps
from bots.scenario.targets import Condition, Strict, Target

WEEKDAYS = "月火水木金土日"
Weekday = Literal["月", "火", "水", "木", "金", "土", "日"]
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class HoursDeclaration(Strict):
    """Entry hours, local time HH:MM; `to` before `from` goes over midnight.

    `days`: weekdays (`平日` is Monday to Friday); `closed`: single days without entry; `holidays`:
    whether there is entry on public holidays. A span over midnight belongs to the day on which it
    begins.
    """

    from_: Clock = Field(alias="from")
    to: Clock
    days: list[Weekday] = Field(default=["月", "火", "水", "木", "金", "土", "日"], min_length=1)
    closed: list[date] = Field(default=[])
    holidays: bool = True

    @model_validator(mode="before")
    @classmethod
    def _written(cls, data: Any) -> Any:
        if isinstance(data, Mapping) and data.get("days") == "平日":
            return {**data, "days": list("月火水木金")}
        return data


class Table(Strict):
    """A code table: words → codes, here, or in a CSV file beside the YAML.

    Written as `{男: "1"}`, as `jobs.csv` (two columns), or as `{file:, word:, code:}` with the
    headings of the two columns.
    """

    rows: dict[str, str] = Field(default={})
    file: str | None = Field(default=None, pattern=r"^[^/\\]+\.csv$")
    word: str | None = None
    code: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _written(cls, data: Any) -> Any:
        if isinstance(data, str):
            return {"file": data}
        if isinstance(data, Mapping) and "file" not in data and set(data) != {"rows"}:
            return {"rows": data}
        return data

    @model_validator(mode="after")
    def _pair(self) -> "Table":
        if (self.word is None) != (self.code is None):
            raise ValueError("word と code (列の見出し) は組で書きます。")
        return self


class WaitsDeclaration(Strict):
    """Limits in seconds: for a screen to come, and for the answer to the committing click."""

    screen: float = Field(default=15, gt=0)
    answer: float = Field(default=60, gt=0)


class LoginDeclaration(Strict):
    """How to log in. `window`: the one, kept open by `popup … as`, in which all work is done."""

    steps: Steps = Field(min_length=1)
    window: str | None = None
    done: Condition


class PartDeclaration(Strict):
    """Steps under a name, for `use`. `needs` are the names that a call gives; `gives` is the name
    of what the part reads for its caller."""

    needs: list[Name] = Field(default=[])
    gives: Name | None = None
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
    approval: bool = False
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
    """The list that a search shows. `where`: cells by column heading; `open`: the way in.

    `opens`: that opens a window, which gets this name. `count`: where the number of hits stands;
    `end`: the sign that a list which grows by scrolling is whole.
    """

    window: str | None = None
    frame: list[str] = Field(default=[])
    where: dict[str, Text] = Field(min_length=1)
    open: Target
    opens: str | None = Field(default=None, min_length=1)
    next: Target | None = None
    count: Target | None = None
    end: Condition | None = None

    @model_validator(mode="before")
    @classmethod
    def _written(cls, data: Any) -> Any:
        return _framed(data)


class FindDeclaration(Strict):
    """How to look a record up. `nothing` is the sign of an empty result: no sign is no answer.

    `single`: a search with one hit opens the detail screen at once.
    """

    search: Steps = Field(min_length=1)
    nothing: Condition
    single: bool = False
    rows: RowsDeclaration


class ShownDeclaration(Strict):
    """Where the detail screen shows a field, and as what. A plain text is the heading.

    `optional`: where it is not on the screen, it is blank there.
    """

    at: Target
    as_: Text | None = Field(default=None, alias="as")
    optional: bool = False

    @model_validator(mode="before")
    @classmethod
    def _written(cls, data: Any) -> Any:
        return {"at": {"heading": data}} if isinstance(data, str) else data


class ReadBackDeclaration(Strict):
    """The detail screen: the receipt number, every field, and why a field is not there.

    `before`: steps that bring it up once the row was opened.
    """

    window: str | None = None
    frame: list[str] = Field(default=[])
    before: Steps = Field(default=[])
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

    window: str | None = None
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
