"""What was typed at a task, by whom."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.errors import StoreError
from forms.form import Field
from workflows.accounts import Account
from workflows.store import readings
from workflows.store.tables import SecondLookRow, SecondTaskRow

Looks = Sequence[SecondLookRow]


class SamePerson(StoreError):
    """One person may not look twice."""

    default_advice = "ほかの人が入力してください。"

    def __init__(self, label: str) -> None:
        super().__init__(f"「{label}」は、すでにあなたが入力しました。")


def looks(session: Session, row: SecondTaskRow) -> Looks:
    """In the order in which they were typed."""
    query = select(SecondLookRow).where(SecondLookRow.task_id == row.id)
    return session.scalars(query.order_by(SecondLookRow.id)).all()


def check_is_new(found: Looks, person: Account, label: str) -> None:
    """Raises SamePerson where the person has looked before, under whatever name."""
    if any(each.person == person.id or each.by == person.name for each in found):
        raise SamePerson(label)


def text_of(look: SecondLookRow) -> str | None:
    """Its value as one types it; None where it could not be read."""
    if not look.is_readable:
        return None
    value = readings.from_json(look.value)
    return "、".join(value) if isinstance(value, tuple) else value or ""


def forget_private(found: Looks, field: Field) -> None:
    """What was typed of a private field is kept no longer than it takes to settle it."""
    if field.private:
        for each in found:
            each.raw, each.value = None, None
