"""`<layout>.yaml` as it is written: which columns an export has, in which order, and how each
value is put down.
"""

import unicodedata
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator
from pydantic import Field as Key

MAX_COLUMNS = 500
MAX_BYTES = 4000  # of one cell of a fixed width


class Format(StrEnum):
    CSV = "csv"
    EXCEL = "excel"
    JSON = "json"
    FIXED = "fixed"
    NATIONAL = "national"  # names and codes of the national standards: JSON and CSV in one zip


class Encoding(StrEnum):
    UTF_8 = "utf-8"  # a CSV begins with a byte order mark, so that Excel knows it
    CP932 = "cp932"  # what Windows calls Shift_JIS


class Characters(StrEnum):
    """Which characters the system that gets the file can take: no others are written."""

    ALL = "all"
    CP932 = "cp932"
    JIS_X_0213 = "jis_x_0213"  # 第三・第四水準 too
    JIS_X_0208 = "jis_x_0208"  # 第一・第二水準 alone


class DateStyle(StrEnum):
    """How the 3rd of April 1985 is written."""

    ISO = "iso"  # 1985-04-03
    COMPACT = "compact"  # 19850403
    SLASH = "slash"  # 1985/04/03
    ERA = "era"  # 昭和60年4月3日
    ERA_LETTER = "era_letter"  # S60.04.03
    ERA_DIGITS = "era_digits"  # 3600403: 明治 1, 大正 2, 昭和 3, 平成 4, 令和 5


class Item(StrEnum):
    """What a column may hold besides a field of the form."""

    RECORD = "record"
    RECEIVED = "received"
    FILE = "file"
    FORM = "form"
    VERSION = "version"
    STATE = "state"
    RECEIPT = "receipt"


class Width(StrEnum):
    AS_IS = "as_is"
    FULL = "full"  # 全角
    HALF = "half"  # 半角


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


def _plain(text: str) -> str:
    """A line break would make two lines of a record."""
    if any(unicodedata.category(ch) == "Cc" for ch in text):
        raise ValueError("改行やタブは書けません。")
    return text


Plain = Annotated[str, AfterValidator(_plain)]


class ColumnDeclaration(_Strict):
    """One column: a `field` of the form, an `item` of the record, or a `text` that never changes.

    `codes`: value → what is written for it; a value that is not among them is refused. `bytes`,
    `align`, `pad` and `overflow` are those of a fixed width.
    """

    field: str = ""
    item: Item | None = None
    text: Plain | None = None
    title: Plain = ""
    date: DateStyle = DateStyle.ISO
    codes: dict[str, Plain] = {}
    join: Plain = "、"
    width: Width = Width.AS_IS
    bytes: Annotated[int | None, Key(ge=1, le=MAX_BYTES)] = None
    align: Literal["left", "right"] = "left"
    pad: Literal[" ", "0", "　"] = " "
    overflow: Literal["refuse", "cut"] = "refuse"

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if sum((bool(self.field), self.item is not None, self.text is not None)) != 1:
            raise ValueError("field・item・text のうち、どれか一つだけを書いてください。")
        return self


class LayoutDeclaration(_Strict):
    """`header`, `quote`, `formulas` matter for CSV (`header` for Excel too). `substitutes`: what is
    written for a character that `encoding`, or the system that gets the file (`characters`), does
    not have."""

    layout: str = Key(pattern=r"^[a-z][a-z0-9_\-]*$", max_length=60)
    title: Annotated[Plain, Key(min_length=1, max_length=100)]
    form: str
    format: Format
    encoding: Encoding = Encoding.UTF_8
    characters: Characters = Characters.ALL
    header: bool = True
    newline: Literal["crlf", "lf", "none"] = "crlf"
    quote: Literal["needed", "all"] = "needed"
    formulas: Literal["guard", "verbatim"] = "guard"
    columns: Annotated[list[ColumnDeclaration], Key(min_length=1, max_length=MAX_COLUMNS)]
    substitutes: dict[str, Plain] = {}

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.newline == "none" and self.format is not Format.FIXED:
            raise ValueError("newline: none は固定長 (fixed) だけで使えます。")
        if self.format is Format.NATIONAL and self.encoding is not Encoding.UTF_8:
            raise ValueError("標準の項目名 (national) の文字コードは utf-8 です。")
        return self
