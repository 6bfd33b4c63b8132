"""Words that blanks print: eras, choices, units, notes, what the office fills in itself."""

import re

from ocr.free import labels

ERAS = {
    "明": "明治", "大": "大正", "昭": "昭和", "平": "平成", "令": "令和",
    "M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和",
    "明治": "明治", "大正": "大正", "昭和": "昭和", "平成": "平成", "令和": "令和",
}  # fmt: skip
_CHOICES = """男 女 有 無 あり なし 要 不要 可 否 同居 別居 同一 維持 普通 当座 貯蓄 その他
    銀行 信金 信組 農協 漁協 金庫 組合 本店 支店 出張所 本所 支所 課税 非課税 新規 更新 変更 継続
    停止 該当 非該当 はい いいえ 希望する 希望しない 同意する 同意しない 加入 未加入 本人 家族
    代理人 世帯主 世帯員 持家 借家 持ち家 父 母 子 夫 妻 自宅 携帯 勤務先 転入 転出 転居 済 未済
    生 死 常勤 非常勤 会社員 自営業 公務員 パート 無職 学生 主婦 昼 夜 午前 午後"""
CHOICES = frozenset(_CHOICES.split())
SEPARATORS = "・/／｜|･·"
SEALS = frozenset({"印", "㊞", "(印)", "押印", "捺印"})
UNITS = re.compile(
    r"^(円|千円|万円|人|名|歳|才|部|通|枚|件|回|頭|匹|台|個|本|冊|箇所|か所|ヶ月|か月|カ月|日間|日|時間|時|分"
    r"|年間|年|月|㎡|m2|平方メートル|m|cm|kg|g|%|％|号室|号|番|番地|番号|階|度)$"
)
_STAFF = re.compile(
    r"(市町村|市区町村|市|町|村|区|役所|役場|職員|行政|事務|担当者?|所属|福祉事務所|保険者|窓口)"
    r"(役所|役場|等|課)?(記入|使用|処理|確認|審査|整理|受付)(欄|事項)|事務処理欄|処理欄|受付印|受付欄|"
    r"受付日付印|収受印|決裁欄?$|記入しないで|記入不要の欄|書かないで"
)
_STAFF_LABEL = re.compile(r"^(受付|収受|受理|決裁|起案|供覧)(年月日|番号|日|者|印|日付)?$")
_NOTE = re.compile(
    r"。|ください|下さい|こと$|場合は|について|により|に基づ|ものです|します$|であって"
)
_ENUMERATED = re.compile(r"^([0-9]{1,2}|[①-⑳]|[アイウエオカキクケコ])[.．)）、]?(?=\D)")
_ROW_NUMBER = re.compile(r"^[(（]?([0-9]{1,2}|[①-⑳])[)）.．]?$")
LABEL_LENGTH = 18


def is_staff(text: str) -> bool:
    """Whether the words say that the office fills in what they stand over or beside."""
    return bool(_STAFF.search(text)) or is_staff_label(text)


def is_staff_label(text: str) -> bool:
    return bool(_STAFF_LABEL.match(text.lstrip("※*")))


def is_note(text: str) -> bool:
    """Whether it explains something rather than names a place to write in."""
    return text.startswith(("※", "*", "(注", "（注")) or bool(_NOTE.search(text))


def is_row_number(text: str) -> bool:
    return bool(_ROW_NUMBER.match(text))


def is_label(text: str) -> bool:
    """Whether the text of a cell can be a label: short, no note, no unit, no single era."""
    letters = labels.bare(text)
    if not letters or len(letters) > LABEL_LENGTH or is_note(text) or labels.is_unit(text):
        return False
    return (
        text not in SEALS and not is_row_number(text) and not any(map(text.startswith, ERA_NAMES))
    )


ERA_NAMES = ("明治", "大正", "昭和", "平成", "令和")


def without_number(text: str) -> str:
    """A choice without the number or kana that counts it: ア会社員 → 会社員."""
    return _ENUMERATED.sub("", text)


def number_of(text: str) -> str:
    """What counts a choice: "1", "ア"; "" where nothing does."""
    found = _ENUMERATED.match(text)
    return found[1] if found else ""
