"""What the QR code of a separator sheet (仕切り紙) says: which papers come after it, how many.

    utsushi-separator:1:part:12:jido-teate:24:こども課:6f1c…

version, kind, serial, form, count, department, and a keyed check over all of it (the first 80 bits
of HMAC-SHA256), so that a sheet of another office, or one that somebody made up, is known for what
it is. Nothing personal.
"""

import hashlib
import hmac
from dataclasses import dataclass
from enum import StrEnum

MARK = "utsushi-separator:"
VERSION = "1"
CHECK_DIGITS = 20  # hexadecimal
MOST_APPLICATIONS = 1000  # that one sheet announces; a file has at most some hundred pages


class Kind(StrEnum):
    """What a sheet does. Values stand on paper and in the store: never rename one."""

    PART = "part"  # begins a part of the stack
    END = "end"  # ends it: what comes after was announced by nobody


@dataclass(frozen=True, slots=True)
class Separator:
    """One sheet. `count`: applications, not pages. An END sheet has no form and no department."""

    serial: int
    kind: Kind
    form: str = ""
    department: str = ""
    count: int = 0


def written(separator: Separator, key: bytes) -> str:
    """The text for the QR code."""
    body = _body(separator)
    return f"{body}:{_check(body, key)}"


def is_separator(text: str) -> bool:
    """It says that it is a sheet of this kind, whoever made it."""
    return text.startswith(MARK)


def understood(text: str, key: bytes) -> Separator | None:
    """The sheet, if it was made with this key; None for anything else."""
    body, _, check = text.rpartition(":")
    if not is_separator(text) or not hmac.compare_digest(
        _check(body, key).encode(), check.encode()
    ):
        return None
    _, version, kind, serial, form, count, department = body.split(":", 6)
    if version != VERSION:
        return None
    return Separator(int(serial), Kind(kind), form, department, int(count))


def _body(separator: Separator) -> str:
    one = separator
    return f"{MARK}{VERSION}:{one.kind}:{one.serial}:{one.form}:{one.count}:{one.department}"


def _check(body: str, key: bytes) -> str:
    return hmac.new(key, body.encode(), hashlib.sha256).hexdigest()[:CHECK_DIGITS]
