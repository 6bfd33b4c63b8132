"""What the one-page system refuses, in its own words."""

from __future__ import annotations

import re
from datetime import date

from samples.legacy.items import Draft, Item, Kind
from samples.legacy.spa.layout import Layout
from samples.legacy.spa.values import Posted, draft_of
from samples.legacy.validation import CHECKS, check_item, is_blank

FULL_KANA = re.compile(r"[ァ-ヶー・　 ()（）．－]+")
CODE = re.compile(r"\(E\d+\)$")
CHOSEN = {Kind.RADIO, Kind.CODE, Kind.CHECKS, Kind.FLAG, Kind.DATE}
WORDS = {
    Kind.DIGITS: "{label}は{length}桁{within}の数字で入力してください。",
    Kind.ALNUM: "{label}は半角の英数字で入力してください。",
    Kind.MY_NUMBER: "{label}を確認してください。番号が正しくありません。",
    Kind.RADIO: "{label}を選び直してください。",
    Kind.CODE: "{label}を選び直してください。",
    Kind.CHECKS: "{label}を選び直してください。",
    Kind.FLAG: "{label}を選び直してください。",
    Kind.PHONE: "{label}は10桁か11桁の数字で入力してください。",
    Kind.POSTAL: "{label}は7桁の数字で入力してください。",
}
"""What is said where the shared check refuses a value, by the kind of item."""

GENERAL = ""
"""The key of messages that belong to no single field."""


def errors(layout: Layout, posted: Posted, today: date) -> dict[str, str]:
    """One message a field, by field id; empty when all is well."""
    draft = draft_of(layout.procedure, posted)
    found = {
        item.field_id: message
        for item in layout.procedure.items
        if (message := _wrong(layout.label(item), item, posted, draft, today))
    }
    rules = [rule for step in layout.procedure.steps for rule in step.rules]
    said = [CODE.sub("", text) + "。" for rule in rules if (text := rule(draft))]
    return found | ({GENERAL: said[0]} if said else {})


def _wrong(label: str, item: Item, posted: Posted, draft: Draft, today: date) -> str:
    if is_blank(item, draft):
        verb = "選択" if item.kind in CHOSEN else "入力"
        return f"{label}を{verb}してください。" if item.required else ""
    if item.kind is Kind.DATE:
        return _wrong_date(label, item, draft, today)
    if item.kind is Kind.KANA and not FULL_KANA.fullmatch(str(posted[item.field_id]).strip()):
        return f"{label}は全角カタカナで入力してください。"
    if item.kind in {Kind.FULL, Kind.AREA, Kind.KANA, Kind.ADDRESS}:
        longest = item.length * 2 if item.kind is Kind.ADDRESS else item.length
        text = str(posted[item.field_id]).strip()
        return f"{label}は{longest}文字以内で入力してください。" if len(text) > longest else ""
    if CHECKS[item.kind](item, draft):
        within = "" if item.exact else "以内"
        return WORDS[item.kind].format(label=label, length=item.length, within=within)
    return ""


def _wrong_date(label: str, item: Item, draft: Draft, today: date) -> str:
    said = check_item(item, draft, today)
    if not said:
        return ""
    ahead = said[0].endswith("(E0112)")
    return (
        f"{label}に未来の日付は入力できません。" if ahead else f"{label}の日付が正しくありません。"
    )
