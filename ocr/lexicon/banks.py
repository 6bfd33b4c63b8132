"""Banks and their branches with the codes of 全国銀行協会.

Source: the package `zengin-code` (MIT). Importing it loads every branch of Japan; its files are
read one bank at a time instead.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from ocr.lexicon import spelling
from ocr.lexicon.words import Seen, Words, Worth, worth

BANKS_USED = 0.9  # share of people's banks that are on the list by the name that they write
SYMBOLS = 1000  # characters in use in names of banks
KINDS = ("銀行", "信用金庫", "信金", "信用組合", "信組", "農業協同組合", "農協", "労働金庫", "労金")


@dataclass(frozen=True, slots=True)
class Listed:
    """A bank or a branch: code (4 or 3 digits), name without 銀行 or 支店, reading."""

    code: str
    name: str
    kana: str


@cache
def banks() -> Mapping[str, Listed]:
    """All banks by code, read once."""
    return _read("banks.json")


@lru_cache(64)
def branches(bank: str) -> Mapping[str, Listed]:
    """Branches of a bank by code; empty for a code that is none."""
    return _read(f"branches/{bank}.json") if bank in banks() else {}


def _read(name: str) -> Mapping[str, Listed]:
    spec = find_spec("zengin_code")
    folders = spec.submodule_search_locations if spec else None
    if not folders:
        return {}
    path = Path(next(iter(folders))) / "source-data" / "data" / name
    if not path.is_file():
        return {}
    listed = json.loads(path.read_text(encoding="utf-8"))
    return {
        code: Listed(code, str(each["name"]), str(each["kana"])) for code, each in listed.items()
    }


def bank_name(name: str) -> str:
    """Without the kind of bank, which papers print beside it."""
    plain = spelling.of_place(spelling.narrow(name))
    return next((plain.removesuffix(kind) for kind in KINDS if plain.endswith(kind)), plain)


class BankNames:
    """The lexicon of a field for the name of a bank, with its kind or without."""

    def weigh(self, text: str) -> Worth:
        known, name = _names(), bank_name(text)
        share = BANKS_USED / len(known) if name in known else 0.0
        found = worth(share, 1 - BANKS_USED, SYMBOLS, len(name))
        return Worth(found.log, len(text) if found.covered else 0)

    def proposals(self, text: str, peaks: Mapping[str, float]) -> Iterator[str]:
        seen, name = Seen(peaks, spelling.of_place), bank_name(text)
        if name and name not in _names() and len(name) <= len(text):
            front, rest = text[: len(name)], text[len(name) :]
            for each in _words().near(name, seen.peaks):
                yield seen.spelt(each, front) + rest


@cache
def _names() -> frozenset[str]:
    return frozenset(bank_name(each.name) for each in banks().values())


@cache
def _words() -> Words:
    return Words(_names())
