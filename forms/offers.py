"""What can be done with each procedure's paper here: it follows from the forms that there are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from forms.form import FieldType, Form
from forms.golden import FOLDER as GOLDEN
from forms.procedures import MyNumber, Paper, Procedure, Procedures


class State(StrEnum):
    READY = "ready"  # a form with a blank and golden scans
    UNTRIED = "untried"  # a form, but no golden scans (or no blank) to try it with
    TEMPLATE = "template"  # a form has to be drawn up
    ELSEWHERE = "elsewhere"  # not a paper of ours
    NO_PAPER = "no_paper"


TITLES: Mapping[State, str] = {
    State.READY: "使える",
    State.UNTRIED: "様式はある (見本がない)",
    State.TEMPLATE: "様式を作る",
    State.ELSEWHERE: "ほかの機関の紙",
    State.NO_PAPER: "紙ではない",
}
MY_NUMBER_TITLES: Mapping[MyNumber, str] = {
    MyNumber.YES: "あり",
    MyNumber.NO: "なし",
    MyNumber.UNKNOWN: "要確認",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A procedure with the forms that serve it, the ready ones first."""

    procedure: Procedure
    ready: tuple[Form, ...]
    untried: tuple[Form, ...]

    @property
    def forms(self) -> tuple[Form, ...]:
        return (*self.ready, *self.untried)

    @property
    def state(self) -> State:
        if self.ready:
            return State.READY
        if self.untried:
            return State.UNTRIED
        return _WITHOUT[self.procedure.paper]

    @property
    def departments(self) -> tuple[str, ...]:
        """Those of the forms; before there is one, whose work it usually is."""
        return tuple(dict.fromkeys(form.department for form in self.forms)) or (
            self.procedure.department,
        )

    @property
    def my_number(self) -> MyNumber:
        """What the forms say; before there is one, what the list knows."""
        if not self.forms:
            return self.procedure.my_number
        return MyNumber.YES if any(map(asks_my_number, self.forms)) else MyNumber.NO

    @property
    def my_number_source(self) -> str:
        return "登録済みの様式の欄" if self.forms else self.procedure.my_number_source


_WITHOUT = {
    Paper.OURS: State.TEMPLATE,
    Paper.ELSEWHERE: State.ELSEWHERE,
    Paper.NONE: State.NO_PAPER,
}


def offers(procedures: Procedures, forms: Iterable[Form]) -> tuple[Offer, ...]:
    """One for each procedure, in the order of the list. Looks into the folders of the forms."""
    ready: dict[str, list[Form]] = {}
    untried: dict[str, list[Form]] = {}
    for form in forms:
        (ready if is_ready(form) else untried).setdefault(form.procedure, []).append(form)
    return tuple(_offer(each, ready, untried) for each in procedures)


def _offer(
    procedure: Procedure, ready: dict[str, list[Form]], untried: dict[str, list[Form]]
) -> Offer:
    numbers = [number for number in (procedure.number, procedure.paper_of) if number]
    return Offer(
        procedure,
        tuple(form for number in numbers for form in ready.get(number, ())),
        tuple(form for number in numbers for form in untried.get(number, ())),
    )


def unlisted(procedures: Procedures, forms: Iterable[Form]) -> tuple[Form, ...]:
    """Forms that name no procedure, or one that is not on the list."""
    return tuple(form for form in forms if procedures.find(form.procedure) is None)


def is_ready(form: Form) -> bool:
    """It has a blank, and golden scans."""
    return form.blank.is_file() and any((form.folder / GOLDEN).glob("*.yaml"))


def asks_my_number(form: Form) -> bool:
    return any(field.type is FieldType.MY_NUMBER for field in form.fields)


def counts(found: Sequence[Offer]) -> dict[State, int]:
    """How many procedures are in each state, those of the ministry's list only."""
    listed = [each.state for each in found if each.procedure.is_listed]
    return {state: listed.count(state) for state in State}
