"""個人情報ファイル簿: what an office has to publish of each file on persons, filled from forms,
procedures and the store; the rest is left to the office. Source: 個人情報の保護に関する法律 第75条,
第74条.
"""

from workflows.privacy.headings import Heading
from workflows.privacy.people import Count
from workflows.privacy.register import Cell, Entry, Need, Registers, Source
from workflows.privacy.writing import SUFFIXES, Kind, write

__all__ = [
    "SUFFIXES", "Cell", "Count", "Entry", "Heading", "Kind", "Need", "Registers", "Source", "write",
]  # fmt: skip
