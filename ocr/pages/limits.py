"""How much one file may ask for, and the words for a file that cannot be read."""

from forms.errors import UnreadableFile

MAX_PAGES = 400  # a stack of a day at a counter, both sides; more is a mistake or an attack
MAX_PIXELS = 80_000_000  # one page: A3 at 600 dpi has 70 million
MAX_BYTES = 1_000_000_000
MAX_PAGE_SECONDS = 20.0  # of one core, to make a picture of a PDF page; a scan takes 0.1

_RESCAN = "原本をスキャンし直して、受付フォルダに入れてください。"


def empty(name: str) -> UnreadableFile:
    return UnreadableFile(f"{name} は空のファイルです (0 バイト)。", advice=_RESCAN)


def broken(name: str, kind: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name} は壊れています ({kind} として開けません)。",
        advice=f"元のファイルから入れ直すか、{_RESCAN}",
    )


def truncated(name: str, kind: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name} は途中で切れています ({kind} の終わりがありません)。",
        advice=f"コピーが終わる前のファイルかもしれません。入れ直すか、{_RESCAN}",
    )


def encrypted(name: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name} はパスワードで保護されています。",
        advice="パスワードを外して保存し直してから、受付フォルダに入れてください。",
    )


def too_many_pages(name: str, count: int, limit: int) -> UnreadableFile:
    return UnreadableFile(
        f"{name} は {count} ページあり、一度に読める {limit} ページを超えています。",
        advice="申請ごとのファイルに分けて、受付フォルダに入れてください。",
    )


def too_large(name: str, page: int) -> UnreadableFile:
    return UnreadableFile(
        f"{name} の {page} ページ目の画像が大きすぎます。",
        advice="解像度を 300 dpi、用紙を A4 か A3 にして、スキャンし直してください。",
    )


def too_slow(name: str, page: int) -> UnreadableFile:
    return UnreadableFile(
        f"{name} の {page} ページ目は、図が複雑すぎて開けません。",
        advice="紙に印刷し、スキャンし直して、受付フォルダに入れてください。",
    )


def file_too_large(name: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name} は大きすぎて開けません (1 GB まで)。",
        advice="申請ごとのファイルに分けて、受付フォルダに入れてください。",
    )


def unpacks_too_large(name: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name} は、中身を広げると紙の書類ではありえない大きさになります。",
        advice="壊れているか、悪意のあるファイルです。開かずに、送った人に確かめてください。",
    )


def starts_programs(name: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name} は、開くとプログラムを起動するように作られています。",
        advice="悪意のあるファイルかもしれません。開かずに、送った人に確かめてください。",
    )


def dynamic_form(name: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name} は動的な XFA 形式の PDF で、用紙の形を持っていません。",
        advice="Adobe Acrobat で印刷して PDF にするか、紙に印刷してスキャンしてください。",
    )


def no_pages(name: str) -> UnreadableFile:
    return UnreadableFile(f"{name} にはページがありません。", advice=_RESCAN)


def unsupported(name: str, kind: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name} は{kind}です。読めるのは PDF・TIFF・JPEG・PNG です。",
        advice="PDF か画像に変換するか、紙に印刷してスキャンしてください。",
    )


def not_openable(name: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name} を開けません。",
        advice="ほかのソフトで開いていないか、アクセス権があるか確かめてください。",
    )
