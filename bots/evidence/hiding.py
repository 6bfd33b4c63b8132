"""What must not be seen, and hiding it in a text."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import jaconv

SHOWN = "■■■■"
"""Stands for what was hidden, whatever its length."""

LEAST_ASCII, LEAST_OTHER = 4, 2
"""Shorter secrets are hidden by where they stand (`Hiding.words`), not by their text."""

_SMALL = str.maketrans("ァィゥェォッャュョヮ", "アイウエオツヤユヨワ")
_SOFT = re.compile(r"[\s\-‐-―−－ーｰ・/._\u200b-\u200d\ufeff\u00ad]")
_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d([/.\-])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])(?!\d)"
)

_PHONE = re.compile(r"(?<!\d)(?<!\d-)0(?:\d-\d{4}|\d{2}-\d{3,4}|\d{3}-\d{2})-\d{4}(?!-?\d)")


@dataclass(frozen=True, slots=True)
class Hiding:
    """`secrets`: texts that no evidence may show, however they are written or cut up. `words`:
    headings and labels beside which nothing may be seen, whatever it is. `selectors`: CSS of places
    in which nothing may be seen."""

    secrets: tuple[str, ...] = field(default=(), repr=False)
    words: tuple[str, ...] = ()
    selectors: tuple[str, ...] = ()

    def and_secrets(self, *more: str) -> "Hiding":
        return replace(self, secrets=(*self.secrets, *more))


def hide(text: str, secrets: Iterable[str] = ()) -> str:
    """`text` without `secrets`, and without twelve digits in a row, dates and telephone numbers
    left out; width, spaces, signs between and kinds of kana do not matter."""
    spans = sorted({*_secret_spans(text, secrets), *_number_spans(text)})
    said, at = "", 0
    for start, end in spans:
        if start >= at:
            said += text[at:start] + SHOWN
        at = max(at, end)
    return said + text[at:]


def _secret_spans(text: str, secrets: Iterable[str]) -> Iterator[tuple[int, int]]:
    plain, places = _mapped([_fold(ch) for ch in text])
    for secret in {folded(each) for each in secrets}:
        if len(secret) < (LEAST_ASCII if secret.isascii() else LEAST_OTHER):
            continue
        at = plain.find(secret)
        while at >= 0:
            yield places[at], places[at + len(secret) - 1] + 1
            at = plain.find(secret, at + 1)


def _number_spans(text: str) -> Iterator[tuple[int, int]]:
    raw = "".join(_digit(ch) or ch for ch in text)
    known = {
        n for each in (_DATE, _PHONE) for hit in each.finditer(raw) for n in range(*hit.span())
    }
    plain, places = _mapped(
        [
            "x" if n in known else ch if ch.isdecimal() else "" if _SOFT.match(ch) else "x"
            for n, ch in enumerate(raw)
        ]
    )
    for hit in re.finditer(r"[0-9]{12,}", plain):
        yield places[hit.start()], places[hit.end() - 1] + 1


def _mapped(parts: list[str]) -> tuple[str, list[int]]:
    """The parts as one text, and for each of its characters the number of its part."""
    return "".join(parts), [number for number, part in enumerate(parts) for _ in part]


def folded(text: str) -> str:
    """As `fold` in page/searching.js: no widths, kana kinds, voicing marks, case, spaces, signs."""
    return "".join(map(_fold, text))


def _fold(ch: str) -> str:
    kept = (
        c for c in unicodedata.normalize("NFKD", ch)
        if unicodedata.category(c)[0] in "LN" and c != "ー"
    )  # fmt: skip
    return jaconv.hira2kata("".join(kept)).translate(_SMALL).lower()


def _digit(ch: str) -> str:
    plain = unicodedata.normalize("NFKC", ch)
    return plain if len(plain) == 1 and plain in "0123456789" else ""
