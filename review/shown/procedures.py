"""Procedures as their page shows them: by group, with what can be done with each one's paper."""

from collections.abc import Sequence
from dataclasses import dataclass

from forms.catalogue import Catalogue
from forms.form import Form
from forms.offers import MY_NUMBER_TITLES, TITLES, Offer, State, counts, offers, unlisted
from forms.procedures import MyNumber, Procedures
from workflows.accounts import Account, Right

STATES = tuple((each.value, TITLES[each]) for each in State)


@dataclass(frozen=True, slots=True)
class FormLink:
    """`path`: where it may be edited, empty for those who may not."""

    title: str
    version: str
    path: str


@dataclass(frozen=True, slots=True)
class Line:
    """One procedure. `law` is empty where it has to be confirmed as a whole."""

    number: str
    place: str
    title: str
    department: str
    work_field: str
    law: str
    is_law_sure: bool
    my_number: str
    my_number_source: str
    state: State
    state_title: str
    forms: tuple[FormLink, ...]
    note: str

    @property
    def is_unsure(self) -> bool:
        return self.my_number == MY_NUMBER_TITLES[MyNumber.UNKNOWN]


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """`tally`: how many of the ministry's list are in each state; `listed`: of how many."""

    groups: tuple[Group, ...]
    tally: tuple[tuple[str, str, int], ...]
    listed: int
    source: str
    as_of: str
    unlisted: tuple[FormLink, ...]


def shown(catalogue: Catalogue, person: Account, state: str, words: str) -> Shown:
    """`state` and `words` narrow the list down; empty ones do not."""
    known = catalogue.procedures
    found = offers(known, catalogue)
    lines = [_line(known, each, person) for each in found if _is_asked(each, state, words)]
    groups = [
        Group(title, tuple(line for line in lines if line.number.startswith(f"{group}-")))
        for group, title in known.groups.items()
    ]
    told = counts(found)
    outside = () if state or words else unlisted(known, catalogue)
    return Shown(
        tuple(group for group in groups if group.lines),
        tuple((each.value, TITLES[each], count) for each, count in told.items() if count),
        sum(told.values()), known.source, known.as_of.isoformat(), _links(outside, person),
    )  # fmt: skip


def _is_asked(each: Offer, state: str, words: str) -> bool:
    if state and each.state.value != state:
        return False
    texts = (each.procedure.title, each.procedure.law, *each.departments)
    titles = (form.title for form in each.forms)
    return not words or any(words in text for text in (*texts, *titles))


def _line(known: Procedures, each: Offer, person: Account) -> Line:
    procedure = each.procedure
    return Line(
        procedure.number, known.in_words(procedure).rpartition(" ")[2], procedure.title,
        "・".join(each.departments), procedure.work_field, procedure.law, procedure.law_confirmed,
        MY_NUMBER_TITLES[each.my_number], each.my_number_source, each.state, TITLES[each.state],
        _links(each.forms, person), procedure.note,
    )  # fmt: skip


def _links(forms: Sequence[Form], person: Account) -> tuple[FormLink, ...]:
    may_edit = person.may(Right.EDIT_FORMS)
    return tuple(
        FormLink(
            form.title, form.version,
            f"/templates/forms/{form.id}"
            if may_edit and person.scope.sees(form.department) else "",
        )
        for form in forms
    )  # fmt: skip
