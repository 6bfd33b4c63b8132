"""Records that entry leaves alone until a drawn field has been looked at."""

from sqlalchemy import ColumnElement, select

from workflows.second_looks.stages import Purpose, Stage
from workflows.store.tables import RecordRow, SecondTaskRow


def is_held() -> ColumnElement[bool]:
    """A condition on `RecordRow`."""
    return (
        select(SecondTaskRow.id)
        .where(
            SecondTaskRow.record_id == RecordRow.id,
            SecondTaskRow.purpose == Purpose.SAMPLE,
            SecondTaskRow.state == Stage.OPEN,
            SecondTaskRow.holding.is_(True),
        )
        .exists()
    )
