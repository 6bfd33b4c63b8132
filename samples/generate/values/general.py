"""Values for any form: by the items, subjects and rules that it declares, and a few words.

Fields of one subject tell of one person and one home. What the rules ask for is put right where
that can be done (an agent's number beside the name), else all is drawn again.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random

from forms.era import to_era
from forms.errors import SetupError
from forms.form import Field, FieldType, Form
from forms.record import Value
from forms.rule_kinds import CHECKS
from samples.generate import tables
from samples.generate.people import Home, Person, Town
from samples.generate.values.mending import mended
from samples.generate.values.vocabulary import Vocabulary, vocabulary_of

_TRIES = 200
_BLANK = 0.2
_CODE = 23  # digits of an invented QR code
_AGES, _DAYS = (25, 80), (-60, 0)
_ROW = re.compile(r"\d+$")
_TODAY = ("申請年月日", "届出年月日", "提出年月日")


def general(form: Form, town: Town, rng: Random, today: date) -> dict[str, Value]:
    """Field id → value for every field; no rule of the form is broken. Raises SetupError where a
    word is missing, or the rules cannot be kept."""
    vocabulary = vocabulary_of(form.id)
    for _ in range(_TRIES):
        making = _Making(form, vocabulary, town, rng, today)
        values = mended(form, making.values(), making.value)
        if not broken(form, values):
            return values
    raise SetupError(f"様式 {form.id} の規則に合う記入例を作れません: {broken(form, values)}")


def broken(form: Form, values: Mapping[str, Value]) -> list[str]:
    """Messages of the rules that do not hold."""
    return [
        rule.message
        for rule in form.rules
        if rule.kind in CHECKS
        and all((values.get(name) or "") == wanted for name, wanted in rule.when)
        and CHECKS[rule.kind](rule, values)
    ]


class _Making:
    """One application. The first subject of the form is its own person."""

    def __init__(
        self, form: Form, vocabulary: Vocabulary, town: Town, rng: Random, today: date
    ) -> None:
        self._form, self._words, self._town = form, vocabulary, town
        self._rng, self._today = rng, today
        self._people: dict[str, Person] = {}
        self._homes: dict[str, Home] = {}
        self._banks: dict[str, tuple[str, ...]] = {}
        self._first = next((f.subject for f in form.fields if f.item == "氏名"), "")

    def values(self) -> dict[str, Value]:
        filled = self._rows()
        values: dict[str, Value] = {}
        for field in self._form.fields:
            is_left = field.group is not None and field.group not in filled
            values[field.id] = None if is_left or self._is_left_out(field) else self.value(field)
            if is_left and field.type is FieldType.SEAL:
                values[field.id] = "なし"
        return values

    def value(self, field: Field) -> Value:
        """What stands in the field when it is not left out."""
        words = self._words.words.get(_plain(field))
        if isinstance(words, dict):
            words = words[self._person(field.subject).sex]
        if words is not None:
            return self._rng.choice(words)
        found = self._of_item(field)
        return found if found is not None else self._of_type(field)

    def _rows(self) -> set[str]:
        """The row groups that are filled: of each table the first ones."""
        groups: dict[str, list[str]] = {}
        for field in self._form.fields:
            if field.group and field.group not in groups.setdefault(_ROW.sub("", field.group), []):
                groups[_ROW.sub("", field.group)].append(field.group)
        needed = {field.group for field in self._form.fields if field.group and field.required}
        filled = set()
        for rows in groups.values():
            least = max(1, sum(row in needed for row in rows))
            filled |= set(rows[: self._rng.randint(least, len(rows))])
        return filled

    def _is_left_out(self, field: Field) -> bool:
        if field.required or field.type is FieldType.SEAL:
            return False
        often = self._words.blank.get(_plain(field), 0.0 if field.group else _BLANK)
        return self._rng.random() < often

    def _of_item(self, field: Field) -> Value:
        item, subject = field.item, field.subject
        if item in ("金融機関名", "金融機関種別", "金融機関コード", "支店名", "支店コード"):
            return self._bank(subject)[_BANK.index(item)]
        if item in ("氏名", "フリガナ", "生年月日", "性別", "個人番号", "口座名義人カナ"):
            return self._of_person(item, self._person(subject))
        if item in ("郵便番号", "住所", "電話番号"):
            home = self._home(subject)
            return {"郵便番号": home.postal, "住所": home.address, "電話番号": home.phone}[item]
        if item in ("続柄", "本人との関係"):
            return self._rng.choice(_KIN[self._person(subject).sex])
        if item == "介護保険被保険者番号":
            return "00" + self._town.digits(8)
        return self._today.isoformat() if item in _TODAY else None

    @staticmethod
    def _of_person(item: str, person: Person) -> str:
        return {
            "氏名": person.name, "フリガナ": person.kana, "口座名義人カナ": person.kana,
            "生年月日": person.birth.isoformat(), "性別": person.sex,
            "個人番号": person.my_number,
        }[item]  # fmt: skip

    def _of_type(self, field: Field) -> Value:
        town = self._town
        makers: dict[FieldType, Callable[[], Value]] = {
            FieldType.CHOICE: lambda: self._choice(field),
            FieldType.DATE: lambda: self._day(field),
            FieldType.NUMBER: lambda: self._number(field),
            FieldType.SEAL: lambda: (
                "あり" if field.required else self._rng.choice(("あり", "なし"))
            ),
            FieldType.NAME: lambda: town.person(_AGES, self._today).name,
            FieldType.KANA: lambda: town.person(_AGES, self._today).kana,
            FieldType.MY_NUMBER: town.my_number,
            FieldType.QR: lambda: town.digits(_CODE),
            FieldType.ADDRESS: lambda: town.home().address,
            FieldType.PHONE: lambda: town.home().phone,
            FieldType.POSTAL_CODE: lambda: town.home().postal,
        }
        if field.type not in makers:
            raise SetupError(f"words/{self._form.id}.yaml に「{_plain(field)}」の語がありません。")
        return makers[field.type]()

    def _day(self, field: Field) -> str:
        least, most = self._words.days.get(_plain(field), _DAYS)
        return (self._today + timedelta(self._rng.randint(least, most))).isoformat()

    def _choice(self, field: Field) -> Value:
        options = [option.value for option in field.options]
        if not field.multiple:
            return self._rng.choice(options)
        chosen = set(self._rng.sample(options, self._rng.randint(1, min(3, len(options)))))
        return tuple(option for option in options if option in chosen)

    def _number(self, field: Field) -> str:
        if field.check == "insurer":
            start = "" if field.cells == 6 else self._rng.choice(tables.INSURERS)[1]
            return self._town.insurer_number(start, field.cells or 8)
        limits = self._words.numbers.get(_plain(field)) or self._limits(field)
        if limits:
            return str(self._rng.randint(*limits)).zfill(field.cells)
        if field.cells:
            return self._town.digits(field.cells)
        least, most = field.length or (1, 3)
        digits = self._rng.randint(least, most)
        return str(self._rng.randint(10 ** (digits - 1), 10**digits - 1))

    def _limits(self, field: Field) -> tuple[int, int] | None:
        rules = (r for r in self._form.rules if r.kind == "between" and field.id in r.fields)
        return next((rule.limits for rule in rules), None)

    def _person(self, subject: str) -> Person:
        if subject not in self._people:
            base = _ROW.sub("", subject)
            is_kin = base in self._words.family and subject != self._first
            family = self._person(self._first).family if is_kin else ""
            ages = self._words.ages.get(base, _AGES)
            eras, sex = self._eras(subject), self._words.sex.get(base, "")
            person = self._town.person(ages, self._today, sex, family)
            while eras and to_era(person.birth).era not in eras:
                person = self._town.person(ages, self._today, sex, family)
            self._people[subject] = person
        return self._people[subject]

    def _eras(self, subject: str) -> set[str]:
        """Those that its date of birth may be in; empty where any may."""
        for field in self._form.fields:
            if field.subject == subject and field.item == "生年月日" and field.date:
                return {era.value for era in field.date.eras} or {field.date.era or ""} - {""}
        return set()

    def _home(self, subject: str) -> Home:
        base = _ROW.sub("", subject)
        at = self._first if base in self._words.home else subject
        return self._homes.setdefault(at, self._town.home())

    def _bank(self, subject: str) -> tuple[str, ...]:
        drawn = (*self._rng.choice(tables.BANKS), *self._rng.choice(tables.BRANCHES))
        return self._banks.setdefault(subject, drawn)


_BANK = ("金融機関名", "金融機関種別", "金融機関コード", "支店名", "支店コード")
_KIN = {"男": ("夫", "長男", "二男", "父"), "女": ("妻", "長女", "二女", "母")}


def _plain(field: Field) -> str:
    """The id, that of a row without its number."""
    if field.group and field.id.startswith(field.group):
        return _ROW.sub("", field.group) + field.id[len(field.group) :]
    return field.id
