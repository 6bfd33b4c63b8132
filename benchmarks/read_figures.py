"""Scans with a truth → samples: the raw figures of each reading, and whether it was right.

Kept as CSV, numbers alone, so that learning is quick to run again and a test can hold its score.
"""

import csv
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from forms.catalogue import Catalogue
from forms.compare import is_same
from forms.errors import PaperError
from forms.record import Figures, Reading, Value
from ocr.calibration.learning import Sample
from ocr.reader import Reader

HEAD = (
    "kind",
    "probability",
    "support",
    "weakest",
    "margin",
    "ink",
    "clear",
    "basis",
    "known",
    "agreed",
    "right",
)


def collect(reader: Reader, catalogue: Catalogue, folder: Path) -> Iterator[Sample]:
    """Read every document of `folder` that has a truth. What was typed into a file, what no page
    showed and what is no value of its field (always doubted) is left out."""
    for path in sorted(folder.glob("*.truth.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        try:
            read = reader.read(path.with_name(truth["file"]))
        except PaperError:
            continue
        for found, wanted in zip(read.applications, truth["applications"], strict=False):
            if found.form.id != wanted["form"]:
                continue
            for each in found.record.readings:
                if each.figures is not None and not is_no_value(each):
                    value = _value(wanted["fields"].get(each.field))
                    yield Sample(each.figures, is_same(each.value, value))


def is_no_value(reading: Reading) -> bool:
    return reading.value is None and bool(reading.raw)


def save(samples: Sequence[Sample], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEAD)
        for each in samples:
            f = each.figures
            writer.writerow(
                (f.kind, f.probability, f.support, f.weakest, f.margin, f.ink, int(f.clear),
                 f.basis, int(f.known), int(f.agreed), int(each.right))
            )  # fmt: skip


def load(path: Path) -> list[Sample]:
    with path.open(encoding="utf-8", newline="") as file:
        return [_sample(row) for row in csv.DictReader(file)]


def _sample(row: dict[str, str]) -> Sample:
    figures = Figures(
        row["kind"], float(row["probability"]), float(row["support"]), float(row["weakest"]),
        float(row["margin"]), int(row["ink"]), row["clear"] == "1", row["basis"],
        row.get("known") == "1", row.get("agreed") == "1",
    )  # fmt: skip
    return Sample(figures, row["right"] == "1")


def _value(value: object) -> Value:
    return tuple(str(each) for each in value) if isinstance(value, list) else value  # type: ignore[return-value]
