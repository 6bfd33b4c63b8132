"""For every test: hypothesis measures no time (a busy machine is slow, not wrong)."""

from hypothesis import settings

from tests.postgres import (
    chosen_store,
    postgres,
    postgres_migrated,
    postgres_store,
    postgres_url,
)

__all__ = [  # fixtures of every room
    "chosen_store",
    "postgres",
    "postgres_migrated",
    "postgres_store",
    "postgres_url",
]

settings.register_profile("utsushi", deadline=None)
settings.load_profile("utsushi")
