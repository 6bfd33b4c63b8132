"""What counts as trouble: one YAML file a family, read and checked here."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from bots.doctor.findings import MOST_SAMPLES, Finding, Look, Severity
from forms import yaml_source

RULES = Path(__file__).parent


class Rule(BaseModel):
    """A fact that was noted, or a pattern (regular expression) in a text of the page."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    id: str = Field(pattern=r"^[a-z][a-z-]*$")
    severity: Severity
    title: str
    advice: str
    fact: str | None = None
    pattern: str | None = None
    in_: Literal["html", "script", "style"] = Field(default="script", alias="in")

    @field_validator("pattern")
    @classmethod
    def _readable(cls, value: str | None) -> str | None:
        if value is not None:
            re.compile(value)
        return value

    @model_validator(mode="after")
    def _one(self) -> "Rule":
        if (self.fact is None) == (self.pattern is None):
            raise ValueError("fact か pattern のどちらか一つを書きます。")
        return self

    def samples(self, look: Look) -> Sequence[str]:
        """What of it is on the page."""
        if self.fact is not None:
            return look.facts.get(self.fact, ())
        found = re.finditer(self.pattern or "", look.texts.get(self.in_, ""), re.IGNORECASE)
        return [" ".join(each.group().split())[:60] for each in found]


class Family(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    family: str
    rules: tuple[Rule, ...] = Field(min_length=1)


@cache
def families() -> tuple[Family, ...]:
    """Every family, by file name. Raises BadDeclaration for a mistake in a file."""
    return tuple(yaml_source.load(path, Family) for path in sorted(RULES.glob("*.yaml")))


def findings(looks: Sequence[Look]) -> tuple[Finding, ...]:
    """What the rules say of the documents, the worst first."""
    found = [finding for family in families() for finding in _of_family(family, looks)]
    order = list(Severity)
    return tuple(sorted(found, key=lambda each: order.index(each.severity)))


def _of_family(family: Family, looks: Sequence[Look]) -> Iterator[Finding]:
    for rule in family.rules:
        met = [(look.place, sample) for look in looks for sample in rule.samples(look)]
        if met:
            yield Finding(
                id=rule.id,
                family=family.family,
                severity=rule.severity,
                title=rule.title,
                advice=rule.advice,
                places=_once(place for place, _ in met),
                samples=_once(sample for _, sample in met)[:MOST_SAMPLES],
                count=len(met),
            )


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
