"""Separator sheets and what came of a stack, as the pages show them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from forms.separator import Kind
from workflows.stacks.outcome import Outcome, PartKind, Role
from workflows.stacks.sheets import Sheet
from workflows.stacks.words import Finding, findings, in_words, name_of

_ROLES = (
    (Role.READ, "申請書"), (Role.OTHER, "別の様式"), (Role.REFUSED, "様式が分からない"),
    (Role.SHEET, "仕切り紙"), (Role.BLANK, "白紙"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShownSheet:
    """`came`: what came of it, in words; `is_short`: not as many as announced."""

    serial: int
    title: str
    department: str
    count: int
    made_at: datetime
    made_by: str
    document: int | None
    came: str
    is_short: bool
    is_end: bool


@dataclass(frozen=True, slots=True)
class ShownPart:
    """`kind` names the colour; `pages`: what each page of the file is, in words."""

    name: str
    kind: str
    found: int
    count: int
    department: str
    findings: tuple[Finding, ...]
    pages: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ShownStack:
    """`sum`: every page that is seen, by what it is."""

    parts: tuple[ShownPart, ...]
    troubles: int
    sheets: int
    sum: str


def sheets(found: Sequence[Sheet]) -> tuple[ShownSheet, ...]:
    return tuple(_sheet(each) for each in found)


def stack(outcomes: Sequence[Outcome], title: Callable[[str], str]) -> ShownStack:
    """The parts of one file; pages are those of the file."""
    parts = tuple(_part(each, title) for each in outcomes)
    counts = [
        f"{name} {sum(len(each.of(role)) for each in outcomes)}"
        for role, name in _ROLES
        if any(each.of(role) for each in outcomes)
    ]
    whole = sum(len(each.of(role)) for each in outcomes for role, _ in _ROLES)
    troubles = sum(each.kind == "trouble" for each in parts)
    count = sum(each.kind is PartKind.PART for each in outcomes)
    return ShownStack(parts, troubles, count, f"{whole} ページ: {'・'.join(counts)}")


def _sheet(sheet: Sheet) -> ShownSheet:
    one = sheet.separator
    is_end = one.kind is Kind.END
    came = "何度でも使えます" if is_end else "まだ届いていません"
    if sheet.document is not None:
        came = f"{sheet.found} 件"
    is_short = sheet.document is not None and sheet.found != one.count
    return ShownSheet(
        one.serial, "束の終わり" if is_end else sheet.title, one.department, one.count,
        sheet.made_at, sheet.made_by, sheet.document, came, is_short, is_end,
    )  # fmt: skip


def _part(outcome: Outcome, title: Callable[[str], str]) -> ShownPart:
    told = findings(outcome, title)
    is_trouble = any(each.is_trouble for each in told)
    kind = "trouble" if is_trouble else "done" if outcome.kind is PartKind.PART else ""
    pages = tuple((name, in_words(outcome.of(role))) for role, name in _ROLES if outcome.of(role))
    return ShownPart(
        name_of(outcome, title), kind, outcome.found, outcome.count, outcome.department, told,
        pages,
    )  # fmt: skip
