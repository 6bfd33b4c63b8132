"""What a confidence was made of, so that thresholds can be learnt from reviewed records.

Readings from before have confidences of another scale: their basis says so.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("readings", sa.Column("figures", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("readings", sa.Column("basis", sa.String(length=64), nullable=True))
    op.execute("UPDATE readings SET basis = 'uncalibrated'")


def downgrade() -> None:
    op.drop_column("readings", "basis")
    op.drop_column("readings", "figures")
