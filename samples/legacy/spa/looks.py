"""How the one-page system shows the items that both systems share. Data only."""

from __future__ import annotations

from collections.abc import Mapping

from samples.legacy.items import Item, Kind, Late

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "jido-teate-nintei": ("請求者", "世帯の状況", "振込先口座"),
    "kaigo-nintei": ("被保険者", "申請内容", "医療・同意"),
    "risai-shomei": ("申請者", "被災した住家", "被害の内容"),
}
"""Titles of the sections, one for each step of the first system."""

LABELS: Mapping[str, str] = {
    "seikyusha_name": "請求者氏名",
    "seikyusha_kana": "請求者氏名（カナ）",
    "shokugyo": "職業",
    "account_holder_kana": "口座名義人（カナ）",
    "kana": "氏名（カナ）",
    "name": "氏名",
    "copies": "必要部数",
    "setai_nushi": "世帯主",
    "setai_ninzu": "世帯人数",
    "house_address": "被災住家の所在地",
    "relation": "被災住家との関係",
    "current_level": "現在の要介護度",
    "photo": "写真の添付",
}
"""Labels that differ from the headings of the first system, by field id."""

LOOKS: Mapping[Kind, str] = {
    Kind.FULL: "text",
    Kind.AREA: "area",
    Kind.KANA: "text",
    Kind.DIGITS: "digits",
    Kind.ALNUM: "text",
    Kind.MY_NUMBER: "my_number",
    Kind.DATE: "date",
    Kind.RADIO: "radios",
    Kind.CODE: "combobox",
    Kind.CHECKS: "chips",
    Kind.FLAG: "switch",
    Kind.PHONE: "phone",
    Kind.POSTAL: "postal",
    Kind.ADDRESS: "address",
}
SPECIAL: Mapping[str, str] = {
    "seikyusha_birth": "era_date",
    "birth": "era_date",
    "house_address": "picked_address",
    "photo": "segmented",
    "haigusha_umu": "segmented",
    "consent": "checkbox",
    "account_type": "segmented",
    "relation": "select",
    "bank_kind": "select",
}
"""Fields that look otherwise than their kind."""

NAMING: Mapping[str, str] = {
    "setai_nushi": "floating",
    "phone": "floating",
    "clinic": "floating",
    "bank_name": "floating",
    "setai_ninzu": "plain",
    "agent_name": "plain",
    "insurer_number": "plain",
    "bank_branch": "plain",
    "name": "labelledby",
    "damage_text": "labelledby",
    "doctor_name": "labelledby",
    "copies": "labelledby",
}
"""How a label is tied to its box where it is not by `for`: `floating` inside the box, `plain` not
at all (a text above it), `labelledby` by aria-labelledby."""

HELP: Mapping[Kind, str] = {
    Kind.KANA: "全角カタカナ",
    Kind.MY_NUMBER: "数字12桁",
    Kind.PHONE: "ハイフンなし",
    Kind.POSTAL: "入力すると住所を補完します",
}


LATE: Mapping[str, Late] = {
    "risai-shomei": Late("cause", ("damage", "damage_text", "self_judge", "photo")),
    "kaigo-nintei": Late(
        "shinsei_kubun", ("current_level", "valid_from", "valid_to", "change_reason")
    ),
    "jido-teate-nintei": Late("haigusha_umu", ("haigusha_name", "haigusha_my_number"), ("有",)),
}
"""The late block of each form. It is fetched when the choice is made."""

_ROW = "１２３４５６７８９"


def label(item: Item, renamed: Mapping[str, str]) -> str:
    """The label of an item, as the system has it today. Those of a repeated row leave out which."""
    is_row = item.group[-1:] in _ROW and bool(item.group)
    heading = item.heading.removeprefix(item.group) if is_row else item.heading
    own = item.label or LABELS.get(item.field_id, heading)
    return renamed.get(own, own)


def look(item: Item) -> str:
    """The name of the kind of control."""
    return item.look or _said(SPECIAL, item) or LOOKS[item.kind]


def naming(item: Item) -> str:
    """How its label is tied to it."""
    return item.naming or _said(NAMING, item) or "for"


def _said(table: Mapping[str, str], item: Item) -> str:
    """An item with a label of its own says all of itself."""
    return "" if item.label else table.get(item.field_id, "")
