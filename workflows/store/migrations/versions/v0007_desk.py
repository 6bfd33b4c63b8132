"""What the review desk keeps; the queue's order and the wanted form in the record."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_NEW = (
    ("received_at", sa.DateTime()),
    ("wanted_form", sa.String(length=64)),
    ("wanted_version", sa.String(length=64)),
)


def upgrade() -> None:
    for name, kind in _NEW:
        op.add_column("records", sa.Column(name, kind, nullable=True))
    reviewed: sa.Column[bool] = sa.Column(
        "reviewed", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("records", reviewed)
    op.execute(
        "UPDATE records SET received_at = (SELECT received_at FROM documents"
        " WHERE documents.id = records.document_id)"
    )
    op.create_index("records_in_order", "records", ["state", "received_at", "id"])
    op.create_index("records_by_form", "records", ["state", "form", "received_at", "id"])
    op.create_index("records_by_receipt", "records", ["receipt_number"])
    _drafts()
    _send_backs()
    _past_readings()


def downgrade() -> None:
    for table in ("past_readings", "send_backs", "drafts"):
        op.drop_table(table)
    for index in ("records_by_receipt", "records_by_form", "records_in_order"):
        op.drop_index(index, "records")
    op.drop_column("records", "reviewed")
    for name, _ in reversed(_NEW):
        op.drop_column("records", name)


def _drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("record_id", "field", "by"),
    )
    op.create_index(op.f("ix_drafts_until"), "drafts", ["until"])


def _send_backs() -> None:
    op.create_table(
        "send_backs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("receiver", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("missing", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_send_backs_record_id"), "send_backs", ["record_id"])


def _past_readings() -> None:
    op.create_table(
        "past_readings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=False),
        sa.Column("pages", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("readings", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("answers", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_past_readings_record_id"), "past_readings", ["record_id"])
