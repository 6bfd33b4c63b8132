"""When a piece of evidence was taken. Those from before do not know."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("evidence", sa.Column("taken_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("evidence", "taken_at")
