"""Text on its way into a database: alike in every database that we know."""

from typing import Any

from sqlalchemy import Engine, event

NUL, REPLACED = "\x00", "\N{REPLACEMENT CHARACTER}"


def guard(engine: Engine) -> None:
    """PostgreSQL keeps no NUL in a text (born-digital papers and forms sent by programs may hold
    one); SQLite would. Both are given the sign for what is no character instead."""
    event.listen(engine, "before_cursor_execute", _without_nul, retval=True)


def _without_nul(
    _connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool
) -> tuple[str, Any]:
    if many and isinstance(parameters, list):  # else rows of one INSERT, their values in a row
        return statement, [_clean(each) for each in parameters]
    return statement, _clean(parameters)


def _clean(parameters: Any) -> Any:
    if isinstance(parameters, dict):
        return {name: _replaced(value) for name, value in parameters.items()}
    return tuple(_replaced(value) for value in parameters)


def _replaced(value: Any) -> Any:
    return value.replace(NUL, REPLACED) if isinstance(value, str) and NUL in value else value
