"""What is data and what is paper, by the first bytes of a file. Only plain text, which has none
that would tell, goes by its name."""

from pathlib import PurePath

from workflows.electronic.csv_file import SUFFIXES

HEAD_BYTES = 4096
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OTHERS = ("<!doctype html", "<html", "<svg")
_ENDS = (*SUFFIXES, ".xml", ".zip", ".xlsx")


def is_zip(head: bytes) -> bool:
    """Also Excel and other documents of today's offices."""
    return head.startswith(_ZIP)


def is_xml(head: bytes) -> bool:
    text = _text(head).lstrip("\ufeff \r\n\t").lower()
    return text.startswith("<") and not text.startswith(_OTHERS)


def is_list(head: bytes, name: str) -> bool:
    """A CSV or TSV: by its name, as long as it holds text."""
    is_named = PurePath(name).suffix.lower() in SUFFIXES
    return is_named and bool(head) and "\0" not in _text(head)


def is_data(head: bytes, name: str) -> bool:
    return is_zip(head) or is_xml(head) or is_list(head, name)


def is_named_as_data(name: str) -> bool:
    """The name says so; what is in it may not."""
    return PurePath(name).suffix.lower() in _ENDS


def _text(head: bytes) -> str:
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "latin-1"
    return head[: len(head) // 2 * 2].decode(encoding, "replace")
