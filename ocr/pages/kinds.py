"""What a file is by its first bytes, never by its name."""

_PDF_HEAD = 1024  # bytes within which a PDF's header may start (PDF 32000-1, annex H)

_IMAGES = (
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"II+\x00", "TIFF"),
    (b"MM\x00+", "TIFF"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
)

_OTHERS = (
    (b"PK\x03\x04", "Office 文書か ZIP ファイル"),
    (b"\xd0\xcf\x11\xe0", "古い Office 文書 (Word・Excel・一太郎など)"),
    (b"GIF8", "GIF 画像"),
    (b"BM", "BMP 画像"),
    (b"RIFF", "WebP 画像か動画・音声"),
    (b"7z\xbc\xaf", "7-Zip ファイル"),
    (b"Rar!", "RAR ファイル"),
    (b"MZ", "プログラム"),
    (b"{\\rtf", "リッチテキスト"),
    (b"<", "HTML か XML の文書"),
)


def kind_of(head: bytes) -> str | None:
    """`PDF`, `TIFF`, `JPEG` or `PNG`; None for anything else."""
    for magic, kind in _IMAGES:
        if head.startswith(magic):
            return kind
    return "PDF" if b"%PDF-" in head[:_PDF_HEAD] else None


def other_kind(head: bytes) -> str:
    """A Japanese name for what cannot be read."""
    if head[4:8] == b"ftyp":
        is_heif = head[8:12] in (b"heic", b"heix", b"mif1", b"hevc", b"avif")
        return "HEIC 画像 (スマートフォンの写真)" if is_heif else "動画"
    for magic, kind in _OTHERS:
        if head.lstrip().startswith(magic):
            return kind
    return "知らない種類のファイル"
