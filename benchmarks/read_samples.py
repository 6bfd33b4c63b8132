"""`python -m benchmarks.read_samples [FOLDER]`: read scans that have a truth beside them.

By type of field: how many, read right before anybody looks, accepted, and accepted though wrong.
A document that is refused counts all its fields as wrong and none as accepted.
"""

import argparse
import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from forms.catalogue import Catalogue
from forms.compare import is_same
from forms.errors import PaperError
from forms.record import Reading, Value
from ocr.engines import DEFAULT, ENGINES
from ocr.reader import ReadApplication, Reader

SCANS = Path(__file__).parents[1] / "samples" / "scans"


@dataclass
class Count:
    fields: int = 0
    right: int = 0
    accepted: int = 0
    wrong_accepted: int = 0

    def add(self, is_right: bool, is_accepted: bool) -> None:
        self.fields += 1
        self.right += is_right
        self.accepted += is_accepted
        self.wrong_accepted += is_accepted and not is_right


@dataclass
class Score:
    """Counts by field type, over all documents, and how long the reading took (seconds)."""

    by_type: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    pages: int = 0
    seconds: float = 0.0
    steps: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @property
    def total(self) -> Count:
        every = self.by_type.values()
        return Count(
            sum(c.fields for c in every), sum(c.right for c in every),
            sum(c.accepted for c in every), sum(c.wrong_accepted for c in every),
        )  # fmt: skip

    @property
    def pages_per_minute(self) -> float:
        return self.pages / self.seconds * 60 if self.seconds else 0.0


def score(reader: Reader, catalogue: Catalogue, truths: Sequence[Path]) -> Score:
    """Read each document named by a `*.truth.json` and compare."""
    result = Score()
    for path in truths:
        truth = json.loads(path.read_text(encoding="utf-8"))
        start = time.perf_counter()
        try:
            read = reader.read(path.with_name(truth["file"]))
            applications: Sequence[ReadApplication] = read.applications
            result.pages += read.page_count
            result.steps.update(read.seconds)
        except PaperError as error:
            applications = ()
            result.wrong.append(f"{truth['file']}: {error.message}")
        result.seconds += time.perf_counter() - start
        for place, wanted in enumerate(truth["applications"]):
            found = applications[place] if place < len(applications) else None
            _compare(result, catalogue, wanted, found, truth["file"])
    return result


def _compare(
    result: Score,
    catalogue: Catalogue,
    wanted: Mapping[str, object],
    found: ReadApplication | None,
    file: str,
) -> None:
    form = catalogue[str(wanted["form"])]
    same_form = found is not None and found.form.id == form.id
    fields = wanted["fields"]
    if not isinstance(fields, Mapping):
        raise ValueError(f"{file}: `fields` of the truth is no mapping")
    for each in form.fields:
        reading = found.record.reading(each.id) if found is not None and same_form else None
        value = _value(fields.get(each.id))
        is_right = reading is not None and is_same(reading.value, value)
        is_accepted = reading is not None and reading.accepted
        result.by_type[each.type.value].add(is_right, is_accepted)
        if not is_right:
            result.wrong.append(f"{file}: {each.id}: {value!r} → {_shown(reading)}")


def _value(value: object) -> Value:
    if value is None or isinstance(value, str):
        return value
    if not isinstance(value, list):
        raise ValueError(f"truth is neither text nor a list: {value!r}")
    return tuple(str(each) for each in value)


def _shown(reading: Reading | None) -> str:
    if reading is None:
        return "refused"
    doubts = ",".join(each.code for each in reading.doubts) or "ACCEPTED"
    return f"{reading.raw!r} ({reading.confidence:.3f} {doubts})"


def table(result: Score) -> Iterator[str]:
    yield f"{'type':<12}{'fields':>8}{'right':>9}{'accepted':>10}{'wrong accepted':>16}"
    rows = [*sorted(result.by_type.items()), ("all", result.total)]
    for name, c in rows:
        right, accepted = c.right / max(c.fields, 1), c.accepted / max(c.fields, 1)
        yield f"{name:<12}{c.fields:>8}{right:>9.2%}{accepted:>10.2%}{c.wrong_accepted:>16}"
    steps = ", ".join(f"{k} {v / max(result.pages, 1):.2f}" for k, v in result.steps.items())
    yield f"{result.pages_per_minute:.0f} pages a minute; seconds a page: {steps}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=SCANS)
    parser.add_argument("--engine", choices=sorted(ENGINES), default=DEFAULT)
    parser.add_argument("--match", default="*", help="only names that match, e.g. *fax*")
    parser.add_argument("--wrong", action="store_true", help="list what was read wrong")
    options = parser.parse_args()
    catalogue = Catalogue.load()
    reader = Reader.open(catalogue, options.engine)
    truths = sorted(options.folder.glob(f"{options.match}.truth.json"))
    result = score(reader, catalogue, truths)
    for line in (*table(result), *(result.wrong if options.wrong else ())):
        print(line)


if __name__ == "__main__":
    main()
