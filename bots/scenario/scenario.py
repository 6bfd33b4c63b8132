"""A scenario and a system as the runner sees them: declared, checked, with their files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import jpholiday
import yaml

from bots.scenario.models import WEEKDAYS, ScenarioDeclaration, SystemDeclaration
from forms import yaml_source
from forms.form import Field, Form

Loc = tuple[int | str, ...]
"""The way to a place in a YAML file: keys and positions."""


@dataclass(frozen=True, slots=True)
class Source:
    """A YAML file, able to say in which line (from 1) something stands."""

    path: Path
    node: yaml.Node | None = field(repr=False, compare=False)

    @classmethod
    def of(cls, path: Path) -> "Source":
        return cls(path, yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader))

    def line(self, loc: Loc) -> int:
        return yaml_source.line_of(self.node, loc)


@dataclass(frozen=True, slots=True)
class Hours:
    """Entry hours, over midnight where `end` is before `start`. `days`: 0 is Monday.

    `holidays`: whether entries are allowed on public holidays, as the law of today sets them.
    """

    start: time
    end: time
    days: frozenset[int] = frozenset(range(7))
    closed: frozenset[date] = frozenset()
    holidays: bool = True

    def has(self, now: time) -> bool:
        """Whether the time of day is inside, whatever the day."""
        if self.start <= self.end:
            return self.start <= now < self.end
        return now >= self.start or now < self.end

    def is_open(self, now: datetime) -> bool:
        """Whether entries are allowed now (local time)."""
        day = now.date()
        if self.start > self.end and now.time() < self.end:
            day -= timedelta(days=1)  # the span began yesterday
        if not self.holidays and jpholiday.is_holiday(day):
            return False
        return self.has(now.time()) and day.weekday() in self.days and day not in self.closed

    def __str__(self) -> str:
        days = "" if len(self.days) == 7 else "".join(WEEKDAYS[day] for day in sorted(self.days))
        closed = [f"{day:%Y/%m/%d}" for day in sorted(self.closed)]
        off = "、".join([*([] if self.holidays else ["祝日"]), *closed])
        after = f" (休み: {off})" if off else ""
        return f"{days and days + 'の '}{self.start:%H:%M} から {self.end:%H:%M} まで{after}"


@dataclass(frozen=True, slots=True)
class System:
    """One target system. `url` ends with a slash; `sessions` may be open at one time.

    `codes` are its code tables by name.
    """

    name: str
    title: str
    url: str
    sessions: int
    hours: Hours | None
    declared: SystemDeclaration = field(repr=False)
    source: Source = field(repr=False)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)

    @property
    def encoding(self) -> str:
        return self.declared.encoding

    @property
    def hosts(self) -> tuple[str, ...]:
        """Host names that the browser may reach."""
        own = urlsplit(self.url).hostname
        return (*([own] if own else []), *self.declared.hosts)


@dataclass(frozen=True, slots=True)
class Scenario:
    """How records of one form are entered into one system."""

    form: Form
    system: System
    declared: ScenarioDeclaration = field(repr=False)
    source: Source = field(repr=False)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)

    @property
    def title(self) -> str:
        return self.declared.title

    @property
    def tables(self) -> Mapping[str, Mapping[str, str]]:
        """Code tables: the system's, and the scenario's own."""
        return {**self.system.codes, **self.codes}

    @property
    def entered(self) -> tuple[Field, ...]:
        """The fields of the form that the target system takes, in the form's order."""
        shown = self.declared.read_back.fields
        return tuple(each for each in self.form.fields if each.id in shown)

    @property
    def private(self) -> frozenset[str]:
        """Ids of the fields that must never be seen in evidence, logs or messages."""
        return frozenset(each.id for each in self.form.fields if each.private)
