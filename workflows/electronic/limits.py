"""How much data one file may bring, and the words for what is refused."""

from forms.errors import PaperError, UnknownForm, UnreadableFile

MOST_BYTES = 50_000_000  # of a file that is no bundle
MOST_UNPACKED = 300_000_000  # of a bundle, all in all
MOST_PART = 100_000_000
MOST_WORKBOOK = 60_000_000  # of an Excel file, unpacked: it is held whole
MOST_SHOWN = 2_000  # pages of attached files, all in all
MOST_PARTS = 2_000
MOST_RATIO = 200  # unpacked to packed, of parts of a megabyte and more; paper packs to 1:20
RATIO_FROM = 1_000_000
DEEPEST = 2  # ZIP in ZIP
MOST_ROWS = 2_000  # they become records in one transaction, and nobody else writes meanwhile
MOST_EMPTY = 10_000  # rows of Excel, the empty ones too
MOST_COLUMNS = 300
LONGEST_CELL = 4_000
MOST_ELEMENTS = 200_000
DEEPEST_ELEMENT = 60

_SPLIT = "いくつかのファイルに分けて、入れ直してください。"
_SENDER = "開かずに、送った人に確かめてください。"


class StrayFiles(PaperError):
    """Files in a bundle that belong to no application in it."""

    default_advice = "申請と照らし合わせ、必要なら申請者か送付元に確かめてください。"

    def __init__(self, count: int) -> None:
        super().__init__(f"どの申請のものか分からないファイルが {count} 件あります。")


def refused(what: str, advice: str = _SENDER) -> UnreadableFile:
    """`what` is wrong with 「このファイル」: a sentence that follows it (は…)."""
    return UnreadableFile(f"このファイル{what}", advice=advice)


def too_large(what: str) -> UnreadableFile:
    return refused(f"は{what}", _SPLIT)


def bomb() -> UnreadableFile:
    return refused("は、展開するとありえない大きさになります。")


def no_form(names: int, known: tuple[str, ...]) -> UnknownForm:
    """`names`: how many columns, elements or fields there are; `known`: those that are words of a
    form. The others are not told: in a list without headings they are somebody's data."""
    shown = (
        f"（{names} 欄のうち、分かるのは {'、'.join(known[:8])}）" if known else f"（{names} 欄）"
    )
    return UnknownForm(
        f"どの様式の申請か分かりません{shown}。",
        advice="様式を選んで読み直すか、情報主管課に対応表の作成を依頼してください。",
    )


def several_forms(titles: tuple[str, ...]) -> UnknownForm:
    return UnknownForm(
        f"どの様式の申請か決められません。{'、'.join(titles)}のどれにも当てはまります。",
        advice="様式を選んで、読み直してください。",
    )
