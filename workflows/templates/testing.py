"""Golden scans read again: what is right, what is wrong, and what changed since it was accepted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from forms.compare import is_same
from forms.errors import PaperError
from forms.form import Field, Form
from forms.golden import Golden, Seen, golden_text
from forms.record import Value
from workflows.seams import Reader


class Verdict(StrEnum):
    """How a reading stands to the truth; the worst first."""

    WRONG = "wrong"  # accepted by itself, and not what stands on the paper
    DOUBTED_WRONG = "doubted_wrong"
    DOUBTED_RIGHT = "doubted_right"
    RIGHT = "right"


class Change(StrEnum):
    """Against the result last accepted."""

    FIRST = "first"
    SAME = "same"
    BETTER = "better"
    WORSE = "worse"
    OTHER = "other"


_RANK = list(Verdict)


@dataclass(frozen=True, slots=True)
class FieldResult:
    """`before`: as last accepted."""

    field: Field
    truth: Value
    seen: Seen
    before: Seen | None
    verdict: Verdict
    change: Change


@dataclass(frozen=True, slots=True)
class PaperResult:
    """One golden scan. `problem`: words where it could not be read as this form at all. `untold`:
    fields of the form whose truth nobody has said."""

    golden: Golden
    problem: str = ""
    fields: tuple[FieldResult, ...] = ()
    untold: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class FormResult:
    form: Form
    papers: tuple[PaperResult, ...]

    def count(self, verdict: Verdict) -> int:
        return sum(each.verdict is verdict for paper in self.papers for each in paper.fields)

    def changed(self, change: Change) -> int:
        return sum(each.change is change for paper in self.papers for each in paper.fields)

    @property
    def total(self) -> int:
        return sum(len(paper.fields) for paper in self.papers)

    @property
    def has_passed(self) -> bool:
        """Every paper was read, nothing is silently wrong, nothing is worse than it was."""
        is_read = not any(paper.problem for paper in self.papers)
        return is_read and not self.count(Verdict.WRONG) and not self.changed(Change.WORSE)


@dataclass(frozen=True, slots=True)
class Look:
    """What a scan gave: `form` that it was taken for, fields by id, or a `problem`."""

    form: str = ""
    fields: Mapping[str, Seen] | None = None
    problem: str = ""


LookAt = Callable[[Sequence[Path]], Sequence[Look]]


def examine(form: Form, goldens: Sequence[Golden], look: LookAt) -> FormResult:
    """Read every golden scan of the form and compare."""
    if not goldens:
        return FormResult(form, ())
    looks = look([each.scan for each in goldens])
    papers = [_paper(form, golden, seen) for golden, seen in zip(goldens, looks, strict=True)]
    return FormResult(form, tuple(papers))


def look_with(reader: Reader, form: Form) -> LookAt:
    """By a reader in this process; of several papers in a file the first of that form counts."""

    def look(scans: Sequence[Path]) -> list[Look]:
        return [_look(reader, form, scan) for scan in scans]

    return look


def look_of(form: Form, read: Mapping[str, Any]) -> Look:
    """What the reading process said of a scan."""
    if read["error"]:
        return Look(problem=read["error"]["message"])
    mine = [paper for paper in read["papers"] if paper["form"] == form.id]
    if not mine:
        return Look(read["papers"][0]["form"], {})
    fields = {
        name: Seen(tuple(v) if isinstance(v := each["value"], list) else v, bool(each["doubts"]))
        for name, each in mine[0]["fields"].items()
    }
    return Look(form.id, fields)


def accept(result: FormResult) -> None:
    """Write down what was read as what is expected from now on. Papers that could not be read
    keep what they had."""
    for paper in result.papers:
        if not paper.problem:
            accepted = {each.field.id: each.seen for each in paper.fields}
            write_golden(replace(paper.golden, accepted=accepted))


def write_golden(golden: Golden) -> None:
    """Beside its scan."""
    target = golden.scan.with_name(f"{golden.name}.yaml")
    part = target.with_name(f".{target.name}.part")
    part.write_text(golden_text(golden), encoding="utf-8")
    part.replace(target)


def _look(reader: Reader, form: Form, scan: Path) -> Look:
    try:
        document = reader.read(scan)
    except PaperError as error:
        return Look(problem=error.message)
    for each in document.applications:
        if (each.form.id, each.form.version) == (form.id, form.version):
            seen = {reading.field: Seen.of(reading) for reading in each.record.readings}
            return Look(each.form.id, seen)
    return Look()


def _paper(form: Form, golden: Golden, look: Look) -> PaperResult:
    if look.problem:
        return PaperResult(golden, look.problem)
    if look.form != form.id or look.fields is None:
        return PaperResult(golden, "別の様式か別の版と見分けられました。")
    told = [each for each in form.fields if each.id in golden.truth]
    untold = tuple(each for each in form.fields if each.id not in golden.truth)
    blank = Seen(None, True)
    fields = tuple(
        _field(each, golden.truth[each.id], look.fields.get(each.id, blank),
               golden.accepted.get(each.id))
        for each in told
    )  # fmt: skip
    return PaperResult(golden, "", fields, untold)


def _field(field: Field, truth: Value, seen: Seen, before: Seen | None) -> FieldResult:
    verdict = _verdict(truth, seen)
    return FieldResult(field, truth, seen, before, verdict, _change(truth, seen, before))


def _verdict(truth: Value, seen: Seen) -> Verdict:
    is_right = _is_equal(truth, seen.value)
    if seen.is_doubted:
        return Verdict.DOUBTED_RIGHT if is_right else Verdict.DOUBTED_WRONG
    return Verdict.RIGHT if is_right else Verdict.WRONG


def _change(truth: Value, seen: Seen, before: Seen | None) -> Change:
    if before is None:
        return Change.FIRST
    if seen.is_doubted == before.is_doubted and _is_equal(seen.value, before.value):
        return Change.SAME  # a space in a name may come and go with the threads of the engine
    now, then = _RANK.index(_verdict(truth, seen)), _RANK.index(_verdict(truth, before))
    if now == then:
        return Change.OTHER
    return Change.BETTER if now > then else Change.WORSE


def _is_equal(truth: Value, value: Value) -> bool:
    """Spaces and the order of several options aside."""
    return is_same(truth, value)
