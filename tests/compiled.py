"""Statements are compiled once in a test process, not once for each engine.

SQLAlchemy keeps what it has compiled with the engine, and each test opens a store of its own: a
third of the time of such tests went into compiling the same statements. A copy forgets what was
made for the dialect of another engine, on which the keys of its store hang.
"""

import copy
from typing import Any

from sqlalchemy.engine import Dialect
from sqlalchemy.sql.elements import ClauseElement

_compiled: dict[tuple[object, ...], Any] = {}
_OF_THE_DIALECT = (
    "_bind_processors",
    "_inserted_primary_key_from_lastrowid_getter",
    "_inserted_primary_key_from_returning_getter",
)
_original = ClauseElement._compile_w_cache


def share() -> None:
    """From now on, for every engine of this process."""
    ClauseElement._compile_w_cache = _compile_w_cache  # type: ignore[method-assign]


def _compile_w_cache(
    statement: ClauseElement, dialect: Dialect, *, compiled_cache: Any, **how: Any
) -> Any:
    if compiled_cache is None:
        return _original(statement, dialect, compiled_cache=None, **how)
    return _original(statement, dialect, compiled_cache=_Shared(dialect, compiled_cache), **how)


class _Shared:
    """The cache of an engine, which looks among those of others, too."""

    def __init__(self, dialect: Dialect, own: Any) -> None:
        self._dialect, self._own = dialect, own

    def get(self, key: tuple[object, ...]) -> Any:
        found = self._own.get(key)
        if found is None and (other := _compiled.get(self._among_all(key))) is not None:
            found = self._own[key] = _for(other, self._dialect)
        return found

    def __setitem__(self, key: tuple[object, ...], compiled: Any) -> None:
        self._own[key] = compiled
        _compiled[self._among_all(key)] = _for(compiled, self._dialect)

    def _among_all(self, key: tuple[object, ...]) -> tuple[object, ...]:
        return (self._dialect.name, self._dialect.driver, *key[1:])


def _for(compiled: Any, dialect: Dialect) -> Any:
    made = copy.copy(compiled)
    made.dialect = dialect
    made._cached_metadata = None
    for name in _OF_THE_DIALECT:
        made.__dict__.pop(name, None)
    return made
