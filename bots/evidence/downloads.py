"""Files that the target gave: kept as they are only where nothing private can be in them."""

from collections.abc import Iterable

from bots.evidence.hiding import Hiding, hide

TEXTS = frozenset({".csv", ".tsv", ".txt", ".json", ".xml", ".html", ".htm", ".yaml", ".yml"})
ENCODINGS = ("utf-8-sig", "cp932", "utf-16")

NOT_KEPT = (
    "業務システムから受け取ったファイル ({suffix}、{size:,} バイト) は保存していません。\n"
    "この申請には人に見せてはならない項目があり、この形式では隠せないためです。\n"
)


def fit_to_keep(content: bytes, suffix: str, hiding: Hiding) -> tuple[bytes, str]:
    """What may be kept of a file, and its suffix: a text masked, anything else whole where the
    record has nothing private, and otherwise the words that it was not kept."""
    if suffix in TEXTS and (text := _decoded(content, ENCODINGS)) is not None:
        masked = "\n".join(hide(line, hiding.secrets) for line in text.split("\n"))
        return (content, suffix) if masked == text else (masked.encode("utf-8"), ".txt")
    if not hiding.secrets:
        return content, suffix
    return NOT_KEPT.format(suffix=suffix or "?", size=len(content)).encode("utf-8"), ".txt"


def _decoded(content: bytes, encodings: Iterable[str]) -> str | None:
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
