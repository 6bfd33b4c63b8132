"""Baselines and rates that the effect is worked out with; monthly reports."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _baselines()
    _rates()
    _reports()


def downgrade() -> None:
    for table in ("monthly_reports", "hourly_rates", "baselines"):
        op.drop_table(table)


def _baselines() -> None:
    op.create_table(
        "baselines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("struck_by", sa.String(length=200), nullable=True),
        sa.Column("struck_at", sa.DateTime(), nullable=True),
        sa.Column("struck_because", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_baselines_form"), "baselines", ["form"])


def _rates() -> None:
    op.create_table(
        "hourly_rates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("yen", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_hourly_rates_year"), "hourly_rates", ["year"])


def _reports() -> None:
    op.create_table(
        "monthly_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        *(
            sa.Column(f"{kind}_{name}", made, nullable=False)
            for kind in ("html", "pdf")
            for name, made in (
                ("path", sa.Text()), ("sha256", sa.String(length=64)), ("size", sa.Integer())
            )
        ),
        sa.PrimaryKeyConstraint("id"),
    )  # fmt: skip
    op.create_index("monthly_reports_by_month", "monthly_reports", ["month", "id"])
