"""What a reader knows of Japanese script: which of two look-alikes stands beside what.

A prior over readings, as natural logs; it moves only what the ink leaves open.
"""

import re
from collections.abc import Callable

from ocr.decode.classes import DOUBLES
from ocr.decode.prefectures import PREFECTURES

_KATAKANA = re.compile(r"[ァ-ヺー]")
_KANJI_TWINS = {kanji: kana for kanji, kana in DOUBLES if not _KATAKANA.match(kanji)}
_KANA_TWINS = {kana: kanji for kanji, kana in DOUBLES if kana != "ー"}
_ALONE = -3.0  # a katakana double with no katakana beside it
_AMID = -3.0  # its kanji with katakana on both sides
_DASH = -5.0  # ー or 一 between digits, - after a letter that no number follows
_LONG = -4.0  # ー after what is no kana

_HASTY = -4.0  # 1了, 6登5号: what a quick hand makes of 13, 6番5号
_UNPAIRED = -5.0  # a bracket without its other half
_STRANGE = -9.0  # a prefecture that does not exist, 丁 before anything like 目
_CHOME = re.compile(r"(?<=[0-9一二三四五六七八九十])(?:丁[日自月且口]|[5个丫了T]目)")
_NO_NUMBER = re.compile(r"(?<=[0-9])[了ろ登個个丫千]|[了ろ](?=[番丁号-])")
_FROM_NOUGHT = re.compile(r"(?<![0-9A-Za-z-])0[0-9]*(?:番|丁目|-)")
_BRACKETS = str.maketrans({"(": "（", ")": "）"})
_PREFECTURE = re.compile(r"[^\W\d]{2,3}?県(?=.)")

_NO_SMALL = -6.0  # っ before what it cannot double, ゃ after what is no i, ぃ after a hiragana
_MEANT_SMALL = -4.0  # 変わつた, 待つて: such a つ is っ, or the writing of before 1946
_AFTER_I = re.compile(r"(?<![きぎしじちぢにひびぴみりて])[ゃゅょ](?<![でふヴ]ゅ)")
_UNDOUBLED = re.compile(r"っ(?![か-どは-ぽ])")
_SMALL_VOWEL = re.compile(
    r"(?<=[ぁ-ん])[ぁぃぅぇぉ]|^[ァィゥェォ]"
    r"|(?<![フヴウツクグテデトドシジチキニヒミイァィゥェォ])(?<!^)[ァィゥェォ]"
)
_LARGE_TU = re.compile(r"(?<=[ぁ-んァ-ヶ一-鿿々])(?:つた(?![めいけびえわっ])|(?<!か)つて)")
_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F4)}

Prior = Callable[[str], float]


def script(text: str) -> float:
    """For names and free text: katakana keep together, ー follows kana, sizes of kana as spoken."""
    total = sizes(text) + _MEANT_SMALL * len(_LARGE_TU.findall(text))
    for i, ch in enumerate(text):
        before, after = text[i - 1] if i else "", text[i + 1] if i + 1 < len(text) else ""
        beside = [c for c in (before, after) if c]
        if ch == "ー":
            total += 0.0 if _is_kana(before) else _LONG
        elif ch in _KANA_TWINS:
            total += _ALONE if beside and not any(map(_is_katakana, beside)) else 0.0
        elif ch in _KANJI_TWINS:
            is_amid = bool(beside) and all(map(_is_katakana, beside))
            total += _AMID if is_amid else 0.0
    return total


def address(text: str) -> float:
    """The same, and between digits stands a hyphen."""
    total = script(text) + _place(text)
    for i, ch in enumerate(text):
        before, after = text[i - 1] if i else "", text[i + 1] if i + 1 < len(text) else ""
        is_digits = before.isdigit() and after.isdigit()
        is_codes = _is_code(before) and _is_code(after)
        if (ch in "ー一" and is_digits) or (ch == "-" and not is_codes):
            total += _DASH
        elif ch.isascii() and ch.islower() and not (before.isascii() and before.isalpha()):
            total += -1.0
    return total


def furigana(text: str) -> float:
    """No furigana begins with ー or ends in a dot."""
    is_odd = text.startswith(("ー", "・")) or text.endswith("・")
    return sizes(text) + (_LONG if is_odd else 0.0)


def sizes(text: str) -> float:
    """Small kana stand where they can be spoken: っ before a consonant to double, ゃ after き, ァ
    after フ, ぁ nowhere. Large ones may stand anywhere."""
    plain = text.translate(_TO_HIRAGANA)
    odd = len(_AFTER_I.findall(plain)) + len(_UNDOUBLED.findall(plain))
    return _NO_SMALL * (odd + len(_SMALL_VOWEL.findall(text)))


def has_lost_digit(text: str) -> bool:
    """Whether a house number begins with 0, which none does: its first digit was not seen."""
    return bool(_FROM_NOUGHT.search(text))


def repaired(text: str) -> str:
    """丁日 or 5目 after a number made 丁目: nothing else is ever written there."""
    return _CHOME.sub("丁目", text)


def _place(text: str) -> float:
    """A prefecture that there is; 丁目, never 丁日; brackets in pairs."""
    found = _PREFECTURE.match(text)
    is_strange = found is not None and found[0] not in PREFECTURES
    plain = text.translate(_BRACKETS)
    unpaired = abs(plain.count("（") - plain.count("）"))
    strange = is_strange + len(_CHOME.findall(text))
    hasty = len(_NO_NUMBER.findall(plain))
    return _STRANGE * strange + _UNPAIRED * unpaired + _HASTY * hasty


def _is_code(ch: str) -> bool:
    return bool(ch) and ch.isascii() and ch.isalnum()


def _is_katakana(ch: str) -> bool:
    return bool(_KATAKANA.match(ch))


def _is_kana(ch: str) -> bool:
    return "ぁ" <= ch <= "ゖ" or bool(_KATAKANA.match(ch))
