"""Alembic migrations. Add one with a new module in `versions`, named `v<number>_<what>.py`."""
