"""`schedules.yaml`: when each deployment runs by itself, until the office says otherwise."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field

from workflows.deployments.declared import Name

FILE = Path(__file__).with_name("schedules.yaml")


@dataclass(frozen=True, slots=True)
class Schedule:
    """`cron` in the time of `timezone`. `title`: what the UI shows."""

    title: str
    cron: str
    timezone: str
    parameters: dict[str, Any] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        """Its name on the server. Its end tells our schedule, as we set it, from a changed one."""
        return f"{self.title} #{self.mark}"

    @property
    def mark(self) -> str:
        """Of what it does: four characters."""
        text = f"{self.cron}|{self.timezone}|{sorted(self.parameters.items())}"
        return hashlib.sha256(text.encode()).hexdigest()[:4]


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: str
    cron: str
    parameters: dict[str, Any] = Field(default_factory=dict)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    timezone: str
    schedules: dict[Name, _Declared]


def load(path: Path = FILE) -> dict[Name, Schedule]:
    """Raises pydantic's ValidationError: the file is ours, and a test holds it."""
    read = _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    return {
        name: Schedule(each.title, each.cron, read.timezone, each.parameters)
        for name, each in read.schedules.items()
    }
