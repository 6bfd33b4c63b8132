"""What the check of a claim has to say, one sentence each."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"  # the claim would be wrong: stops the lock
    WARNING = "warning"  # look at it
    NOTE = "note"  # good to know


SEVERITY_TITLES: Mapping[Severity, str] = {
    Severity.ERROR: "誤り", Severity.WARNING: "要確認", Severity.NOTE: "参考",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """`items`: ids of the lines that it is about, none where it is about the whole. `words` and
    `advice` are Japanese sentences. `document`: SHA-256 of the one whose bytes are wrong."""

    severity: Severity
    code: str
    words: str
    advice: str
    items: tuple[int, ...] = ()
    document: str = ""


def error(code: str, words: str, advice: str, *items: int) -> Finding:
    return Finding(Severity.ERROR, code, words, advice, items)


def warning(code: str, words: str, advice: str, *items: int) -> Finding:
    return Finding(Severity.WARNING, code, words, advice, items)


def note(code: str, words: str, advice: str, *items: int) -> Finding:
    return Finding(Severity.NOTE, code, words, advice, items)
