"""Characters that a file may not have: named, and replaced only as a person said.

What counts is the file's encoding, and which characters the system that gets it can take.
"""

import unicodedata
from collections.abc import Mapping, Sequence

from forms.standard.characters import units
from forms.standard.reducing import Reduced, reductions
from workflows.exports.declaration import Characters, Encoding

# The same character twice in Unicode: one that CP932 has, and one that it does not.
# Source: Unicode's CP932.TXT against JIS X 0208 as others map it.
TWINS: Mapping[str, str] = {
    "\u301c": "\uff5e", "\u2212": "\uff0d", "\u2016": "\u2225", "\u00a2": "\uffe0",
    "\u00a3": "\uffe1", "\u00ac": "\uffe2", "\u2014": "\u2015",
}  # fmt: skip
_CODECS: Mapping[Characters, str] = {
    Characters.CP932: "cp932",
    Characters.JIS_X_0213: "shift_jis_2004",
    Characters.JIS_X_0208: "shift_jis",
}


def fits(text: str, encoding: Encoding, characters: Characters = Characters.ALL) -> bool:
    """It comes back as it was. Python writes six characters (〜 U+301C among them) as their twins
    in CP932 without a word; other systems refuse them."""
    codec = _CODECS.get(characters)
    return _comes_back(text, encoding) and (codec is None or _comes_back(text, codec))


def _comes_back(text: str, codec: str) -> bool:
    try:
        return text.encode(codec).decode(codec) == text
    except UnicodeEncodeError:
        return False


def misfits(text: str, encoding: Encoding, characters: Characters = Characters.ALL) -> list[str]:
    """The characters of `text` that may not be written, in order, each once."""
    if fits(text, encoding, characters):
        return []
    return list(dict.fromkeys(e for e in units(text) if not fits(e, encoding, characters)))


def substituted(
    text: str,
    encoding: Encoding,
    substitutes: Mapping[str, str],
    characters: Characters = Characters.ALL,
) -> tuple[str, Sequence[tuple[str, str]]]:
    """`text` with what does not fit replaced where a person said by what; each that was, with what
    stands there now."""
    if fits(text, encoding, characters):
        return text, ()
    parts, done = [], []
    for unit in units(text):
        if unit in substitutes and not fits(unit, encoding, characters):
            parts.append(substitutes[unit])
            done.append((unit, substitutes[unit]))
        else:
            parts.append(unit)
    return "".join(parts), done


def proposal(unit: str, encoding: Encoding, characters: Characters = Characters.ALL) -> str:
    """The same character under another number, empty where there is none: nothing is lost by it."""
    for text in (TWINS.get(unit, ""), unicodedata.normalize("NFC", unit)):
        if text and text != unit and fits(text, encoding, characters):
            return text
    return ""


def candidates(
    unit: str, encoding: Encoding, characters: Characters = Characters.ALL
) -> tuple[Reduced, ...]:
    """Other characters that may stand for it (縮退), the surest first, each with the rule that it
    follows. Something is lost by each: a person has to choose one."""
    return tuple(each for each in reductions(unit) if fits(each.text, encoding, characters))


def code_points(unit: str) -> str:
    """U+20BB7, several joined by a space."""
    return " ".join(f"U+{ord(ch):04X}" for ch in unit)
