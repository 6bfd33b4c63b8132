"""Golden scans of a form: papers of invented people, kept with it, and what stands on them.

`<form>/golden/<name>.yaml` beside `<name>.pdf` (or .tif, .jpg, .png). Real applications never lie
here: the My Number law lets them be kept only while the work needs them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from forms import yaml_source
from forms.errors import BadDeclaration
from forms.form import Form
from forms.record import Reading, Value

FOLDER = "golden"
HEAD = "# 架空の記入例。truth は人が確かめた値、accepted は最後に認めた読み取り結果。\n"

Said = str | list[str] | None


@dataclass(frozen=True, slots=True)
class Seen:
    """A field as it was read: its value, and whether it was left to a person."""

    value: Value
    is_doubted: bool

    @classmethod
    def of(cls, reading: Reading) -> "Seen":
        return cls(reading.value, not reading.accepted)


@dataclass(frozen=True, slots=True)
class Golden:
    """`truth`: the values that a person confirmed; `accepted`: the readings last agreed to, empty
    before anybody did."""

    name: str
    scan: Path
    truth: Mapping[str, Value]
    accepted: Mapping[str, Seen]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SeenDeclaration(_Strict):
    value: Said = None
    doubted: bool = False


class GoldenDeclaration(_Strict):
    scan: str
    truth: dict[str, Said]
    accepted: dict[str, SeenDeclaration] = {}


def goldens_of(form: Form) -> tuple[Golden, ...]:
    """By name. Raises BadDeclaration for a mistake in a file or a scan that is not there."""
    return goldens_in(form.folder / FOLDER)


def goldens_in(folder: Path) -> tuple[Golden, ...]:
    return tuple(load_golden(path) for path in sorted(folder.glob("*.yaml")))


def load_golden(path: Path) -> Golden:
    source = yaml_source.load(path, GoldenDeclaration)
    scan = path.parent / Path(source.scan).name
    if not scan.is_file():
        raise BadDeclaration(str(path), 1, "scan", f"{scan.name} がありません。")
    truth = {name: _value(said) for name, said in source.truth.items()}
    accepted = {name: Seen(_value(e.value), e.doubted) for name, e in source.accepted.items()}
    return Golden(path.stem, scan, truth, accepted)


def golden_text(golden: Golden) -> str:
    """The file that loads as this golden scan again."""
    data = {
        "scan": golden.scan.name,
        "truth": {name: _said(value) for name, value in golden.truth.items()},
        "accepted": {
            name: {"value": _said(seen.value)} | ({"doubted": True} if seen.is_doubted else {})
            for name, seen in golden.accepted.items()
        },
    }
    return HEAD + yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000)


def _value(said: Said) -> Value:
    return tuple(said) if isinstance(said, list) else said


def _said(value: Value) -> Said:
    return list(value) if isinstance(value, tuple) else value
