"""What tells a record apart in the target system: no two of one key are entered at one time."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("records", sa.Column("entry_key", sa.String(length=64), nullable=True))
    op.create_index(op.f("ix_records_entry_key"), "records", ["entry_key"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_records_entry_key"), table_name="records")
    op.drop_column("records", "entry_key")
