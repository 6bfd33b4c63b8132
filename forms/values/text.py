"""Names, kana, addresses, free text. Characters are kept as written, never NFKC-folded."""

import re
import unicodedata

import jaconv

from forms.errors import Unreadable

_UNSEEN = ("Cc", "Cf")
_SPACES = re.compile(r"[\s\u3000]+")
_KANA = re.compile(r"[ァ-ヺーヽヾ・\u3000]+")
# Hyphens, dashes and minus signs people and engines write between numbers of an address.
_HYPHENS = "‐‑‒–—―−－ｰ"
_NUMBER_DASH = re.compile(rf"(?<=[0-9])[{_HYPHENS}ー](?=[0-9])")


def one_space(text: str) -> str:
    """Trimmed, every run of white space one U+3000. Raises Unreadable on control characters, and on
    those that nobody sees or that turn the text round: no paper holds them, but data may."""
    if any(unicodedata.category(ch) in _UNSEEN and not ch.isspace() for ch in text):
        raise Unreadable("制御文字が混じっています。")
    return _SPACES.sub("\u3000", text.strip())


def name(text: str) -> str:
    """A person's name as written. Raises Unreadable where digits or symbols stand in it."""
    value = one_space(text)
    for ch in value:
        if unicodedata.category(ch)[0] not in "LM" and ch not in "\u3000・ー々〆.,'’-゛゜":
            raise Unreadable("氏名に使えない文字があります。")
    return value


def kana(text: str) -> str:
    """Full-width katakana with U+3000. Raises Unreadable on any other character."""
    value = jaconv.hira2kata(jaconv.h2z(one_space(text), kana=True, digit=False, ascii=False))
    value = "".join("ー" if ch in _HYPHENS else ch for ch in value)
    if value and not _KANA.fullmatch(value):
        raise Unreadable("フリガナにカタカナ以外の文字があります。")
    return value


def address(text: str) -> str:
    """As written, numbers half-width and joined by `-` (３－５ → 3-5)."""
    value = one_space(text)
    value = "".join(half_width(ch) for ch in value)
    return _NUMBER_DASH.sub("-", value)


def free(text: str) -> str:
    """As written, trimmed."""
    return one_space(text)


def half_width(ch: str) -> str:
    """A full-width digit or Latin letter as its ASCII one; anything else unchanged."""
    is_wide = "０" <= ch <= "９" or "Ａ" <= ch <= "Ｚ" or "ａ" <= ch <= "ｚ"
    return chr(ord(ch) - 0xFEE0) if is_wide else ch
