"""What an Excel file may not hold: macros, links to other files and programs, packed objects."""

from workflows.electronic import limits
from workflows.electronic.archive import Archive

_PLAIN = "マクロや外部とのつながりのない Excel ブック (.xlsx) か CSV で保存し直してください。"
_BAD = (
    ("vbaproject", "マクロがあります"),
    ("xl/macrosheets/", "マクロがあります"),
    ("xl/dialogsheets/", "マクロがあります"),
    ("xl/externallinks/", "ほかのファイルやプログラム (DDE) とのつながりがあります"),
    ("xl/connections", "外部のデータとのつながりがあります"),
    ("xl/querytables/", "外部のデータとのつながりがあります"),
    ("xl/activex/", "プログラムの部品 (ActiveX) があります"),
    ("xl/embeddings/", "ほかのファイル (OLE) が埋め込まれています"),
    ("customui/", "プログラムの部品があります"),
)
_BAD_KINDS = (
    (b"/vbaproject", "マクロがあります"),
    (b"macrosheet", "マクロがあります"),
    (b"/externallink", "ほかのファイルやプログラム (DDE) とのつながりがあります"),
    (b"/oleobject", "ほかのファイル (OLE) が埋め込まれています"),
    (b"/connections", "外部のデータとのつながりがあります"),
)  # fmt: skip
"""What a part is called counts for nothing: how others point to it decides what it does."""
_TYPES = "[Content_Types].xml"


def is_excel(names: frozenset[str]) -> bool:
    return _TYPES in names and any(name.startswith("xl/") for name in names)


def is_other_office(names: frozenset[str]) -> bool:
    """A document of Word, PowerPoint or OpenDocument."""
    return (_TYPES in names and not is_excel(names)) or "META-INF/manifest.xml" in names


def check(archive: Archive) -> None:
    """Every part is unpacked once and counted. Raises UnreadableFile."""
    left = limits.MOST_WORKBOOK
    for part in archive.parts:
        name = part.name.lower()
        for start, what in _BAD:
            if start in name:
                raise limits.refused(f"には{what}。", _PLAIN)
        data = archive.read(part)
        left -= len(data)
        if left < 0:
            raise limits.too_large("展開すると大きすぎます。")
        if part.suffix in (".xml", ".rels", ".vml"):
            _check_text(name, data.replace(b"\0", b""))  # UTF-16 reads alike


def _check_text(name: str, data: bytes) -> None:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise limits.refused("は Excel の普通のブックではありません。", _PLAIN)
    is_types = name == _TYPES.lower()
    if is_types and b"macroEnabled" in data:
        raise limits.refused("はマクロのあるブックです。", _PLAIN)
    if is_types or name.endswith(".rels"):
        for kind, what in _BAD_KINDS:
            if kind in data.lower():
                raise limits.refused(f"には{what}。", _PLAIN)
