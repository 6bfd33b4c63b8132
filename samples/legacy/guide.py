"""The tables of README.md, made from the screen definitions: `python -m samples.legacy.guide`."""

from __future__ import annotations

from collections.abc import Iterable

from samples.legacy.eras import ERAS
from samples.legacy.items import Item, Kind, Procedure, Step
from samples.legacy.procedures import PROCEDURES

HEAD = "| heading | input names | typed as | field id |\n|---|---|---|---|"
TYPED = {
    Kind.FULL: "text, full width, max {n}",
    Kind.AREA: "textarea, full width, max {n}",
    Kind.KANA: "text, half-width kana, max {n}",
    Kind.ALNUM: "text, half-width letters and digits, max {n}",
    Kind.PHONE: "3 texts, half-width digits, all three or none",
    Kind.POSTAL: "2 texts, 3 and 4 half-width digits; the popup fills them too",
    Kind.ADDRESS: "popup writes `_CD` (hidden), `_NM` (read-only); `_BN` text, full width, max {n}",
    Kind.MY_NUMBER: "text, 12 half-width digits with check digit",
}
INPUTS = {
    Kind.RADIO: "radio",
    Kind.CODE: "select",
    Kind.CHECKS: "checkboxes",
    Kind.FLAG: "checkbox",
}


def tables() -> str:
    """One Markdown table for each entry and search screen, required items marked with *."""
    return "\n\n".join(text for procedure in PROCEDURES for text in _of(procedure))


def _of(procedure: Procedure) -> Iterable[str]:
    address = f"{procedure.title} (`/{procedure.code}/`, form `{procedure.form}`)"
    yield f"### {address}"
    for number, step in enumerate(procedure.steps, start=1):
        yield _entry(number, step)
    yield _search(procedure)


def _entry(number: int, step: Step) -> str:
    lines = [_line(item, "*" if item.required else "") for item in step.items]
    return "\n".join([f"Step {number} {step.title}", "", HEAD, *lines])


def _search(procedure: Procedure) -> str:
    first = "| 受付番号 | `UKT_NO` | text, whole number | |"
    lines = [_line(procedure.item(field_id), "") for field_id in procedure.searched]
    return "\n".join(["検索 (all conditions given must hold)", "", HEAD, first, *lines])


def _line(item: Item, mark: str) -> str:
    names = " ".join(f"`{part}`" for part in item.parts)
    return f"| {item.heading}{mark} | {names} | {_typed(item)} | `{item.field_id}` |"


def _typed(item: Item) -> str:
    if item.options:
        choices = ", ".join(f"{option.code} {option.word}" for option in item.options)
        return f"{INPUTS[item.kind]}: {choices}"
    if item.kind is Kind.DATE:
        chosen = next((era.name for era in ERAS if era.code == item.era), "blank")
        return f"era select (starts as {chosen}), then year, month, day as texts of 2 digits"
    if item.kind is Kind.DIGITS:
        return f"text, {'' if item.exact else 'up to '}{item.length} half-width digits"
    return TYPED[item.kind].format(n=item.length)


if __name__ == "__main__":
    print(tables())
