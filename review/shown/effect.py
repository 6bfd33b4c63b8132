"""The effect of a year in words: lines of tables, each cell as it is shown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from forms.catalogue import Catalogue
from workflows.accounts import Scope
from workflows.effect import Baseline, Effect, Kind, Tally, WorkEffect
from workflows.effect.method import BASIS
from workflows.effect.words import hours, saved, share, yen, yen_saved
from workflows.effect.working_out import NO_FORM

KINDS: Mapping[Kind, str] = {Kind.MEASURED: "計測", Kind.ESTIMATED: "見積り"}


@dataclass(frozen=True, slots=True)
class Line:
    """`is_loss`: it took people more than typing would have."""

    title: str
    cells: tuple[str, ...]
    is_loss: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Loss:
    title: str
    lost: str
    manual: str
    review: str
    entered: str
    under_way: int


@dataclass(frozen=True, slots=True)
class BaselineLine:
    id: int
    title: str
    kind: str
    day: str
    a_record: str
    counted: str
    note: str
    by: str
    holds: bool
    struck: str


def facts(effect: Effect, costs: int | None) -> tuple[tuple[str, str], ...]:
    """What the year came to. `costs`: yen of our own part; None where they are not to be seen."""
    total = effect.total
    lines = [
        ("届いた書類", f"{total.documents:,} 件"),
        ("登録できた記録", f"{total.entered:,} 件"),
        ("人が見ずに済んだ", share(total.of_records)),
        ("職員が確認にかけた", hours(total.review_seconds)),
        ("削減できた時間", saved(total.saved_seconds)),
        ("金額にすると", yen_saved(effect.saved_yen)),
    ]
    if total.electronic:
        lines.insert(2, ("データで届いた記録", f"{total.electronic:,} 件"))
    if costs is not None:
        lines.append(("費用（自団体分）", yen(costs)))
        net = None if effect.saved_yen is None else effect.saved_yen - costs
        lines.append(("差し引き", yen_saved(net)))
    return tuple(lines)


def losses(effect: Effect) -> tuple[Loss, ...]:
    return tuple(
        Loss(
            each.title, hours(-each.saved_seconds), hours(each.manual_seconds),
            hours(each.review_seconds), f"{each.entered:,}", each.under_way,
        )
        for each in effect.losses
    )  # fmt: skip


def by_work(effect: Effect, titles: Mapping[str, str]) -> tuple[Line, ...]:
    """Then the sum of all."""
    lines = [
        Line(
            each.work_field,
            (*_counts(each), BASIS[each.basis] if each.entered else "—",
             saved(each.saved_seconds), yen_saved(each.saved_yen)),
            each.is_loss,
            "、".join(_forms_of(each, effect, titles)),
        )
        for each in effect.by_work
    ]  # fmt: skip
    total = effect.total
    cells = (
        *_counts(total), BASIS[effect.basis] if total.entered else "—",
        saved(total.saved_seconds), yen_saved(effect.saved_yen),
    )  # fmt: skip
    return (*lines, Line("合計", cells, total.is_loss))


def _forms_of(work: WorkEffect, effect: Effect, titles: Mapping[str, str]) -> Iterator[str]:
    yield from (titles.get(form, form) for form in work.forms)
    if any(not each.form and each.work_field == work.work_field for each in effect.by_form):
        yield NO_FORM.strip("（）")


def by_form(effect: Effect) -> tuple[Line, ...]:
    return tuple(
        Line(
            each.title,
            (
                *_counts(each), share(each.of_records),
                "—" if each.seconds_a_record is None else f"{each.seconds_a_record:,.1f} 秒",
                saved(each.saved_seconds),
            ),
            each.is_loss,
            each.source,
        )
        for each in effect.by_form
    )  # fmt: skip


def by_department(effect: Effect) -> tuple[Line, ...]:
    return tuple(
        Line(each.department, (*_counts(each), saved(each.saved_seconds)), each.is_loss)
        for each in effect.by_department
    )


def baselines(
    found: Sequence[Baseline], catalogue: Catalogue, scope: Scope
) -> tuple[BaselineLine, ...]:
    """Those of the forms that somebody sees."""
    titles = forms(catalogue, scope)
    return tuple(
        BaselineLine(
            each.id, titles[each.form], KINDS[each.kind], f"{each.day}",
            f"{each.seconds_a_record:,.1f} 秒",
            f"{each.records:,} 件を {each.people} 人で、合わせて {hours(each.seconds)}"
            if each.kind is Kind.MEASURED else "",
            each.note, each.by, each.holds,
            "" if each.holds else f"{each.struck_by} が取り消し（{each.struck_because}）",
        )
        for each in found
        if each.form in titles
    )  # fmt: skip


def forms(catalogue: Catalogue, scope: Scope) -> Mapping[str, str]:
    """Titles of the forms that somebody sees, by id."""
    return {form.id: form.title for form in catalogue if scope.sees(form.department)}


def strangers(catalogue: Catalogue, scope: Scope) -> tuple[tuple[str, str, str], ...]:
    """Forms whose field of work is none of the list: title, word, what was likely meant."""
    fields = catalogue.work_fields
    return tuple(
        (form.title, form.work_field, fields.meant(form.work_field) or "")
        for form in catalogue
        if scope.sees(form.department) and fields.known(form.work_field) is None
    )


def _counts(each: Tally) -> tuple[str, ...]:
    return (
        f"{each.documents:,}", f"{each.entered:,}", hours(each.machine_seconds),
        hours(each.review_seconds), hours(each.manual_seconds),
    )  # fmt: skip
