"""Checks between fields that need a lexicon. A contradiction is a doubt on the fields it names.

Kinds of rules in `form.yaml`, by the fields they name:

- `reading_of`: kana, name: the kana may be the reading of the surname
- `postal_of`: postal code, address: the code is that of the town
- `bank_of`: code, name of a bank
- `branch_of`: code, name of a branch, code of its bank

Only what two entries of a list contradict is doubted: what a list does not know is no mistake.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache

from forms.form import Form, Rule
from forms.record import Record, Value
from ocr.lexicon import banks, readings, spelling
from ocr.lexicon.addresses import front
from ocr.lexicon.places import Place, places

SPACE = "\u3000"


def check(form: Form, record: Record) -> Record:
    """The record with a doubt `lexicon` on every reading that a broken rule names."""
    values = {name: value for name, value in record.values.items() if isinstance(value, str)}
    broken: dict[str, str] = {}
    for rule in form.rules:
        if (
            rule.kind in CHECKS
            and _applies(rule, record.values)
            and CHECKS[rule.kind](rule, values)
        ):
            broken |= dict.fromkeys(rule.fields[:2], rule.message)
    return replace(
        record,
        readings=tuple(
            each.doubted("lexicon", broken[each.field]) if each.field in broken else each
            for each in record.readings
        ),
    )


def is_reading(kana: str, name: str) -> bool | None:
    """Whether kana can be how a name is read. None where the lists do not say."""
    surname, _, given = name.partition(SPACE)
    heard = kana.replace(SPACE, "")
    if given:
        fits = readings.fits_surname(surname, heard)
        return bool(readings.fits_given(given, heard)) or None if fits else fits
    known = [n for n in range(1, len(name)) if readings.fits_surname(name[:n], heard) is not None]
    if not known:
        return None
    fits_any = any(readings.fits_surname(name[:n], heard) for n in known)
    return fits_any if max(known) > 1 else fits_any or None


def is_usual_reading(kana: str, name: str) -> bool | None:
    """Whether kana are a listed reading of a name, surname and given name; else None."""
    surname, _, given = name.partition(SPACE)
    heard = kana.replace(SPACE, "")
    ends = [len(surname)] if given else range(1, len(name))
    bare = surname + given
    return (
        any(
            readings.is_listed(bare[:n], heard) and readings.fits_given(bare[n:], heard)
            for n in ends
        )
        or None
    )


def is_postal(code: str, address: str) -> bool | None:
    """Whether a postal code is the address's; a code that there is not is nobody's. None where
    that cannot be told."""
    areas = places().of_postal(code)
    if not areas:
        return False
    known = front(address)
    if not known.cities:
        plain = spelling.of_place(address)
        towns = [spelling.of_place(area.town) for area in areas]
        return any(town and plain.startswith(town) for town in towns) or None
    if code in known.codes:
        return True
    if not any(_is_of(area, known.prefecture, {c.name for c in known.cities}) for area in areas):
        return False
    # A town of which nothing is known may have any code of its municipality.
    return False if known.town else None


def is_bank(code: str, name: str) -> bool | None:
    """Whether a code is that of a bank of this name. None where either is not listed."""
    listed = banks.banks()
    own = listed.get(code)
    if own and banks.bank_name(own.name) == banks.bank_name(name):
        return True
    is_known = any(banks.bank_name(each.name) == banks.bank_name(name) for each in listed.values())
    return False if own and is_known else None


def is_branch(code: str, name: str, bank: str) -> bool | None:
    """The same for a branch of a bank."""
    listed = banks.branches(bank)
    own = listed.get(code)
    if own and branch_name(own.name) == branch_name(name):
        return True
    is_known = any(branch_name(each.name) == branch_name(name) for each in listed.values())
    return False if own and is_known else None


@lru_cache(maxsize=4096)
def branch_name(name: str) -> str:
    return spelling.of_place(spelling.narrow(name)).removesuffix("支店").removesuffix("出張所")


def _is_of(area: Place, prefecture: str, cities: set[str]) -> bool:
    return area.city in cities and prefecture in ("", area.prefecture)


def _applies(rule: Rule, values: Mapping[str, Value]) -> bool:
    return all((values.get(field) or "") == wanted for field, wanted in rule.when)


def _pair(test: Callable[[str, str], bool | None]) -> Callable[[Rule, Mapping[str, str]], bool]:
    def is_broken(rule: Rule, values: Mapping[str, str]) -> bool:
        first, second = (values.get(field) for field in rule.fields[:2])
        return bool(first and second) and test(first or "", second or "") is False

    return is_broken


def _branch(rule: Rule, values: Mapping[str, str]) -> bool:
    code, name, bank = (values.get(field) for field in rule.fields[:3])
    return bool(code and name and bank) and is_branch(code or "", name or "", bank or "") is False


def _postal(rule: Rule, values: Mapping[str, str]) -> bool:
    code, address = (values.get(field) for field in rule.fields[:2])
    if not code:
        return False
    return not places().of_postal(code) or is_postal(code, address or "") is False


CHECKS: Mapping[str, Callable[[Rule, Mapping[str, str]], bool]] = {
    "reading_of": _pair(is_reading),
    "postal_of": _postal,
    "bank_of": _pair(is_bank),
    "branch_of": _branch,
}
