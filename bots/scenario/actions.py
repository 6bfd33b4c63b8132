"""Steps that hold no other steps: what hands do, what eyes read, and the ways out."""

from typing import Annotated

from pydantic import Field, model_validator

from bots.scenario.expressions import Text
from bots.scenario.targets import Condition, Strict, Target

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Open(Strict):
    """Go to an address of the target system, relative to its `url`."""

    open: Text


class Click(Strict):
    """Press a button, a link, a row. `double`: twice in a row, as old lists want it."""

    click: Target
    double: bool = False


class Hover(Strict):
    """Put the mouse on something: menus that open under it."""

    hover: Target


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


class Upload(Strict):
    """Hand a file to the target: `original` (the scan), or one beside the scenario.

    `name` is the name under which it is sent, else its own. `shows`: what the screen says once it
    has the file, where neither the box holds it nor its name is shown.
    """

    upload: Target
    file: Annotated[str, Field(pattern=r"^[^/\\\s]+$")]
    name: Text | None = None
    shows: Text | None = None


class Close(Strict):
    """Close a window that was kept open under this name."""

    close: str


class Wait(Strict):
    """Wait for a condition. `within` in seconds, else the system's `screen` limit."""

    wait: Condition
    within: float | None = Field(default=None, gt=0)


class Read(Strict):
    """Keep a text of the screen under a name. `pattern`: regular expression, group 1 or all."""

    read: Target
    into: Name
    pattern: str | None = None


class Use(Strict):
    """Do a part of `system.yaml`, with values for the names that it needs.

    `into`: the name under which the text is kept that the part gives.
    """

    use: Name
    with_: dict[str, Text] = Field(default={}, alias="with")
    into: Name | None = None


class Call(Strict):
    """The way out to Python: `file.py:function` beside the scenario."""

    call: Annotated[str, Field(pattern=r"^[a-z_][a-z0-9_]*\.py:[a-z_][a-z0-9_]*$")]
    with_: dict[str, Text] = Field(default={}, alias="with")
    into: Name | None = None
