"""All golden scans together: how many fields are right, accepted, and both wrong and accepted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workflows.templates.testing import FormResult, Verdict

LEAST_RIGHT = 0.97  # of the fields of all forms together, before a person looked


@dataclass(frozen=True, slots=True)
class Totals:
    """`right`: the value is the truth, left to a person or not; `accepted`: nobody is asked;
    `wrong`: accepted, and not the truth. `unread`: papers that were not read as their form."""

    forms: int
    papers: int
    unread: int
    fields: int
    right: int
    accepted: int
    wrong: int

    @property
    def is_enough(self) -> bool:
        return self.right >= LEAST_RIGHT * self.fields


def totals_of(results: Sequence[FormResult]) -> Totals:
    papers = [paper for each in results for paper in each.papers]
    return Totals(
        forms=len(results),
        papers=len(papers),
        unread=sum(1 for paper in papers if paper.problem),
        fields=sum(each.total for each in results),
        right=_count(results, (Verdict.RIGHT, Verdict.DOUBTED_RIGHT)),
        accepted=_count(results, (Verdict.RIGHT, Verdict.WRONG)),
        wrong=_count(results, (Verdict.WRONG,)),
    )


def _count(results: Iterable[FormResult], verdicts: Iterable[Verdict]) -> int:
    wanted = tuple(verdicts)
    return sum(each.count(verdict) for each in results for verdict in wanted)
