"""For which department a document was dropped, and who uploaded it."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("documents", sa.Column("department", sa.String(200), nullable=True))
    op.add_column("documents", sa.Column("uploaded_by", sa.String(200), nullable=True))
    op.create_index("ix_documents_department", "documents", ["department"])


def downgrade() -> None:
    op.drop_index("ix_documents_department", "documents")
    op.drop_column("documents", "uploaded_by")
    op.drop_column("documents", "department")
