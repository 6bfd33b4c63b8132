"""A form as the other rooms see it: frozen values, made by `forms.declaration` from YAML."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from forms.errors import SetupError
from forms.geometry import Box
from forms.retention import Retention


class FieldType(StrEnum):
    """What may stand in a field. Decides decoding, normalising and checking."""

    NAME = "name"  # 氏名: kanji, kana, Latin
    KANA = "kana"  # フリガナ
    ADDRESS = "address"
    TEXT = "text"
    POSTAL_CODE = "postal_code"  # 7 digits
    PHONE = "phone"  # 10 or 11 digits
    NUMBER = "number"  # digits only, leading zeros count
    MY_NUMBER = "my_number"  # 12 digits with check digit
    DATE = "date"  # 和暦, parts: era, year, month, day
    CHOICE = "choice"  # one (or many) of printed options, by ring or tick
    SEAL = "seal"  # あり / なし
    QR = "qr"  # a printed QR code; the value is the text in it, character by character


class Mark(StrEnum):
    """How an option is chosen."""

    CIRCLE = "circle"  # 丸囲み: a ring around the printed word
    CHECK = "check"  # □ ticked, crossed, filled or circled


@dataclass(frozen=True, slots=True)
class Option:
    """One printed option; `box` is the word to ring or the square to tick."""

    value: str
    label: str
    box: Box


@dataclass(frozen=True, slots=True)
class DateParts:
    """Where the parts of a 和暦 date stand. `era` is the printed era where it is fixed."""

    year: Box
    month: Box
    day: Box
    eras: tuple[Option, ...] = ()
    era: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One place on the paper where the applicant writes.

    `page` counts from 1. `box` encloses all parts. `cells` > 0 makes it a comb of equal cells.
    `length` gives the allowed numbers of digits (min, max) of a number, `check` the rule of its
    check digit (`forms.check_digits.CHECKS`). `item`: the standard item that it holds (氏名), as in
    `forms.standard`; `subject`: whose it is (seikyusha, child1); both "" where nothing is said.
    """

    id: str
    label: str
    type: FieldType
    page: int
    box: Box
    required: bool = False
    private: bool = False
    cells: int = 0
    length: tuple[int, int] | None = None
    mark: Mark = Mark.CIRCLE
    multiple: bool = False
    options: tuple[Option, ...] = ()
    date: DateParts | None = None
    group: str | None = None  # name of the repeated row group, e.g. child1
    check: str | None = None
    double: bool = False  # typed blind by two people, whatever was read
    item: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class PageSize:
    """Millimetres."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition between fields, see `forms.rules`. `fields` are field ids; `limits` both
    belong to what is allowed (years, or numbers)."""

    kind: str
    fields: tuple[str, ...]
    message: str
    when: tuple[tuple[str, str], ...] = ()
    limits: tuple[int, int] | None = None
    until_march: bool = False
    width: int = 1  # fields of one row


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of paper in one revision. `manual_seconds` is the time to type one by hand (s);
    `procedure` its number in `forms.procedures`, "" where it is on no list."""

    id: str
    title: str
    version: str
    department: str
    work_field: str
    law: str
    manual_seconds: int
    pages: tuple[PageSize, ...]
    fields: tuple[Field, ...]
    rules: tuple[Rule, ...] = ()
    folder: Path = field(default=Path(), compare=False)
    retention: Retention | None = None
    procedure: str = ""

    @property
    def blank(self) -> Path:
        """The empty form as a PDF, one PDF page a form page."""
        return self.folder / "blank.pdf"

    def field(self, field_id: str) -> Field:
        for each in self.fields:
            if each.id == field_id:
                return each
        raise SetupError(f"様式 {self.id} に項目「{field_id}」はありません。")

    def on_page(self, page: int) -> tuple[Field, ...]:
        return tuple(each for each in self.fields if each.page == page)
