"""Run by Alembic. The connection comes from `workflows.store.migrate`, inside its transaction."""

from alembic import context

from workflows.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
)
context.run_migrations()
