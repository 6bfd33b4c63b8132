"""Double entry, samples of what passed, what review costs."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "records", sa.Column("double_left", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column("records", sa.Column("double_fields", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("records", sa.Column("disputed", sa.JSON(none_as_null=True), nullable=True))
    op.create_index(
        "records_by_double", "records", ["double_left", "state", "fields_doubted"],
        sqlite_where=sa.text("double_left > 0"), postgresql_where=sa.text("double_left > 0"),
    )  # fmt: skip
    _tasks()
    _looks()
    op.create_table(
        "sampling_rates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=64), nullable=False),
        sa.Column("rate", sa.Double(), nullable=True),
        sa.Column("holding", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "review_costs",
        sa.Column("form", sa.String(length=64), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("mean", sa.Double(), nullable=False),
        sa.Column("at_least", sa.Double(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("form"),
    )


def downgrade() -> None:
    for table in ("review_costs", "sampling_rates", "second_looks", "second_tasks"):
        op.drop_table(table)
    op.drop_index("records_by_double", "records")
    op.drop_column("records", "disputed")
    op.drop_column("records", "double_fields")
    op.drop_column("records", "double_left")


def _tasks() -> None:
    op.create_table(
        "second_tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=64), nullable=False),
        sa.Column("field", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("rate", sa.Double(), nullable=True),
        sa.Column("holding", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("first_person", sa.Integer(), nullable=True),
        sa.Column("first_by", sa.String(length=200), nullable=True),
        sa.Column("lease_person", sa.Integer(), nullable=True),
        sa.Column("lease_until", sa.DateTime(), nullable=True),
        sa.Column("settled_by", sa.String(length=200), nullable=True),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("corrected_by", sa.String(length=200), nullable=True),
        sa.Column("corrected_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("record_id", "field", "purpose", "round"),
    )
    op.create_index("second_tasks_waiting", "second_tasks", ["purpose", "state", "form", "id"])
    op.create_index(op.f("ix_second_tasks_record_id"), "second_tasks", ["record_id"])
    op.create_index(op.f("ix_second_tasks_settled_at"), "second_tasks", ["settled_at"])


def _looks() -> None:
    op.create_table(
        "second_looks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("raw", sa.Text(), nullable=True),
        sa.Column("value", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("is_readable", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["second_tasks.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("task_id", "person"),
    )
