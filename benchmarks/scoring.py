"""Scans with a truth → every field as it was read, held against what stands on the paper.

Right, before anybody looks: the value is that of the truth. A field that the truth calls doubtful
(two rings, a false check digit, a struck-out number) is right when it is doubted; one that is also
`readable` (a correction, 同上, a rare character) when its value was read, too. A document that is
refused counts all its fields as wrong and none as accepted.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from forms.catalogue import Catalogue
from forms.compare import is_same
from forms.errors import PaperError
from forms.form import Field
from forms.record import Reading, Value
from ocr.reader import ReadApplication, Reader
from samples.truth import SUFFIX, ApplicationTruth, Truth, read_truth

BINS = 10  # of equal width, for the calibration error


@dataclass(frozen=True, slots=True)
class Scored:
    """One field of one paper. `reading` is None where its page was refused; `hand` is the paper's
    font or who wrote it, `spoiled` what happened to it."""

    file: str
    hand: str
    spoiled: tuple[str, ...]
    field: Field
    wanted: Value
    reading: Reading | None
    is_doubtful: bool = False
    is_readable: bool = False

    @property
    def is_same(self) -> bool:
        return self.reading is not None and is_same(self.reading.value, self.wanted)

    @property
    def is_accepted(self) -> bool:
        return self.reading is not None and self.reading.accepted

    @property
    def is_doubted(self) -> bool:
        return self.reading is not None and not self.reading.accepted

    @property
    def is_right(self) -> bool:
        if self.is_doubtful:
            return self.is_doubted or (self.is_readable and self.is_same)
        return self.is_same

    @property
    def is_wrong_accepted(self) -> bool:
        return self.is_accepted and not self.is_right


@dataclass(frozen=True, slots=True)
class ReadPaper:
    """One document with its truth. `error` where it was refused."""

    truth: Truth
    applications: tuple[ReadApplication, ...]
    pages: int
    seconds: Mapping[str, float]
    error: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over some fields, and the calibration error of their confidence (0..1)."""

    fields: int
    right: int
    doubted: int
    accepted: int
    wrong_accepted: int
    calibration_error: float

    def shares(self) -> dict[str, float]:
        """As the summary file has it: `fields` a count, the others shares of it."""
        whole = max(self.fields, 1)
        return {
            "fields": self.fields,
            "right": round(self.right / whole, 5),
            "wrong": round(1 - self.right / whole, 5),
            "doubted": round(self.doubted / whole, 5),
            "accepted": round(self.accepted / whole, 5),
            "wrong_accepted": round(self.wrong_accepted / whole, 5),
            "calibration_error": round(self.calibration_error, 5),
        }


def truths(folder: Path, match: str = "*") -> list[Path]:
    """The truth files of a folder, by name. Raises FileNotFoundError where there is none."""
    found = sorted(folder.glob(f"{match}{SUFFIX}"))
    if not found:
        raise FileNotFoundError(f"no {match}{SUFFIX} in {folder}")
    return found


def read_papers(reader: Reader, paths: Iterable[Path]) -> Iterator[ReadPaper]:
    """Read the document of each truth file, one after the other."""
    for path in paths:
        truth = read_truth(path)
        try:
            read = reader.read(path.with_name(truth.file))
        except PaperError as error:
            yield ReadPaper(truth, (), 0, {}, error.message)
        else:
            yield ReadPaper(truth, read.applications, read.page_count, read.seconds)


def score(catalogue: Catalogue, paper: ReadPaper) -> Iterator[Scored]:
    """Every field of the paper's applications, in the order of the truth."""
    for place, wanted in enumerate(paper.truth.applications):
        found = paper.applications[place] if place < len(paper.applications) else None
        if found is not None and found.form.id != wanted.form:
            found = None
        yield from _fields(catalogue, paper.truth, wanted, found)


def tally(scored: Sequence[Scored]) -> Tally:
    return Tally(
        len(scored),
        sum(each.is_right for each in scored),
        sum(each.is_doubted for each in scored),
        sum(each.is_accepted for each in scored),
        sum(each.is_wrong_accepted for each in scored),
        calibration_error(
            [(s.reading.confidence, s.is_same) for s in scored if s.reading and not s.is_doubtful]
        ),
    )


def by_type(scored: Iterable[Scored]) -> dict[str, Tally]:
    return _grouped((each.field.type.value, each) for each in scored)


def by_hand(scored: Iterable[Scored]) -> dict[str, Tally]:
    return _grouped((each.hand, each) for each in scored)


def by_spoiled(scored: Iterable[Scored]) -> dict[str, Tally]:
    """A field counts once for each thing that happened to its paper."""
    return _grouped((name, each) for each in scored for name in each.spoiled or ("nothing",))


def _grouped(pairs: Iterable[tuple[str, Scored]]) -> dict[str, Tally]:
    grouped: dict[str, list[Scored]] = {}
    for name, each in pairs:
        grouped.setdefault(name, []).append(each)
    return {name: tally(grouped[name]) for name in sorted(grouped)}


def calibration_error(pairs: Sequence[tuple[float, bool]]) -> float:
    """Expected calibration error over bins of equal width: mean |confidence - share right|,
    weighted by how many fields a bin has. 0 without fields."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in pairs:
        bins.setdefault(min(int(confidence * BINS), BINS - 1), []).append((confidence, right))
    gaps = (
        abs(sum(confidence for confidence, _ in each) - sum(right for _, right in each))
        for each in bins.values()
    )
    return sum(gaps) / len(pairs) if pairs else 0.0


def _fields(
    catalogue: Catalogue, truth: Truth, wanted: ApplicationTruth, found: ReadApplication | None
) -> Iterator[Scored]:
    for field in catalogue[wanted.form].fields:
        yield Scored(
            truth.file,
            truth.font,
            truth.spoiled,
            field,
            wanted.fields[field.id],
            found.record.reading(field.id) if found else None,
            field.id in wanted.doubtful,
            field.id in wanted.readable,
        )
