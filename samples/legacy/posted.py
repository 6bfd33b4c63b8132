"""What the browser sent, decoded as the pages are: CP932.

A character outside CP932 arrives as a reference such as &#134071; and is left as it came.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl


@dataclass(frozen=True, slots=True)
class Posted:
    """Names and values in the order sent; a name may come several times (checkboxes)."""

    pairs: tuple[tuple[str, str], ...] = ()

    @classmethod
    def parse(cls, encoded: str) -> Posted:
        """Decode a query string or an urlencoded body. Bytes that are no CP932 become U+FFFD."""
        pairs = parse_qsl(encoded, keep_blank_values=True, encoding="cp932", errors="replace")
        return cls(tuple((name, _tidy(value)) for name, value in pairs))

    def get(self, name: str) -> str:
        """The first value of a name, empty when it did not come."""
        return next((value for key, value in self.pairs if key == name), "")

    def joined(self, name: str) -> str:
        """Every value of a name, joined by a comma."""
        return ",".join(value for key, value in self.pairs if key == name)

    def draft(self, names: Iterable[str]) -> dict[str, str]:
        """The values of these inputs. What did not come is blank: so browsers send no tick."""
        return {name: self.joined(name) for name in names}

    def number(self, name: str, default: int) -> int:
        """A value as a whole number, `default` when it is none."""
        value = self.get(name)
        return int(value) if value.isascii() and value.isdigit() else default


def _tidy(value: str) -> str:
    return value.replace("\r\n", "\n").strip(" \n")
