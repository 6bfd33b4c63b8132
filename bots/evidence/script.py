"""What is asked of a page when evidence is taken, put together from `page/*.js`."""

from functools import cache
from pathlib import Path

PAGE = Path(__file__).parent / "page"
PARTS = ("searching", "looking", "hiding", "wording", "asking")


@cache
def masking() -> str:
    """One function of a dict: `act` (hide, show, read), `part`, `token`, `secrets`, `words`."""
    return "(asked) => {\n" + "\n".join(_read(part) for part in PARTS) + "}"


@cache
def preparing() -> str:
    """Runs in every document before its own scripts."""
    return _read("preparing")


def _read(part: str) -> str:
    return (PAGE / f"{part}.js").read_text(encoding="utf-8")
