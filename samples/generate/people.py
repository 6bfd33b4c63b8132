"""Invented people: consistent names and readings, addresses, numbers with right check digits."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from forms.check_digits import insurer_digit, my_number_digit
from samples.generate import tables

SPACE = "\u3000"


@dataclass(frozen=True, slots=True)
class Person:
    """`name` and `kana` are family and given, joined by U+3000."""

    name: str
    kana: str
    sex: str
    birth: date
    my_number: str

    @property
    def family(self) -> str:
        return self.name.split(SPACE)[0]


@dataclass(frozen=True, slots=True)
class Home:
    postal: str
    address: str
    phone: str  # digits alone


class Town:
    """Makes people and homes; no two people of one town share a name reading or a number."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._taken: set[str] = set()

    def person(self, ages: tuple[int, int], today: date, sex: str = "", family: str = "") -> Person:
        """Someone between `ages` years old on `today`; `family` fixes the surname (kanji)."""
        rng = self._rng
        sex = sex or rng.choice("男女")
        while True:
            given = rng.choice(tables.MEN if sex == "男" else tables.WOMEN)
            surname = self._surname(family)
            kana = surname[1] + SPACE + given[1]
            if kana not in self._taken:
                break
        self._taken.add(kana)
        days = rng.randint(ages[0] * 366, ages[1] * 365)
        return Person(
            surname[0] + SPACE + given[0], kana, sex, today - timedelta(days), self.my_number()
        )

    def given_names(self, sex: str) -> list[str]:
        """Names for children of one family, in a random order."""
        names = tables.BOYS if sex == "男" else tables.GIRLS
        return self._rng.sample(names, len(names))

    def my_number(self) -> str:
        """A number that passes its check digit; it belongs to nobody we know of."""
        eleven = self.digits(11)
        return eleven + str(my_number_digit(eleven))

    def insurer_number(self, start: str, length: int = 8) -> str:
        """Eight digits, or six, with the check digit of a 保険者番号."""
        head = start + self.digits(length - 1 - len(start))
        return head + str(insurer_digit(head))

    def digits(self, count: int) -> str:
        """Digits that were not given out before (for three digits and more)."""
        while True:
            text = "".join(self._rng.choice("0123456789") for _ in range(count))
            if count < 4 or text not in self._taken:
                self._taken.add(text)
                return text

    def home(self) -> Home:
        rng = self._rng
        postal, town = rng.choice(tables.TOWNS)
        number = f"{rng.randint(1, 6)}-{rng.randint(1, 28)}-{rng.randint(1, 30)}"
        if rng.random() < 0.3:
            number = f"{rng.randint(1, 6)}丁目{rng.randint(1, 28)}番{rng.randint(1, 30)}号"
        address = town + number
        if rng.random() < 0.35:
            room = f"{rng.randint(1, 4)}0{rng.randint(1, 8)}"
            address += SPACE + rng.choice(tables.HOUSES) + room
        return Home(postal, address, self.phone())

    def phone(self) -> str:
        if self._rng.random() < 0.5:
            return self._rng.choice(("090", "080", "070")) + self.digits(8)
        return self._rng.choice(("047", "043", "052", "092", "011")) + self.digits(7)

    def _surname(self, family: str) -> tuple[str, ...]:
        known = [each for each in tables.SURNAMES if each[0] == family]
        return known[0] if known else self._rng.choice(tables.SURNAMES)


def phone_with_hyphens(digits: str) -> str:
    """As people write it: 090-1234-5678, 03-…, 047-123-4567."""
    if len(digits) == 11:
        return f"{digits[:3]}-{digits[3:7]}-{digits[7:]}"
    area = 2 if digits[:2] in ("03", "06") else 3
    return f"{digits[:area]}-{digits[area:6]}-{digits[6:]}"
