"""Kinds and widths of characters. What is not of the kind asked for is refused, never passed on."""

import re
import unicodedata

import jaconv

_HALF_RUN = re.compile(r"[\uff61-\uff9f]+")
_SPACES = re.compile(r"[\s\u3000]+")
_BESIDE = r"0-9A-Za-z０-９Ａ-Ｚａ-ｚ \u3000ー・･｡-ﾟ()（）.,．，/／&＆'’‐－−-"
"""What may stand between kana: it has no kana kind and stays as it is."""

_KATAKANA = re.compile(rf"[\u30a1-\u30fa\u30fc-\u30fe{_BESIDE}]*")
_HIRAGANA = re.compile(rf"[\u3041-\u3096\u309d\u309e{_BESIDE}]*")
_HALF = re.compile(r"[\x20-\x7e\uff61-\uff9f¥]*")
_SMALL = str.maketrans(
    "ァィゥェォッャュョヮヵヶぁぃぅぇぉっゃゅょゎゕゖｧｨｩｪｫｯｬｭｮ",
    "アイウエオツヤユヨワカケあいうえおつやゆよわかけｱｲｳｴｵﾂﾔﾕﾖ",
)


def katakana(text: str) -> str:
    """Hiragana and half-width kana as full-width katakana. Raises ValueError for kanji."""
    return _checked(jaconv.hira2kata(_full_kana(text)), _KATAKANA, "カタカナ")


def hiragana(text: str) -> str:
    """Katakana of either width as hiragana. Raises ValueError for kanji and for ヷヸヹヺ."""
    return _checked(jaconv.kata2hira(_full_kana(text)), _HIRAGANA, "ひらがな")


def half_kana(text: str) -> str:
    """Kana, digits, Latin letters and signs one byte wide. Raises ValueError for what has no such
    form: kanji, and ヰ ヱ ヮ ヵ ヶ."""
    half = jaconv.z2h(jaconv.hira2kata(text), kana=True, digit=True, ascii=True)
    return _checked(half.replace("\u3000", " ").replace("−", "-"), _HALF, "半角カナ")


def big_kana(text: str) -> str:
    """Small kana as big ones (ャ → ヤ), as banks want it. Raises ValueError for kanji."""
    _checked(jaconv.hira2kata(_full_kana(text)), _KATAKANA, "大きなカナ")
    return text.translate(_SMALL)


def full_width(text: str) -> str:
    """Every character two bytes wide in CP932: kana, digits, Latin letters, signs, spaces."""
    wide = jaconv.h2z(text, kana=True, digit=True, ascii=True).replace(" ", "\u3000")
    return wide.replace("-", "－").replace("\u2212", "－").replace("\u301c", "～")


def half_width(text: str) -> str:
    """Digits, Latin letters, signs and spaces one byte wide; kana stay as they are."""
    return jaconv.z2h(text, kana=False, digit=True, ascii=True).replace("\u3000", " ")


def upper(text: str) -> str:
    """Latin letters of either width as capitals; everything else stays."""
    return re.sub(r"[a-zａ-ｚ]", lambda found: found.group().upper(), text)


def no_space(text: str) -> str:
    """Without spaces, in and around."""
    return _SPACES.sub("", text)


def _full_kana(text: str) -> str:
    return _HALF_RUN.sub(lambda run: unicodedata.normalize("NFKC", run.group()), text)


def _checked(text: str, allowed: re.Pattern[str], kind: str) -> str:
    if not allowed.fullmatch(text):
        raise ValueError(f"{kind}にできない文字があります。")
    return text
