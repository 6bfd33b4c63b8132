"""A field to look at blind, and one that two looks differ in, as their pages show them."""

from dataclasses import dataclass

from forms.record import Reading, Value
from review.shown.fields import BLANK, ShownField, show
from review.shown.words import in_words
from workflows.reviewing import FieldView, as_text
from workflows.second_looks.blind import MANY
from workflows.second_looks.double import Difference
from workflows.second_looks.samples import Flagged
from workflows.second_looks.tasks import Task

UNREADABLE = "（読めない）"


@dataclass(frozen=True, slots=True)
class Choice:
    """A text that somebody gave. `text` None can be seen, not chosen."""

    text: str | None
    words: str
    whose: str


@dataclass(frozen=True, slots=True)
class ShownTask:
    """`picture` is where the place on the paper is; None where there is no image."""

    id: int
    record_id: int
    title: str
    field: ShownField
    picture: str | None
    choices: tuple[Choice, ...] = ()


def blank_field(task: Task) -> ShownField:
    """The field's row without a value: what kind of input it takes."""
    nothing = Reading(task.field.id, "", None, 0.0, task.field.page, task.box, "")
    return show(FieldView(task.field, nothing, nothing, None), reveal=True)


def how_many(left: int) -> str:
    return f"{left} 以上" if left >= MANY else str(left)


def show_task(task: Task, url: str, choices: tuple[Choice, ...] = ()) -> ShownTask:
    """`url`: of the task; its picture lies below."""
    picture = f"{url}/picture" if task.page else None
    return ShownTask(task.id, task.record_id, task.form.title, blank_field(task), picture, choices)


def choices_of(difference: Difference) -> tuple[Choice, ...]:
    """Nobody is named."""
    field = difference.task.field
    texts = (difference.first, difference.second)
    return tuple(
        Choice(text, UNREADABLE if text is None else in_words(field, text or None) or BLANK, whose)
        for text, whose in zip(texts, ("一人目", "二人目"), strict=True)
    )


def choices_in(flag: Flagged) -> tuple[Choice, ...]:
    def choice(value: Value, whose: str) -> Choice:
        return Choice(as_text(value), in_words(flag.task.field, value) or BLANK, whose)

    return choice(flag.read, "登録した値"), choice(flag.typed, "抜き取りの入力")
