"""What is encrypted at rest: a drop is told from another by a hash of where it lay, a figure of a
comb is long enough to be sealed. What is there already is sealed by `utsushi keys seal`."""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_DOCUMENTS = sa.table(
    "documents", sa.column("id"), sa.column("arrival_path"), sa.column("arrival_key"),
    sa.column("inbox_key"),
)  # fmt: skip


def upgrade() -> None:
    op.add_column("documents", sa.Column("arrival_key", sa.String(length=64), nullable=True))
    op.add_column("documents", sa.Column("inbox_key", sa.String(length=64), nullable=True))
    _name_drops()
    _tell_drops_apart("arrival_key")
    with op.batch_alter_table("alike_cells") as table:
        table.alter_column(
            "figure", existing_type=sa.String(length=1), type_=sa.Text(), existing_nullable=False
        )


def downgrade() -> None:
    with op.batch_alter_table("alike_cells") as table:
        table.alter_column(
            "figure", existing_type=sa.Text(), type_=sa.String(length=1), existing_nullable=False
        )
    _tell_drops_apart("arrival_path")
    op.drop_column("documents", "inbox_key")
    op.drop_column("documents", "arrival_key")


def _tell_drops_apart(column: str) -> None:
    still = sa.text("shelved_at IS NULL")
    op.drop_index("one_row_a_drop", "documents")
    op.create_index(
        "one_row_a_drop", "documents", [column, "sha256"], unique=True, sqlite_where=still,
        postgresql_where=still,
    )  # fmt: skip


def _name_drops() -> None:
    """Plain hashes, which become keyed ones at the next start: see `workflows.opening`."""
    connection = op.get_bind()
    found = connection.execute(sa.select(_DOCUMENTS.c.id, _DOCUMENTS.c.arrival_path)).all()
    for row in found:
        key = hashlib.sha256(row.arrival_path.encode("utf-8", "surrogatepass")).hexdigest()
        connection.execute(
            sa.update(_DOCUMENTS).where(_DOCUMENTS.c.id == row.id).values(arrival_key=key)
        )
