"""How our flows and tasks run: no retries of Prefect's own (the store decides what is done again),
nothing of theirs kept, parameters checked by us."""

from typing import Any

from prefect.cache_policies import NO_CACHE

PLAIN: dict[str, Any] = {"cache_policy": NO_CACHE, "persist_result": False, "retries": 0}
"""For tasks."""
QUIET: dict[str, Any] = {"persist_result": False, "validate_parameters": False, "retries": 0}
"""For flows."""
