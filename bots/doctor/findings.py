"""What was found on a site, as a person should read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

MOST_SAMPLES = 3


class Severity(StrEnum):
    """How much a finding stands in the way of entering."""

    TROUBLE = "trouble"
    NOTICE = "notice"
    HINT = "hint"

    @property
    def told(self) -> str:
        return {"trouble": "困る", "notice": "注意", "hint": "参考"}[self.value]


@dataclass(frozen=True, slots=True)
class Look:
    """One document (a page or a frame of it) as it was met.

    `place`: its address without query, and the frame's name. `facts`: lists of words by the name of
    the fact. `texts`: html, script and style, to be searched by patterns.
    """

    place: str
    facts: Mapping[str, Sequence[str]]
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind of thing. `places`: where it was met; `samples`: a few words of it; `count` in all.

    `title` and `advice` are Japanese.
    """

    id: str
    family: str
    severity: Severity
    title: str
    advice: str
    places: tuple[str, ...]
    samples: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """`pages`: the addresses that were opened, without queries; `left`: how many were not."""

    url: str
    pages: tuple[str, ...]
    left: int
    findings: tuple[Finding, ...]

    @property
    def has_trouble(self) -> bool:
        return any(each.severity is Severity.TROUBLE for each in self.findings)
