"""Words that forms print as labels, and what they ask for.

Source: the fields of the common municipal papers (docs of the forms themselves); the list holds
words of any form, none of a certain one.
"""

import re
import unicodedata

from forms.form import FieldType

_WORDS: dict[FieldType, str] = {
    FieldType.NAME: """氏名 名前 お名前 世帯主 筆頭者 保護者 申請者 請求者 届出人 代理人 本人 署名
        担当者 主治医 使用者 契約者 配偶者 児童 世帯員 受給者""",
    FieldType.KANA: """フリガナ ふりがな カナ氏名 氏名カナ 名義人 名義人カナ 口座名義人
        口座名義人カナ 口座名義カナ""",
    FieldType.ADDRESS: """住所 現住所 新住所 旧住所 本籍 所在地 居住地 送付先 住居 宛先 住所地
        方書""",
    FieldType.POSTAL_CODE: "郵便番号 〒",
    FieldType.PHONE: """電話番号 電話 連絡先 日中の連絡先 携帯電話 自宅電話 携帯 FAX TEL
        ファックス""",
    FieldType.DATE: """生年月日 申請年月日 申請日 届出日 届出年月日 提出年月日 年月日 記入日
        異動日 異動年月日 請求年月日 請求日 有効期限 有効期間 交付年月日 開始日 使用開始日 希望日
        転入日 取得年月日 喪失年月日 認定年月日 受付年月日 支給開始年月 入所年月日""",
    FieldType.MY_NUMBER: "個人番号 マイナンバー",
    FieldType.NUMBER: """被保険者番号 保険者番号 口座番号 金融機関コード 支店コード 店番 記号番号
        番号 受給者番号 法人番号 人数 部数 世帯人数 年齢 金額 枝番 証番号 整理番号 水栓番号
        お客様番号""",
    FieldType.TEXT: """性別 続柄 関係 本人との関係 職業 勤務先 備考 理由 金融機関名 金融機関 支店名
        支店 種別 種目 預金種別 事業所名 名称 学校名 保険者名 医療機関名 病名 用途 目的 国籍
        在留資格 区分 申請区分 原因 程度 事由 内容 希望施設 施設名 毛色 種類 品種 記号""",
}
TYPES: dict[str, FieldType] = {
    word: kind for kind, words in _WORDS.items() for word in words.split()
}
_ENDINGS = re.compile(
    r"(名|日|号|所|先|欄|別|無|柄|者|数|額|コード|期間|理由|状況|区分|種類|内容|項|方法)$"
)
_UNITS = "年月日円有無男女歳印時分第号人部件冊枚"
_NOISE = re.compile(r"[\s\u3000・:：()（）\[\]【】※*＊.．,、。①-⑳0-9-]+")
_CHOICES = ("有無", "別", "区分", "種類", "状況", "理由", "方法", "内容")
LONGEST = 14  # characters of a label; longer text explains something
COLON = re.compile(r"^(?P<label>[^:：]{1,14})[:：](?P<value>.*)$")


def bare(text: str) -> str:
    """The letters of a label, without the spaces that printers put between them."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text))


def type_of(text: str) -> FieldType:
    """What the label asks for: by the known word at its end, else by the longest one in it."""
    letters = bare(text)
    last = max((word for word in TYPES if letters.endswith(word)), key=len, default="")
    if not last and letters.endswith(_CHOICES):
        return FieldType.TEXT
    word = last or _known(letters)
    return TYPES[word] if word else FieldType.TEXT


def likeness(text: str) -> float:
    """How much like a label (0 to 1) a text is: a known word, a usual ending, its length."""
    letters = bare(text)
    if not letters or len(letters) > LONGEST or _is_answer(text, letters):
        return 0.0
    if letters in TYPES:
        return 1.0
    if word := _known(letters):
        share = len(word) / len(letters)
        return 0.5 + 0.45 * share if letters.endswith(word) else 0.25 + 0.5 * share
    return 0.45 if _ENDINGS.search(letters) and len(letters) >= 3 else 0.0


def _is_answer(text: str, letters: str) -> bool:
    """Whether it holds figures, or only printed words to choose from or to write between."""
    figures = sum(ch.isdigit() for ch in unicodedata.normalize("NFKC", text))
    return figures >= 2 or is_unit(text)


def is_unit(text: str) -> bool:
    """Whether it is only what forms print around a blank: 円, 年 月 日."""
    has_figure = any(ch.isdigit() for ch in text)
    return not has_figure and not bare(text).strip(_UNITS)


def head(text: str) -> tuple[str, str] | None:
    """A label at the beginning of a line and what follows it; None where there is none."""
    if found := COLON.match(text):
        return found["label"].strip(), found["value"].strip()
    for word in sorted(TYPES, key=len, reverse=True):
        spaced = r"[\s\u3000]*".join(map(re.escape, word))
        if found := re.match(rf"^({spaced})[\s\u3000]+(\S.*)$", text):
            return found[1], found[2]
    return None


def _known(letters: str) -> str:
    found = [word for word in TYPES if word in letters]
    return max(found, key=lambda word: (len(word), letters.rfind(word)), default="")
