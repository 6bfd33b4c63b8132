"""What stands on a sample, beside it as `<name>.truth.json`. Read by tests and the demo."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forms.record import Value

SUFFIX = ".truth.json"


@dataclass(frozen=True, slots=True)
class ApplicationTruth:
    """One application in a file. `pages` count from 1 in the file; `fields` has every field.

    `doubtful` are fields that a person must decide: what the paper says cannot be right, or is
    written in a way that asks for a look. `readable` are those of them whose value may be accepted
    too where it was read right (a correction, 同上, a rare character).
    """

    form: str
    pages: tuple[int, ...]
    fields: dict[str, Value]
    doubtful: tuple[str, ...] = ()
    readable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Truth:
    """`spoiled` are names of spoilers; `font` what it was written with; `kind` scan, digital or
    acroform."""

    file: str
    kind: str
    font: str
    handwritten: bool
    spoiled: tuple[str, ...]
    applications: tuple[ApplicationTruth, ...]

    @property
    def is_doubtful(self) -> bool:
        return any(each.doubtful for each in self.applications)


def truth_path(sample: Path) -> Path:
    """Where the truth of a sample stands: a.pdf → a.truth.json."""
    return sample.with_name(sample.stem + SUFFIX)


def write_truth(truth: Truth, folder: Path) -> None:
    data = {
        "file": truth.file,
        "kind": truth.kind,
        "font": truth.font,
        "handwritten": truth.handwritten,
        "spoiled": list(truth.spoiled),
        "applications": [
            {
                "form": each.form,
                "pages": list(each.pages),
                "fields": each.fields,
                "doubtful": list(each.doubtful),
                **({"readable": list(each.readable)} if each.readable else {}),
            }
            for each in truth.applications
        ],
    }
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    truth_path(folder / truth.file).write_text(text, encoding="utf-8", newline="\n")


def read_truth(path: Path) -> Truth:
    """The truth in a `.truth.json`. Raises KeyError where a part is missing."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return Truth(
        data["file"],
        data["kind"],
        data["font"],
        data["handwritten"],
        tuple(data["spoiled"]),
        tuple(_application(each) for each in data["applications"]),
    )


def _application(data: dict[str, Any]) -> ApplicationTruth:
    fields = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in data["fields"].items()
    }
    return ApplicationTruth(
        data["form"], tuple(data["pages"]), fields,
        tuple(data["doubtful"]), tuple(data.get("readable", ())),
    )  # fmt: skip


def all_truths(folder: Path) -> list[Truth]:
    """Every truth in a folder, by file name."""
    return [read_truth(path) for path in sorted(folder.glob(f"*{SUFFIX}"))]
