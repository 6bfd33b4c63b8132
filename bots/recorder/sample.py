"""An invented application to record with: every field filled that may be, no two values alike.

Its people, numbers and papers do not exist. Texts hold a narrow digit, so that a wide one that was
typed shows that the target wants wide characters; dates have one-digit years, months and days that
differ, so that 06 and 6, month and day are told apart.
"""

import random

from forms import rules
from forms.check_digits import CHECKS, my_number_digit
from forms.form import Field, FieldType, Form
from forms.record import Reading, Record, Value

TRIES = 300
"""Draws until one keeps the form's own rules with every field filled; else the one that breaks
fewest, and of those the one that leaves fewest blank."""

FAMILIES = (
    ("見本", "ミホン"),
    ("例文", "レイブン"),
    ("試野", "タメシノ"),
    ("仮山", "カリヤマ"),
    ("写田", "ウツシダ"),
    ("練川", "ネリカワ"),
)
GIVENS = (
    ("一郎", "イチロウ"),
    ("花子", "ハナコ"),
    ("次郎", "ジロウ"),
    ("春子", "ハルコ"),
    ("三郎", "サブロウ"),
    ("夏子", "ナツコ"),
    ("四郎", "シロウ"),
)
PLACES = (
    ("1000013", "東京都千代田区霞が関"),
    ("9200961", "石川県金沢市香林坊"),
    ("2750014", "千葉県習志野市鷺沼"),
    ("5300001", "大阪府大阪市北区梅田"),
)
NUMBERED = ("番号", "No", "コード")
"""Texts of such a name take letters and digits only in most systems."""

BORN, BORN_LATELY, ON_PAPER = (1951, 1957), (2019, 2023), (2023, 2025)
"""Years of birth of adults and children (a repeated group), and of what happens on papers; within
an era all have one digit where the era allows it."""

ADULT = 60
"""Years that those born in `BORN` have at least."""


def invent(form: Form) -> Record:
    """The same record for the same form each time."""
    drawn = (_Draw(form, random.Random(f"{form.id} {n}")).record() for n in range(TRIES))
    best: tuple[tuple[int, int], Record] | None = None
    for record in drawn:
        broken = sum(len(each.doubts) for each in rules.check(form, record).readings)
        lacking = broken, sum(not value for value in record.values.values())
        if best is None or lacking < best[0]:
            best = lacking, record
        if lacking == (0, 0):
            break
    if best is None:
        raise ValueError("no draw")
    return best[1]


class _Draw:
    """One try at a record: everything by chance, then bent to the rules between fields."""

    def __init__(self, form: Form, chance: random.Random) -> None:
        self._form, self._chance = form, chance
        self._number = 0
        self._people = [
            (f"{family}　{given}", f"{family_kana}　{given_kana}")
            for family, family_kana in FAMILIES
            for given, given_kana in GIVENS
        ]
        chance.shuffle(self._people)

    def record(self) -> Record:
        values: dict[str, Value] = {}
        for each in self._form.fields:
            values[each.id] = self._fresh(each, set(values.values()))
        self._bend(values)
        readings = (
            Reading(f.id, "", values[f.id], 1.0, f.page, f.box, "person") for f in self._form.fields
        )
        return Record(self._form.id, self._form.version, tuple(readings))

    def _bend(self, values: dict[str, Value]) -> None:
        """A name and its kana belong together, a postal code and its place."""
        readings = {f"{f[0]}　{g[0]}": f"{f[1]}　{g[1]}" for f in FAMILIES for g in GIVENS}
        for rule in self._form.rules:
            if rule.kind == "same":
                values[rule.fields[1]] = values[rule.fields[0]]
            elif rule.kind == "reading_of":
                values[rule.fields[0]] = readings.get(str(values[rule.fields[1]]))
            elif rule.kind == "postal_of":
                address = str(values[rule.fields[1]])
                codes = [code for code, place in PLACES if address.startswith(place)]
                values[rule.fields[0]] = codes[0]
            elif rule.kind == "sum":
                numbers = [str(values[name] or "") for name in rule.fields[1:]]
                if all(each.isdigit() for each in numbers):
                    values[rule.fields[0]] = str(sum(int(each) for each in numbers))
        self._leave_blank(values)

    def _leave_blank(self, values: dict[str, Value]) -> None:
        """What must be blank beside the chosen options, and then what goes together with it."""
        for rule in self._form.rules:
            chosen = all((values.get(name) or "") == wanted for name, wanted in rule.when)
            if rule.kind == "blank_when" and chosen:
                for name in rule.fields:
                    values[name] = self._blank(name)
        for rule in self._form.rules:
            if rule.kind == "together" and not all(values.get(name) for name in rule.fields):
                for name in rule.fields:
                    values[name] = self._blank(name)

    def _blank(self, name: str) -> Value:
        return "なし" if self._form.field(name).type is FieldType.SEAL else None

    def _fresh(self, of: Field, used: set[Value]) -> Value:
        value: Value = None
        for _ in range(TRIES):
            value = self._value(of)
            if value not in used or of.type in (FieldType.CHOICE, FieldType.SEAL):
                break
        return value

    def _value(self, of: Field) -> Value:
        if of.type is FieldType.CHOICE:
            return self._choice(of)
        if of.type is FieldType.SEAL:
            return "あり"
        return self._written(of)

    def _written(self, of: Field) -> str:
        text = ""
        if of.type in (FieldType.NAME, FieldType.KANA):
            text = self._chance.choice(self._people)[0 if of.type is FieldType.NAME else 1]
        elif of.type is FieldType.DATE:
            text = self._date(of)
        elif of.type in (FieldType.POSTAL_CODE, FieldType.ADDRESS):
            code, place = self._chance.choice(PLACES)
            number = "-".join(self._digits(1) for _ in range(3))
            text = code if of.type is FieldType.POSTAL_CODE else f"{place}{number}"
        elif of.type is FieldType.PHONE:
            text = f"03{self._digits(8)}"
        elif of.type in (FieldType.NUMBER, FieldType.MY_NUMBER):
            text = self._numbered(of)
        elif of.label.endswith(NUMBERED):
            text = f"A{self._digits(2)}-{self._digits(3)}"
        self._number += not text
        return text or f"{of.label[:8]}の見本{self._number}"

    def _choice(self, of: Field) -> Value:
        first = self._chance.randrange(len(of.options))
        if not of.multiple:
            return of.options[first].value
        first = min(first, max(0, len(of.options) - 2))
        return tuple(option.value for option in of.options[first : first + 2])

    def _date(self, of: Field) -> str:
        born = "生年月日" in of.label or "birth" in of.id
        first, last = (
            (BORN_LATELY if of.group or self._is_young(of) else BORN) if born else ON_PAPER
        )
        month, day = self._chance.sample(range(1, 10), 2)
        return f"{self._chance.randint(first, last):04d}-{month:02d}-{day:02d}"

    def _is_young(self, of: Field) -> bool:
        """Whether the form is about children (or dogs) of an age below that of `BORN`."""
        rules_of_age = (r for r in self._form.rules if r.kind == "within_age")
        return any(r.fields[0] == of.id and r.limits and r.limits[1] < ADULT for r in rules_of_age)

    def _numbered(self, of: Field) -> str:
        if of.type is FieldType.MY_NUMBER:
            eleven = self._digits(11)
            return f"{eleven}{my_number_digit(eleven)}"
        shortest, longest = of.length or (of.cells or 1, of.cells or 1)
        fits = CHECKS.get(of.check or "")
        for _ in range(TRIES):
            number = self._digits(longest if fits or shortest == longest else shortest)
            if fits is None or fits(number):
                break
        return number

    def _digits(self, length: int) -> str:
        """Without leading zero, no digit like the one before."""
        digits = [self._chance.randint(1, 9)]
        while len(digits) < length:
            digits.append(self._chance.choice([d for d in range(10) if d != digits[-1]]))
        return "".join(str(digit) for digit in digits)
