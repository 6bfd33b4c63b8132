"""Declared and actual encoding of a document, from its bytes as they came over the wire."""

import re
from collections.abc import Iterator, Mapping

_META = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
HEAD = 2048
"""Bytes in which browsers look for a declaration."""

_NAMES = {
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932",
    "windows-31j": "cp932", "ms932": "cp932", "cp932": "cp932", "csshiftjis": "cp932",
    "euc-jp": "euc_jp", "x-euc-jp": "euc_jp", "iso-2022-jp": "iso2022_jp",
    "utf-8": "utf-8", "utf8": "utf-8",
}  # fmt: skip
_TOLD = {"cp932": "Shift_JIS (cp932)", "euc_jp": "EUC-JP", "iso2022_jp": "ISO-2022-JP"}
CANDIDATES = ("utf-8", "cp932", "euc_jp")


def facts(body: bytes, content_type: str) -> Iterator[tuple[str, str]]:
    """Name and words of each fact: encoding_undeclared, _mismatch, _old."""
    said = [found.group(1) for found in [_HEADER.search(content_type)] if found]
    said += [m.group(1).decode("ascii") for m in [_META.search(body[:HEAD])] if m]
    declared = [_NAMES.get(each.lower(), each.lower()) for each in said]
    if not declared and not body.startswith(b"\xef\xbb\xbf"):
        yield "encoding_undeclared", told(actual(body))
    if len(set(declared)) > 1:
        yield "encoding_mismatch", f"HTTP は {told(declared[0])}、画面は {told(declared[1])}"
    elif declared and not fits(body, declared[0]):
        yield "encoding_mismatch", f"宣言は {told(declared[0])}、実際は {told(actual(body))}"
    used = declared[0] if declared else actual(body)
    if used in _TOLD:
        yield "encoding_old", told(used)


def text(body: bytes, content_type: str) -> str:
    """The document as text; what cannot be read is left out."""
    return body.decode(_usable(actual(body)), errors="ignore")


def actual(body: bytes) -> str:
    """The first of `CANDIDATES` that the bytes fit; `ascii` where any would do."""
    if body.isascii():
        return "iso2022_jp" if b"\x1b$" in body else "ascii"
    fitting = [each for each in CANDIDATES if fits(body, each)]
    if "cp932" in fitting and "euc_jp" in fitting:
        return max(("cp932", "euc_jp"), key=lambda each: _kana(body, each))
    return fitting[0] if fitting else "不明"


def fits(body: bytes, encoding: str) -> bool:
    try:
        body.decode(_usable(encoding))
    except UnicodeDecodeError:
        return False
    return True


def told(encoding: str) -> str:
    return _TOLD.get(encoding, encoding.upper() if encoding.isascii() else encoding)


def _kana(body: bytes, encoding: str) -> int:
    """Japanese has many hiragana; the wrong one of the two decodings has hardly any."""
    return sum("ぁ" <= ch <= "ん" for ch in body.decode(encoding, errors="ignore"))


def _usable(encoding: str) -> str:
    try:
        "".encode(encoding)
    except LookupError:
        return "latin-1"
    return encoding


Facts = Mapping[str, list[str]]
