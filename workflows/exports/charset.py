"""Characters that an encoding does not have: named, and replaced only as a person said.

A character is looked at with the marks that belong to it (a combining voice mark, a variation
selector), so that no half of one is written.
"""

import unicodedata
from collections.abc import Iterator, Mapping

from workflows.exports.declaration import Encoding

# The same character twice in Unicode: one that CP932 has, and one that it does not.
# Source: Unicode's CP932.TXT against JIS X 0208 as others map it.
TWINS: Mapping[str, str] = {
    "\u301c": "\uff5e", "\u2212": "\uff0d", "\u2016": "\u2225", "\u00a2": "\uffe0",
    "\u00a3": "\uffe1", "\u00ac": "\uffe2", "\u2014": "\u2015",
}  # fmt: skip


def fits(text: str, encoding: Encoding) -> bool:
    """It comes back as it was. Python writes six characters (〜 U+301C among them) as their twins
    in CP932 without a word; other systems refuse them."""
    try:
        return text.encode(encoding).decode(encoding) == text
    except UnicodeEncodeError:
        return False


def units(text: str) -> Iterator[str]:
    """The characters of `text`, each with the marks that follow it."""
    unit = ""
    for ch in text:
        if unit and not _is_mark(ch):
            yield unit
            unit = ""
        unit += ch
    if unit:
        yield unit


def _is_mark(ch: str) -> bool:
    return unicodedata.category(ch) in ("Mn", "Me") or ch == "\u200d"


def misfits(text: str, encoding: Encoding) -> list[str]:
    """The characters of `text` that the encoding does not have, in order, each once."""
    if fits(text, encoding):
        return []
    return list(dict.fromkeys(each for each in units(text) if not fits(each, encoding)))


def substituted(text: str, encoding: Encoding, substitutes: Mapping[str, str]) -> tuple[str, int]:
    """`text` with what does not fit replaced where a person said by what; how many were."""
    if fits(text, encoding):
        return text, 0
    parts, count = [], 0
    for unit in units(text):
        if unit in substitutes and not fits(unit, encoding):
            parts.append(substitutes[unit])
            count += 1
        else:
            parts.append(unit)
    return "".join(parts), count


def proposal(unit: str, encoding: Encoding) -> str:
    """What a person may like to write instead, empty where we know of nothing. Only proposed."""
    for text in (TWINS.get(unit, ""), unicodedata.normalize("NFC", unit)):
        if text and text != unit and fits(text, encoding):
            return text
    return ""


def code_points(unit: str) -> str:
    """U+20BB7, several joined by a space."""
    return " ".join(f"U+{ord(ch):04X}" for ch in unit)
