"""The claim as its page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR

from workflows.charts.words import figure
from workflows.claim.checks import SEVERITY_TITLES, Severity
from workflows.claim.dossier import Dossier
from workflows.claim.method import method_of
from workflows.claim.note import NOTE_TITLES, ClaimNote, NoteKind
from workflows.effect import words
from workflows.effect.method import BASIS
from workflows.fiscal import FiscalYear
from workflows.ledger.item import VOUCHER_TITLES, CostItem

NOT_COMPUTED = "計算できません"
LATER = 5


@dataclass(frozen=True, slots=True)
class Row:
    """`title`, then a text a cell. `whole`: a sum."""

    title: str
    cells: tuple[str, ...]
    whole: bool = False


@dataclass(frozen=True, slots=True)
class FindingLine:
    severity: str
    title: str
    words: str
    advice: str
    items: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NoteLine:
    note: ClaimNote
    title: str
    told_on: str


def thousands(value: int | None) -> str:
    return NOT_COMPUTED if value is None else figure(value)


def measures(dossier: Dossier) -> tuple[Row, ...]:
    """Yen ours, specific funds, difference, rate, coefficient, thousands of yen; the sum last."""
    rows = [
        Row(
            each.measure.title,
            (
                figure(each.own), figure(each.specific), figure(each.base),
                str(each.measure.rate),
                "—" if each.coefficient is None else str(each.coefficient),
                thousands(each.thousands),
            ),
        )
        for each in dossier.claim.measures
    ]  # fmt: skip
    claim = dossier.claim
    own = sum(each.own for each in claim.measures)
    specific = sum(each.specific for each in claim.measures)
    sums = (figure(own), figure(specific), figure(claim.base), "", "", thousands(claim.total))
    return (*rows, Row("計", sums, whole=True))


def categories(dossier: Dossier) -> tuple[Row, ...]:
    """Those with costs."""
    return tuple(
        Row(
            f"{claim.measure.title}: {each.title}",
            (
                str(len(each.items)), figure(each.own), figure(each.specific), figure(each.base),
            ),
        )
        for claim in dossier.claim.measures
        for each in claim.categories
        if each.items
    )  # fmt: skip


def parts(dossier: Dossier) -> tuple[Row, ...]:
    """What is left out: how many lines, how many yen."""
    claim = dossier.claim
    groups: Mapping[str, Sequence[CostItem]] = {
        "要確認": claim.undecided, "対象だが、措置か区分がない": claim.unplaced,
        "対象外": claim.refused,
    }  # fmt: skip
    return tuple(
        Row(title, (str(len(items)), figure(sum(item.own_amount for item in items))))
        for title, items in groups.items()
        if items
    )


def work(dossier: Dossier) -> tuple[Row, ...]:
    effect = dossier.effect
    rows = [
        Row(
            each.work_field,
            (
                figure(each.entered), words.hours(each.manual_seconds),
                words.hours(each.review_seconds), words.saved(each.saved_seconds),
                BASIS[each.basis], words.yen_saved(each.saved_yen),
            ),
        )
        for each in effect.by_work
    ]  # fmt: skip
    total = effect.total
    sums = (
        figure(total.entered), words.hours(total.manual_seconds),
        words.hours(total.review_seconds), words.saved(total.saved_seconds),
        BASIS[effect.basis], words.yen_saved(effect.saved_yen),
    )  # fmt: skip
    return (*rows, Row("計", sums, whole=True)) if rows else ()


def findings(dossier: Dossier) -> tuple[FindingLine, ...]:
    return tuple(
        FindingLine(
            each.severity.value, SEVERITY_TITLES[each.severity], each.words, each.advice,
            each.items,
        )
        for each in dossier.findings
    )  # fmt: skip


def counts(dossier: Dossier) -> Mapping[str, int]:
    return {each.value: dossier.count(each) for each in Severity}


def documents(dossier: Dossier) -> tuple[tuple[CostItem, str, str, str], ...]:
    """Line, kind, name, hash."""
    return tuple(
        (item, VOUCHER_TITLES[each.kind], each.name, each.sha256)
        for item in dossier.claim.items
        for each in item.vouchers
    )


def notes(dossier: Dossier) -> tuple[NoteLine, ...]:
    return tuple(
        NoteLine(each, NOTE_TITLES[each.kind], f"{each.told_on:%Y-%m-%d}") for each in dossier.notes
    )


def decided(dossier: Dossier, claimed: int | None) -> str:
    """The sum of what was decided, held against the claim; empty while nothing was."""
    found = [
        each.amount for each in dossier.notes
        if each.holds and each.kind is NoteKind.DECIDED and each.year == dossier.year
    ]  # fmt: skip
    if not found:
        return ""
    told = f"決定額の計は {figure(sum(found))} 千円"
    if claimed is None:
        return f"{told}です。"
    return f"{told}、申請額との差は {figure(sum(found) - claimed)} 千円です。"


def years_after(year: FiscalYear) -> tuple[FiscalYear, ...]:
    """Those from which an excess may be taken."""
    last = min(year.begins + LATER, MAXYEAR - 2)
    return tuple(FiscalYear(begins) for begins in range(year.begins + 1, last + 1))


def method(dossier: Dossier) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Heading and lines."""
    return tuple((title, tuple(text.split("\n"))) for title, text in method_of(dossier))
