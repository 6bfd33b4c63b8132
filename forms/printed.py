"""What is printed on a blank besides its fields: `blank.yaml`, or made of a sheet. All in mm."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Key

from forms import yaml_source

Mm = tuple[float, float, float, float]
Face = Literal["mincho", "gothic"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Head(_Strict):
    """A ruled cell with a label in its middle; several lines are separated by a line break.

    `vertical` sets the characters downwards, `spread` over the width of the cell. `face` is that
    of the layout where it is not given.
    """

    box: Mm
    text: str
    size: float = 9  # points
    vertical: bool = False
    spread: bool = False
    shade: bool = True
    face: Face | None = None


class Text(_Strict):
    """One line or several; `at` is x and the middle of the first line; `width` spreads it."""

    at: tuple[float, float]
    text: str
    size: float = 9
    align: Literal["left", "center", "right"] = "left"
    width: float = 0
    leading: float = 4.6  # mm from line to line
    face: Face | None = None


class Page(_Strict):
    frames: list[Mm] = []  # thick
    cells: list[Mm] = []  # thin
    dashed: list[Mm] = []
    rounds: list[Mm] = []  # dashed circle, as of 受付印
    rules: list[Mm] = []  # thin lines x1, y1, x2, y2
    heads: list[Head] = []
    texts: list[Text] = []


class Layout(_Strict):
    """`shade` is the grey of heads (1 is white); `separator` stands between ringed options."""

    face: Face = "mincho"
    shade: float = Key(default=1.0, ge=0, le=1)
    separator: str = "・"
    pages: list[Page]


def load_layout(path: Path) -> Layout:
    """Read one `blank.yaml`. Raises BadDeclaration naming file, line and key."""
    return yaml_source.load(path, Layout)
